package discretize_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/codegen/discretize"
	. "github.com/pindiff/pindiffc/codegen/internal/modeltest"
	"github.com/pindiff/pindiffc/dsl/model"
)

// What has no discretisation is refused, with what to do instead.
func TestRefusals(t *testing.T) {
	value := func(b *Builder, u *model.Expr) {
		b.Condition(u, 0, false, model.Value, Num(0))
		b.Condition(u, 0, true, model.Value, Num(0))
	}
	on := func(c func(b *Builder, u *model.Expr)) func(b *Builder, u *model.Expr) {
		return func(b *Builder, u *model.Expr) {
			c(b, u)
			b.Condition(u, 0, true, model.Value, Num(0))
		}
	}
	lap := func(_ *Builder, u *model.Expr) (lhs, rhs *model.Expr) { return Ddt(u), Lap(u) }
	biharmonic := func(_ *Builder, u *model.Expr) (lhs, rhs *model.Expr) { return Ddt(u), Neg(Lap(Lap(u))) }
	for _, c := range []struct {
		name     string
		equation func(b *Builder, u *model.Expr) (lhs, rhs *model.Expr)
		faces    func(b *Builder, u *model.Expr)
		code     string
		message  string
	}{
		{"a condition that is not linear in dn", lap, on(func(b *Builder, u *model.Expr) {
			b.Robin(u, 0, false, Mul(Dn(0, u), Dn(0, u)), Num(1))
		}), "E0808", "this condition cannot be solved for `u` beyond the face: `dn(u)` must stand in it, linearly"},
		{"a closure of dn", lap, on(func(b *Builder, u *model.Expr) {
			b.Robin(u, 0, false, Apply(b.Pointwise("f", 1), Dn(0, u)), Num(1))
		}), "E0808", "this condition cannot be solved for `u` beyond the face: `dn(u)` must stand in it, linearly"},
		{"a condition without the state", lap, on(func(b *Builder, u *model.Expr) {
			b.Robin(u, 0, false, Mul(Num(0), Dn(0, u)), Num(1))
		}), "E0808", "this condition cannot be solved for `u` beyond the face: `dn(u)` must stand in it, linearly"},
		{"another derivative in a condition", lap, on(func(b *Builder, u *model.Expr) {
			b.Condition(u, 0, false, model.Gradient, D(0, u))
		}), "E0808", "of derivatives, only `dn(u)` can stand in this condition"},
		{"lag in a condition", lap, on(func(b *Builder, u *model.Expr) {
			b.Condition(u, 0, false, model.Gradient, Lag(u))
		}), "E0808", "`lag` of an unknown cannot stand in a boundary condition"},
		{"a flux without a div", func(_ *Builder, u *model.Expr) (lhs, rhs *model.Expr) { return Ddt(u), D(0, u) },
			on(func(b *Builder, u *model.Expr) { b.Condition(u, 0, false, model.Flux, Num(1)) }),
			"E0808", "no `div` in the equation of `u` has a flux through this face"},
		{"two conditions", lap, func(b *Builder, u *model.Expr) {
			value(b, u)
			b.Condition(u, 0, true, model.Gradient, Num(0))
		}, "E0808", "`u` has a condition on this face already"},
		{"no condition", lap, func(b *Builder, u *model.Expr) { b.Condition(u, 0, false, model.Value, Num(0)) },
			"E0800", "`u` has no condition on `x = max`"},
		{"a second derivative as a condition of second order", lap, on(func(b *Builder, u *model.Expr) {
			b.Condition(u, 0, false, model.Curvature, Num(0))
		}), "E0808", "a second or third normal derivative is for equations of fourth order"},
		{"fourth order with one condition", biharmonic, value,
			"E0808", "`u` stands under a derivative of fourth order, which needs two different conditions on a face"},
		{"fourth order with the same twice", biharmonic, func(b *Builder, u *model.Expr) { value(b, u); value(b, u) },
			"E0808", "`u` stands under a derivative of fourth order, which needs two different conditions on a face"},
		{"fourth order with Robin", biharmonic, func(b *Builder, u *model.Expr) {
			for _, high := range []bool{false, true} {
				b.Condition(u, 0, high, model.Value, Num(0))
				b.Robin(u, 0, high, Dn(0, u), u)
			}
		}, "E0808", "this kind of condition is for equations of second order"},
		{"third order on walls", func(_ *Builder, u *model.Expr) (lhs, rhs *model.Expr) { return Ddt(u), D(0, D(0, D(0, u))) },
			value, "E0805", "derivatives of order 3 along `x` need a periodic axis"},
		{"factors of two ddt", func(_ *Builder, u *model.Expr) (lhs, rhs *model.Expr) {
			return Add(Ddt(u), Mul(u, Ddt(u))), Lap(u)
		}, value, "E0800", "a factor of `ddt` that depends on an unknown or on time stands before the only `ddt` of its equation"},
		{"ddt within a function", func(_ *Builder, u *model.Expr) (lhs, rhs *model.Expr) {
			return Ddt(u), Add(Lap(u), Call("exp", Ddt(u)))
		}, value, "E0800", "`ddt` stands in a term of its own only"},
		{"ddt of a derivative", func(_ *Builder, u *model.Expr) (lhs, rhs *model.Expr) { return Ddt(Lap(u)), u },
			value, "E0800", "`ddt` of a spatial derivative is not supported"},
		{"a limiter with nothing to carry", func(_ *Builder, u *model.Expr) (lhs, rhs *model.Expr) {
			return Ddt(u), Div("vanleer", Vec(Mul(u, u)))
		}, value, "E0801", "`vanleer` needs a quantity that is carried, a factor that depends on an unknown, in every term"},
		{"a face rule that nothing uses", lap, func(b *Builder, u *model.Expr) {
			value(b, u)
			b.Face(Mul(u, u), "zero_gradient")
		}, "E0804", "no equation uses `this` as a coefficient"},
		{"too far", func(b *Builder, u *model.Expr) (lhs, rhs *model.Expr) {
			b.Axes[0].Periodic = true
			f, x := b.Pointwise("f", 1), u
			for range 10 {
				x = Apply(f, D(0, x))
			}
			return Ddt(u), x
		}, value, "E0805", "the equations reach 10 cells along `x`, and at most 8 are supported"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := New(Axis("x", 0, 1, 32, false))
			u := b.State("u", nil)
			lhs, rhs := c.equation(b, u)
			b.Equation(u, lhs, rhs)
			c.faces(b, u)
			p, problems := discretize.Discretize(b.Model)
			require.Nil(t, p)
			require.NotEmpty(t, problems)
			require.Equal(t, c.message, problems[0].Message)
			require.Equal(t, c.code, problems[0].Code)
		})
	}
}
