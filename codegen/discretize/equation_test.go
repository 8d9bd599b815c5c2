package discretize_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/codegen/discretize"
	. "github.com/pindiff/pindiffc/codegen/internal/modeltest"
	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/dsl/model"
)

func lower(t *testing.T, m *model.Model) *program.Program {
	t.Helper()
	p, problems := discretize.Discretize(m)
	require.Empty(t, problems)
	return p
}

// one is a periodic line with one state, a parameter k, closures v(x) and w(x, t).
type one struct {
	*Builder
	u, k, v, w *model.Expr
}

func newOne() one {
	b := New(Axis("x", 0, 1, 8, true))
	return one{b, b.State("u", nil), b.Param("k", 1), b.Closure("v", b.X(0)), b.Closure("w", b.X(0), b.T())}
}

func TestEquations(t *testing.T) {
	for _, c := range []struct {
		name     string
		lhs, rhs func(o one) *model.Expr
		want     string
	}{
		{"diffusion, uniform",
			func(o one) *model.Expr { return Ddt(o.u) },
			func(o one) *model.Expr { return Div("", Mul(o.k, Grad(o.u))) },
			"m = u[i]\nf = (Fx[i+1] - Fx[i])/dx\nFx[i] = k*(u[i] - u[i-1])/dx"},
		{"diffusion, arithmetic: uniform factors stay outside",
			func(o one) *model.Expr { return Ddt(o.u) },
			func(o one) *model.Expr { return Mul(Num(3), Div("", Mul(o.k, o.v, Grad(o.u)))) },
			"m = u[i]\nf = (Fx[i+1] - Fx[i])/dx\nFx[i] = 1.5*k*(u[i] - u[i-1])*(v[i] + v[i-1])/dx"},
		{"diffusion, harmonic",
			func(o one) *model.Expr { return Ddt(o.u) },
			func(o one) *model.Expr { return Div("harmonic", Mul(o.v, Grad(o.u))) },
			"m = u[i]\nf = (Fx[i+1] - Fx[i])/dx\nFx[i] = 2*(u[i] - u[i-1])*select(v[i] + v[i-1], v[i]*v[i-1]/(v[i] + v[i-1]), 0)/dx"},
		{"diffusion, state in the coefficient",
			func(o one) *model.Expr { return Ddt(o.u) },
			func(o one) *model.Expr { return Div("", Mul(o.u, Grad(o.u))) },
			"m = u[i]\nf = (Fx[i+1] - Fx[i])/dx\nFx[i] = 0.5*(u[i] - u[i-1])*(u[i] + u[i-1])/dx"},
		{"upwind on the left",
			func(o one) *model.Expr { return Add(Ddt(o.u), Div("", Mul(Vec(o.v), o.u))) },
			func(one) *model.Expr { return Num(0) },
			"m = u[i]\nf = (Fx[i+1] - Fx[i])/dx\nFx[i] = -(u[i-1]*max(v[i-1], 0) + u[i]*min(v[i], 0))"},
		{"upwind with the sign inside gives the same",
			func(o one) *model.Expr { return Ddt(o.u) },
			func(o one) *model.Expr { return Div("upwind", Mul(Neg(Vec(o.v)), o.u)) },
			"m = u[i]\nf = (Fx[i+1] - Fx[i])/dx\nFx[i] = -(u[i-1]*max(v[i-1], 0) + u[i]*min(v[i], 0))"},
		{"upwind_face, and a factor of the mass; ddt on the right",
			func(o one) *model.Expr { return Neg(Div("upwind_face", Mul(Vec(o.v), o.u))) },
			func(o one) *model.Expr { return Mul(o.k, Ddt(o.u), o.w) },
			"m = u[i]\nf = 1/k/w[i]*((Fx[i+1] - Fx[i])/dx)\n" +
				"Fx[i] = -(u[i-1]*max(0.5*(v[i] + v[i-1]), 0) + u[i]*min(0.5*(v[i] + v[i-1]), 0))"},
		{"a factor of ddt that depends on the state divides the equation",
			func(o one) *model.Expr { return Mul(Add(Num(1), o.u), Ddt(o.u)) },
			func(o one) *model.Expr { return o.k },
			"m = u[i]\nf = 1/(1 + u[i])*(k)"},
		{"terms with ddt are summed, and a mass may be nonlinear",
			func(o one) *model.Expr { return Add(Ddt(Mul(o.u, o.u)), Mul(o.v, Ddt(o.u))) },
			func(o one) *model.Expr { return o.u },
			"m = u[i]*u[i] + u[i]*v[i]\nf = u[i]"},
		{"an algebraic equation has the sign of diffusion",
			func(o one) *model.Expr { return Neg(Mul(o.k, Lap(o.u))) },
			func(o one) *model.Expr { return o.v },
			"f = v[i] + (Fx[i+1] - Fx[i])/dx\nFx[i] = k*(u[i] - u[i-1])/dx"},
		{"an algebraic equation the other way round; upwind with its flow",
			func(o one) *model.Expr { return Num(0) },
			func(o one) *model.Expr { return Sub(Div("", Mul(Vec(o.v), o.u)), Lap(o.u)) },
			"f = (Fx[i+1] - Fx[i])/dx\nFx[i] = (u[i] - u[i-1])/dx - (u[i-1]*max(v[i-1], 0) + u[i]*min(v[i], 0))"},
		{"a derivative upwind of the speed that it is multiplied with",
			func(o one) *model.Expr { return Add(Ddt(o.u), Mul(o.v, DScheme("upwind", 0, o.u))) },
			func(o one) *model.Expr { return Num(0) },
			"m = u[i]\nf = ((u[i+1] - u[i])*max(-v[i], 0) + (u[i] - u[i-1])*min(-v[i], 0))/dx"},
		{"a closure of the state is a call, one for equal arguments",
			func(o one) *model.Expr { return Ddt(o.u) },
			func(o one) *model.Expr {
				f := o.Pointwise("f", 1)
				return Mul(Apply(f, o.u), Apply(f, Mul(Num(1), o.u)), Apply(f, o.v))
			},
			"m = u[i]\nf = f[i]*f[i]*f2[i]"},
		{"central and central_flux of a square",
			func(o one) *model.Expr { return Add(Ddt(o.u), Div("central", Vec(Mul(o.u, o.u)))) },
			func(o one) *model.Expr { return Div("central_flux", Mul(Vec(o.u), o.u)) },
			"m = u[i]\nf = (Fx[i+1] - Fx[i])/dx\n" +
				"Fx[i] = 0.5*(u[i]*u[i] + u[i-1]*u[i-1]) - 0.25*(u[i] + u[i-1])*(u[i] + u[i-1])"},
		{"both kinds in one div",
			func(o one) *model.Expr { return Ddt(o.u) },
			func(o one) *model.Expr { return Div("", Sub(Mul(o.k, Grad(o.u)), Mul(Vec(o.v), o.u))) },
			"m = u[i]\nf = (Fx[i+1] - Fx[i])/dx\nFx[i] = k*(u[i] - u[i-1])/dx - (u[i-1]*max(v[i-1], 0) + u[i]*min(v[i], 0))"},
		{"lag freezes states and what depends on time",
			func(o one) *model.Expr { return Ddt(o.u) },
			func(o one) *model.Expr { return Add(Lag(Mul(o.u, o.v, o.w)), Mul(o.u, Lag(o.T()))) },
			"m = u[i]\nf = u_old[i]*v[i]*w_old[i] + t_old*u[i]"},
		{"coefficients join: two factors, one field",
			func(o one) *model.Expr { return Ddt(o.u) },
			func(o one) *model.Expr { return Mul(o.v, o.u, Over(o.k, o.w)) },
			"m = u[i]\nf = k*u[i]*vOverW[i]"},
		{"non-conservative: a factor that varies keeps the divergence in the cell",
			func(o one) *model.Expr { return Ddt(o.u) },
			func(o one) *model.Expr { return Mul(o.u, D(0, o.u)) },
			"m = u[i]\nf = 0.5*u[i]*(u[i+1] - u[i-1])/dx"},
		{"ddt with a sign",
			func(o one) *model.Expr { return Neg(Mul(Num(2), Ddt(o.u))) },
			func(o one) *model.Expr { return Mul(Num(3), o.u) },
			"m = 2*u[i]\nf = -3*u[i]"},
		{"a negative number before ddt turns the equation, and the wind, round",
			func(o one) *model.Expr { return Mul(Num(-2), Ddt(o.u)) },
			func(o one) *model.Expr { return Mul(Num(2), Div("", Mul(Vec(o.v), o.u))) },
			"m = 2*u[i]\nf = (Fx[i+1] - Fx[i])/dx\nFx[i] = -(u[i-1]*max(2*v[i-1], 0) + u[i]*min(2*v[i], 0))"},
		{"dot and norm of vectors that are not written out",
			func(o one) *model.Expr { return Ddt(o.u) },
			func(o one) *model.Expr {
				v := o.Let("vec", Vec(o.v))
				return Add(Mul(Dot(Mul(Num(2), v), Sub(v, Vec(o.X(0)))), o.u), Norm(Lag(v)))
			},
			"m = u[i]\nf = 2*u[i]*coef0[i] + coef1[i]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := newOne()
			o.Equation(o.u, c.lhs(o), c.rhs(o))
			p, problems := discretize.Discretize(o.Model)
			require.Empty(t, problems)
			require.Equal(t, c.want, p.EquationText(0))
		})
	}
}

