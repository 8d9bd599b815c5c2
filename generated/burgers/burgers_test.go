package burgers

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// exact is the solution by the transformation of Cole and Hopf; see the spec.
func exact(p Params, x, t float64) float64 {
	e := math.Exp(-p.Nu * math.Pi * math.Pi * t)
	return 2 * p.Nu * math.Pi * e * math.Sin(math.Pi*x) / (p.A + e*math.Cos(math.Pi*x))
}

// The steep wave is that of Cole and Hopf, to second order in cell and step.
func TestColeHopf(t *testing.T) {
	p := DefaultParams()
	var errors []float64
	for _, n := range []int{128, 256, 512} {
		s, err := New(Options{Cells: [1]int{n}, Step: 1.28 / float64(n)})
		require.NoError(t, err)
		r, err := s.Simulate(context.Background(), State{}, 0.5)
		require.NoError(t, err)
		s.Close()
		sum, size := 0.0, 0.0
		for i, u := range r.At(0).U {
			want := exact(p, -1+2*(float64(i)+0.5)/float64(n), 0.5)
			sum += math.Abs(u - want)
			size += math.Abs(want)
		}
		errors = append(errors, sum/size)
	}
	t.Logf("relative L1 errors %.3g", errors)
	require.Less(t, errors[0], 2e-3)
	for k := range 2 {
		require.InDelta(t, 2, math.Log2(errors[k]/errors[k+1]), 0.15)
	}
}
