package train

import (
	"math"

	"github.com/pindiff/pindiffc/runtime/vec"
)

// Error of one field a against a reference b.
type Error struct {
	L1  float64 // sum |a-b| / sum |b|
	L2  float64 // sqrt(sum (a-b)^2 / sum b^2)
	Max float64 // max |a-b|
}

// Compare a with a reference b of the same length. The relative errors of a
// reference that is zero everywhere are 0 if a is zero too, else +Inf.
func Compare[T vec.Float](a, b []T) Error {
	var d1, b1, d2, b2, most float64
	for i, x := range a {
		y := float64(b[i])
		d := math.Abs(float64(x) - y)
		d1 += d
		d2 += d * d
		b1 += math.Abs(y)
		b2 += y * y
		if d > most || math.IsNaN(d) {
			most = d
		}
	}
	ratio := func(n, d float64) float64 {
		if n == 0 {
			return 0
		}
		return n / d
	}
	return Error{L1: ratio(d1, b1), L2: math.Sqrt(ratio(d2, b2)), Max: most}
}

// Mean of values; NaN for none.
func Mean(v []float64) float64 {
	s := 0.0
	for _, x := range v {
		s += x
	}
	return s / float64(len(v))
}
