package pass

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	. "github.com/pindiff/pindiffc/codegen/internal/modeltest"
	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/dsl/model"
)

// hot diffuses heat with a conductivity that is dear, and loses it by a source that is
// dear too; between walls along some axes.
func hot(walls bool, cells ...int) *model.Model {
	var axes []model.Axis
	for a, n := range cells {
		axes = append(axes, Axis(string("xyz"[a]), 0, 1, n, !walls))
	}
	b := New(axes...)
	e := b.Param("e", 0.4)
	u := b.State("u", nil)
	k := Mul(Call("exp", Neg(Mul(e, u))), Add(Num(2), Mul(u, u)))
	b.Equation(u, Ddt(u), Sub(Div("harmonic", Mul(k, Grad(u))), Call("exp", Mul(e, u))))
	for a := range axes {
		if walls {
			b.Condition(u, a, false, model.Value, Num(1))
			b.Condition(u, a, true, model.Gradient, Num(0.1))
		}
	}
	return b.Model
}

// What kernels compute does not change when they compute less: on axes with walls,
// periodic ones, and with kernels that run over ghosts.
func TestOnceKeepsValues(t *testing.T) {
	for name, m := range map[string]*model.Model{
		"line, walls": hot(true, 9), "line, periodic": hot(false, 9),
		"plane, walls": hot(true, 7, 6), "plane, periodic": hot(false, 6, 7),
		"space, walls": hot(true, 5, 6, 7), "space, periodic": hot(false, 6, 5, 7),
	} {
		t.Run(name, func(t *testing.T) {
			p := lower(t, m)
			before := values(p)
			onceForEachCell(p)
			after := values(p)
			require.Len(t, after, len(before))
			for i := range before {
				if !math.IsNaN(before[i]) {
					require.InDelta(t, before[i], after[i], 1e-13*(1+math.Abs(before[i])))
				}
			}
			for _, k := range []string{"apply", "apply.tangent", "apply.adjoint", "matrix", "params.adjoint", "sweep"} {
				require.NotNil(t, p.Kernel(k).Once, k)
			}
		})
	}
}

// The conductivity is computed once for each cell, and so are its derivatives; the
// source, which no other cell reads, stays where it is.
func TestOnceTakesWhatIsDear(t *testing.T) {
	p := lower(t, hot(true, 7, 6))
	g := p.Graph
	count := func(k *program.Kernel, op ir.Op) (n int) {
		for _, id := range g.Reachable(k.Roots()...) {
			if g.Node(id).Op == op {
				n++
			}
		}
		return n
	}
	require.Equal(t, 6, count(p.Kernel("apply"), ir.Exp), "five cells, and the source")
	onceForEachCell(p)

	apply := p.Kernel("apply")
	require.Len(t, apply.Once.Out, 1)
	require.Equal(t, "exp(-e*u[i,j])*(2 + u[i,j]*u[i,j])", p.Text(apply.Once.Out[0].Root))
	require.Equal(t, [3][2]int{{1, 1}, {1, 1}}, apply.Once.Reach)
	require.Equal(t, apply.Region, apply.Once.Region)
	require.Equal(t, 1, count(apply, ir.Exp))
	require.Contains(t, p.Text(apply.Out[0].Root), "cell[i-1,j]")

	matrix := p.Kernel("matrix")
	require.Equal(t, 1, count(matrix, ir.Exp), "the source's derivative")
	require.Len(t, matrix.Once.Out, 2, "the conductivity and its derivative")
	require.Equal(t, 1, count(matrix.Once, ir.Exp))

	adjoint := p.Kernel("apply.adjoint")
	require.Equal(t, program.Extended, adjoint.Once.Region)
	require.Equal(t, 1, count(adjoint, ir.Exp))

	require.Less(t, g.Cost(nil, append(apply.Roots(), apply.Once.Roots()...)...), g.Cost(nil, lower(t, hot(true, 7, 6)).Kernel("apply").Roots()...))
}

// Where little would be saved, everything stays where it is.
func TestOnceLeavesWhatIsCheap(t *testing.T) {
	for _, m := range []*model.Model{transport(), heat("harmonic", model.Value)} {
		p := lower(t, m)
		before := p.Text(p.Kernel("apply").Out[0].Root)
		onceForEachCell(p)
		require.Nil(t, p.Kernel("apply").Once)
		require.Equal(t, before, p.Text(p.Kernel("apply").Out[0].Root))
	}
}
