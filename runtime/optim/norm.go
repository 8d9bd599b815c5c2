package optim

import (
	"math"

	"github.com/pindiff/pindiffc/runtime/vec"
)

// Norm is the Euclidean norm, accumulated in float64; NaN or +Inf if an entry is
// not finite.
func Norm[T vec.Float](g []T) float64 {
	s := 0.0
	for _, x := range g {
		s += float64(x) * float64(x)
	}
	return math.Sqrt(s)
}

// Clip scales g to norm limit if its norm is larger, and returns the norm that it
// had. A limit of 0 leaves g alone.
func Clip[T vec.Float](g []T, limit float64) float64 {
	n := Norm(g)
	if limit > 0 && n > limit && !math.IsInf(n, 0) {
		c := limit / n
		for i, x := range g {
			g[i] = T(float64(x) * c)
		}
	}
	return n
}
