package pointwise_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/codegen/internal/modeltest"
	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/pointwise"
	"github.com/pindiff/pindiffc/dsl/model"
)

// value folds an expression of x to a number.
func value(t *testing.T, e *model.Expr, x float64) float64 {
	g := ir.New(0)
	id, err := pointwise.Lower(g, e, func(s *model.Symbol) (ir.ID, bool) { return g.Num(x), s.Name == "x" })
	require.NoError(t, err)
	v, ok := g.Value(id)
	require.True(t, ok, g.String(id))
	return v
}

func TestEveryFunctionHasItsValue(t *testing.T) {
	const v = 0.7
	x := modeltest.Ref(&model.Symbol{Name: "x"})
	for fun, want := range map[string]float64{
		"exp": math.Exp(v), "log": math.Log(v), "sqrt": math.Sqrt(v), "sin": math.Sin(v), "cos": math.Cos(v), "tan": math.Tan(v),
		"tanh": math.Tanh(v), "abs": v, "sign": 1, "sigmoid": 1 / (1 + math.Exp(-v)), "softplus": math.Log(1 + math.Exp(v)),
	} {
		require.InEpsilon(t, want, value(t, modeltest.Call(fun, x), v), 1e-14, fun)
	}
	two := modeltest.Num(2)
	for _, c := range []struct {
		e    *model.Expr
		want float64
	}{
		{modeltest.Neg(x), -v}, {modeltest.Add(x, two), v + 2}, {modeltest.Sub(x, two), v - 2}, {modeltest.Mul(x, two), 2 * v},
		{modeltest.Over(x, two), v / 2}, {modeltest.Pow(x, two), v * v}, {modeltest.Call("pow", x, two), v * v},
		{modeltest.Call("min", x, two, modeltest.Num(0.1)), 0.1}, {modeltest.Call("max", x, two), 2},
		{modeltest.Call("where", modeltest.Less(x, two), x, two), v},
		{modeltest.Call("where", &model.Expr{Op: model.OpGreater, Args: []*model.Expr{x, two}}, x, two), 2},
		{modeltest.Call("where", &model.Expr{Op: model.OpGreaterEq, Args: []*model.Expr{two, two}}, x, two), v},
		{modeltest.Ref(&model.Symbol{Kind: model.KindLet, Name: "a", Value: modeltest.Mul(x, x)}), v * v},
	} {
		require.InEpsilon(t, c.want, value(t, c.e, v), 1e-14, c.e.String())
	}
}

func TestWhatIsNoScalarIsNamed(t *testing.T) {
	g := ir.New(1)
	u := modeltest.Ref(&model.Symbol{Kind: model.KindState, Name: "u"})
	for e, message := range map[*model.Expr]string{u: "u is no scalar", modeltest.D(0, modeltest.Num(1)): "cannot be evaluated from scalars"} {
		_, err := pointwise.Lower(g, e, func(*model.Symbol) (ir.ID, bool) { return 0, false })
		require.ErrorContains(t, err, message)
	}
}
