package eval_test

import (
	"math"

	. "github.com/pindiff/pindiffc/codegen/internal/modeltest"
	"github.com/pindiff/pindiffc/dsl/model"
)

// system is a model that exercises some corner of the compiler.
type system struct {
	name  string
	model func() *model.Model
}

func faces(periodic ...bool) []model.Axis {
	names := []string{"x", "y", "z"}
	var axes []model.Axis
	for a, p := range periodic {
		axes = append(axes, Axis(names[a], 0, 1+0.5*float64(a), 6+a, p))
	}
	return axes
}

// conditions puts a different kind on each face; params make the data trainable.
func conditions(b *Builder, u *model.Expr, shift int) {
	p := b.Param("edge"+u.Sym.Name, 0.9)
	n := shift
	for a, x := range b.Axes {
		for _, high := range []bool{false, true} {
			if x.Periodic {
				continue
			}
			along := b.X((a + 1) % len(b.Axes))
			switch n % 3 {
			case 0:
				b.Condition(u, a, high, model.Value, Mul(p, Add(Num(1), along)))
			case 1:
				b.Condition(u, a, high, model.Gradient, Mul(p, Call("sin", Add(b.T(), along))))
			case 2:
				b.Condition(u, a, high, model.Symmetry, nil)
			}
			n++
		}
	}
}

func transportSystem(scheme string, periodic ...bool) system {
	name := "transport " + scheme
	for _, p := range periodic {
		name += map[bool]string{true: " periodic", false: " walls"}[p]
	}
	return system{name, func() *model.Model {
		b := New(faces(periodic...)...)
		k := b.Param("kappa", 0.1)
		u := b.State("u", nil)
		var v []*model.Expr
		for a := range b.Axes {
			c := b.Closure("v"+b.Axes[a].Name, b.X(0))
			b.Face(c, "zero_gradient")
			v = append(v, c)
		}
		b.Equation(u, Add(Ddt(u), Div(scheme, Mul(Vec(v...), u))), Div("", Mul(k, Grad(u))))
		conditions(b, u, 0)
		return b.Model
	}}
}

var systems = []system{
	transportSystem("upwind", true), transportSystem("upwind", false),
	transportSystem("upwind", true, false), transportSystem("upwind", false, false),
	transportSystem("upwind_face", false, true), transportSystem("central", false, false),
	transportSystem("central_flux", false), transportSystem("upwind", false, true, false),
	{"two states, nonlinear, fields, lag", func() *model.Model {
		b := New(faces(false, false)...)
		a, q := b.Param("a", 0.7), b.Param("q", 1.3)
		rho := b.Field("rho", nil)
		d := b.Field("d", Mul(a, Add(Num(1), Mul(b.X(0), b.X(1)))))
		w := b.Closure("w", b.X(0), b.T())
		u, e := b.State("u", nil), b.State("e", nil)
		rate := b.Let("rate", Mul(q, Call("exp", Neg(Over(Num(1), u))), e))
		b.Face(d, "value")
		b.Face(w, "zero_gradient")
		b.Face(rho, "zero_gradient")
		b.Equation(u, Mul(rho, Ddt(u)),
			Sub(Sub(Div("harmonic", Mul(d, Add(Num(0.5), Mul(u, u)), Grad(u))), rate),
				Mul(Lag(Mul(w, u)), Dot(Vec(w, Lag(w)), Grad(u)))))
		b.Equation(e, Ddt(e), Add(Neg(Mul(Num(0.5), rate)), Mul(w, Norm(Grad(u)), Call("max", e, u))))
		conditions(b, u, 1)
		return b.Model
	}},
	{"burgers, lag, wide, periodic", func() *model.Model {
		b := New(faces(true, true)...)
		nu := b.Param("nu", 0.05)
		u, v := b.State("u", nil), b.State("v", nil)
		for _, s := range []*model.Expr{u, v} {
			b.Equation(s, Add(Ddt(s), Div("upwind", Mul(Vec(u, v), s))),
				Add(Mul(nu, Lap(s)), Neg(Mul(Num(1e-3), Lap(Lap(s)))), Mul(Lag(s), D(0, D(1, s)))))
		}
		return b.Model
	}},
	{"kinks and functions", func() *model.Model {
		b := New(faces(false)...)
		u := b.State("u", nil)
		x := b.X(0)
		f := Call("where", Less(u, x), Call("tanh", u), Call("sqrt", u))
		g := Add(Pow(u, Num(3)), Pow(u, Num(1.5)), Over(x, u), Call("abs", Sub(u, Num(1))), Call("min", u, x, Num(0.9)))
		b.Equation(u, Neg(Add(f, Mul(g, D(0, Call("log", u))))), Neg(Mul(Num(2), Ddt(u))))
		conditions(b, u, 0)
		return b.Model
	}},
	{"ode field", func() *model.Model {
		b := New(faces(false, true)...)
		k := b.Closure("k", b.X(0), b.X(1))
		u := b.State("u", nil)
		b.Equation(u, Ddt(u), Neg(Mul(k, u, u)))
		return b.Model
	}},
	{"heat with variable coefficient", func() *model.Model {
		b := New(faces(false, true)...)
		k0 := b.Param("k0", 0.3)
		k := b.Let("k", Mul(k0, Add(Num(2), Call("sin", Mul(Num(math.Pi), b.X(0), k0)))))
		u := b.State("u", Mul(k0, b.X(0)))
		b.Face(k, "value")
		b.Equation(u, Ddt(u), Div("harmonic", Mul(k, Grad(u))))
		conditions(b, u, 0)
		return b.Model
	}},
}
