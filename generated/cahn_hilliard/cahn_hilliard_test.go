package cahn_hilliard

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// The mass stays to the tolerance of the solver, and the free energy never grows.
func TestMassAndEnergy(t *testing.T) {
	const n = 64
	s, err := New(Options{})
	require.NoError(t, err)
	defer s.Close()
	kappa := DefaultParams().Kappa
	var times []float64
	for k := 0; k <= 50; k++ {
		times = append(times, 0.002*float64(k))
	}
	r, err := s.Simulate(context.Background(), State{}, times...)
	require.NoError(t, err)
	mass0, before := mass(r.At(0).C), math.Inf(1)
	first := energy(r.At(0).C, n, kappa)
	for k := range times {
		require.InDelta(t, mass0, mass(r.At(k).C), 1e-9*n*n, "t = %g", times[k])
		e := energy(r.At(k).C, n, kappa)
		require.LessOrEqual(t, e, before*(1+1e-12), "t = %g", times[k])
		before = e
	}
	t.Logf("energy %.5f -> %.5f", first, before)
	require.Less(t, before, 0.7*first, "the phases separate")
}

func mass(c []float64) (sum float64) {
	for _, x := range c {
		sum += x
	}
	return sum
}

// energy is the integral of (c^2-1)^2/4 + kappa/2 |grad c|^2, gradients by
// differences between neighbours.
func energy(c []float64, n int, kappa float64) (sum float64) {
	h := 1 / float64(n)
	for i := range n {
		for j := range n {
			x := c[i*n+j]
			gx := (c[(i+1)%n*n+j] - x) / h
			gy := (c[i*n+(j+1)%n] - x) / h
			sum += h * h * (math.Pow(x*x-1, 2)/4 + kappa/2*(gx*gx+gy*gy))
		}
	}
	return sum
}
