package measure

import (
	"math"

	"github.com/pindiff/pindiffc/runtime/vec"
)

// triadScalar sets a = b + s*c without vectors.
func triadScalar[T vec.Float](a, b, c []T, s T) {
	vec.ClearUpper()
	b, c = b[:len(a)], c[:len(a)]
	for i := range a {
		a[i] = b[i] + s*c[i]
	}
}

// operationsScalar is how many operations a step of multiplyAddsScalar has.
const operationsScalar = 2 * 8

// multiplyAddsScalar is multiplyAdds without vectors, in float64: one element at
// a time is as fast in float32.
//
//go:noinline
func multiplyAddsScalar(steps int) float64 {
	vec.ClearUpper()
	x := 0.5
	s0, s1, s2, s3, s4, s5, s6, s7 := x, x, x, x, x, x, x, x
	for range steps {
		s0, s1, s2, s3 = math.FMA(x, x, s0), math.FMA(x, x, s1), math.FMA(x, x, s2), math.FMA(x, x, s3)
		s4, s5, s6, s7 = math.FMA(x, x, s4), math.FMA(x, x, s5), math.FMA(x, x, s6), math.FMA(x, x, s7)
	}
	return s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 // used, so that the loop stays
}
