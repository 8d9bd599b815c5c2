//go:build goexperiment.simd && amd64

package measure

import (
	"unsafe"

	"github.com/pindiff/pindiffc/runtime/vec"
)

// triad sets a = b + s*c.
func triad[T vec.Float](a, b, c []T, s T) {
	if !vec.SIMD() {
		triadScalar(a, b, c, s)
		return
	}
	switch a := any(a).(type) {
	case []float32:
		triad32(a, any(b).([]float32), any(c).([]float32), float32(s))
	case []float64:
		triad64(a, any(b).([]float64), any(c).([]float64), float64(s))
	}
	vec.ClearUpper()
}

func triad32(a, b, c []float32, s float32) {
	x, y, z, v := vec.NewRowF32(a), vec.NewRowF32(b[:len(a)]), vec.NewRowF32(c[:len(a)]), vec.BroadcastF32(s)
	for i := 0; i+vec.W32 <= len(a); i += vec.W32 {
		x.Set(i, y.At(i).Add(v.Mul(z.At(i))))
	}
}

func triad64(a, b, c []float64, s float64) {
	x, y, z, v := vec.NewRowF64(a), vec.NewRowF64(b[:len(a)]), vec.NewRowF64(c[:len(a)]), vec.BroadcastF64(s)
	for i := 0; i+vec.W64 <= len(a); i += vec.W64 {
		x.Set(i, y.At(i).Add(v.Mul(z.At(i))))
	}
}

// multiplyAdds takes steps of eight independent chains of fused multiply-adds.
func multiplyAdds[T vec.Float](steps int) {
	var x [64]T // on a cache line of its own: other threads have theirs
	switch {
	case !vec.SIMD():
		multiplyAddsScalar(steps)
	case unsafe.Sizeof(T(0)) == 4:
		multiplyAdds32(unsafe.Pointer(&x), steps)
	default:
		multiplyAdds64(unsafe.Pointer(&x), steps)
	}
	vec.ClearUpper()
}

// operations of one step.
func operations[T vec.Float]() float64 {
	switch {
	case !vec.SIMD():
		return operationsScalar
	case unsafe.Sizeof(T(0)) == 4:
		return 2 * 8 * vec.W32
	}
	return 2 * 8 * vec.W64
}

//go:noinline
func multiplyAdds32(p unsafe.Pointer, steps int) {
	x := vec.LoadF32(p, 0)
	s0, s1, s2, s3, s4, s5, s6, s7 := x, x, x, x, x, x, x, x
	for range steps {
		s0, s1, s2, s3 = x.MulAdd(x, s0), x.MulAdd(x, s1), x.MulAdd(x, s2), x.MulAdd(x, s3)
		s4, s5, s6, s7 = x.MulAdd(x, s4), x.MulAdd(x, s5), x.MulAdd(x, s6), x.MulAdd(x, s7)
	}
	vec.StoreF32(s0.Add(s1).Add(s2).Add(s3).Add(s4).Add(s5).Add(s6).Add(s7), p, 0)
}

//go:noinline
func multiplyAdds64(p unsafe.Pointer, steps int) {
	x := vec.LoadF64(p, 0)
	s0, s1, s2, s3, s4, s5, s6, s7 := x, x, x, x, x, x, x, x
	for range steps {
		s0, s1, s2, s3 = x.MulAdd(x, s0), x.MulAdd(x, s1), x.MulAdd(x, s2), x.MulAdd(x, s3)
		s4, s5, s6, s7 = x.MulAdd(x, s4), x.MulAdd(x, s5), x.MulAdd(x, s6), x.MulAdd(x, s7)
	}
	vec.StoreF64(s0.Add(s1).Add(s2).Add(s3).Add(s4).Add(s5).Add(s6).Add(s7), p, 0)
}
