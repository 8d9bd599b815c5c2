package pass

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/codegen/eval"
	. "github.com/pindiff/pindiffc/codegen/internal/modeltest"
	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/dsl/model"
)

// What upwind schemes leave in sums is joined, and computes the same, whatever the signs
// of what is chosen by.
func TestUpwindJoins(t *testing.T) {
	g := ir.New(1)
	load := func(i int) ir.ID { return g.Load(ir.Sym{Role: ir.State, Index: uint16(i)}, ir.Offset{}) }
	zero, v, a, b := g.Num(0), load(0), load(1), load(2)
	high, low := g.Max(v, zero), g.Min(v, zero)
	half := g.Mul(g.Num(0.5), v)
	for _, c := range []struct {
		sum  ir.ID
		want string
	}{
		{g.Add(g.Mul(high, a), g.Mul(low, a)), "z0[i]*z1[i]"},
		{g.Sub(g.Mul(high, a), g.Mul(low, a)), "z1[i]*abs(z0[i])"},
		{g.Sub(g.Mul(low, a), g.Mul(high, a)), "-z1[i]*abs(z0[i])"},
		{g.Add(g.Mul(high, a), g.Mul(low, b)), "z0[i]*select(less(z0[i], 0), z2[i], z1[i])"},
		{g.Add(g.Mul(low, b), g.Mul(high, a)), "z0[i]*select(less(z0[i], 0), z2[i], z1[i])"},
		{g.Sub(g.Mul(low, b), g.Mul(high, a)), "z2[i]*min(z0[i], 0) - z1[i]*max(z0[i], 0)"},
		{
			g.Add(g.Mul(high, a), g.Select(g.LessEq(zero, v), g.Mul(v, a), zero)),
			"2*z0[i]*select(lessEq(0, z0[i]), z1[i], 0)",
		},
		{ // the derivative of max(v/2, 0)*v and min(v/2, 0)*v
			g.Sum(
				g.Mul(g.Max(half, zero), a), g.Select(g.LessEq(zero, half), g.Mul(half, a), zero),
				g.Mul(g.Min(half, zero), b), g.Select(g.Less(half, zero), g.Mul(half, b), zero),
			),
			"z0[i]*select(less(0.5*z0[i], 0), z2[i], z1[i])",
		},
		{g.Add(g.Mul(high, a), g.Mul(high, b)), "max(z0[i], 0)*(z1[i] + z2[i])"},
	} {
		made := factored(g, []ir.ID{c.sum})[0]
		require.Equal(t, c.want, g.String(made))
		for _, x := range []float64{-1.25, 0, 0.75} {
			require.InDelta(t, valueAt(g, c.sum, x, 3, -5), valueAt(g, made, x, 3, -5), 1e-15, c.want)
		}
	}
}

// valueAt is that of an expression of three states on a grid of one cell.
func valueAt(g *ir.Graph, id ir.ID, states ...float64) float64 {
	b := New(Axis("x", 0, 1, 1, true))
	p := &program.Program{Model: b.Model, Graph: g}
	k := &program.Kernel{Out: []program.Output{{Sym: ir.Sym{Role: ir.Out}, Root: id}}}
	m := eval.New(p, nil)
	for i, v := range states {
		m.Val(ir.State, i)[m.At([3]int{}, ir.Offset{})] = v
	}
	m.RunKernel(k)
	return m.Val(ir.Out, 0)[m.At([3]int{}, ir.Offset{})]
}

// The derivatives of an upwind scheme whose velocity is the state cost about as much as
// the scheme, or less, and compute what they did.
func TestUpwindDerivativesAreCheap(t *testing.T) {
	b := New(Axis("x", 0, 1, 6, true), Axis("y", 0, 1, 7, true))
	u := b.State("u", nil)
	half := Mul(Num(0.5), u)
	b.Equation(u, Add(Ddt(u), Div(model.SchemeUpwind, Mul(Vec(half, half), u))), Lap(u))
	p := lower(t, b.Model)
	before := values(p)
	factorSums(p)
	after := values(p)
	for i := range before {
		require.InDelta(t, before[i], after[i], 1e-11*(1+math.Abs(before[i])))
	}
	cost := func(name string) int { return p.Graph.Cost(nil, p.Kernel(name).Roots()...) }
	require.LessOrEqual(t, cost("apply.adjoint"), cost("apply"))
	require.LessOrEqual(t, 4*cost("apply.tangent"), 5*cost("apply"))
}
