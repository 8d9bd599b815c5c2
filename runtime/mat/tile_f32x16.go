//go:build goexperiment.simd && amd64

package mat

import (
	"unsafe"

	"github.com/pindiff/pindiffc/runtime/vec"
)

// tileF32x16 is the kernel of tileScalar for a tile of 4 rows and two vectors. Two
// inner steps with a branch between: the compiler would spill a longer block.
func tileF32x16(c unsafe.Pointer, ldc uintptr, a unsafe.Pointer, aI, aK uintptr, b unsafe.Pointer, bK uintptr, k int) {
	s00, s01 := vec.LoadF32x16(c, 0), vec.LoadF32x16(c, 64)
	s10, s11 := vec.LoadF32x16(c, ldc), vec.LoadF32x16(c, ldc+64)
	s20, s21 := vec.LoadF32x16(c, 2*ldc), vec.LoadF32x16(c, 2*ldc+64)
	s30, s31 := vec.LoadF32x16(c, 3*ldc), vec.LoadF32x16(c, 3*ldc+64)
	a1 := unsafe.Add(a, aI)
	a2 := unsafe.Add(a1, aI)
	a3 := unsafe.Add(a2, aI)
	for {
		b0, b1 := vec.LoadF32x16(b, 0), vec.LoadF32x16(b, 64)
		x := vec.BroadcastF32x16(*(*float32)(a))
		s00, s01 = x.MulAdd(b0, s00), x.MulAdd(b1, s01)
		x = vec.BroadcastF32x16(*(*float32)(a1))
		s10, s11 = x.MulAdd(b0, s10), x.MulAdd(b1, s11)
		x = vec.BroadcastF32x16(*(*float32)(a2))
		s20, s21 = x.MulAdd(b0, s20), x.MulAdd(b1, s21)
		x = vec.BroadcastF32x16(*(*float32)(a3))
		s30, s31 = x.MulAdd(b0, s30), x.MulAdd(b1, s31)
		if k == 1 {
			break
		}
		b = unsafe.Add(b, bK)
		a, a1, a2, a3 = unsafe.Add(a, aK), unsafe.Add(a1, aK), unsafe.Add(a2, aK), unsafe.Add(a3, aK)
		b0, b1 = vec.LoadF32x16(b, 0), vec.LoadF32x16(b, 64)
		x = vec.BroadcastF32x16(*(*float32)(a))
		s00, s01 = x.MulAdd(b0, s00), x.MulAdd(b1, s01)
		x = vec.BroadcastF32x16(*(*float32)(a1))
		s10, s11 = x.MulAdd(b0, s10), x.MulAdd(b1, s11)
		x = vec.BroadcastF32x16(*(*float32)(a2))
		s20, s21 = x.MulAdd(b0, s20), x.MulAdd(b1, s21)
		x = vec.BroadcastF32x16(*(*float32)(a3))
		s30, s31 = x.MulAdd(b0, s30), x.MulAdd(b1, s31)
		k -= 2
		if k == 0 {
			break
		}
		b = unsafe.Add(b, bK)
		a, a1, a2, a3 = unsafe.Add(a, aK), unsafe.Add(a1, aK), unsafe.Add(a2, aK), unsafe.Add(a3, aK)
	}
	vec.StoreF32x16(s00, c, 0)
	vec.StoreF32x16(s01, c, 64)
	vec.StoreF32x16(s10, c, ldc)
	vec.StoreF32x16(s11, c, ldc+64)
	vec.StoreF32x16(s20, c, 2*ldc)
	vec.StoreF32x16(s21, c, 2*ldc+64)
	vec.StoreF32x16(s30, c, 3*ldc)
	vec.StoreF32x16(s31, c, 3*ldc+64)
}
