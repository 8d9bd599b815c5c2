package precond

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/grid"
)

// line has n cells of one state, and the entries -1, 0 and 1 with these values.
func line(t *testing.T, n int, periodic bool, before, own, after float64) *Matrix[float64] {
	g, err := grid.New([]grid.Axis{{Hi: 1, Cells: n, Periodic: periodic}}, 1, 8)
	require.NoError(t, err)
	m, err := NewMatrix[float64](g, 1, []Entry{{Off: [3]int{-1}}, {}, {Off: [3]int{1}}},
		Ghost{}, Ghost{High: true})
	if periodic {
		m, err = NewMatrix[float64](g, 1, []Entry{{Off: [3]int{-1}}, {}, {Off: [3]int{1}}})
	}
	require.NoError(t, err)
	for i := range n {
		m.Values[0][g.Origin+i], m.Values[1][g.Origin+i], m.Values[2][g.Origin+i] = before, own, after
	}
	return m
}

// coarse is the matrix of the next grid.
func coarse(m *Matrix[float64]) *Matrix[float64] {
	var width [3][]float64
	for a := range 3 {
		for range m.Grid.N[a] {
			width[a] = append(width[a], 1)
		}
	}
	g := NewMultigrid(m)
	g.take()
	c := newCoarsening(g.top.m, width, [3]bool{true})
	c.update()
	return c.coarse.Matrix
}

// values of the entry with an offset.
func values(m *Matrix[float64], off int) []float64 {
	v := m.Values[m.find(Entry{Off: [3]int{off}})]
	return v[m.Grid.Origin:][:m.Grid.N[0]]
}

// The coarse matrix of a discretisation is that of the coarse grid: for sums over
// cells, diffusion falls by 2, transport and what a cell does alone do not; a wall
// is half as near, and a cell that stays alone nearer to the next.
func TestCoarseDiscretisation(t *testing.T) {
	m := line(t, 7, false, -1, 2, -1)
	m.Begin()
	values, weights := values, make([]float64, m.Grid.Size)
	for i := range weights {
		weights[i] = -1 // values at the faces
	}
	m.FoldGhost(Ghost{High: true}, weights)
	m.FoldGhost(Ghost{}, weights)
	c := coarse(m)
	require.InDeltaSlice(t, []float64{1.5, 1, 0.5 + 2./3, 2 + 2./3}, values(c, 0), 1e-14)
	require.InDeltaSlice(t, []float64{-0.5, -0.5, -2. / 3, 0}, values(c, 1), 1e-14)
	require.InDeltaSlice(t, []float64{0, -0.5, -0.5, -2. / 3}, values(c, -1), 1e-14)
	upwind := coarse(line(t, 8, true, -1, 1, 0))
	require.InDeltaSlice(t, []float64{1, 1, 1, 1}, values(upwind, 0), 1e-14)
	require.InDeltaSlice(t, []float64{-1, -1, -1, -1}, values(upwind, -1), 1e-14)

	central := coarse(line(t, 8, true, -1-0.25, 2+4, -1+0.25))
	require.InDeltaSlice(t, []float64{1 + 8, 1 + 8, 1 + 8, 1 + 8}, values(central, 0), 1e-14)
	require.InDeltaSlice(t, []float64{-0.75, -0.75, -0.75, -0.75}, values(central, -1), 1e-14)
	require.InDeltaSlice(t, []float64{-0.25, -0.25, -0.25, -0.25}, values(central, 1), 1e-14)
}

// Rows keep their sums: constants are seen alike on all grids.
func TestCoarseRowSums(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{2, 5, 9} {
		m := line(t, n, true, 0, 0, 0)
		sums := make([]float64, (n+1)/2)
		for _, v := range m.Values {
			for i := range n {
				v[m.Grid.Origin+i] = rng.NormFloat64()
				sums[i/2] += v[m.Grid.Origin+i]
			}
		}
		c := coarse(m)
		for _, v := range c.Values {
			for i := range sums {
				sums[i] -= v[c.Grid.Origin+i]
			}
		}
		require.InDeltaSlice(t, make([]float64, len(sums)), sums, 1e-13)
	}
}
