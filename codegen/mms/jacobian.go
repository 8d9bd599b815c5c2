package mms

import (
	"gonum.org/v1/gonum/mat"

	"github.com/pindiff/pindiffc/codegen/eval"
	"github.com/pindiff/pindiffc/codegen/ir"
)

// jacobian factors the derivative of apply at the state at hand, with what sets
// the mean of states that are known up to a constant only.
//
// Cells that are farther apart than a stencil reaches share one tangent product:
// a colour is a set of such cells, so the number of products does not grow with
// the grid.
func (s *stepper) jacobian() {
	m, n := s.m, s.cells()
	dense := mat.NewDense(n*s.states, n*s.states, nil)
	colours := colouring(m)
	for state := range s.states {
		for _, colour := range colours {
			for k := range s.states {
				clear(m.Dir(ir.State, k))
			}
			for _, c := range colour {
				m.Dir(ir.State, state)[m.At(c, ir.Offset{})] = 1
			}
			m.GhostsTangent()
			m.Run("apply.tangent")
			for _, c := range colour {
				s.near(c, func(row [3]int) {
					for eq := range s.states {
						dense.Set(eq*n+s.number(row), state*n+s.number(c), m.Dir(ir.Out, eq)[m.At(row, ir.Offset{})])
					}
				})
			}
		}
	}
	s.pin(dense)
	s.lu.Factorize(dense)
}

// pin adds weight*mean(z) to the rows of a state that is known up to a constant;
// the weight is the mean size of its diagonal.
func (s *stepper) pin(dense *mat.Dense) {
	n := s.cells()
	for state := range s.states {
		if !s.null(state) {
			continue
		}
		weight := 0.0
		for i := state * n; i < (state+1)*n; i++ {
			weight += abs(dense.At(i, i)) / float64(n)
		}
		s.weight[state] = weight
		for i := state * n; i < (state+1)*n; i++ {
			for j := state * n; j < (state+1)*n; j++ {
				dense.Set(i, j, dense.At(i, j)+weight/float64(n))
			}
		}
	}
}

// colouring parts the cells into sets whose members are more than two stencils
// apart, also around periodic axes.
func colouring(m *eval.Machine) [][][3]int {
	width := 2*m.P.Halo + 1
	colour := func(axis, i int) int {
		if whole := m.N[axis] / width * width; m.Periodic[axis] && i >= whole {
			return width + i - whole
		}
		return i % width
	}
	index := map[[3]int]int{}
	var out [][][3]int
	m.Cells(func(c [3]int) {
		var k [3]int
		for a := range m.Dim {
			k[a] = colour(a, c[a])
		}
		i, ok := index[k]
		if !ok {
			i = len(out)
			index[k] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], c)
	})
	return out
}

// near calls f for the cells within a stencil of c.
func (s *stepper) near(c [3]int, f func([3]int)) {
	m := s.m
	seen := map[[3]int]bool{}
	var visit func(axis int, at [3]int)
	visit = func(axis int, at [3]int) {
		if axis == m.Dim {
			if !seen[at] {
				seen[at] = true
				f(at)
			}
			return
		}
		for d := -m.P.Halo; d <= m.P.Halo; d++ {
			next := at
			next[axis] += d
			if m.Periodic[axis] {
				next[axis] = ((next[axis] % m.N[axis]) + m.N[axis]) % m.N[axis]
			}
			if next[axis] >= 0 && next[axis] < m.N[axis] {
				visit(axis+1, next)
			}
		}
	}
	visit(0, c)
}

func abs(x float64) float64 { return max(x, -x) }