// A scheme that was asked for governs every term, or the div is refused.
func TestUpwindCarriesInEveryTerm(t *testing.T) {
	for scheme, want := range map[string]int{"": 0, "central": 0, "upwind": 1, "upwind_face": 1} {
		o := newOne()
		o.Equation(o.u, Ddt(o.u), Div(scheme, Add(Mul(Vec(o.v), o.u), Vec(Mul(o.u, o.u)))))
		_, problems := discretize.Discretize(o.Model)
		require.Len(t, problems, want, scheme)
	}
}

func TestKernelNames(t *testing.T) {
	b := New(Axis("x", 0, 1, 8, false), Axis("y", 0, 1, 8, true))
	u := b.State("u", b.X(0))
	b.Equation(u, Ddt(u), Div("", Mul(Add(Num(1), b.X(0)), Grad(u))))
	b.Condition(u, 0, false, model.Value, Call("sin", b.X(1)))
	b.Condition(u, 0, true, model.Symmetry, nil)
	b.Face(Mul(Num(2), Add(Num(1), b.X(0))), "value")
	p := lower(t, b.Model)
	var names []string
	for _, k := range p.Kernels {
		names = append(names, k.Name)
	}
	require.Equal(t, []string{"initial", "coefs.value", "bound.0", "ghost.0.0.lo", "ghost.0.0.hi", "apply", "sweep"}, names)
	require.Equal(t, "value", p.Coefs[0].Rule[0][1])
	require.Equal(t, "periodic", p.Coefs[0].Rule[1][0])
	require.Equal(t, "sin(y[j])", p.Text(p.Kernel("bound.0").Out[0].Root))
}

