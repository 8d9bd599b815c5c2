package precond_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/krylov"
	"github.com/pindiff/pindiffc/runtime/precond"
)

// diffusion is u - div(k grad u) with values 0 at the walls and the coefficient
// kx, ky at cells, harmonic at faces.
func diffusion(t *testing.T, g *grid.Grid, k func(axis, i, j int) float64) *precond.Matrix[float64] {
	m, err := precond.NewMatrix[float64](g, 1, star(2, 1))
	require.NoError(t, err)
	for i := range g.N[0] {
		for j := range g.N[1] {
			c := g.Index(i, j, 0)
			m.Values[0][c] = 1
			for n, e := range m.Entries[1:] {
				axis := 0
				if e.Off[1] != 0 {
					axis = 1
				}
				p, q := i+e.Off[0], j+e.Off[1]
				h2 := g.H[axis] * g.H[axis]
				face := 2 * k(axis, i, j) / h2
				if p >= 0 && p < g.N[0] && q >= 0 && q < g.N[1] {
					face = 2 / h2 / (1/k(axis, i, j) + 1/k(axis, p, q))
					m.Values[n+1][c] = -face
				}
				m.Values[0][c] += face
			}
		}
	}
	return m
}

// iterations of a method on a random right-hand side.
func iterations(t *testing.T, method string, m *precond.Matrix[float64], p precond.Preconditioner[float64]) int {
	s := grid.Space[float64]{Grid: m.Grid, Fields: 1}
	rng := rand.New(rand.NewPCG(17, 18))
	b := s.New()
	for i := range b {
		b[i] = rng.NormFloat64()
	}
	solver, err := krylov.New[float64](method, s, 30)
	require.NoError(t, err)
	var pre krylov.Preconditioner[float64]
	if p != nil {
		require.NoError(t, p.Update())
		pre = p
	}
	res := solver.Solve(m, pre, s.New(), b, krylov.Options{Rtol: 1e-8, MaxIter: 5000, ZeroGuess: true})
	require.Equal(t, krylov.Converged, res.Status, method)
	return res.Iterations
}

// On a grid stretched 1:100, lines need a fifth of the iterations or less.
func TestStretched(t *testing.T) {
	g := newGrid(t, 8, 1, 64, 64)
	for strong := range 2 {
		m := diffusion(t, g, func(axis, _, _ int) float64 {
			if axis == strong {
				return 100
			}
			return 1
		})
		for _, method := range krylov.Methods() {
			none := iterations(t, method, m, nil)
			for name, p := range map[string]precond.Preconditioner[float64]{
				"line": precond.NewLine(m, strong), "multiplicative": precond.NewMultiplicative(m, 0, 1, 0),
			} {
				with := iterations(t, method, m, p)
				require.LessOrEqual(t, 5*with, none, "%s, %s, axis %d: %d for %d", method, name, strong, with, none)
			}
		}
	}
}

// A coefficient that falls by five orders of magnitude through a front, as where
// pores have closed: point blocks repair the scaling, and lines do better still.
func TestJumps(t *testing.T) {
	g := newGrid(t, 8, 1, 48, 32)
	m := diffusion(t, g, func(_, i, j int) float64 {
		depth := float64(j) - 16 - 4*math.Sin(float64(i)/6)
		return 1e-3 + 1e2/(1+math.Exp(2*depth))
	})
	point := iterations(t, "cg", m, precond.NewPointBlock(m))
	lines := iterations(t, "cg", m, precond.NewMultiplicative(m, 0, 1, 0))
	require.Less(t, 2*lines, point)
}
