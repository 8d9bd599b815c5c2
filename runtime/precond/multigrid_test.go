package precond_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/krylov"
	"github.com/pindiff/pindiffc/runtime/precond"
)

// elliptic is c u - div(k grad u) + v du/dx, in the coefficients of cells, harmonic
// at faces and upwind, with ghosts that are mirror times the cell at the wall: 1
// for a zero gradient, -1 for a value.
type elliptic struct {
	reaction float64
	wind     float64
	k        func(axis int, x, y float64) float64
	mirror   float64
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
				to := [2]int{i + e.Off[0], j + e.Off[1]}
				for a := range 2 {
					if g.Periodic[a] {
						to[a] = (to[a] + g.N[a]) % g.N[a]
					} else {
						to[a] = min(max(to[a], 0), g.N[a]-1)
					}
				}
				face := 2 / (1/at(i, j) + 1/at(to[0], to[1])) / g.H[axis] / g.H[axis]
				if e.Off[0] < 0 {
					face += p.wind / g.H[0]
				}
				m.Values[n+1][c] = -face
				m.Values[0][c] += face
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

func TestPlay(t *testing.T) {
	jump := func(_ int, x, y float64) float64 {
		return 1e-3 + 1e2/(1+math.Exp(200*(y-0.4-0.1*math.Sin(12*x))))
	}
	hard := func(_ int, x, y float64) float64 {
		if (x-.5)*(x-.5)+(y-.4)*(y-.4) < 0.06 {
			return 1e4
		}
		return 1
	}
	smooth := func(_ int, x, y float64) float64 { return math.Exp(3 * math.Sin(6*x) * math.Cos(5*y)) }
	aniso := func(axis int, x, y float64) float64 { return []float64{1, 100}[axis] }
	variable := func(axis int, x, y float64) float64 {
		if axis == 0 {
			return math.Exp(6 * (x - .5))
		}
		return math.Exp(-6 * (x - .5))
	}
	for _, c := range []struct {
		name string
		p    elliptic
		per  int
	}{
		{"dirichlet", elliptic{k: one, mirror: -1}, 1},
		{"neumann", elliptic{k: one, mirror: 1, reaction: 1}, 1},
		{"periodic", elliptic{k: one, reaction: 1}, -1},
		{"smooth", elliptic{k: smooth, mirror: -1}, 1},
		{"jump", elliptic{k: jump, mirror: -1}, 1},
		{"hard", elliptic{k: hard, mirror: -1}, 1},
		{"aniso", elliptic{k: aniso, mirror: -1}, 1},
		{"variable aniso", elliptic{k: variable, mirror: -1}, 1},
		{"wind", elliptic{k: one, mirror: -1, wind: 30}, 1},
		{"storm", elliptic{k: one, mirror: -1, wind: 1000}, 1},
	} {
		s := ""
		for _, n := range []int{32, 47, 64, 128, 256} {
			g := newGrid(t, 8, 1, c.per*n, c.per*n)
			m := c.p.matrix(t, g)
			meth := "cg"
			if c.p.wind > 0 {
				meth = "bicgstab"
			}
			s += fmt.Sprint(" ", iterations(t, meth, m, precond.NewMultigrid(m)))
		}
		fmt.Println(c.name, s)
	}
}

var _ = krylov.Converged
var _ = rand.New
