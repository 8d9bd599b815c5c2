package train

import (
	"math"

	"github.com/pindiff/pindiffc/runtime/vec"
)

// Error of one field a against a reference b.
type Error struct {
	L1    float64 // sum |a-b| / sum |b|
	L2    float64 // sqrt(sum (a-b)^2 / sum b^2)
	NRMSE float64 // sqrt(mean (a-b)^2) / (max b - min b)
	Max   float64 // max |a-b|
	Total float64 // |sum (a-b)| / sum |b|: the error of the integral over the domain
	Mean  float64 // |mean (a-b)|: the error of the mean over the domain
}

// Compare a with a reference b of the same length. A relative error whose
// reference is zero is 0 if there is no error, else +Inf.
func Compare[T vec.Float](a, b []T) Error {
	var d1, b1, d2, b2, sum, most float64
	lo, hi := math.Inf(1), math.Inf(-1)
	for i, x := range a {
		y := float64(b[i])
		d := math.Abs(float64(x) - y)
		d1 += d
		d2 += d * d
		b1 += math.Abs(y)
		b2 += y * y
		sum += float64(x) - y
		lo, hi = math.Min(lo, y), math.Max(hi, y)
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
	return Error{
		L1: ratio(d1, b1), L2: math.Sqrt(ratio(d2, b2)), Max: most, Total: ratio(math.Abs(sum), b1),
		NRMSE: ratio(math.Sqrt(d2/math.Max(1, float64(len(a)))), hi-lo), Mean: math.Abs(sum) / math.Max(1, float64(len(a))),
	}
}

// Mean of values; NaN for none.
func Mean(v []float64) float64 {
	s := 0.0
	for _, x := range v {
		s += x
	}
	return s / float64(len(v))
}
