package precond_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/krylov"
	"github.com/pindiff/pindiffc/runtime/precond"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// elliptic is c u - div(k grad u) + v du/dx, in the coefficients of cells, harmonic
// at faces and upwind, with ghosts that are mirror times the cell at the wall: 1
// for a zero gradient, -1 for a value.
type elliptic struct {
	reaction float64
	wind     float64
	k        func(axis int, x, y float64) float64
	mirror   float64
	undone   float64 // share of what walls add that the slope of k in the cell takes off again
}

func (p elliptic) matrix(t testing.TB, g *grid.Grid) *precond.Matrix[float64] {
	var ghosts []precond.Ghost
	for a := range g.Dim {
		for _, high := range []bool{false, true} {
			if !g.Periodic[a] {
				ghosts = append(ghosts, precond.Ghost{Axis: a, High: high})
			}
		}
	}
	m, err := precond.NewMatrix[float64](g, 1, star(g.Dim, 1), ghosts...)
	require.NoError(t, err)
	for i := range g.N[0] {
		for j := range g.N[1] {
			c := g.Index(i, j, 0)
			m.Values[0][c] = p.reaction
			for n, e := range m.Entries[1:m.Given] {
				axis := 0
				if e.Off[1] != 0 {
					axis = 1
				}
				at := func(i, j int) float64 {
					return p.k(axis, (float64(i)+0.5)*g.H[0], (float64(j)+0.5)*g.H[1])
				}
				to, atWall := [2]int{i + e.Off[0], j + e.Off[1]}, false
				for a := range 2 {
					if g.Periodic[a] {
						to[a] = (to[a] + g.N[a]) % g.N[a]
					} else {
						atWall = atWall || to[a] < 0 || to[a] == g.N[a]
						to[a] = min(max(to[a], 0), g.N[a]-1)
					}
				}
				face := 2 / (1/at(i, j) + 1/at(to[0], to[1])) / g.H[axis] / g.H[axis]
				if e.Off[0] < 0 {
					face += p.wind / g.H[0]
				}
				m.Values[n+1][c] = -face
				m.Values[0][c] += face
				if atWall {
					m.Values[0][c] -= p.undone * (1 - p.mirror) * face
				}
			}
		}
	}
	m.Begin()
	weights := make([]float64, g.Size)
	for i := range weights {
		weights[i] = p.mirror
	}
	for k := len(ghosts) - 1; k >= 0; k-- {
		m.FoldGhost(ghosts[k], weights)
	}
	return m
}

func one(int, float64, float64) float64 { return 1 }

// media are coefficients by axis and place.
var media = map[string]func(axis int, x, y float64) float64{
	"uniform": one,
	"smooth":  func(_ int, x, y float64) float64 { return math.Exp(3 * math.Sin(6*x) * math.Cos(5*y)) },
	"front": func(_ int, x, y float64) float64 { // pores that have closed
		return 1e-3 + 1e2/(1+math.Exp(200*(y-0.4-0.1*math.Sin(12*x))))
	},
	"inclusion": func(_ int, x, y float64) float64 {
		if (x-.5)*(x-.5)+(y-.4)*(y-.4) < 0.06 {
			return 1e4
		}
		return 1
	},
	"stretched": func(axis int, _, _ float64) float64 { return []float64{1, 100}[axis] },
}

// Iterations hardly depend on the grid, whatever the walls and the medium.
func TestMultigridIterations(t *testing.T) {
	for _, c := range []struct {
		name   string
		p      elliptic
		period int // -1: periodic
		most   int
	}{
		{"values", elliptic{k: media["uniform"], mirror: -1}, 1, 8},
		{"values, steep at the wall", elliptic{k: media["uniform"], mirror: -1, undone: 0.15}, 1, 9},
		{"values, steeper", elliptic{k: media["uniform"], mirror: -1, undone: 0.4}, 1, 10},
		{"zero gradients", elliptic{k: media["uniform"], mirror: 1, reaction: 1}, 1, 8},
		{"periodic", elliptic{k: media["uniform"], reaction: 1}, -1, 8},
		{"smooth", elliptic{k: media["smooth"], mirror: -1}, 1, 10},
		{"front", elliptic{k: media["front"], mirror: -1}, 1, 12},
		{"inclusion", elliptic{k: media["inclusion"], mirror: -1}, 1, 12},
		{"stretched", elliptic{k: media["stretched"], mirror: -1}, 1, 9},
		{"wind", elliptic{k: media["uniform"], mirror: -1, wind: 30}, 1, 8},
		{"storm", elliptic{k: media["uniform"], mirror: -1, wind: 1000}, 1, 16},
	} {
		method, symmetric := "cg", c.p.wind == 0
		if !symmetric {
			method = "bicgstab"
		}
		var counts []int
		for _, n := range []int{32, 47, 64, 128} {
			m := c.p.matrix(t, newGrid(t, 8, 1, c.period*n, c.period*n))
			counts = append(counts, iterations(t, method, m, precond.NewMultigrid(m)))
		}
		require.LessOrEqual(t, slices.Max(counts), c.most, "%s: %v", c.name, counts)
		require.LessOrEqual(t, counts[3], counts[0]+2, "%s: %v", c.name, counts)
	}
}

