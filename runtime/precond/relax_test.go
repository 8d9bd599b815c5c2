package precond_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/precond"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// TestRelaxation: sweeps solve the equation of the matrix and of its transpose, to the
// residual that was asked for and not much further, with the same bits in whatever order
// strips are swept.
func TestRelaxation(t *testing.T) {
	t.Run("float64", func(t *testing.T) { relaxation[float64](t, 8, 1e-10) })
	t.Run("float32", func(t *testing.T) { relaxation[float32](t, 4, 1e-5) })
}

func relaxation[T vec.Float](t *testing.T, elem int, tol float64) {
	for _, cells := range [][]int{{-128, -64}, {128, 64}, {-90, 51}, {90, -51}, {-9, -8}, {-5, 6, -7}, {5, -6, 7}, {-40, -16, -16}} {
		g := newGrid(t, elem, 1, cells...)
		var list []precond.Entry
		for _, e := range star(g.Dim, 1) {
			list = append(list, e)
			if e.Off[0] == -1 { // and a corner, and an entry once more
				list = append(list, e, precond.Entry{Off: [3]int{-1, 1}})
			}
		}
		m, err := precond.NewMatrix[T](g, 1, list)
		require.NoError(t, err)
		rng := rand.New(rand.NewPCG(3, 4))
		others := float64(len(list))
		for k, e := range m.Entries {
			for i := range m.Values[k] {
				m.Values[k][i] = T(rng.Float64() - 0.5)
				if e.Off == [3]int{} {
					m.Values[k][i] = T(others * (1 + 0.5*rng.Float64()))
				}
			}
		}
		s := grid.Space[T]{Grid: g, Fields: 1}
		b := s.New()
		for i := range b {
			b[i] = T(rng.NormFloat64())
		}
		for transposed, apply := range map[bool]func(dst, src []T){false: m.Apply, true: m.ApplyTransposed} {
			r := precond.NewRelaxation(m, transposed)
			require.True(t, r.Update())
			x, y, left := s.New(), s.New(), s.New()
			for i := range x {
				x[i], y[i] = 7, 8 // must be overwritten
			}
			target := tol * s.Norm(b)
			sweeps, estimate := r.Solve(x, b, target, 40, func(f func(worker, first, last int)) { f(0, 0, g.Strips()) })
			apply(left, x)
			residual := s.AxpbyNorm(left, 1, b, -1, left)
			require.LessOrEqual(t, residual, 1.2*target, "%v, transposed %v", cells, transposed)
			require.LessOrEqual(t, residual, 1.2*estimate, "%v, transposed %v", cells, transposed)
			require.Greater(t, residual, target/100, "%v, transposed %v", cells, transposed)
			again, same := r.Solve(y, b, target, 40, func(f func(worker, first, last int)) {
				for k := g.Strips() - 1; k >= 0; k-- {
					f(0, k, k+1)
				}
			})
			require.Equal(t, sweeps, again)
			require.Equal(t, estimate, same)
			s.Axpy(-1, x, y)
			require.Zero(t, s.Norm(y), "%v, transposed %v", cells, transposed)
		}
	}
}

// TestRelaxationGivesUp: where sweeps converge slowly or not at all, and where something
// is not a number, the estimate says so.
func TestRelaxationGivesUp(t *testing.T) {
	g := newGrid(t, 8, 1, -16, -16)
	s := grid.Space[float64]{Grid: g, Fields: 1}
	b, x := s.New(), s.New()
	for i := range b {
		b[i] = math.Sin(float64(i))
	}
	all := func(f func(worker, first, last int)) { f(0, 0, g.Strips()) }
	r := precond.NewRelaxation(elliptic{k: one, reaction: 1}.matrix(t, g), false)
	require.True(t, r.Update())
	sweeps, left := r.Solve(x, b, 1e-10, 40, all)
	require.Less(t, sweeps, 20)
	require.Greater(t, left, 1e-3)
	sweeps, _ = r.Solve(x, b, 1e-10, 1, all)
	require.Equal(t, 1, sweeps, "no more than are allowed")
	require.False(t, precond.NewRelaxation(elliptic{k: one, reaction: -900}.matrix(t, g), false).Update(), "couplings outweigh")
	m := elliptic{k: one, reaction: 1e4}.matrix(t, g)
	r = precond.NewRelaxation(m, false)
	require.True(t, r.Update())
	_, left = r.Solve(x, s.New(), 0, 40, all)
	require.Zero(t, left)
	b[g.Index(3, 3, 0)] = math.NaN()
	_, left = r.Solve(x, b, 1e-10, 40, all)
	require.True(t, math.IsNaN(left))
	for _, bad := range []float64{0, math.NaN(), math.Inf(1)} {
		for k, e := range m.Entries {
			if e.Off == [3]int{} {
				m.Values[k][g.Index(5, 5, 0)] = bad
			}
		}
		require.False(t, r.Update(), "%g", bad)
	}
	require.Nil(t, precond.NewRelaxation(elliptic{k: one}.matrix(t, newGrid(t, 8, 1, 16)), false), "a line has no rows")
}

// TestDominance: couplings by diffusion and upwind transport, over what is left in a cell.
func TestDominance(t *testing.T) {
	g := newGrid(t, 8, 1, -32, -16)
	along := 2/g.H[0]/g.H[0] + 2/g.H[1]/g.H[1]
	require.InEpsilon(t, along/5, precond.Dominance(elliptic{k: one, reaction: 5}.matrix(t, g)), 1e-12)
	require.InEpsilon(t, (along+1e3/g.H[0])/5, precond.Dominance(elliptic{k: one, reaction: 5, wind: 1e3}.matrix(t, g)), 1e-12)
	require.True(t, math.IsInf(precond.Dominance(elliptic{k: one}.matrix(t, g)), 1))
}
