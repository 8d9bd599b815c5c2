//go:build goexperiment.simd && amd64

package mat

import (
	"unsafe"

	"github.com/pindiff/pindiffc/runtime/vec"
)

// Which kernels may run, narrower ones where wider may not; tests change it.
var use512, use256 = vec.SIMD512(), vec.SIMD256()

// tile runs the widest kernel that the processor has; see tileScalar for what it
// computes. The four vector kernels are one text for four types: type parameters
// over vector types are slow, or crash the compiler of Go 1.26.
func tile[T vec.Float](c unsafe.Pointer, ldc uintptr, a unsafe.Pointer, aI, aK uintptr, b unsafe.Pointer, bK uintptr, k int) {
	switch {
	case use512 && size[T]() == 4:
		tileF32x16(c, ldc, a, aI, aK, b, bK, k)
	case use512:
		tileF64x8(c, ldc, a, aI, aK, b, bK, k)
	case use256 && size[T]() == 4:
		tileF32x8(c, ldc, a, aI, aK, b, bK, k)
		tileF32x8(unsafe.Add(c, panelBytes/2), ldc, a, aI, aK, unsafe.Add(b, panelBytes/2), bK, k)
	case use256:
		tileF64x4(c, ldc, a, aI, aK, b, bK, k)
		tileF64x4(unsafe.Add(c, panelBytes/2), ldc, a, aI, aK, unsafe.Add(b, panelBytes/2), bK, k)
	default:
		tileScalar[T](c, ldc, a, aI, aK, b, bK, k)
	}
}
