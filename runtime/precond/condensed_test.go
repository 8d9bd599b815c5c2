package precond_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/precond"
)

// reacting couples all states at a cell, and those that are not local to the
// neighbours of the cell, of all states.
func reacting(dim, states int, local ...int) (list []precond.Entry) {
	for _, e := range star(dim, states) {
		stays := false
		for _, s := range local {
			stays = stays || e.Equation == s && e.Off != [3]int{}
		}
		if !stays {
			list = append(list, e)
		}
	}
	return list
}

// On a grid that is not coarsened the whole is an exact inverse: in double precision,
// and to the digits of single precision; and so is the transpose.
func TestCondensedExact(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for _, cells := range [][]int{{9}, {-7}, {4, 4}, {-3, 5}, {3, -4}, {2, -2, 3}} {
		for _, local := range [][]int{nil, {2}, {0, 2}, {1, 3}, {0, 1, 2, 3}} {
			name := fmt.Sprint(cells, local)
			g := newGrid(t, 8, 1, cells...)
			m, err := precond.NewMatrix[float64](g, 4, reacting(g.Dim, 4, local...))
			require.NoError(t, err)
			fill(m, 12, rng)
			s := grid.Space[float64]{Grid: g, Fields: 4}
			for exact, tol := range map[bool]float64{true: 1e-11, false: 1e-4} {
				p := precond.NewCondensed(m, exact)
				require.NoError(t, p.Update())
				a := dense(s, m.Apply)
				requireInverse(t, dense(s, p.Precondition), a, tol, name)
				requireInverse(t, dense(s, p.PreconditionTransposed), dense(s, m.ApplyTransposed), tol, name)
			}
		}
	}
}

// Transposes belong together on coarsened grids, of either precision of the matrix.
func TestCondensedTransposed(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for _, cells := range [][]int{{40}, {-37}, {12, 9}, {-13, 10}, {11, -6}, {5, -4, 6}} {
		g := newGrid(t, 8, 1, cells...)
		m, err := precond.NewMatrix[float64](g, 3, reacting(g.Dim, 3, 1))
		require.NoError(t, err)
		fill(m, 36, rng)
		s := grid.Space[float64]{Grid: g, Fields: 3}
		for exact, tol := range map[bool]float64{true: 1e-12, false: 1e-5} {
			p := precond.NewCondensed(m, exact)
			require.NoError(t, p.Update())
			requireTransposed(t, s, p.Precondition, p.PreconditionTransposed, tol, fmt.Sprint(cells))
		}
	}
}

// The unit of an equation does not matter, be it outside the range of single precision.
func TestCondensedUnits(t *testing.T) {
	g := newGrid(t, 8, 1, 64, 48)
	s := grid.Space[float64]{Grid: g, Fields: 3}
	var first []float64
	for _, unit := range []float64{1, 1e-50, 1e50} {
		m := deposition(t, g)
		x, b := s.New(), s.New()
		rng := rand.New(rand.NewPCG(1, 2))
		for i := range b {
			b[i] = rng.NormFloat64()
			if i/g.Size == 1 {
				b[i] *= 1e8 * unit
			}
		}
		for k, e := range m.Entries {
			for i := range m.Values[k] {
				if e.Equation == 1 {
					m.Values[k][i] *= unit
				}
			}
		}
		c := precond.NewCondensed(m, false)
		require.NoError(t, c.Update())
		c.Precondition(x, b)
		if first == nil {
			first = slices.Clone(x)
		}
		for f := range 3 {
			state := grid.Space[float64]{Grid: g, Fields: 1}
			u, v := first[f*g.Size:(f+1)*g.Size], x[f*g.Size:(f+1)*g.Size]
			size := state.Norm(u)
			state.Axpy(-1, u, v)
			require.LessOrEqual(t, state.Norm(v), 1e-4*size, "unit %g, state %d", unit, f)
			state.Axpy(1, u, v)
		}
	}
}

// Condensed and in single precision the cycle is as good as for all states in double.
func TestCondensedIterations(t *testing.T) {
	g := newGrid(t, 8, 1, 64, 48)
	m := deposition(t, g)
	c, all := precond.NewCondensed(m, false), precond.NewMultigrid(m)
	require.NoError(t, c.Update())
	require.NoError(t, all.Update())
	for _, transposed := range []bool{false, true} {
		require.LessOrEqual(t, coupledIterations(t, m, c, transposed), coupledIterations(t, m, all, transposed)+1)
	}
}

// Where single precision sees a singular matrix the cycle works in double.
func TestCondensedNearlySingular(t *testing.T) {
	m := elliptic{k: one, mirror: 1, reaction: 1e-8}.matrix(t, newGrid(t, 8, 1, 32, 32))
	p := precond.NewCondensed(m, false)
	require.NoError(t, p.Update())
	s := grid.Space[float64]{Grid: m.Grid, Fields: 1}
	x, b := s.New(), s.New()
	for i := range b {
		b[i] = 1
	}
	p.Precondition(x, b) // constants are what the reaction alone sees
	require.InEpsilon(t, 1e8, x[m.Grid.Origin+5], 1e-3)

	m = elliptic{k: one, mirror: 1}.matrix(t, newGrid(t, 8, 1, 32, 32))
	var singular *precond.SingularError
	require.ErrorAs(t, precond.NewCondensed(m, false).Update(), &singular)

	local, err := precond.NewMatrix[float64](newGrid(t, 8, 1, 32, 32), 2, reacting(2, 2, 1))
	require.NoError(t, err)
	fill(local, 12, rand.New(rand.NewPCG(1, 1)))
	local.Values[len(local.Values)-1][local.Grid.Origin+3] = 0
	require.ErrorAs(t, precond.NewCondensed(local, false).Update(), &singular)
	require.Equal(t, []int{0, 3}, singular.Cell)
}

func TestCondensedNoAllocations(t *testing.T) {
	m := deposition(t, newGrid(t, 8, 1, 24, 17))
	s := grid.Space[float64]{Grid: m.Grid, Fields: 3}
	x, y := s.New(), s.New()
	p := precond.NewCondensed(m, false)
	require.NoError(t, p.Update())
	require.Zero(t, testing.AllocsPerRun(5, func() {
		_ = p.Update()
		p.Precondition(y, x)
		p.PreconditionTransposed(y, x)
	}))
}

// Blocks of one and two states are inverted by cofactors, as exactly as others.
func TestSmallBlocks(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 9))
	for _, states := range []int{1, 2, 3} {
		g := newGrid(t, 8, 1, 6, 5)
		m, err := precond.NewMatrix[float64](g, states, star(2, states))
		require.NoError(t, err)
		fill(m, 0, rng)
		for k, e := range m.Entries { // units that hide what matters
			for i := range m.Values[k] {
				m.Values[k][i] *= math.Pow(30, float64(e.Equation)) * math.Pow(0.01, float64(e.State))
			}
		}
		p := precond.NewPointBlock(m)
		require.NoError(t, p.Update())
		s := grid.Space[float64]{Grid: g, Fields: states}
		inv, blocks := dense(s, p.Precondition), part(s, dense(s, m.Apply), -1)
		requireInverse(t, inv, blocks, 1e-8, fmt.Sprint(states))
	}
}
