package grid_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/grid"
)

// TestBlocks: a pass goes over what is made for it block by block, each strip made once
// and before it is gone over, with the bits of a pass over the whole, for any number of
// fields.
func TestBlocks(t *testing.T) {
	g, err := grid.New([]grid.Axis{{Hi: 1, Cells: 257}, {Hi: 1, Cells: 160}}, 1, 8)
	require.NoError(t, err)
	require.True(t, g.Blocks())
	for _, fields := range []int{1, 3, 5} {
		s := grid.Space[float64]{Grid: g, Fields: fields}
		rng := rand.New(rand.NewPCG(3, uint64(fields)))
		x, want := random(rng, fields*g.Size), random(rng, fields*g.Size)
		made, blocks := 0, 0
		y := slices.Repeat([]float64{1e300}, fields*g.Size)
		after := s.After(func(_, first, last int) {
			require.Equal(t, made, first)
			made, blocks = last, blocks+1
			lo, hi := g.Span(first, last)
			for f := range fields {
				at := f * g.Size
				copy(y[at+g.Index(lo, 0, 0):at+g.Index(hi-1, 159, 0)+1], want[at+g.Index(lo, 0, 0):])
			}
		})
		dot, norm := after.DotNorm(x, y)
		require.Equal(t, g.Strips(), made)
		require.Equal(t, fields <= 4, blocks > 1)
		require.Equal(t, [2]float64{s.Dot(x, want), s.Norm(want)}, [2]float64{dot, norm})

		made = 0
		y = slices.Repeat([]float64{1e300}, fields*g.Size)
		sum := slices.Clone(x)
		after.Axpy(2, y, sum)
		s.Axpy(2, want, x)
		require.Equal(t, x, sum)
	}
}
