package pass

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/codegen/eval"
	. "github.com/pindiff/pindiffc/codegen/internal/modeltest"
	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/dsl/model"
)

// carried is transport by a velocity on the faces and diffusion, both of which vary;
// between walls or periodic, on axes of so many cells.
func carried(walls bool, scheme, mean string, cells ...int) *model.Model {
	var axes []model.Axis
	for a, n := range cells {
		axes = append(axes, Axis(string("xyz"[a]), 0, 1, n, !walls))
	}
	b := New(axes...)
	u := b.State("u", nil)
	k := b.Let("k", Mul(b.Param("kappa", 0.3), Add(Num(2), b.X(0))))
	var v []*model.Expr
	for a := range axes {
		v = append(v, b.Closure("v"+axes[a].Name, b.X(a)))
	}
	b.Equation(u, Add(Ddt(u), Div(scheme, Mul(Vec(v...), u))), Sub(Div(mean, Mul(k, Grad(u))), Mul(u, u)))
	for a := range axes {
		if walls {
			b.Condition(u, a, false, model.Value, Num(1))
			b.Condition(u, a, true, model.Gradient, Num(0.1))
		}
	}
	if walls {
		b.Face(k, "zero_gradient")
		for _, x := range v {
			b.Face(x, "zero_gradient")
		}
	}
	return b.Model
}

// operator is what apply and its derivatives in the state write, of random coefficients,
// states, directions and cotangents.
func operator(p *program.Program) (out []float64) {
	m := eval.New(p, nil)
	rng := rand.New(rand.NewPCG(5, 6))
	random := func(a []float64) {
		for i := range a {
			a[i] = 2*rng.Float64() - 1
		}
	}
	for c := range p.Coefs {
		random(m.Val(ir.Coef, c))
		m.ExtendCoef(c, m.Val(ir.Coef, c))
	}
	for _, a := range [][]float64{m.Val(ir.State, 0), m.Dir(ir.State, 0), m.Cot(ir.Out, 0)} {
		random(a)
		m.Wrap(a)
	}
	for i := range p.Held {
		h := m.Val(ir.Held, i)
		for j := range h {
			h[j] = math.NaN()
		}
	}
	m.Run("held")
	for _, name := range []string{"apply", "apply.tangent", "apply.adjoint"} {
		m.Run(name)
	}
	m.Cells(func(c [3]int) {
		at := m.At(c, ir.Offset{})
		out = append(out, m.Val(ir.Out, 0)[at], m.Dir(ir.Out, 0)[at])
	})
	return append(out, m.Cot(ir.State, 0)...) // ghosts too
}

// What apply and its derivatives in the state compute stays the same when they read what
// is held, in whatever dimension, between walls too; and no other kernel changes.
func TestHoldKeepsValues(t *testing.T) {
	for name, m := range map[string]*model.Model{
		"line, walls": carried(true, "upwind_face", "harmonic", 9), "line, periodic": carried(false, "upwind_face", "harmonic", 9),
		"plane, walls": carried(true, "upwind_face", "", 7, 6), "plane, periodic": carried(false, "upwind_face", "", 6, 7),
		"space, walls": carried(true, "upwind_face", "harmonic", 5, 6, 7), "space, periodic": carried(false, "upwind_face", "harmonic", 6, 5, 7),
		"wide": carried(false, "vanleer", "harmonic", 9, 8),
	} {
		t.Run(name, func(t *testing.T) {
			p := lower(t, m)
			before, roots := operator(p), map[string][]ir.ID{}
			for _, k := range p.Kernels {
				roots[k.Name] = k.Roots()
			}
			hold(p)
			require.NotEmpty(t, p.Held)
			after := operator(p)
			require.Len(t, after, len(before))
			for i := range before {
				require.InDelta(t, before[i], after[i], 1e-11*(1+math.Abs(before[i])))
			}
			for _, k := range p.Kernels {
				switch k.Name {
				case "held", "apply", "apply.tangent", "apply.adjoint":
				default:
					require.Equal(t, roots[k.Name], k.Roots(), k.Name)
				}
			}
		})
	}
}

// A flux of two cells reads two coefficients: that of the difference, and what is left,
// in which the parts of the velocity are one again and diffusion has cancelled.
func TestHoldOfAFlux(t *testing.T) {
	p := lower(t, carried(false, "upwind_face", "", 6, 7))
	hold(p)
	var text []string
	for _, h := range p.Held {
		text = append(text, h.Name+" = "+p.Text(h.Expr))
	}
	require.Equal(t, []string{
		"riseX = 0.5*kappa*(coef2[i,j] + coef2[i-1,j])/dx - min(0.5*(vx[i,j] + vx[i-1,j]), 0)",
		"carryX = 0.5*(vx[i,j] + vx[i-1,j])",
		"riseY = 0.5*kappa*(coef2[i,j] + coef2[i,j-1])/dy - min(0.5*(vy[i,j] + vy[i,j-1]), 0)",
		"carryY = 0.5*(vy[i,j] + vy[i,j-1])",
	}, text)
	k := p.Kernel("held")
	require.Equal(t, [3][2]int{{0, 1}, {0, 1}}, k.Reach, "the high faces of the last cells")
	for _, name := range []string{"apply", "apply.tangent", "apply.adjoint"} {
		require.False(t, p.Graph.UsesRole(p.Kernel(name).Roots()[0], ir.Coef), name)
	}
	require.True(t, slices.Index(p.Kernels, k) < slices.Index(p.Kernels, p.Kernel("apply")))
}

// Nothing is held that does not save enough, or that changes between time levels or with
// a state.
func TestHoldTakesWhatPays(t *testing.T) {
	plane := func(equation func(b *Builder, u *model.Expr)) *model.Model {
		b := New(Axis("x", 0, 1, 6, true), Axis("y", 0, 1, 7, true))
		equation(b, b.State("u", nil))
		return b.Model
	}
	diffusion := func(mean string) *model.Model {
		return plane(func(b *Builder, u *model.Expr) {
			b.Equation(u, Ddt(u), Div(mean, Mul(b.Closure("k", b.X(0), b.X(1)), Grad(u))))
		})
	}
	unsteady := plane(func(b *Builder, u *model.Expr) {
		v := b.Closure("v", b.X(0), b.T())
		b.Equation(u, Add(Ddt(u), Div("upwind_face", Mul(Vec(v, v), u))), Div("harmonic", Mul(v, Grad(u))))
	})
	nonlinear := plane(func(b *Builder, u *model.Expr) {
		b.Equation(u, Ddt(u), Div("harmonic", Mul(Add(Num(2), Mul(u, u)), Grad(u))))
	})
	for name, c := range map[string]struct {
		m    *model.Model
		held int
	}{
		"means of conductivities":        {diffusion("arithmetic"), 0},
		"harmonic means":                 {diffusion("harmonic"), 2},
		"donor cells":                    {transport(), 0},
		"upwind on faces":                {carried(false, "upwind_face", "", 6, 7), 4},
		"a velocity that varies in time": {unsteady, 0},
		"a law of the state":             {nonlinear, 0},
	} {
		p := lower(t, c.m)
		hold(p)
		require.Len(t, p.Held, c.held, name)
		require.Equal(t, c.held > 0, p.Kernel("held") != nil, name)
	}
}
