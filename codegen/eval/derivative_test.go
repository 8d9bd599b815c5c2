package eval_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/codegen/discretize"
	"github.com/pindiff/pindiffc/codegen/eval"
	. "github.com/pindiff/pindiffc/codegen/internal/modeltest"
	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/pass"
	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/codegen/randspec"
	"github.com/pindiff/pindiffc/dsl"
	"github.com/pindiff/pindiffc/dsl/diag"
	"github.com/pindiff/pindiffc/dsl/model"
)

// A point is everything that an application of the operator depends on: states,
// old states, given fields and closures on interior cells, then parameters.
type point [][]float64

type chain struct {
	m          *eval.Machine
	rng        *rand.Rand
	weight, dw float64 // of the networks, and its direction
}

// net and push are a network and its derivative in the one weight that it has.
func (c *chain) net(closure int, x, jac []float64) float64 {
	sum, phase := 0.3*float64(closure), 0.4
	for k, v := range x {
		sum += (0.6 + 0.2*float64(k)) * v
		phase += v
	}
	th := math.Tanh(sum)
	for k := range jac {
		jac[k] = 0.5*(0.6+0.2*float64(k))*(1-th*th) - c.weight*math.Sin(phase)
	}
	return 0.8 + 0.5*th + c.weight*math.Cos(phase)
}

func (c *chain) push(x []float64) float64 {
	phase := 0.4
	for _, v := range x {
		phase += v
	}
	return math.Cos(phase)
}

// eachCall calls f with the derivative of each call in the weight, at its cells.
func (c *chain) eachCall(f func(call, at int, slope float64)) {
	m := c.m
	for i, call := range m.P.Calls {
		m.CallCells(i, func(cell [3]int) {
			at := m.At(cell, ir.Offset{})
			x := make([]float64, len(call.Inputs))
			for k := range x {
				x[k] = m.Val(ir.Input, call.First+k)[at]
			}
			f(i, at, c.push(x))
		})
	}
}

// callsTangent sets Dir Call.
func (c *chain) callsTangent() {
	c.eachCall(func(call, at int, slope float64) { c.m.Dir(ir.Call, call)[at] = c.dw * slope })
	for i := range c.m.P.Calls {
		c.m.ExtendCall(i, c.m.Dir(ir.Call, i))
	}
}

// callsAdjoint is the cotangent of the weight; it clears Cot Call.
func (c *chain) callsAdjoint() (sum float64) {
	m := c.m
	c.eachCall(func(call, at int, slope float64) {
		if m.P.Calls[call].Uniform {
			for _, v := range m.Cot(ir.Call, call) {
				sum += v * slope
			}
			return
		}
		sum += m.Cot(ir.Call, call)[at] * slope
	})
	for i := range m.P.Calls {
		clear(m.Cot(ir.Call, i))
	}
	return sum
}

func newChain(p *program.Program, seed uint64) *chain {
	m := eval.New(p, nil)
	m.Alpha, m.Beta, m.Omega = 0.8, 0.05, 0.7
	m.Gamma, m.Time, m.LagTime = 1.2, 0.3, 0.3
	c := &chain{m: m, rng: rand.New(rand.NewPCG(seed, 1)), dw: 0.7}
	m.Net = c.net
	return c
}

// arrays are the symbols of a point's fields.
func (c *chain) arrays() []ir.Sym {
	var out []ir.Sym
	for s := range c.m.P.Model.States {
		out = append(out, ir.Sym{Role: ir.State, Index: uint16(s)}, ir.Sym{Role: ir.Lag, Index: uint16(s)})
	}
	for i := range c.m.P.Base {
		out = append(out, ir.Sym{Role: ir.Base, Index: uint16(i)})
	}
	return out
}

// random is a point with fields in [lo, hi], and velocities of both signs.
func (c *chain) random(lo, hi float64, params []float64) point {
	var x point
	for _, s := range c.arrays() {
		a := make([]float64, c.m.Size)
		c.m.Cells(func(cell [3]int) {
			v := lo + (hi-lo)*c.rng.Float64()
			if s.Role == ir.Base && c.m.P.Base[s.Index].Name[0] == 'v' && lo > 0 {
				v -= 1
			}
			a[c.m.At(cell, ir.Offset{})] = v
		})
		x = append(x, a)
	}
	return append(x, params)
}

// set copies x + h*d to the arrays of a variant; ghosts get garbage.
func (c *chain) set(v ir.Variant, garbage float64, x, d point, h float64) {
	c.weight = h * c.dw
	for i, s := range c.arrays() {
		s.Variant = v
		a := c.m.Array(s)
		for j := range a {
			a[j] = garbage
		}
		c.m.Cells(func(cell [3]int) {
			j := c.m.At(cell, ir.Offset{})
			a[j] = x[i][j]
			if h != 0 {
				a[j] += h * d[i][j]
			}
		})
	}
	p := c.m.Param
	if v == ir.Dir {
		p = c.m.DirParam
	}
	last := len(x) - 1
	for i := range p {
		p[i] = x[last][i]
		if h != 0 {
			p[i] += h * d[last][i]
		}
	}
}

