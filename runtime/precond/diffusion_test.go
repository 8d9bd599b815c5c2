package precond_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/precond"
)

// Diffusion is what it is in both directions: wind does not count, but as part of what
// is left in the cell.
func TestDiffusion(t *testing.T) {
	g := newGrid(t, 8, 1, -32, -16)
	h0, h1 := g.H[0], g.H[1]
	along := 2/h0/h0 + 2/h1/h1
	require.InEpsilon(t, along/5, precond.Diffusion(elliptic{k: one, reaction: 5}.matrix(t, g)), 1e-12)
	require.InEpsilon(t, along/(5+1e3/h0), precond.Diffusion(elliptic{k: one, reaction: 5, wind: 1e3}.matrix(t, g)), 1e-12)
	require.True(t, math.IsInf(precond.Diffusion(elliptic{k: one}.matrix(t, g)), 1))
}