// One cycle takes away most of any error; it is symmetric where the matrix is.
func TestMultigridContraction(t *testing.T) {
	for _, c := range []struct {
		name string
		p    elliptic
		most float64
	}{
		{"values", elliptic{k: one, mirror: -1}, 0.35},
		{"zero gradients", elliptic{k: one, mirror: 1, reaction: 1}, 0.35},
		{"smooth", elliptic{k: media["smooth"], mirror: -1}, 0.6},
	} {
		m := c.p.matrix(t, newGrid(t, 8, 1, 64, 96))
		g := precond.NewMultigrid(m)
		require.NoError(t, g.Update())
		s := grid.Space[float64]{Grid: m.Grid, Fields: 1}
		requireTransposed(t, s, g.Precondition, g.Precondition, 1e-12, c.name)
		rng := rand.New(rand.NewPCG(1, 2))
		e, r, d := s.New(), s.New(), s.New()
		for i := range e {
			e[i] = rng.NormFloat64()
		}
		const cycles = 12
		before := 0.0
		for k := range cycles { // the last ones show the worst error
			if k == cycles-4 {
				before = s.Norm(e)
			}
			m.Apply(r, e)
			g.Precondition(d, r)
			s.Axpy(-1, d, e)
		}
		require.Less(t, math.Pow(s.Norm(e)/before, 0.25), c.most, c.name)
	}
}

func TestMultigridTransposed(t *testing.T) {
	t.Run("float64", func(t *testing.T) { multigridTransposed[float64](t, 8, 1e-12) })
	t.Run("float32", func(t *testing.T) { multigridTransposed[float32](t, 4, 1e-5) })
}

// The transpose is exact, for blocks without any order, on all sorts of grids;
// what is small is inverted as a whole.
func multigridTransposed[T vec.Float](t *testing.T, elem int, tol float64) {
	rng := rand.New(rand.NewPCG(7, 8))
	for _, cells := range [][]int{{40}, {-37}, {12, 9}, {-13, 10}, {11, -6}, {-6, -7}, {2, 23}, {5, -4, 6}, {-7, 3, -5}} {
		for _, states := range []int{1, 3} {
			g := newGrid(t, elem, 1, cells...)
			entries := star(g.Dim, states)
			wide := [3]int{}
			wide[0] = 2
			wide[g.Dim-1]--
			entries = append(entries, precond.Entry{Off: wide})
			m, err := precond.NewMatrix[T](g, states, entries)
			require.NoError(t, err)
			fill(m, 12*float64(states), rng)
			s := grid.Space[T]{Grid: g, Fields: states}
			p := precond.NewMultigrid(m)
			require.NoError(t, p.Update())
			requireTransposed(t, s, p.Precondition, p.PreconditionTransposed, tol, fmt.Sprint(cells))
		}
	}
	g := newGrid(t, elem, 1, 4, -4)
	m, err := precond.NewMatrix[T](g, 2, star(2, 2))
	require.NoError(t, err)
	fill(m, 12, rng)
	p := precond.NewMultigrid(m)
	require.NoError(t, p.Update())
	s := grid.Space[T]{Grid: g, Fields: 2}
	requireInverse(t, dense(s, p.Precondition), dense(s, m.Apply), 100*tol, "small")
}

