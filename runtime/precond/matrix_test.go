package precond_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/precond"
)

// TestApply: the product is what the entries say, cell by cell.
func TestApply(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, cells := range [][]int{{7}, {-7}, {5, -4}, {-4, 6}, {3, -3, 4}} {
		g := newGrid(t, 8, 1, cells...)
		entries := star(g.Dim, 2)
		far := precond.Entry{Equation: 1, State: 0}
		for a := range g.Dim {
			far.Off[a] = 2 - a
		}
		m, err := precond.NewMatrix[float64](g, 2, append(entries, far))
		require.NoError(t, err)
		fill(m, 0, rng)
		s := grid.Space[float64]{Grid: g, Fields: 2}
		x, y := s.New(), s.New()
		for i := range x {
			x[i] = rng.NormFloat64()
		}
		m.Apply(y, x)
		for e := range 2 {
			for i := range g.N[0] {
				for j := range g.N[1] {
					for k := range g.N[2] {
						require.InDelta(t, product(m, x, e, [3]int{i, j, k}), y[e*g.Size+g.Index(i, j, k)], 1e-12, "%v", cells)
					}
				}
			}
		}
		requireTransposed(t, s, m.Apply, m.ApplyTransposed, 1e-14, "product")
	}
}

func product(m *precond.Matrix[float64], x []float64, equation int, cell [3]int) float64 {
	g, sum := m.Grid, 0.0
	for k, e := range m.Entries {
		if e.Equation != equation {
			continue
		}
		to, inside := cell, true
		for a := range g.Dim {
			to[a] += e.Off[a]
			if g.Periodic[a] {
				to[a] = (to[a] + g.N[a]) % g.N[a]
			}
			inside = inside && to[a] >= 0 && to[a] < g.N[a]
		}
		if inside {
			sum += m.Values[k][g.Index(cell[0], cell[1], cell[2])] * x[e.State*g.Size+g.Index(to[0], to[1], to[2])]
		}
	}
	return sum
}

// rule is a ghost rule: ghost(d) of state 0 = near(d)*u0 + far(d)*u1 + other(d)*v0,
// u state 0, v state 1, with weights that differ along the wall.
func rule(g *grid.Grid, x []float64, axis int, high bool, position int) {
	u, v := x[:g.Size], x[g.Size:]
	st := g.Stride[axis]
	edge, out := position, -st
	if high {
		out = st
	}
	w := 1 + 0.01*float64(position%7)
	for d := range g.Depth {
		f := float64(d+1) * w
		u[edge+out*(d+1)] = 0.5*f*u[edge] - 0.25*f*u[edge-out] + 0.1*f*v[edge]
		v[edge+out*(d+1)] = -v[edge-out*d] * w
	}
}

// fillWalls fills the ghosts of both walls of one axis, tangential ghosts too.
func fillWalls(g *grid.Grid, x []float64, axis int) {
	other := 1 - axis
	for j := -g.Depth; j < g.N[other]+g.Depth; j++ {
		at := g.Origin + j*g.Stride[other]
		rule(g, x, axis, false, at)
		rule(g, x, axis, true, at+(g.N[axis]-1)*g.Stride[axis])
	}
}

// TestFoldGhost: a matrix folded with probed ghost weights is the stencil behind a
// ghost fill, corners and wide stencils included.
func TestFoldGhost(t *testing.T) {
	for _, cells := range [][]int{{6, 5}, {6, -5}, {-6, 5}} {
		g := newGrid(t, 8, 1, cells...)
		entries := star(2, 2)
		for _, off := range [][3]int{{-1, -1}, {1, 1}, {-1, 1}, {1, -1}, {2, 0}, {-2, 0}, {0, 2}, {0, -2}} {
			entries = append(entries, precond.Entry{Equation: 0, State: 0, Off: off}, precond.Entry{Equation: 1, State: 0, Off: off})
		}
		var ghosts []precond.Ghost // backward: axis 0 is filled first
		for axis := 1; axis >= 0; axis-- {
			if g.Periodic[axis] {
				continue
			}
			for _, high := range []bool{true, false} {
				for layer := range 2 {
					for from := range 2 {
						ghosts = append(ghosts,
							precond.Ghost{State: 0, Axis: axis, High: high, From: from, Layer: layer},
							precond.Ghost{State: 1, Axis: axis, High: high, From: from, Layer: layer})
					}
				}
			}
		}
		m, err := precond.NewMatrix[float64](g, 2, entries, ghosts...)
		require.NoError(t, err)
		rng := rand.New(rand.NewPCG(3, 4))
		fill(m, 0, rng)
		m.Begin()
		s := grid.Space[float64]{Grid: g, Fields: 2}
		given := m.Entries[:m.Given]
		fillAll := func(x []float64) {
			for axis := range 2 {
				if g.Periodic[axis] {
					continue
				}
				fillWalls(g, x, axis)
			}
			for axis := range 2 {
				if g.Periodic[axis] {
					grid.Wrap(g, x[:g.Size], axis)
					grid.Wrap(g, x[g.Size:], axis)
				}
			}
		}
		// what the stencil gives behind a fill
		x, want := s.New(), s.New()
		for i := range x {
			x[i] = rng.NormFloat64()
		}
		fillAll(x)
		for k, e := range given {
			for i := range g.N[0] {
				for j := range g.N[1] {
					c := g.Index(i, j, 0)
					want[e.Equation*g.Size+c] += m.Values[k][c] * x[e.State*g.Size+g.Index(i+e.Off[0], j+e.Off[1], 0)]
				}
			}
		}
		probe := s.New()
		for _, b := range ghosts {
			clear(probe)
			layer, other := b.Layer, 1-b.Axis
			if b.High {
				layer = g.N[b.Axis] - 1 - b.Layer
			}
			for j := -g.Depth; j < g.N[other]+g.Depth; j++ {
				probe[b.From*g.Size+g.Origin+layer*g.Stride[b.Axis]+j*g.Stride[other]] = 1
			}
			fillWalls(g, probe, b.Axis)
			m.FoldGhost(b, probe[b.State*g.Size:(b.State+1)*g.Size])
		}
		got := s.New()
		m.Apply(got, x)
		for f := range 2 {
			for i := range g.N[0] {
				for j := range g.N[1] {
					c := f*g.Size + g.Index(i, j, 0)
					require.InDelta(t, want[c], got[c], 1e-11, "%v: %d at %d, %d", cells, f, i, j)
				}
			}
		}
	}
}

func TestRefuses(t *testing.T) {
	g := newGrid(t, 8, 1, 6, -6)
	for _, e := range []precond.Entry{{Equation: 2}, {State: -1}, {Off: [3]int{3}}, {Off: [3]int{0, 0, 1}}} {
		_, err := precond.NewMatrix[float64](g, 2, []precond.Entry{e})
		require.Error(t, err)
	}
	for _, b := range []precond.Ghost{{Axis: 1}, {Axis: 2}, {From: 2}, {Layer: 6}} {
		_, err := precond.NewMatrix[float64](g, 2, star(2, 2), b)
		require.Error(t, err)
	}
}