// primal runs a step kernel from a point, and returns its outputs.
func (c *chain) primal(kernel string) [][]float64 {
	m := c.m
	m.Coefs()
	m.Bounds()
	m.LagGhosts()
	m.Ghosts()
	m.Calls()
	m.Run(kernel)
	return c.outputs(ir.Primal)
}

func (c *chain) outputs(v ir.Variant) [][]float64 {
	var out [][]float64
	for s := range c.m.P.Model.States {
		a := c.m.Array(ir.Sym{Role: ir.Out, Variant: v, Index: uint16(s)})
		out = append(out, append([]float64{}, a...))
	}
	return out
}

// tangent runs apply's tangents along the direction that is set.
func (c *chain) tangent() [][]float64 {
	m := c.m
	m.CoefsTangent()
	for i := range m.P.Coefs {
		copy(m.Dir(ir.CoefLag, i), m.Dir(ir.Coef, i))
	}
	m.BoundsTangent()
	m.SwapLag()
	m.Ghosts()
	c.callsTangent()
	m.GhostsTangent()
	m.SwapLag()
	m.Ghosts()
	m.Calls()
	c.callsTangent()
	m.GhostsTangent()
	m.Run("apply.tangent")
	sum := c.outputs(ir.Dir)
	for s := range sum {
		clear(m.Dir(ir.Out, s))
	}
	m.Run("inputs.tangent")
	for s, o := range c.outputs(ir.Dir) {
		for i := range o {
			sum[s][i] += o[i]
		}
	}
	return sum
}

// adjoint returns <cotangent of the inputs, d> for the cotangent w of the outputs.
func (c *chain) adjoint(kernel string, w [][]float64, d point) (sum float64) {
	m := c.m
	prefix := map[string]string{"apply": "", "sweep": "sweep."}[kernel]
	m.Zero()
	for s := range w {
		copy(m.Cot(ir.Out, s), w[s])
		m.Pad(m.Cot(ir.Out, s))
		for i := range m.Cot(ir.State, s) { // overwritten where it matters
			m.Cot(ir.State, s)[i] = 1e30
		}
	}
	m.Run(kernel + ".adjoint")
	m.Run(prefix + "inputs.adjoint")
	m.Run(prefix + "params.adjoint")
	for i := range m.P.Coefs {
		old, now := m.Cot(ir.CoefLag, i), m.Cot(ir.Coef, i)
		for j := range old {
			now[j] += old[j]
		}
	}
	m.GhostsAdjoint()
	sum += c.dw * c.callsAdjoint()
	m.SwapLag()
	m.GhostsAdjoint()
	sum += c.dw * c.callsAdjoint()
	m.SwapLag()
	m.BoundsAdjoint()
	m.CoefsAdjoint()
	for i, s := range c.arrays() {
		s.Variant = ir.Cot
		sum += m.Dot(m.Array(s), d[i])
	}
	for i, v := range d[len(d)-1] {
		sum += v * m.CotParam[i]
	}
	return sum
}

func (c *chain) dot(a, b [][]float64) (sum float64) {
	for s := range a {
		sum += c.m.Dot(a[s], b[s])
	}
	return sum
}

func (c *chain) norm(a [][]float64) float64 { return math.Sqrt(c.dot(a, a)) }

func TestDerivatives(t *testing.T) {
	for _, s := range append(systems, coupled...) {
		t.Run(s.name, func(t *testing.T) {
			p := lower(t, s.model())
			for seed := range uint64(5) {
				require.Zero(t, requireDerivatives(t, p, seed))
			}
		})
	}
}

// Systems that nobody chose have right derivatives, too. PINDIFFC_SEEDS says how
// many, for long runs.
func TestDerivativesOfRandomSystems(t *testing.T) {
	seeds := 150
	if text := os.Getenv("PINDIFFC_SEEDS"); text != "" {
		var err error
		seeds, err = strconv.Atoi(text)
		require.NoError(t, err)
	} else if testing.Short() {
		seeds = 20
	}
	accepted, kinks := 0, 0
	for seed := range uint64(seeds) {
		m, _, problems := dsl.Load("random.pde", []byte(randspec.Spec(seed)))
		if m == nil {
			require.True(t, diag.HasErrors(problems))
			continue
		}
		p, problems := discretize.Discretize(m)
		if p == nil {
			require.True(t, diag.HasErrors(problems))
			continue
		}
		accepted++
		pass.Run(p)
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) { kinks += requireDerivatives(t, p, seed) })
	}
	t.Logf("%d systems, %d kernels at a kink", accepted, kinks)
	require.Greater(t, accepted, seeds/2)
	require.Less(t, kinks, accepted/10)
}