// deposition is coupled as vapour that infiltrates pores is: a gas y that diffuses
// and is consumed, heat T that diffuses and is released, pores e that close, each
// of its own size,
//
//	-div(D grad y) - div(y D' grad e) + r (y + a T + b e),
//	-div(L grad T) - h r (y + a T + b e),   e + q r (y + a T + b e)
//
// D falling by five orders of magnitude through a front.
func deposition(t *testing.T, g *grid.Grid) *precond.Matrix[float64] {
	var entries []precond.Entry
	parts := []*precond.Matrix[float64]{
		elliptic{k: media["front"], mirror: -1}.matrix(t, g),
		elliptic{k: media["smooth"], mirror: -1}.matrix(t, g),
	}
	for s, part := range parts {
		for _, e := range part.Entries {
			entries = append(entries, precond.Entry{Equation: s, State: s, Off: e.Off})
		}
	}
	diffusive := len(entries)
	for a := range 2 {
		for _, o := range []int{-1, 1} {
			e := precond.Entry{State: 2}
			e.Off[a] = o
			entries = append(entries, e)
		}
	}
	local := len(entries)
	for e := range 3 {
		for s := range 3 {
			entries = append(entries, precond.Entry{Equation: e, State: s})
		}
	}
	m, err := precond.NewMatrix[float64](g, 3, entries)
	require.NoError(t, err)
	row, col := []float64{1e-6, 1e5, 1}, []float64{1e-1, 1e3, 1}
	for k, e := range m.Entries {
		for i := range g.N[0] {
			for j := range g.N[1] {
				c := g.Index(i, j, 0)
				x, y := (float64(i)+0.5)*g.H[0], (float64(j)+0.5)*g.H[1]
				rate := 100 * math.Exp(2*(x-y))
				v := rate * []float64{1, -0.02, 5}[e.Equation] * []float64{1, 0.2, 0.5}[e.State]
				switch {
				case k < len(parts[0].Entries):
					v = parts[0].Values[k][c]
				case k < diffusive:
					v = parts[1].Values[k-len(parts[0].Entries)][c]
				case k < local:
					v = 1.5 * float64(e.Off[0]+e.Off[1]) * media["front"](0, x, y) / g.H[0]
				case e.Equation == 2 && e.State == 2:
					v++
				}
				m.Values[k][c] = v * row[e.Equation] / col[e.State]
			}
		}
	}
	return m
}

// Coupled states of very different size need at most 15 iterations on any grid,
// a fifth of what lines need on a fine one, for the adjoint as well.
func TestMultigridCoupled(t *testing.T) {
	for _, n := range []int{32, 64, 128} {
		g := newGrid(t, 8, 1, n, n/2)
		m := deposition(t, g)
		p, line := precond.NewMultigrid(m), precond.NewLine(m, 1)
		require.NoError(t, p.Update())
		require.NoError(t, line.Update())
		cycles, transposed := coupledIterations(t, m, p, false), coupledIterations(t, m, p, true)
		require.LessOrEqual(t, max(cycles, transposed), 15, "%d: %d %d", n, cycles, transposed)
		if n == 128 {
			require.Less(t, 5*cycles, coupledIterations(t, m, line, false))
		}
	}
}

// backward is the transposed matrix.
type backward struct{ *precond.Matrix[float64] }

func (b backward) Apply(dst, src []float64) { b.ApplyTransposed(dst, src) }

func coupledIterations(t *testing.T, m *precond.Matrix[float64], p precond.Preconditioner[float64], transposed bool) int {
	s := grid.Space[float64]{Grid: m.Grid, Fields: 3, Weights: []float64{1e6, 1e-5, 1}}
	var a krylov.Operator[float64] = m
	var pre krylov.Preconditioner[float64] = p
	if transposed {
		s.Weights = []float64{1e-1, 1e3, 1}
		a, pre = backward{m}, precond.Transposed[float64]{Of: p}
	}
	rng := rand.New(rand.NewPCG(17, 18))
	b := s.New()
	for f := range 3 {
		for i := range m.Grid.Size {
			b[f*m.Grid.Size+i] = rng.NormFloat64() / s.Weights[f]
		}
	}
	solver, err := krylov.New[float64]("bicgstab", s, 30)
	require.NoError(t, err)
	res := solver.Solve(a, pre, s.New(), b, krylov.Options{Rtol: 1e-8, MaxIter: 5000, ZeroGuess: true})
	require.Equal(t, krylov.Converged, res.Status)
	return res.Iterations
}

// A matrix that knows no constant is singular on the coarsest grid as well.
func TestMultigridSingular(t *testing.T) {
	m := elliptic{k: one, mirror: 1}.matrix(t, newGrid(t, 8, 1, 16, 8))
	var singular *precond.SingularError
	require.ErrorAs(t, precond.NewMultigrid(m).Update(), &singular)
	require.True(t, singular.All)
	require.EqualError(t, singular, "preconditioner: the matrix of the grid coarsened 2 times is singular or not finite")
}

func TestMultigridNoAllocations(t *testing.T) {
	m := elliptic{k: media["smooth"], mirror: -1}.matrix(t, newGrid(t, 8, 1, 24, 17))
	s := grid.Space[float64]{Grid: m.Grid, Fields: 1}
	x, y := s.New(), s.New()
	p := precond.NewMultigrid(m)
	require.NoError(t, p.Update())
	require.Zero(t, testing.AllocsPerRun(5, func() {
		_ = p.Update()
		p.Precondition(y, x)
		p.PreconditionTransposed(y, x)
	}))
}
