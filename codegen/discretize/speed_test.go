package discretize_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/codegen/discretize"
	. "github.com/pindiff/pindiffc/codegen/internal/modeltest"
	"github.com/pindiff/pindiffc/codegen/pass"
	"github.com/pindiff/pindiffc/dsl/model"
)

// A long specification is compiled fast, whatever makes it long: many terms in one
// equation, many equations, many calls, many coefficients, deep nesting. The nodes
// grow in proportion; the time limit leaves room for a busy machine, each takes a
// fraction of a second.
func TestCompileTime(t *testing.T) {
	line := func() (*Builder, *model.Expr) {
		b := New(Axis("x", 0, 1, 8, false))
		u := b.State("u", nil)
		b.Condition(u, 0, false, model.Value, Num(1))
		b.Condition(u, 0, true, model.Gradient, Num(0))
		return b, u
	}
	const n = 2000
	for name, build := range map[string]func() *model.Model{
		"terms": func() *model.Model {
			b, u := line()
			f := Lap(u)
			for i := range n {
				f = Add(f, Mul(Num(float64(i)), u, Call("sin", Mul(Num(float64(i)), u))))
			}
			b.Equation(u, Ddt(u), f)
			return b.Model
		},
		"fluxes": func() *model.Model {
			b, u := line()
			f := Lap(u)
			for i := range n {
				f = Add(f, Div("", Mul(Add(Num(float64(i)), Pow(u, Num(2))), Grad(u))))
			}
			b.Equation(u, Ddt(u), f)
			return b.Model
		},
		"equations": func() *model.Model {
			b := New(Axis("x", 0, 1, 8, true))
			var us []*model.Expr
			for i := range 500 {
				us = append(us, b.State(fmt.Sprintf("u%d", i), nil))
			}
			for i, u := range us {
				next := us[(i+1)%len(us)]
				b.Equation(u, Ddt(u), Add(Lap(u), Mul(next, u), Neg(Div("", Mul(Vec(next), u)))))
			}
			return b.Model
		},
		"lets": func() *model.Model {
			b, u := line()
			x := u
			for i := range n {
				x = b.Let(fmt.Sprintf("a%d", i), Add(Mul(Num(0.5), x), Call("sin", x)))
			}
			b.Equation(u, Ddt(u), Add(Lap(u), x))
			return b.Model
		},
		"calls": func() *model.Model {
			b, u := line()
			f := Lap(u)
			q := b.Pointwise("q", 1)
			for i := range 300 {
				f = Add(f, Apply(q, Mul(Num(float64(i)), u)))
			}
			b.Equation(u, Ddt(u), f)
			return b.Model
		},
		"nested calls": func() *model.Model {
			b, u := line()
			q := b.Pointwise("q", 1)
			f := u
			for range 100 {
				f = Apply(q, f)
			}
			b.Equation(u, Ddt(u), Add(Lap(u), f))
			return b.Model
		},
		"coefficients": func() *model.Model {
			b, u := line()
			f := Lap(u)
			for i := range n {
				f = Add(f, Mul(u, Call("sin", Mul(Num(float64(i)), b.X(0)))))
			}
			b.Equation(u, Ddt(u), f)
			return b.Model
		},
	} {
		t.Run(name, func(t *testing.T) {
			m := build()
			began := time.Now()
			p, problems := discretize.Discretize(m)
			require.Empty(t, problems)
			lowered := time.Since(began)
			pass.Run(p)
			t.Logf("discretize %v, passes %v, %d nodes", lowered, time.Since(began)-lowered, p.Graph.Len())
			require.Less(t, p.Graph.Len(), 200*n)
		})
	}
}
