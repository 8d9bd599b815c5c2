//go:build !(goexperiment.simd && amd64)

package mat

import (
	"unsafe"

	"github.com/pindiff/pindiffc/runtime/vec"
)

// tile: see tileScalar.
func tile[T vec.Float](c unsafe.Pointer, ldc uintptr, a unsafe.Pointer, aI, aK uintptr, b unsafe.Pointer, bK uintptr, k int) {
	tileScalar[T](c, ldc, a, aI, aK, b, bK, k)
}
