package eval_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/codegen/discretize"
	. "github.com/pindiff/pindiffc/codegen/internal/modeltest"
	"github.com/pindiff/pindiffc/codegen/pass"
	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/dsl/diag"
	"github.com/pindiff/pindiffc/dsl/model"
)

// maker composes random systems of everything that the discretisation knows.
type maker struct {
	*Builder
	rng    *rand.Rand
	states []*model.Expr
	known  []*model.Expr // params, closures of coordinates, coordinates, time
	laws   []*model.Expr // pointwise closures
	fourth bool          // all equations are of fourth order
}

// randomModel is a model by number. rules say which of its coefficients have a face rule.
func randomModel(seed uint64, rules int) *model.Model {
	rng := rand.New(rand.NewPCG(seed, 3))
	var periodic []bool
	for range 1 + rng.IntN(2) {
		periodic = append(periodic, rng.IntN(2) == 0)
	}
	axes := faces(periodic...)
	for i := range axes {
		axes[i].Cells += 4
	}
	b := &maker{Builder: New(axes...), rng: rng}
	b.known = []*model.Expr{b.Param("p", 0.7), b.Param("q", 1.2), b.Closure("w", b.X(0)), b.T(), b.X(0), Num(1.5)}
	if rules&1 != 0 {
		b.Face(b.known[2], "zero_gradient")
	}
	if rules&2 != 0 {
		b.Face(b.X(0), "value")
	}
	b.fourth = rng.IntN(4) == 0
	b.laws = []*model.Expr{b.Pointwise("f", 1), b.Pointwise("g", 2)}
	if rng.IntN(2) == 0 {
		b.laws[0].Sym.Closure.Pin = &model.Pin{At: []*model.Expr{b.known[0]}, Value: b.known[1], Multiply: rng.IntN(2) == 0}
	}
	for i := range 1 + rng.IntN(3) {
		b.states = append(b.states, b.State(fmt.Sprintf("s%d", i), nil))
	}
	for _, u := range b.states {
		f := Add(b.space(u), b.space(u), b.value(2))
		if b.fourth {
			f = Sub(f, Mul(Num(1e-3), Lap(Add(Lap(u), b.smooth(u)))))
		}
		switch rng.IntN(6) {
		case 0:
			b.Equation(u, Num(0), Add(f, Lap(u), Neg(u)))
		case 1:
			b.Equation(u, Ddt(Mul(u, b.smooth(b.any()))), f)
		case 2:
			b.Equation(u, f, Mul(Neg(b.smooth(u)), Ddt(u)))
		default:
			b.Equation(u, Ddt(u), f)
		}
		for a, x := range b.Axes {
			for _, high := range []bool{false, true} {
				if !x.Periodic {
					b.face(u, a, high)
				}
			}
		}
	}
	return b.Model
}

func (b *maker) pick(of []*model.Expr) *model.Expr { return of[b.rng.IntN(len(of))] }

func (b *maker) any() *model.Expr {
	if b.rng.IntN(2) == 0 {
		return b.pick(b.known)
	}
	return b.pick(b.states)
}

// smooth is positive and has all derivatives.
func (b *maker) smooth(x *model.Expr) *model.Expr {
	switch b.rng.IntN(4) {
	case 0:
		return Add(Num(1.5), Call("tanh", x))
	case 1:
		return Call("softplus", x)
	case 2:
		return Add(Num(0.3), Call("sigmoid", x))
	}
	return Add(Num(1.2), Apply(b.laws[0], x))
}

// value is an expression without derivatives.
func (b *maker) value(depth int) *model.Expr {
	if depth == 0 {
		return b.any()
	}
	x := func() *model.Expr { return b.value(depth - 1) }
	switch b.rng.IntN(8) {
	case 0:
		return Add(x(), x())
	case 1:
		return Mul(x(), x())
	case 2:
		return Over(x(), b.smooth(x()))
	case 3:
		return Call("sin", x())
	case 4:
		return Apply(b.laws[1], x(), x())
	case 5:
		return Lag(x())
	case 6:
		return b.smooth(x())
	}
	return Sub(x(), Num(0.4))
}

// space is a term with derivatives.
func (b *maker) space(u *model.Expr) *model.Expr {
	k := b.smooth(b.any())
	axis := b.rng.IntN(len(b.Axes))
	vector := func(x func(a int) *model.Expr) *model.Expr {
		var v []*model.Expr
		for a := range b.Axes {
			v = append(v, x(a))
		}
		return Vec(v...)
	}
	switch b.rng.IntN(9) {
	case 0:
		return Neg(Div([]string{"upwind", "upwind_face", "linear_upwind", "central", "central_flux"}[b.rng.IntN(5)],
			Mul(vector(func(int) *model.Expr { return b.value(1) }), u)))
	case 1:
		return Div("harmonic", Mul(k, Grad(u)))
	case 2:
		return Div("", vector(func(a int) *model.Expr { return Add(Mul(k, D(a, u)), Mul(b.any(), D(axis, u))) }))
	case 3:
		return Mul(k, D(axis, b.pick(b.states)))
	case 4:
		return Neg(Dot(Grad(u), Grad(b.pick(b.states))))
	case 5:
		return D(axis, Mul(k, D(axis, u)))
	case 6:
		return Apply(b.laws[0], D(axis, u))
	case 7:
		return Mul(b.any(), DScheme("central4", axis, u))
	}
	return Lap(Mul(k, u))
}

func (b *maker) face(u *model.Expr, axis int, high bool) {
	e := b.pick([]*model.Expr{Mul(Num(0.3), b.any(), b.any()), Mul(Num(0.5), b.any()), b.smooth(b.any()), Apply(b.laws[0], u)})
	if b.fourth {
		kinds := []model.ConditionKind{model.Value, model.Gradient, model.Curvature, model.Third}
		b.rng.Shuffle(4, func(i, j int) { kinds[i], kinds[j] = kinds[j], kinds[i] })
		b.Condition(u, axis, high, kinds[0], e)
		b.Condition(u, axis, high, kinds[1], b.any())
		return
	}
	switch b.rng.IntN(6) {
	case 0:
		b.Condition(u, axis, high, model.Value, e)
	case 1:
		b.Condition(u, axis, high, model.Gradient, e)
	case 2:
		b.Condition(u, axis, high, model.Symmetry, nil)
	case 3:
		b.Robin(u, axis, high, Add(Mul(Num(2), u), Dn(axis, u)), e)
	case 4:
		b.Condition(u, axis, high, model.Outflow, nil)
	case 5:
		b.Condition(u, axis, high, model.Flux, e)
	}
}

// Random systems are refused with a message, or have right derivatives.
func TestDerivativesOfRandomModels(t *testing.T) {
	accepted, refused, kinks := 0, 0, 0
	for seed := range uint64(200) {
		var p *program.Program
		for rules := 0; rules < 4 && p == nil; rules++ {
			var problems []diag.Diagnostic
			p, problems = discretize.Discretize(randomModel(seed, rules))
			require.Equal(t, p == nil, diag.HasErrors(problems))
		}
		if p == nil {
			refused++
			continue
		}
		accepted++
		pass.Run(p)
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) { kinks += requireDerivatives(t, p, seed) })
	}
	t.Logf("%d accepted, %d refused, %d kinks", accepted, refused, kinks)
	require.Greater(t, accepted, 100)
	require.Less(t, kinks, accepted/5)
}
