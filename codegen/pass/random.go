package pass

import (
	"math"
	"math/rand/v2"

	"github.com/pindiff/pindiffc/codegen/eval"
	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
)

// trial is the derivative of apply in the state, with the ghost fill in it, at a
// random point: on a small grid, with random parameters, coefficient fields, states
// and networks. What holds at several trials holds by the structure of the equations,
// not by the numbers of the spec, with probability one.
type trial struct {
	m   *eval.Machine
	rng *rand.Rand
}

func newTrial(p *program.Program, seed uint64) *trial {
	cells := make([]int, len(p.Model.Axes))
	for a := range cells {
		cells[a] = max(5, 2*p.Halo) + a
	}
	t := &trial{eval.New(p, cells), rand.New(rand.NewPCG(seed, 7))}
	m := t.m
	m.Net = network
	m.Alpha, m.Beta, m.Gamma = 0.5+t.rng.Float64(), 0.5+t.rng.Float64(), 0.5+t.rng.Float64()
	m.Time, m.LagTime = t.rng.Float64(), t.rng.Float64()
	for i := range m.Param {
		m.Param[i] = 0.5 + t.rng.Float64()
	}
	for c := range p.Coefs {
		for _, r := range []ir.Role{ir.Coef, ir.CoefLag} {
			t.fill(m.Val(r, c), 0.5, 1.5)
			m.ExtendCoef(c, m.Val(r, c))
		}
	}
	for i := range p.Bounds {
		t.fill(m.Val(ir.Bound, i), 0.5, 1.5)
	}
	for s := range p.Model.States {
		t.fill(m.Val(ir.State, s), 0.5, 1.5)
		t.fill(m.Val(ir.Lag, s), 0.5, 1.5)
	}
	m.LagGhosts()
	m.Ghosts()
	m.Calls()
	return t
}

// network is a smooth function, with its derivatives.
func network(closure int, x, jac []float64) float64 {
	sum := 0.3 * float64(closure)
	for k, v := range x {
		sum += (0.5 + 0.1*float64(k)) * v
	}
	th := math.Tanh(sum)
	for k := range jac {
		jac[k] = (0.5 + 0.1*float64(k)) * (1 - th*th)
	}
	return 1 + th
}

func (t *trial) fill(a []float64, lo, hi float64) {
	for i := range a {
		a[i] = lo + (hi-lo)*t.rng.Float64()
	}
}

// draw is a random direction.
func (t *trial) draw() [][]float64 {
	v := make([][]float64, len(t.m.P.Model.States))
	for s := range v {
		v[s] = make([]float64, t.m.Size)
		t.fill(v[s], -1, 1)
	}
	return v
}

// apply is the derivative along v.
func (t *trial) apply(v [][]float64) [][]float64 {
	for s := range v {
		copy(t.m.Dir(ir.State, s), v[s])
	}
	t.m.GhostsTangent()
	t.m.Run("apply.tangent")
	out := make([][]float64, len(v))
	for s := range out {
		out[s] = append([]float64{}, t.m.Dir(ir.Out, s)...)
	}
	return out
}

func (t *trial) dot(a, b [][]float64) (sum float64) {
	for s := range a {
		sum += t.m.Dot(a[s], b[s])
	}
	return sum
}

func (t *trial) norm(a [][]float64) float64 { return math.Sqrt(t.dot(a, a)) }
