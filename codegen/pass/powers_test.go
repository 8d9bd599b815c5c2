package pass

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
)

// value evaluates id with x for every load.
func value(g *ir.Graph, id ir.ID, x float64) float64 {
	n := g.Node(id)
	if n.Op == ir.Load {
		return x
	}
	if v, ok := g.Value(id); ok {
		return v
	}
	var a [3]float64
	for i, o := range n.Operands() {
		a[i] = value(g, o, x)
	}
	return n.Op.Info().Eval(a[0], a[1], a[2])
}

// powers is a kernel of x^c and its derivative, written by the pass.
func powers(c float64) (g *ir.Graph, k *program.Kernel) {
	g = ir.New(1)
	x := g.Load(ir.Sym{Role: ir.State}, ir.Offset{})
	power := g.Pow(x, g.Num(c))
	slope := g.Push(power, func(id ir.ID, _ ir.Node) (ir.ID, bool) { return g.Num(1), id == x })
	k = &program.Kernel{Out: []program.Output{{Root: power}, {Root: slope}}}
	writePowers(&program.Program{Graph: g, Kernels: []*program.Kernel{k}})
	return g, k
}

// Powers that are written as roots have the values of powers, and so have their
// derivatives, at zero, below it and at infinity too.
func TestPowers(t *testing.T) {
	for _, c := range []float64{0.25, 0.5, 0.75, 1.25, 1.5, 1.75, 3.5, 7.75, -0.25, -0.75, -1.5, 5. / 3, 5./3 - 1, 2. / 3,
		1. / 3, 4. / 3, 7. / 3, -1. / 3, -5. / 3, 1.4, 2.3, -2.3, 0.3, -0.3, 8.5, 1.0001, 2. / 7} {
		g, k := powers(c)
		for _, x := range []float64{0, 1e-300, 1e-9, 0.3, 1, 2, 1e9, 1e30, -1, -2.5, math.Inf(1), math.NaN()} {
			got := value(g, k.Out[0].Root, x)
			same(t, math.Pow(x, c), got, fmt.Sprintf("%g^%g", x, c))
			if c != 0.5 || x > 0 { // the derivative of sqrt is 0 at 0
				same(t, c*math.Pow(x, c-1), value(g, k.Out[1].Root, x), fmt.Sprintf("derivative of %g^%g", x, c))
			}
		}
	}
}

func same(t *testing.T, want, got float64, what string) {
	t.Helper()
	switch {
	case math.IsNaN(want):
		require.True(t, math.IsNaN(got), "%s: %g", what, got)
	case want == 0 || math.IsInf(want, 0):
		require.Equal(t, want, got, what)
	default:
		require.InEpsilon(t, want, got, 1e-13, what)
	}
}

// A power and its derivative are made of as few roots and powers as one of them.
func TestPowersShare(t *testing.T) {
	for _, s := range []struct {
		c     float64
		op    ir.Op
		count int
	}{
		{1.75, ir.Sqrt, 2}, {1.5, ir.Sqrt, 1}, {2.25, ir.Sqrt, 2}, {0.75, ir.Sqrt, 2}, {-1.25, ir.Sqrt, 2},
		{5. / 3, ir.CubeRoot, 1}, {4. / 3, ir.CubeRoot, 1}, {-2. / 3, ir.CubeRoot, 1}, {2.3, ir.Pow, 1}, {-2.3, ir.Pow, 1},
	} {
		g, k := powers(s.c)
		count := map[ir.Op]int{}
		for _, id := range g.Reachable(k.Roots()...) {
			count[g.Node(id).Op]++
		}
		require.Equal(t, s.count, count[s.op], "exponent %g", s.c)
		require.Equal(t, s.count, count[ir.Sqrt]+count[ir.CubeRoot]+count[ir.Pow], "exponent %g", s.c)
	}
}
