package eval_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/codegen/eval"
	. "github.com/pindiff/pindiffc/codegen/internal/modeltest"
	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/dsl/model"
)

// What leaves a cell enters its neighbour: f sums to zero over the cells of a
// periodic or insulated domain, to round-off.
func TestConservation(t *testing.T) {
	for _, scheme := range []string{"upwind", "upwind_face", "linear_upwind", "vanleer", "minmod", "central", "central_flux"} {
		b := New(Axis("x", 0, 1, 9, true), Axis("y", 0, 2, 8, true))
		u := b.State("u", nil)
		vx, vy := b.Closure("vx", b.X(0)), b.Closure("vy", b.X(0))
		f := b.Pointwise("f", 1)
		b.Equation(u, Add(Ddt(u), Div(scheme, Mul(Vec(vx, vy), u))), Div("harmonic", Mul(Apply(f, u), Grad(u))))
		requireConserved(t, b.Model)
	}
	mixed := func(u *model.Expr) *model.Expr {
		return Div("", Vec(Add(D(0, u), Mul(u, D(1, u))), Add(Mul(u, D(0, u)), D(1, u))))
	}
	b := New(Axis("x", 0, 1, 9, true), Axis("y", 0, 2, 8, true))
	u := b.State("u", nil)
	b.Equation(u, Ddt(u), Add(mixed(u), Lap(Sub(Pow(u, Num(3)), Lap(u)))))
	requireConserved(t, b.Model)

	for _, insulate := range []func(b *Builder, u *model.Expr, axis int, high bool){
		func(b *Builder, u *model.Expr, axis int, high bool) { b.Condition(u, axis, high, model.Symmetry, nil) },
		func(b *Builder, u *model.Expr, axis int, high bool) {
			b.Condition(u, axis, high, model.Gradient, Num(0))
		},
		func(b *Builder, u *model.Expr, axis int, high bool) { b.Condition(u, axis, high, model.Flux, Num(0)) },
	} {
		b := New(Axis("x", 0, 1, 9, false), Axis("y", 0, 2, 8, false))
		u := b.State("u", nil)
		for a := range 2 {
			insulate(b, u, a, false)
			insulate(b, u, a, true)
		}
		b.Equation(u, Ddt(u), Div("", Mul(u, Grad(u))))
		requireConserved(t, b.Model)
	}
	b = New(Axis("x", 0, 1, 9, false), Axis("y", 0, 2, 8, false))
	u = b.State("u", nil)
	for a := range 2 { // what enters through one face leaves through the other
		b.Condition(u, a, false, model.Flux, Mul(Num(-0.7), b.T()))
		b.Condition(u, a, true, model.Flux, Mul(Num(0.7), b.T()))
	}
	b.Equation(u, Add(Ddt(u), Div("vanleer", Mul(Vec(Num(1), Num(1)), u))), mixed(u))
	requireConserved(t, b.Model)
}

// A velocity that derives from a potential is, on the faces, the flux of the potential's
// own equation: what is the same everywhere is carried as div(k*grad(p)), to round-off,
// and so stays the same where that is 0. Cell velocities have no such property.
func TestFaceVelocityOfAPotential(t *testing.T) {
	for scheme, exact := range map[string]bool{"upwind_face": true, "linear_upwind": true, "vanleer": true, "minmod": true, "upwind": false} {
		b := New(Axis("x", 0, 1, 9, true), Axis("y", 0, 2, 8, false))
		u, p := b.State("u", nil), b.State("p", nil)
		k := Add(Num(2), Mul(Num(0.5), u, p))
		b.Equation(u, Ddt(u), Sub(Div(scheme, Mul(Vec(Mul(k, D(0, p)), Mul(k, D(1, p))), u)), Div("arithmetic", Mul(k, Grad(p)))))
		b.Equation(p, Ddt(p), Lap(p))
		for _, high := range []bool{false, true} {
			b.Condition(u, 1, high, model.Symmetry, nil)
			b.Condition(p, 1, high, model.Value, Num(0.3))
		}
		m := eval.New(lower(t, b.Model), nil)
		rng := rand.New(rand.NewPCG(1, 2))
		for i := range m.Val(ir.State, 0) {
			m.Val(ir.State, 0)[i] = 1
			m.Val(ir.State, 1)[i] = 2*rng.Float64() - 1
		}
		m.Alpha, m.Beta = 0, 1
		m.Bounds()
		m.Ghosts()
		m.Run("apply")
		left, size := 0.0, 0.0
		m.Cells(func(c [3]int) {
			left = max(left, math.Abs(m.Val(ir.Out, 0)[m.At(c, ir.Offset{})]))
			size = max(size, math.Abs(m.Val(ir.Out, 1)[m.At(c, ir.Offset{})]))
		})
		require.Greater(t, size, 1.0)
		require.Equal(t, exact, left < 1e-13*size, "%s: %g of %g", scheme, left, size)
	}
}

