package exact

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// A slab that cools by Newton's law: Fourier's series over the roots of
// z tan(z) = Bi (Carslaw and Jaeger, 3.11), to second order in cell and step.
func TestBiotSeries(t *testing.T) {
	const length, start, end = 0.05, 353.0, 1800.0
	p := DefaultParams()
	biot := p.H * length / p.K
	var roots []float64
	for k := range 60 {
		lo, hi := float64(k)*math.Pi, (float64(k)+0.5)*math.Pi-1e-12
		for range 100 {
			if z := (lo + hi) / 2; z*math.Tan(z) < biot {
				lo = z
			} else {
				hi = z
			}
		}
		roots = append(roots, (lo+hi)/2)
	}
	series := func(x, t float64) (sum float64) {
		for _, z := range roots {
			c := 4 * math.Sin(z) / (2*z + math.Sin(2*z))
			sum += c * math.Exp(-z*z*p.K/p.RhoC*t/(length*length)) * math.Cos(z*x/length)
		}
		return p.TAir + (start-p.TAir)*sum
	}
	var errors []float64
	for _, n := range []int{25, 50, 100} {
		s, err := New(Options{Cells: [1]int{n}, Step: 1500 / float64(n), End: end, Scheme: "sdirk2"})
		require.NoError(t, err)
		r, err := s.Simulate(context.Background(), State{}, end)
		require.NoError(t, err)
		s.Close()
		worst := 0.0
		for i, T := range r.At(0).T {
			worst = max(worst, math.Abs(T-series(length*(float64(i)+0.5)/float64(n), end)))
		}
		errors = append(errors, worst)
	}
	t.Logf("Bi = %.2f, largest errors %.3g K", biot, errors)
	require.Less(t, errors[1], 0.05)
	for k := range 2 {
		require.InDelta(t, 2, math.Log2(errors[k]/errors[k+1]), 0.25)
	}
}
