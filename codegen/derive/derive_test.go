package derive_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/codegen/derive"
	"github.com/pindiff/pindiffc/codegen/discretize"
	. "github.com/pindiff/pindiffc/codegen/internal/modeltest"
	"github.com/pindiff/pindiffc/dsl/model"
)

// A source that jumps where the state crosses a value has the derivative zero,
// and is not linear.
func TestLinear(t *testing.T) {
	half := Num(0.5)
	for name, c := range map[string]struct {
		source func(u, x *model.Expr) *model.Expr
		want   bool
	}{
		"uniform":               {func(u, x *model.Expr) *model.Expr { return Num(3) }, true},
		"proportional":          {func(u, x *model.Expr) *model.Expr { return Mul(x, u) }, true},
		"square":                {func(u, x *model.Expr) *model.Expr { return Mul(u, u) }, false},
		"sign":                  {func(u, x *model.Expr) *model.Expr { return Call("sign", u) }, false},
		"switched on":           {func(u, x *model.Expr) *model.Expr { return Call("where", Less(u, half), Num(3), Num(0)) }, false},
		"switched on by place":  {func(u, x *model.Expr) *model.Expr { return Call("where", Less(x, half), u, Num(0)) }, true},
		"switched on by former": {func(u, x *model.Expr) *model.Expr { return Call("where", Less(Lag(u), half), u, Num(0)) }, true},
		"absolute value":        {func(u, x *model.Expr) *model.Expr { return Call("abs", u) }, false},
	} {
		b := New(Axis("x", 0, 1, 8, true))
		u := b.State("u", nil)
		b.Equation(u, Ddt(u), Add(Lap(u), c.source(u, b.X(0))))
		p, problems := discretize.Discretize(b.Model)
		require.Empty(t, problems)
		derive.Derive(p)
		require.Equal(t, c.want, p.Linear, name)
	}
}
