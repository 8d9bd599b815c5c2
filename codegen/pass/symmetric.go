package pass

import (
	"math"
	"math/rand/v2"

	"github.com/pindiff/pindiffc/codegen/eval"
	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
)

// markSymmetric sets Symmetric if apply is linear and its derivative A in the
// state, with the ghost fill in it, is self-adjoint: <Av, w> = <v, Aw> for random
// v and w on a small grid, with random parameters and coefficient fields, and
// alpha, beta > 0. The structure decides, not the numbers of the spec. Round-off
// apart, an operator that is not symmetric passes with probability zero.
func markSymmetric(p *program.Program) {
	if !p.Linear {
		return
	}
	const draws = 5
	for seed := range uint64(draws) {
		if !symmetric(p, seed) {
			return
		}
	}
	p.Symmetric = true
}

func symmetric(p *program.Program, seed uint64) bool {
	cells := make([]int, len(p.Model.Axes))
	for a := range cells {
		cells[a] = max(5, 2*p.Halo) + a
	}
	m := eval.New(p, cells)
	rng := rand.New(rand.NewPCG(seed, 7))
	fill := func(a []float64, lo, hi float64) {
		for i := range a {
			a[i] = lo + (hi-lo)*rng.Float64()
		}
	}
	m.Alpha, m.Beta = 0.5+rng.Float64(), 0.5+rng.Float64()
	m.Time, m.LagTime = rng.Float64(), rng.Float64()
	for i := range m.Param {
		m.Param[i] = 0.5 + rng.Float64()
	}
	for c := range p.Coefs {
		for _, r := range []ir.Role{ir.Coef, ir.CoefLag} {
			fill(m.Val(r, c), 0.5, 1.5)
			m.ExtendCoef(c, m.Val(r, c))
		}
	}
	states := len(p.Model.States)
	for s := range states {
		fill(m.Val(ir.State, s), 0.5, 1.5)
		fill(m.Val(ir.Lag, s), 0.5, 1.5)
	}
	m.Ghosts()
	m.LagGhosts()

	draw := func() [][]float64 {
		v := make([][]float64, states)
		for s := range v {
			v[s] = make([]float64, m.Size)
			fill(v[s], -1, 1)
		}
		return v
	}
	apply := func(v [][]float64) [][]float64 {
		for s := range v {
			copy(m.Dir(ir.State, s), v[s])
		}
		m.GhostsTangent()
		m.Run("apply.tangent")
		out := make([][]float64, states)
		for s := range out {
			out[s] = append([]float64{}, m.Dir(ir.Out, s)...)
		}
		return out
	}
	dot := func(a, b [][]float64) (sum float64) {
		for s := range a {
			sum += m.Dot(a[s], b[s])
		}
		return sum
	}
	v, w := draw(), draw()
	av, aw := apply(v), apply(w)
	size := math.Sqrt(dot(av, av)*dot(w, w)) + math.Sqrt(dot(aw, aw)*dot(v, v))
	return math.Abs(dot(av, w)-dot(v, aw)) <= 1e-12*size
}