// The datum of a condition is evaluated on the face, not in the cell.
func TestBoundaryCoordinate(t *testing.T) {
	b := New(Axis("x", 0, 1, 8, false))
	u := b.State("u", nil)
	b.Equation(u, Ddt(u), Lap(u))
	b.Condition(u, 0, false, model.Value, b.X(0))
	b.Condition(u, 0, true, model.Gradient, b.X(0))
	p := lower(t, b.Model)
	require.Equal(t, "x[i-1/2]", p.Text(p.Kernel("bound.0").Out[0].Root))
	require.Equal(t, "x[i+1/2]", p.Text(p.Kernel("bound.1").Out[0].Root))
	require.Equal(t, "2*bound0[i] - u[i]", p.Text(p.Kernel("ghost.0.0.lo").Out[0].Root))
	require.Equal(t, "u[i] + dx*bound1[i]", p.Text(p.Kernel("ghost.0.0.hi").Out[0].Root))
}

// Twice the same model gives the same program, node for node.
func TestDeterministic(t *testing.T) {
	text := func() (out []string) {
		o := newOne()
		o.Equation(o.u, Add(Ddt(o.u), Div("", Mul(Vec(Mul(o.v, o.w)), o.u))), Mul(o.u, D(0, Mul(o.v, o.u))))
		p := lower(t, o.Model)
		for _, k := range p.Kernels {
			for _, r := range k.Out {
				out = append(out, p.Graph.String(r.Root))
			}
		}
		return append(out, p.Coefs[0].Name)
	}
	first := text()
	for range 20 {
		require.Equal(t, first, text())
	}
}
