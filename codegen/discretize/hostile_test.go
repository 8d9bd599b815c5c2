package discretize_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/codegen/discretize"
	. "github.com/pindiff/pindiffc/codegen/internal/modeltest"
	"github.com/pindiff/pindiffc/codegen/pass"
	"github.com/pindiff/pindiffc/dsl/diag"
	"github.com/pindiff/pindiffc/dsl/model"
)

// Lets that double each other are exponentially long when written out; the
// compiler shares or refuses, in bounded time.
func TestDoublingLets(t *testing.T) {
	for name, double := range map[string]func(x *model.Expr) *model.Expr{
		"sum":        func(x *model.Expr) *model.Expr { return Add(x, x) },
		"product":    func(x *model.Expr) *model.Expr { return Mul(x, x) },
		"function":   func(x *model.Expr) *model.Expr { return Add(Call("tanh", x), Call("sin", x)) },
		"derivative": func(x *model.Expr) *model.Expr { return Add(x, Mul(x, x)) },
	} {
		for _, start := range []string{"state", "coordinate", "derivative"} {
			t.Run(fmt.Sprint(name, " of ", start), func(t *testing.T) {
				began := time.Now()
				b := New(Axis("x", 0, 1, 8, true))
				u := b.State("u", nil)
				x := map[string]*model.Expr{"state": u, "coordinate": b.X(0), "derivative": D(0, u)}[start]
				for i := range 40 {
					x = b.Let(fmt.Sprintf("a%d", i), double(x))
				}
				b.Equation(u, Ddt(u), Mul(x, u))
				p, problems := discretize.Discretize(b.Model)
				require.Equal(t, p == nil, diag.HasErrors(problems))
				if p != nil {
					pass.Run(p)
					p.Text(p.Kernel("apply.adjoint").Out[0].Root)
				}
				require.Less(t, time.Since(began), 5*time.Second)
			})
		}
	}
}

// A long equation costs no more than in proportion, nearly.
func TestManyTerms(t *testing.T) {
	b := New(Axis("x", 0, 1, 8, true))
	u := b.State("u", nil)
	f := Lap(u)
	for i := range 2000 {
		f = Add(f, Mul(Num(float64(i)), u, Call("sin", Mul(Num(float64(i)), u))))
	}
	b.Equation(u, Ddt(u), f)
	p, problems := discretize.Discretize(b.Model)
	require.Empty(t, problems)
	pass.Run(p)
	require.Less(t, p.Graph.Len(), 200*2000)
}
