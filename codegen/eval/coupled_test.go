package eval_test

import (
	. "github.com/pindiff/pindiffc/codegen/internal/modeltest"
	"github.com/pindiff/pindiffc/dsl/model"
)

// coupled are systems with closures of the unknowns, algebraic states and conditions
// of every kind.
var coupled = []system{
	{"calls in equations, shared, nested, lagged, pinned", func() *model.Model {
		b := New(faces(false, false)...)
		k, s := b.Param("k", 0.4), b.Param("s", 1.1)
		w := b.Closure("w", b.X(0))
		f, q := b.Pointwise("f", 1), b.Pointwise("q", 2)
		q.Sym.Closure.Inputs = []*model.Expr{Call("log", Add(Num(4), Arg(q, 0))), Mul(Arg(q, 0), Arg(q, 1))}
		q.Sym.Closure.Value = Mul(Arg(q, 1), Call("softplus", Net(q)))
		q.Sym.Closure.Pin = &model.Pin{At: []*model.Expr{Num(1), k}, Value: s, Multiply: true}
		f.Sym.Closure.Pin = &model.Pin{At: []*model.Expr{s}, Value: k}
		u, v := b.State("u", nil), b.State("v", nil)
		rate := b.Let("rate", Apply(q, u, Mul(w, v)))
		b.Equation(u, Ddt(u), Add(Div("", Mul(Apply(f, u), Grad(u))), Mul(rate, Apply(f, rate)), Apply(q, k, w)))
		b.Equation(v, Ddt(v), Add(Div("harmonic", Mul(Lag(Apply(f, v)), Grad(v))), Neg(rate), Apply(f, Norm(Add(Grad(u), Vec(Num(0.1), Num(0.2)))))))
		conditions(b, u, 0)
		conditions(b, v, 1)
		return b.Model
	}},
	{"nonlinear mass, a factor of the state, several ddt", func() *model.Model {
		b := New(faces(false)...)
		r := b.Param("r", 1.3)
		f := b.Pointwise("f", 1)
		u, v, w := b.State("u", nil), b.State("v", nil), b.State("w", nil)
		b.Equation(u, Add(Ddt(Mul(u, v)), Mul(r, b.X(0), Ddt(Pow(u, Num(3))))), Sub(Lap(u), v))
		b.Equation(v, Mul(Neg(Apply(f, u)), Add(Num(1), v), Ddt(v)), Sub(Mul(r, u), Lap(v)))
		b.Equation(w, Mul(Add(Num(1), b.T()), Ddt(w)), Sub(Div("", Mul(Apply(f, w), Grad(w))), w))
		for _, s := range []*model.Expr{u, v, w} {
			conditions(b, s, s.Sym.Index)
		}
		return b.Model
	}},
	{"algebraic states", func() *model.Model {
		b := New(faces(false, true)...)
		f := b.Pointwise("f", 1)
		w, psi, c := b.State("w", nil), b.State("psi", nil), b.State("c", nil)
		b.Equation(w, Add(Ddt(w), Div("", Mul(Vec(D(1, psi), Neg(D(0, psi))), w))), Mul(Num(0.1), Lap(w)))
		b.Equation(psi, Neg(Lap(psi)), w)
		b.Equation(c, Num(0), Add(Div("", Mul(Vec(D(1, psi), w), c)), Neg(Lap(c)), Mul(Apply(f, c), c)))
		for _, s := range []*model.Expr{w, psi, c} {
			conditions(b, s, s.Sym.Index)
		}
		return b.Model
	}},
	{"conditions with states and closures", func() *model.Model {
		b := New(faces(false, false)...)
		h, far := b.Param("h", 0.6), b.Param("far", 0.8)
		q, p := b.Pointwise("q", 1), b.Pointwise("p", 2)
		q.Sym.Closure.Pin = &model.Pin{At: []*model.Expr{far}, Value: h, Multiply: true}
		g := b.Closure("g", b.X(1))
		u, v := b.State("u", nil), b.State("v", nil)
		tensor := func(s *model.Expr) *model.Expr {
			return Div("", Vec(Add(D(0, s), Mul(h, D(1, s))), Add(Mul(h, D(0, s)), Mul(s, D(1, s)))))
		}
		b.Equation(u, Ddt(u), tensor(u))
		b.Equation(v, Ddt(v), Add(tensor(v), Mul(Lag(u), D(0, D(0, v)))))
		b.Robin(u, 0, false, Neg(Mul(Add(Num(1), b.X(1)), Dn(0, u))), Mul(h, Sub(u, Mul(far, Call("cos", b.T())))))
		b.Robin(u, 0, true, Neg(Dn(0, u)), Apply(q, Sub(u, far)))
		b.Robin(u, 1, false, Add(Mul(v, u), Dn(1, u)), Mul(g, v))
		b.Condition(u, 1, true, model.Gradient, Apply(p, Mul(far, b.X(0)), v))
		b.Condition(v, 0, false, model.Value, Mul(u, far))
		b.Condition(v, 0, true, model.Gradient, Neg(Pow(v, Num(4))))
		b.Condition(v, 1, false, model.Outflow, nil)
		b.Condition(v, 1, true, model.Value, Add(g, Mul(Num(0.1), v)))
		return b.Model
	}},
	{"fluxes through faces, face rules of unknowns", func() *model.Model {
		b := New(faces(false, false)...)
		j := b.Param("j", 0.3)
		q, d := b.Pointwise("q", 1), b.Pointwise("d", 1)
		u := b.State("u", nil)
		k := b.Let("k", Mul(Num(2), Apply(d, u)))
		g := b.Closure("g", b.X(1))
		b.Equation(u, Add(Ddt(u), Div("upwind", Mul(Vec(Num(1), Num(0.5)), u, u))), Div("", Mul(k, Grad(u))))
		b.Condition(u, 0, false, model.Flux, Mul(Call("sin", Add(b.T(), b.X(1))), Apply(q, Mul(j, u))))
		b.Condition(u, 0, true, model.Flux, Mul(j, g, u))
		b.Condition(u, 1, false, model.Flux, Num(0))
		b.Condition(u, 1, true, model.Value, j)
		b.Face(Apply(d, u), "zero_gradient")
		return b.Model
	}},
	{"fourth order", func() *model.Model {
		b := New(faces(false, false)...)
		k := b.Param("k", 0.4)
		m := b.Pointwise("m", 1)
		u := b.State("u", nil)
		b.Equation(u, Ddt(u), Neg(Lap(Add(Mul(Apply(m, u), u), Mul(k, Lap(u))))))
		b.Condition(u, 0, false, model.Value, k)
		b.Condition(u, 0, false, model.Gradient, Mul(k, b.X(1)))
		b.Condition(u, 0, true, model.Curvature, Num(0.2))
		b.Condition(u, 0, true, model.Third, Mul(k, Sub(u, Num(1))))
		b.Condition(u, 1, false, model.Symmetry, nil)
		b.Condition(u, 1, true, model.Value, Call("sin", b.X(0)))
		b.Condition(u, 1, true, model.Curvature, Mul(k, b.T()))
		return b.Model
	}},
	{"limiters and derivatives with schemes", func() *model.Model {
		b := New(faces(false, true)...)
		vx, vy := b.Closure("vx", b.X(0)), b.Closure("vy", b.X(0))
		b.Face(vx, "zero_gradient")
		b.Face(vy, "zero_gradient")
		u := b.State("u", nil)
		f := Add(D(0, D(0, u)), Mul(Neg(vx), DScheme("upwind", 0, u)), Mul(u, DScheme("central4", 1, u)), Call("sigmoid", u))
		for _, s := range []string{"linear_upwind", "vanleer", "minmod"} {
			f = Sub(f, Div(s, Mul(Vec(vx, vy), u)))
		}
		b.Equation(u, Ddt(u), f)
		conditions(b, u, 0)
		return b.Model
	}},
}
