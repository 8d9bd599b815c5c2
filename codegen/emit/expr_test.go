package emit

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
)

// operands of random expressions, as parameters of the hand program's kernel.
var paramValues = []float64{0.25, -1.5, 3, 0.75}

// randomExpr draws an expression over parameters that prints in one line.
func randomExpr(t *rapid.T, g *ir.Graph, depth int) ir.ID {
	if depth == 0 || rapid.IntRange(0, 4).Draw(t, "leaf") == 0 {
		if rapid.Bool().Draw(t, "number") {
			return g.Num(rapid.SampledFrom([]float64{-2, -0.1, 0.3, 7, 1e-9}).Draw(t, "v"))
		}
		return g.Param(rapid.IntRange(0, len(paramValues)-1).Draw(t, "p"))
	}
	x := func() ir.ID { return randomExpr(t, g, depth-1) }
	ops := []ir.Op{ir.Neg, ir.Add, ir.Sub, ir.Mul, ir.Div, ir.Add, ir.Sub, ir.Mul, ir.Div, ir.Min, ir.Max, ir.Sin, ir.Abs, ir.Sigmoid, ir.Softplus}
	return g.Op(rapid.SampledFrom(ops).Draw(t, "op"), x(), x(), 0)
}

// evalGraph is the value of a node.
func evalGraph(g *ir.Graph, id ir.ID) float64 {
	n := g.Node(id)
	switch n.Op {
	case ir.Const:
		return constant(n)
	case ir.Scalar:
		return paramValues[n.Sym.Index]
	}
	var v [3]float64
	for i, x := range n.Operands() {
		v[i] = evalGraph(g, x)
	}
	return n.Op.Info().Eval(v[0], v[1], v[2])
}

// evalGo is the value of Go source.
func evalGo(t require.TestingT, e ast.Expr) float64 {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return evalGo(t, e.X)
	case *ast.BasicLit:
		v, err := strconv.ParseFloat(e.Value, 64)
		require.NoError(t, err)
		return v
	case *ast.Ident:
		i, err := strconv.Atoi(e.Name[1:])
		require.NoError(t, err)
		return paramValues[i]
	case *ast.UnaryExpr:
		return -evalGo(t, e.X)
	case *ast.BinaryExpr:
		x, y := evalGo(t, e.X), evalGo(t, e.Y)
		switch e.Op {
		case token.ADD:
			return x + y
		case token.SUB:
			return x - y
		case token.MUL:
			return x * y
		}
		require.Equal(t, token.QUO, e.Op)
		return x / y
	case *ast.CallExpr:
		var args []float64
		for _, a := range e.Args {
			args = append(args, evalGo(t, a))
		}
		switch f := e.Fun.(type) {
		case *ast.SelectorExpr:
			return map[string]func(float64) float64{"Sin": math.Sin, "Abs": math.Abs, "Inf": func(sign float64) float64 { return math.Inf(int(sign)) },
				"Sigmoid": func(x float64) float64 { return ir.Sigmoid.Info().Eval(x, 0, 0) }, "Softplus": func(x float64) float64 { return ir.Softplus.Info().Eval(x, 0, 0) },
				"PositivePart": func(x float64) float64 { return math.Max(x, 0) }, "NegativePart": func(x float64) float64 { return math.Min(x, 0) },
				"Copysign": func(float64) float64 { return math.Copysign(0, -1) }}[f.Sel.Name](args[0])
		case *ast.Ident:
			if f.Name == "min" {
				return math.Min(args[0], args[1])
			}
			return math.Max(args[0], args[1])
		}
	}
	require.FailNow(t, "unexpected", "%T", e)
	return 0
}

// What is printed means what the graph means, to the bit: precedence, grouping
// and literals.
func TestExpressionsKeepTheirMeaning(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := ir.New(1)
		root := randomExpr(t, g, 4)
		want := evalGraph(g, root)
		k := &program.Kernel{Out: []program.Output{{Root: root}}}
		w := &writer{elem: "float64", plan: newPlan(g, k, loops{dim: 1}), scalars: map[ir.Sym]string{}}
		for i := range paramValues {
			w.scalars[ir.Sym{Role: ir.Param, Index: uint16(i)}] = fmt.Sprintf("p%d", i)
		}
		source := fmt.Sprintf("%#v", w.expr(root, precLowest))
		e, err := parser.ParseExpr(source)
		require.NoError(t, err, source)
		got := evalGo(t, e)
		if math.IsNaN(want) {
			require.True(t, math.IsNaN(got), source)
			return
		}
		if want == 0 {
			require.Zero(t, got, source)
			return
		}
		require.Equal(t, math.Float64bits(want), math.Float64bits(got), source)
	})
}

func TestLiteralsRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := math.Abs(rapid.Float64().Draw(t, "v"))
		if math.IsInf(v, 0) || v == 0 {
			return
		}
		got, err := strconv.ParseFloat(number(v), 64)
		require.NoError(t, err)
		require.Equal(t, v, got)
	})
	for v, want := range map[float64]string{
		0.1: "0.1", 1: "1", 1.4e6: "1400000", 1e7: "1e+07", 1e-9: "1e-09",
		math.Inf(-1): "math.Inf(-1)", math.Copysign(0, -1): "math.Copysign(0, -1)",
	} {
		require.Equal(t, want, fmt.Sprintf("%#v", literal(v, "float64")))
	}
	require.Equal(t, "float32(math.NaN())", fmt.Sprintf("%#v", literal(math.NaN(), "float32")))
}
