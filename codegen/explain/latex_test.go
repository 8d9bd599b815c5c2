package explain

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/pindiff/pindiffc/codegen/internal/programtest"
	"github.com/pindiff/pindiffc/codegen/ir"
)

// Expressions of every operator have balanced brackets, and the text of a number
// or of a name in them.
func TestLaTeXIsBalanced(t *testing.T) {
	p := programtest.Coupled(2, 1)
	x := &tex{p: p}
	x.place = func(n ir.Node) string { return x.indices(n.Off) }
	g := p.Graph
	rapid.Check(t, func(t *rapid.T) {
		nodes := []ir.ID{
			g.Num(2), g.Num(-0.5), g.Num(1e-7), g.Param(0), g.InvSpacing(0), g.Spacing(1), g.Coord(0, 1), g.Inside(1, -1),
			g.Load(ir.Sym{Role: ir.State}, ir.Along(0, 1)), g.Load(ir.Sym{Role: ir.Lag, Index: 1}, ir.Offset{}),
			g.Load(ir.Sym{Role: ir.Jac, Index: 2}, ir.Offset{}), g.Load(ir.Sym{Role: ir.Bound}, ir.Offset{}),
		}
		for range rapid.IntRange(1, 12).Draw(t, "size") {
			op := ir.Op(rapid.IntRange(int(ir.Neg), ir.NumOps-1).Draw(t, "op"))
			pick := func() ir.ID { return nodes[rapid.IntRange(0, len(nodes)-1).Draw(t, "operand")] }
			nodes = append(nodes, g.Op(op, pick(), pick(), pick()))
		}
		text := x.bounded(nodes[len(nodes)-1])
		require.Equal(t, strings.Count(text, "{"), strings.Count(text, "}"), text)
		require.Equal(t, strings.Count(text, `\left`), strings.Count(text, `\right`), text)
		require.Equal(t, strings.Count(text, `\begin`), strings.Count(text, `\end`), text)
		require.NotContains(t, text, "--")
		require.NotContains(t, text, "+ -")
	})
}

func TestLaTeXNames(t *testing.T) {
	for name, want := range map[string]string{
		"phi": `\phi`, "rho_c": `\rho_{c}`, "eps0": `\mathrm{eps}_{0}`, "T_inf": `T_{\mathrm{inf}}`, "u": "u", "a_b_c": `a_{\mathrm{b,c}}`,
	} {
		require.Equal(t, want, texName(name))
	}
	require.Equal(t, `\rho_{c;i,j}`, at(texName("rho_c"), "i,j"))
	require.Equal(t, `u_{i}^{n}`, at("u^{n}", "i"))
	require.Equal(t, "1.2 \\cdot 10^{-7}", texNumber(1.2e-7))
}

func TestLaTeXOfAnEnormousExpressionIsBounded(t *testing.T) {
	p := programtest.Coupled(1, 0)
	g := p.Graph
	x := g.Load(ir.Sym{Role: ir.State}, ir.Offset{})
	for range 60 {
		x = g.Call(ir.Sin, g.Add(x, g.Call(ir.Cos, x)))
	}
	p.Equations[0].Cell = x
	require.Less(t, len(LaTeX(p)), 10_000)
}
