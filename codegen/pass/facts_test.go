package pass_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/codegen/discretize"
	. "github.com/pindiff/pindiffc/codegen/internal/modeltest"
	"github.com/pindiff/pindiffc/codegen/pass"
	"github.com/pindiff/pindiffc/dsl/model"
)

// facts of a program that solvers are chosen by.
type facts struct{ linear, symmetric, diagonal, null bool }

// What the compiler finds out about systems, the last state being the algebraic one.
func TestFacts(t *testing.T) {
	walls := func(kind model.ConditionKind) func(b *Builder, u *model.Expr) {
		return func(b *Builder, u *model.Expr) {
			for _, high := range []bool{false, true} {
				b.Condition(u, 0, high, kind, Num(0))
			}
		}
	}
	periodic := func(b *Builder, u *model.Expr) { b.Axes[0].Periodic = true }
	robin := func(law func(b *Builder, u *model.Expr) *model.Expr) func(b *Builder, u *model.Expr) {
		return func(b *Builder, u *model.Expr) {
			b.Robin(u, 0, false, Neg(Dn(0, u)), law(b, u))
			b.Condition(u, 0, true, model.Gradient, Num(0))
		}
	}
	for _, c := range []struct {
		name  string
		faces func(b *Builder, u *model.Expr)
		build func(b *Builder, u *model.Expr)
		want  facts
	}{
		{"diffusion", walls(model.Value), func(b *Builder, u *model.Expr) { b.Equation(u, Ddt(u), Lap(u)) },
			facts{linear: true, symmetric: true, diagonal: true}},
		{"diffusion backward in time", periodic, func(b *Builder, u *model.Expr) { b.Equation(u, Ddt(u), Neg(Lap(u))) },
			facts{linear: true, diagonal: true}},
		{"transport", periodic, func(b *Builder, u *model.Expr) { b.Equation(u, Ddt(u), D(0, u)) },
			facts{linear: true, diagonal: true}},
		{"Robin, linear", robin(func(b *Builder, u *model.Expr) *model.Expr { return Mul(b.Param("h", 2), u) }),
			func(b *Builder, u *model.Expr) { b.Equation(u, Ddt(u), Lap(u)) },
			facts{linear: true, symmetric: true, diagonal: true}},
		{"a law of the state on a face", robin(func(b *Builder, u *model.Expr) *model.Expr { return Pow(u, Num(4)) }),
			func(b *Builder, u *model.Expr) { b.Equation(u, Ddt(u), Lap(u)) }, facts{diagonal: true}},
		{"a closure on a face", robin(func(b *Builder, u *model.Expr) *model.Expr { return Apply(b.Pointwise("q", 1), u) }),
			func(b *Builder, u *model.Expr) { b.Equation(u, Ddt(u), Lap(u)) }, facts{diagonal: true}},
		{"a closure of the state", periodic,
			func(b *Builder, u *model.Expr) { b.Equation(u, Ddt(u), Apply(b.Pointwise("f", 1), u)) }, facts{diagonal: true}},
		{"a closure of the old state", periodic,
			func(b *Builder, u *model.Expr) {
				b.Equation(u, Ddt(u), Div("", Mul(Lag(Apply(b.Pointwise("f", 1), u)), Grad(u))))
			},
			facts{linear: true, symmetric: true, diagonal: true}},
		{"a nonlinear mass", periodic, func(b *Builder, u *model.Expr) { b.Equation(u, Ddt(Mul(u, u)), Lap(u)) }, facts{}},
		{"a factor of the state before ddt", periodic,
			func(b *Builder, u *model.Expr) { b.Equation(u, Mul(Add(Num(1), Mul(u, u)), Ddt(u)), Lap(u)) }, facts{diagonal: true}},
		{"potential, values on faces", walls(model.Value),
			func(b *Builder, u *model.Expr) { b.Equation(u, Neg(Lap(u)), b.Closure("s", b.X(0))) },
			facts{linear: true, symmetric: true}},
		{"potential, gradients on faces", walls(model.Gradient),
			func(b *Builder, u *model.Expr) { b.Equation(u, Num(0), Lap(u)) },
			facts{linear: true, symmetric: true, null: true}},
		{"potential, fluxes on faces", walls(model.Flux),
			func(b *Builder, u *model.Expr) { b.Equation(u, Num(0), Neg(Div("", Mul(Num(-2), Grad(u))))) },
			facts{linear: true, symmetric: true, null: true}},
		{"potential, periodic, nonlinear", periodic,
			func(b *Builder, u *model.Expr) {
				b.Equation(u, Num(0), Div("", Mul(Add(Num(1), Dot(Grad(u), Grad(u))), Grad(u))))
			},
			facts{null: true}},
		{"potential with decay", periodic, func(b *Builder, u *model.Expr) { b.Equation(u, u, Lap(u)) },
			facts{linear: true, symmetric: true}},
		{"stream function and vorticity", periodic, func(b *Builder, psi *model.Expr) {
			w := b.State("w", nil)
			b.Equation(psi, Num(0), Add(Lap(psi), w))
			b.Equation(w, Ddt(w), Sub(Lap(w), D(0, psi)))
		}, facts{linear: true, null: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := New(Axis("x", 0, 1, 8, false))
			u := b.State("u", nil)
			c.build(b, u)
			c.faces(b, u)
			p, problems := discretize.Discretize(b.Model)
			require.Empty(t, problems)
			pass.Run(p)
			require.Equal(t, c.want, facts{p.Linear, p.Symmetric, p.Diagonal, p.Null[0]})
		})
	}
}
