package codegen

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/pindiff/pindiffc/codegen/eval"
	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
)

// symmetric tells whether the linear part A of apply is self-adjoint, boundary
// conditions included: <A v, w> = <v, A w> for random v and w, on a small grid
// with random coefficients, parameters and times. Structure decides, not the
// numbers of the spec: three draws that agree to round-off are no accident.
func symmetric(p *program.Program) bool {
	if !p.Linear || p.Kernel("apply.tangent") == nil {
		return false
	}
	for seed := range uint64(3) {
		if !symmetricOn(p, rand.New(rand.NewPCG(seed, 5))) {
			return false
		}
	}
	return true
}

func symmetricOn(p *program.Program, rng *rand.Rand) bool {
	least := max(4, 2*p.Halo)
	m := eval.New(p, []int{least + 1, least + 2, least})
	uniform := func() float64 { return 0.5 + rng.Float64() }
	fill := func(a []float64) {
		for i := range a {
			a[i] = uniform()
		}
	}
	for i := range m.Param {
		m.Param[i] = uniform()
	}
	m.Time, m.LagTime, m.Alpha, m.Beta = uniform(), uniform(), uniform(), uniform()
	for c := range p.Coefs {
		for _, role := range []ir.Role{ir.Coef, ir.CoefLag} {
			fill(m.Val(role, c))
			m.ExtendCoef(c, m.Val(role, c))
		}
	}
	states := len(p.Model.States)
	v, w := make([][]float64, states), make([][]float64, states)
	for s := range states {
		fill(m.Val(ir.Lag, s))
		v[s], w[s] = make([]float64, m.Size), make([]float64, m.Size)
		fill(v[s])
		fill(w[s])
	}
	m.LagGhosts()
	vw, scale := product(m, v, w)
	wv, other := product(m, w, v)
	return math.Abs(vw-wv) <= 1e-11*(scale+other)
}

// product is <A v, w>, and a bound on its terms.
func product(m *eval.Machine, v, w [][]float64) (sum, scale float64) {
	for s := range v {
		copy(m.Dir(ir.State, s), v[s])
	}
	m.GhostsTangent()
	m.Run("apply.tangent")
	for s := range v {
		out := slices.Clone(m.Dir(ir.Out, s))
		sum += m.Dot(out, w[s])
		scale += math.Sqrt(m.Dot(out, out) * m.Dot(w[s], w[s]))
	}
	return sum, scale
}
