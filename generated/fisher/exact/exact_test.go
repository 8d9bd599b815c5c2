package exact

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// wave is the solution of Ablowitz and Zeppetella for D = 1, f = u(1-u).
func wave(x, t float64) float64 {
	return math.Pow(1+math.Exp(x/math.Sqrt(6)-5*t/6), -2)
}

// The wave in closed form, to second order, and its speed 5/sqrt(6).
func TestAblowitzZeppetella(t *testing.T) {
	const lo, hi, end = -20.0, 40.0, 6.0
	var errors []float64
	for _, n := range []int{120, 240, 480} {
		s, err := New(Options{Cells: [1]int{n}, Step: 12 / float64(n), End: end})
		require.NoError(t, err)
		r, err := s.Simulate(context.Background(), State{}, 2, end)
		require.NoError(t, err)
		s.Close()
		worst := 0.0
		for i, u := range r.At(1).U {
			worst = max(worst, math.Abs(u-wave(lo+(hi-lo)*(float64(i)+0.5)/float64(n), end)))
		}
		errors = append(errors, worst)
		if n == 480 {
			speed := (front(r.At(1).U, lo, hi) - front(r.At(0).U, lo, hi)) / (end - 2)
			t.Logf("speed %.5f, 5/sqrt(6) = %.5f", speed, 5/math.Sqrt(6))
			require.InEpsilon(t, 5/math.Sqrt(6), speed, 1e-3)
		}
	}
	t.Logf("largest errors %.3g", errors)
	for k := range 2 {
		require.InDelta(t, 2, math.Log2(errors[k]/errors[k+1]), 0.2)
	}
}

// front is where u is 1/2, between two cells.
func front(u []float64, lo, hi float64) float64 {
	h := (hi - lo) / float64(len(u))
	for i := range len(u) - 1 {
		if u[i] >= 0.5 && u[i+1] < 0.5 {
			return lo + h*(float64(i)+0.5+(u[i]-0.5)/(u[i]-u[i+1]))
		}
	}
	return math.NaN()
}
