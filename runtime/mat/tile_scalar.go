package mat

import (
	"unsafe"

	"github.com/pindiff/pindiffc/runtime/vec"
)

// tileScalar adds A*B to a tile of C: rows x panelBytes at c with row stride ldc.
// Element (i, l) of A is at a + i*aI + l*aK, row l of B at b + l*bK; all strides
// in bytes, l < k, k > 0.
func tileScalar[T vec.Float](c unsafe.Pointer, ldc uintptr, a unsafe.Pointer, aI, aK uintptr, b unsafe.Pointer, bK uintptr, k int) {
	const step = 4 // columns at a time: 2 x 4 sums stay in registers
	for i := uintptr(0); i < rows; i += 2 {
		for j := 0; j < panel[T](); j += step {
			tileColumns[T](unsafe.Add(c, i*ldc+uintptr(j*size[T]())), ldc,
				unsafe.Add(a, i*aI), aI, aK, unsafe.Add(b, j*size[T]()), bK, k)
		}
	}
}

// tileColumns is the part of a tile with two rows and four columns.
func tileColumns[T vec.Float](c unsafe.Pointer, ldc uintptr, a unsafe.Pointer, aI, aK uintptr, b unsafe.Pointer, bK uintptr, k int) {
	c0, c1 := (*[4]T)(c), (*[4]T)(unsafe.Add(c, ldc))
	s00, s01, s02, s03 := c0[0], c0[1], c0[2], c0[3]
	s10, s11, s12, s13 := c1[0], c1[1], c1[2], c1[3]
	for l := uintptr(0); l < uintptr(k); l++ {
		x := *(*T)(unsafe.Add(a, l*aK))
		y := *(*T)(unsafe.Add(a, l*aK+aI))
		r := (*[4]T)(unsafe.Add(b, l*bK))
		s00 += T(x * r[0])
		s01 += T(x * r[1])
		s02 += T(x * r[2])
		s03 += T(x * r[3])
		s10 += T(y * r[0])
		s11 += T(y * r[1])
		s12 += T(y * r[2])
		s13 += T(y * r[3])
	}
	c0[0], c0[1], c0[2], c0[3] = s00, s01, s02, s03
	c1[0], c1[1], c1[2], c1[3] = s10, s11, s12, s13
}
