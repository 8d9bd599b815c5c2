package grid_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/grid"
)

// TestFused: operations in one pass give the bits of one after the other, in every
// dimension and with weights, and touch no ghosts.
func TestFused(t *testing.T) {
	axes := []grid.Axis{{Hi: 1, Cells: 5}, {Hi: 1, Cells: 4, Periodic: true}, {Hi: 1, Cells: 70}}
	for _, list := range [][]grid.Axis{axes[2:], axes[1:], axes} {
		g, err := grid.New(list, 1, 8)
		require.NoError(t, err)
		for _, weights := range [][]float64{nil, {3, 1e-3}} {
			s := grid.Space[float64]{Grid: g, Fields: 2, Weights: weights}
			rng := rand.New(rand.NewPCG(7, uint64(len(list))))
			vector := func() []float64 { return random(rng, 2*g.Size) }
			x, y, z, p, v, q := vector(), vector(), vector(), vector(), vector(), vector()

			dot, norm := s.DotNorm(x, y)
			require.Equal(t, [2]float64{s.Dot(x, y), s.Norm(y)}, [2]float64{dot, norm})

			one, two := slices.Clone(y), slices.Clone(y)
			norm = s.AxpbyNorm(one, 2, x, -0.3, one)
			s.Axpby(2, x, -0.3, two)
			require.Equal(t, two, one)
			require.Equal(t, s.Norm(two), norm)

			one, two = slices.Clone(p), slices.Clone(p)
			s.Redirect(one, x, 0.7, one, -0.2, v)
			s.Axpy(-0.2, v, two)
			s.Axpby(1, x, 0.7, two)
			require.Equal(t, two, one)

			one, two = slices.Clone(z), slices.Clone(y)
			norm = s.Toward(one, x, 0, y)
			s.Axpy(-1, x, two)
			require.Equal(t, s.Norm(two), norm)
			saved := slices.Clone(z)
			s.Copy(saved, x)
			require.Equal(t, saved, one)

			before, one, two := slices.Clone(q), slices.Clone(z), slices.Clone(z)
			s.Move(before, one, 0.4, v)
			s.Axpy(0.4, v, two)
			require.Equal(t, two, one)
			saved = slices.Clone(q)
			s.Copy(saved, z)
			require.Equal(t, saved, before)

			one, two = slices.Clone(x), slices.Clone(x)
			r, rr := slices.Clone(y), slices.Clone(y)
			norm, dot = s.Advance(0.5, p, 0.1, r, one, -0.1, v, r, q)
			s.Axpy(0.5, p, two)
			s.Axpy(0.1, rr, two)
			s.Axpy(-0.1, v, rr)
			require.Equal(t, two, one)
			require.Equal(t, rr, r)
			require.Equal(t, [2]float64{s.Norm(r), s.Dot(q, r)}, [2]float64{norm, dot})
		}
	}
}
