package pass

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/codegen/derive"
	"github.com/pindiff/pindiffc/codegen/discretize"
	"github.com/pindiff/pindiffc/codegen/eval"
	. "github.com/pindiff/pindiffc/codegen/internal/modeltest"
	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/dsl/model"
)

// upwind transport with diffusion of a variable coefficient, in two dimensions.
func transport() *model.Model {
	b := New(Axis("x", 0, 1, 6, true), Axis("y", 0, 1, 7, true))
	kappa := b.Param("kappa", 0.3)
	u := b.State("u", nil)
	vx, vy := b.Closure("vx", b.X(0), b.X(1)), b.Closure("vy", b.X(0), b.X(1))
	b.Equation(u, Add(Ddt(u), Div("upwind", Mul(Vec(vx, vy), u))), Div("", Mul(kappa, Grad(u))))
	return b.Model
}

func heat(scheme string, kind model.ConditionKind) *model.Model {
	b := New(Axis("x", 0, 1, 6, false), Axis("y", 0, 1, 7, true))
	u := b.State("u", nil)
	k := b.Let("k", Add(Num(2), b.X(0)))
	b.Face(k, "value")
	b.Equation(u, Ddt(u), Div(scheme, Mul(k, Grad(u))))
	b.Condition(u, 0, false, kind, Num(1))
	b.Condition(u, 0, true, model.Symmetry, nil)
	return b.Model
}

func lower(t *testing.T, m *model.Model) *program.Program {
	p, problems := discretize.Discretize(m)
	require.Empty(t, problems)
	derive.Derive(p)
	return p
}

// values runs every kernel on the same random arrays and returns what they write.
func values(p *program.Program) (out []float64) {
	m := eval.New(p, nil)
	for _, k := range p.Kernels {
		rng := rand.New(rand.NewPCG(3, 4))
		for r := ir.State; r <= ir.Out; r++ {
			for i := range 4 {
				for _, v := range []ir.Variant{ir.Primal, ir.Dir, ir.Cot} {
					a := m.Array(ir.Sym{Role: r, Variant: v, Index: uint16(i)})
					for j := range a {
						a[j] = 2*rng.Float64() - 1
					}
				}
			}
		}
		clear(m.CotParam)
		m.RunKernel(k)
		for _, o := range k.Out {
			m.Cells(func(c [3]int) { out = append(out, m.Array(o.Sym)[m.At(c, o.Off)]) })
		}
		out = append(out, m.CotParam...)
	}
	return out
}

func TestFactorKeepsValues(t *testing.T) {
	for _, m := range []*model.Model{transport(), heat("harmonic", model.Value), heat("", model.Gradient)} {
		p := lower(t, m)
		before := values(p)
		factorSums(p)
		after := values(p)
		require.Len(t, after, len(before))
		for i := range before {
			require.InDelta(t, before[i], after[i], 1e-11*(1+math.Abs(before[i])))
		}
	}
}

func TestFactorMakesAdjointCheap(t *testing.T) {
	p := lower(t, transport())
	factorSums(p)
	apply, adjoint := p.Kernel("apply"), p.Kernel("apply.adjoint")
	require.Equal(t, "alpha*out_u_bar[i,j]"+
		" + kappa*beta*(out_u_bar[i,j] - out_u_bar[i-1,j] - (out_u_bar[i+1,j] - out_u_bar[i,j]))/dx^2"+
		" - beta*vx[i,j]*select(less(vx[i,j], 0), out_u_bar[i,j] - out_u_bar[i-1,j], out_u_bar[i+1,j] - out_u_bar[i,j])/dx"+
		" + kappa*beta*(out_u_bar[i,j] - out_u_bar[i,j-1] - (out_u_bar[i,j+1] - out_u_bar[i,j]))/dy^2"+
		" - beta*vy[i,j]*select(less(vy[i,j], 0), out_u_bar[i,j] - out_u_bar[i,j-1], out_u_bar[i,j+1] - out_u_bar[i,j])/dy",
		p.Text(adjoint.Out[0].Root))
	require.LessOrEqual(t, p.Graph.Cost(nil, adjoint.Roots()...), p.Graph.Cost(nil, apply.Roots()...))
}

func TestSymmetric(t *testing.T) {
	nonlinear := New(Axis("x", 0, 1, 6, true))
	u := nonlinear.State("u", nil)
	nonlinear.Equation(u, Ddt(u), Div("", Mul(u, Grad(u))))
	for name, c := range map[string]struct {
		m    *model.Model
		want bool
	}{
		"diffusion":                   {heat("", model.Value), true},
		"diffusion, harmonic":         {heat("harmonic", model.Gradient), true},
		"transport":                   {transport(), false},
		"diffusion that depends on u": {nonlinear.Model, false},
	} {
		p := lower(t, c.m)
		markSymmetric(p)
		require.Equal(t, c.want, p.Symmetric, name)
	}
}