// An upwind velocity that is zero on a wall but for round-off goes the same way in
// tangent and adjoint; so does a root of a negative ghost value nowhere.
func TestDerivativesAtWalls(t *testing.T) {
	b := New(faces(false, true)...)
	u := b.State("u", nil)
	b.Equation(u, Add(Ddt(u), Div("upwind_face", Mul(Vec(Sub(Num(1), u), Num(0)), u, u))),
		Sub(Lap(u), Add(Pow(u, Num(1.5)), Call("log", u))))
	b.Condition(u, 0, false, model.Value, Num(1))
	b.Condition(u, 0, true, model.Value, Num(0))
	p := lower(t, b.Model)
	for seed := range uint64(5) {
		requireDerivatives(t, p, seed)
	}
}

// requireDerivatives compares tangent with adjoint, and adjoints with central
// differences, at a random point. It returns how many kernels have a kink there,
// where differences say nothing.
func requireDerivatives(t *testing.T, p *program.Program, seed uint64) (kinks int) {
	t.Helper()
	c := newChain(p, seed)
	params := append([]float64{}, c.m.Param...)
	x := c.random(0.5, 1.5, params)
	d := c.random(-1, 1, make([]float64, len(params)))
	for i := range params {
		d[len(d)-1][i] = c.rng.NormFloat64()
	}
	w := c.random(-1, 1, nil)[:len(p.Model.States)]
	for i := range p.Model.States {
		c.m.Cells(func(cell [3]int) {
			j := c.m.At(cell, ir.Offset{})
			c.m.Val(ir.Rhs, i)[j] = x[i][j]
		})
		c.m.Pad(c.m.Val(ir.Rhs, i))
	}

	c.set(ir.Primal, math.NaN(), x, nil, 0)
	out := c.primal("apply")
	require.False(t, math.IsNaN(c.norm(out)))
	c.set(ir.Dir, math.NaN(), d, nil, 0)
	dot := c.tangent()
	jvw, scale := c.dot(dot, w), c.norm(dot)*c.norm(w)
	require.InDelta(t, jvw, c.adjoint("apply", w, d), 1e-12*scale, "dot product, seed %d", seed)

	requireMatrix(t, c)
	for _, kernel := range []string{"apply", "sweep"} {
		at := func(h float64) [][]float64 {
			c.set(ir.Primal, math.NaN(), x, d, h)
			return c.primal(kernel)
		}
		here := at(0)
		kink, good, found, want, scale := false, false, 0.0, 0.0, 0.0
		for h := 1e-5; !kink && !good && h > 1e-7; h /= 5 { // a shorter step crosses no kink nearby
			plus, minus := at(h), at(-h)
			bend := 0.0
			for s := range plus {
				for i := range plus[s] {
					rise, fall := (plus[s][i]-here[s][i])/h, (here[s][i]-minus[s][i])/h
					if v := rise - fall; !math.IsNaN(v) { // in ghosts
						bend += v * v
					}
					plus[s][i] = (rise + fall) / 2
				}
			}
			kink = math.Sqrt(bend) > 0.01*c.norm(plus)
			at(0)
			found, want, scale = c.adjoint(kernel, w, d), c.dot(plus, w), c.norm(plus)*c.norm(w)
			good = math.Abs(found-want) <= 2e-7*scale
		}
		if kink {
			kinks++
			continue
		}
		require.InDelta(t, want, found, 2e-7*scale, "%s against differences, seed %d", kernel, seed)
	}
	return kinks
}

// requireMatrix compares the entries of the Jacobian with the tangent that has just run.
func requireMatrix(t *testing.T, c *chain) {
	t.Helper()
	m := c.m
	m.Run("matrix")
	m.Run("apply.tangent")
	m.Cells(func(cell [3]int) {
		product, size := make([]float64, len(m.P.Equations)), make([]float64, len(m.P.Equations))
		for i, e := range m.P.Matrix {
			entry := m.Val(ir.Entry, i)[m.At(cell, ir.Offset{})]
			if entry == 0 { // beyond a face whose flux is given
				continue
			}
			v := entry * m.Dir(ir.State, e.State)[m.At(cell, e.Off)]
			product[e.Equation] += v
			size[e.Equation] += math.Abs(v)
		}
		for s, v := range product {
			require.InDelta(t, v, m.Dir(ir.Out, s)[m.At(cell, ir.Offset{})], 1e-12*size[s]+1e-300)
		}
	})
}