// Negative control: a form that is not conservative is found out.
func TestConservationCanFail(t *testing.T) {
	b := New(Axis("x", 0, 1, 9, true))
	u := b.State("u", nil)
	b.Equation(u, Ddt(u), Mul(u, D(0, u), u))
	sum, size := imbalance(lower(t, b.Model))
	require.Greater(t, math.Abs(sum), 1e-3*size)
}

func requireConserved(t *testing.T, model *model.Model) {
	t.Helper()
	sum, size := imbalance(lower(t, model))
	require.Greater(t, size, 1.0)
	require.Less(t, math.Abs(sum), 1e-13*size)
}

// imbalance is the sum of f over the cells, and that of its absolute value, at random values.
func imbalance(p *program.Program) (sum, size float64) {
	m := eval.New(p, nil)
	m.Net = newChain(p, 1).net
	m.Time = 0.4
	rng := rand.New(rand.NewPCG(1, 2))
	fill := func(a []float64) {
		for i := range a {
			a[i] = 2*rng.Float64() - 1
		}
	}
	for i := range m.P.Base {
		fill(m.Val(ir.Base, i))
	}
	fill(m.Val(ir.State, 0))
	m.Alpha, m.Beta = 0, 1
	m.Coefs()
	m.Bounds()
	m.Ghosts()
	m.Calls()
	m.Run("apply")
	out := m.Val(ir.Out, 0)
	m.Cells(func(c [3]int) {
		v := out[m.At(c, ir.Offset{})]
		sum += v
		size += math.Abs(v)
	})
	return sum, size
}

// A sweep with omega = 1 solves a problem without neighbours at once.
func TestSweep(t *testing.T) {
	b := New(Axis("x", 0, 1, 5, true))
	u := b.State("u", nil)
	b.Equation(u, Ddt(u), Neg(Mul(Num(3), u)))
	m := eval.New(lower(t, b.Model), nil)
	m.Alpha, m.Beta, m.Omega = 1, 0.5, 1
	for i := range m.Val(ir.Rhs, 0) {
		m.Val(ir.Rhs, 0)[i] = 5
		m.Val(ir.State, 0)[i] = float64(i)
	}
	m.Run("sweep")
	m.Cells(func(c [3]int) { require.InDelta(t, 2.0, m.Val(ir.Out, 0)[m.At(c, ir.Offset{})], 1e-14) })
}

// Nothing flows, and nothing is undefined, between cells of zero coefficient.
func TestHarmonicMeanOfZeros(t *testing.T) {
	b := New(Axis("x", 0, 1, 6, true))
	u := b.State("u", nil)
	k := b.Closure("k", b.X(0))
	b.Equation(u, Ddt(u), Div("harmonic", Mul(k, Grad(u))))
	m := eval.New(lower(t, b.Model), nil)
	m.Cells(func(c [3]int) {
		i := m.At(c, ir.Offset{})
		m.Val(ir.Base, 0)[i] = float64(max(c[0]-3, 0)) // 0 0 0 0 1 2
		m.Val(ir.State, 0)[i] = float64(c[0] * c[0])
		m.Cot(ir.Out, 0)[i] = 1 + float64(c[0])
	})
	m.Pad(m.Cot(ir.Out, 0))
	m.Alpha = 0
	m.Coefs()
	m.Ghosts()
	m.Run("apply")
	m.Run("inputs.adjoint")
	out, bar := m.Val(ir.Out, 0), m.Cot(ir.Coef, 0)
	for cell, want := range []float64{0, 0, 0, 0, -432, 432} { // 36 * 4/3 * 9 through one face
		i := m.At([3]int{cell}, ir.Offset{})
		require.InDelta(t, want, out[i], 1e-9)
		require.False(t, math.IsNaN(bar[i]))
	}
}

// A field of coordinates with the rule "value" is itself beyond the boundary;
// with "zero_gradient" it repeats.
func TestFaceRules(t *testing.T) {
	for rule, want := range map[string]float64{"value": -0.125, "zero_gradient": 0.125} {
		b := New(Axis("x", 0, 1, 4, false))
		u := b.State("u", nil)
		b.Equation(u, Ddt(u), Div("", Mul(b.X(0), Grad(u))))
		b.Condition(u, 0, false, model.Value, Num(0))
		b.Condition(u, 0, true, model.Value, Num(0))
		b.Face(b.X(0), rule)
		m := eval.New(lower(t, b.Model), nil)
		m.Coefs()
		require.Equal(t, want, m.Val(ir.Coef, 0)[m.At([3]int{-1}, ir.Offset{})])
		require.Equal(t, 0.875, m.Val(ir.Coef, 0)[m.At([3]int{3}, ir.Offset{})])
	}
}
