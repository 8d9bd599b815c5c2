//go:build goexperiment.simd && amd64

package mat

import (
	"testing"
	"unsafe"

	"github.com/pindiff/pindiffc/runtime/vec"
)

// BenchmarkPeak is the rate of fused multiply-adds in registers: eight
// independent chains at the widest vector that the kernels use.
func BenchmarkPeak(b *testing.B) {
	const steps = 100_000
	var x [16]float32
	switch {
	case vec.SIMD512():
		benchmark(b, 2*16*8*steps, func() { peakF32x16(unsafe.Pointer(&x), steps) })
	case vec.SIMD256():
		benchmark(b, 2*8*8*steps, func() { peakF32x8(unsafe.Pointer(&x), steps) })
	default:
		b.Skip("no vector instructions")
	}
	vec.ClearUpper()
}

//go:noinline
func peakF32x16(p unsafe.Pointer, steps int) {
	x := vec.LoadF32x16(p, 0)
	s0, s1, s2, s3, s4, s5, s6, s7 := x, x, x, x, x, x, x, x
	for range steps {
		s0, s1, s2, s3 = x.MulAdd(x, s0), x.MulAdd(x, s1), x.MulAdd(x, s2), x.MulAdd(x, s3)
		s4, s5, s6, s7 = x.MulAdd(x, s4), x.MulAdd(x, s5), x.MulAdd(x, s6), x.MulAdd(x, s7)
	}
	vec.StoreF32x16(s0.Add(s1).Add(s2).Add(s3).Add(s4).Add(s5).Add(s6).Add(s7), p, 0)
}

//go:noinline
func peakF32x8(p unsafe.Pointer, steps int) {
	x := vec.LoadF32x8(p, 0)
	s0, s1, s2, s3, s4, s5, s6, s7 := x, x, x, x, x, x, x, x
	for range steps {
		s0, s1, s2, s3 = x.MulAdd(x, s0), x.MulAdd(x, s1), x.MulAdd(x, s2), x.MulAdd(x, s3)
		s4, s5, s6, s7 = x.MulAdd(x, s4), x.MulAdd(x, s5), x.MulAdd(x, s6), x.MulAdd(x, s7)
	}
	vec.StoreF32x8(s0.Add(s1).Add(s2).Add(s3).Add(s4).Add(s5).Add(s6).Add(s7), p, 0)
}
