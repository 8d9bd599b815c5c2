package mms

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/codegen/discretize"
	"github.com/pindiff/pindiffc/codegen/pass"
	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/dsl"
	"github.com/pindiff/pindiffc/dsl/diag"
	"github.com/pindiff/pindiffc/dsl/manufacture"
	"github.com/pindiff/pindiffc/dsl/model"
)

func load(t *testing.T, src string) *model.Model {
	t.Helper()
	m, _, problems := dsl.Load("test.pde", []byte(src))
	require.NotNil(t, m, "%v", problems)
	return m
}

func lower(t *testing.T, m *model.Model) *program.Program {
	t.Helper()
	p, problems := discretize.Discretize(m)
	require.False(t, diag.HasErrors(problems), "%v", problems)
	pass.Run(p)
	return p
}

func manufactured(t *testing.T, m *model.Model) *manufacture.Case {
	t.Helper()
	k, problems := manufacture.Manufacture(m)
	require.NotNil(t, k, "%v", problems)
	return k
}

// study runs the whole of it on the interpreter.
func study(t *testing.T, k *manufacture.Case, o Options) *Study {
	t.Helper()
	p := lower(t, k.Model)
	solve, err := New(p)
	require.NoError(t, err)
	s, err := Run(k, NewPlan(k, o), p.Null, solve, nil)
	require.NoError(t, err)
	for _, v := range s.Verdicts {
		t.Logf("%-4s in %-5s nominal %.1f (%s): fit %.2f, last %.2f, max norm %.2f: %s", v.State, v.In, v.Nominal, v.Why, v.Fit, v.Last, v.LastMax, v.Verdict)
	}
	return s
}

// spec is a system in one or two dimensions.
func spec(axes, body, boundary, exact, scheme string) string {
	return fmt.Sprintf("model test\n\ndomain {\n%s\n t in [0, 0.5] step 0.05\n}\n\n%s\n\nboundary {\n%s\n}\n\nnumerics { time %s }\n\nexact {\n%s\n}\n",
		axes, body, boundary, scheme, exact)
}

const line, square = " x in [0, 1] cells 16", " x in [0, 1] cells 6\n y in [0, 1] cells 6"

var systems = []struct{ name, src string }{
	{"advection and diffusion, walls", spec(line, "param k = 0.1\nstate u\nequation u: ddt(u) + div(central, [1 + x]*u) = div(k*grad(u))",
		"x = min: u = 0\nx = max: dn(u) = 0\nface(1 + x): value", "u = 1 + sin(2*x + 0.3)*exp(-t)", "crank_nicolson")},
	{"upwind, periodic", spec(line, "state u\nequation u: ddt(u) + div(upwind, [1]*u) = 0.01*lap(u)",
		"x: periodic", "u = 2 + sin(2*pi*(x - t))", "backward_euler")},
	{"viscous Burgers", spec(line, "state u\nequation u: ddt(u) + div(central, [u^2/2]) = 0.1*lap(u)",
		"x = min: u = 0\nx = max: u = 0", "u = 1.5 + tanh(x - t)", "crank_nicolson")},
	{"variable coefficient, harmonic, 2-D", spec(square, "field k = 1 + x*y\nstate u\nequation u: (2 + x)*ddt(u) = div(harmonic, k*grad(u)) - u^3",
		"x = min: u = 0\nx = max: dn(u) = 0\ny = min: dn(u) = 0\ny = max: u = 0\nface(k): value", "u = 1 + cos(x + 0.2)*sin(y)*exp(-t)", "crank_nicolson")},
	{"two states, 2-D, a periodic axis, walls with symmetry", spec(square, "state u\nstate v\nequation u: ddt(u) = 0.2*lap(u) + v*dx(v)\nequation v: ddt(v) = 0.3*lap(v) - u*v",
		"x: periodic\ny: symmetry", "u = 1 + sin(2*pi*x)*cos(pi*y)*exp(-t)\nv = 2 + cos(2*pi*x)*cos(pi*y)*cos(t)", "crank_nicolson")},
	{"Runge-Kutta", spec(line, "state u\nequation u: ddt(u) = 0.05*lap(u) - u^2",
		"x = min: u = 0\nx = max: u = 0", "u = 1 + sin(x + t)", "rk4")},
	{"a lagged factor", spec(line, "state u\nequation u: ddt(u) = div((1 + lag(u)^2)*grad(u))",
		"x = min: u = 0\nx = max: u = 0", "u = 1 + 0.5*sin(x + 3*t)", "crank_nicolson")},
	{"a closure with a truth", spec(line, "state u\nclosure f(x, t) = mlp(hidden: [4])\nequation u: ddt(u) = 0.3*lap(u) - f*u\ntruth { f = 1 + x*t }",
		"x = min: u = 0\nx = max: u = 0", "u = 1 + sin(x + t)", "crank_nicolson")},
	{"an ordinary differential equation", spec(line, "state u\nequation u: ddt(u) = -u^2", "", "u = 1 + x*sin(3*t)", "crank_nicolson")},
}

// Every system has the orders that its schemes promise.
func TestOrders(t *testing.T) {
	for _, s := range systems {
		t.Run(s.name, func(t *testing.T) {
			got := study(t, manufactured(t, load(t, s.src)), Options{})
			require.True(t, got.Passed())
			for _, v := range got.Verdicts {
				require.NotEqual(t, "exact", v.Verdict)
				if v.Nominal > 0 {
					require.Less(t, v.Last, v.Nominal+1.1, "a surprise: %+v", v)
				}
			}
		})
	}
}

// A source that is wrong in one place leaves an error that no grid removes.
func TestWrongSourceIsFound(t *testing.T) {
	k := manufactured(t, load(t, systems[0].src))
	let := k.Model.Lets[len(k.Model.Lets)-1]
	let.Value = &model.Expr{Op: model.OpMul, Args: []*model.Expr{{Op: model.OpNum, Value: 1.01}, let.Value}, Deps: let.Value.Deps}
	got := study(t, k, Options{})
	require.False(t, got.Passed())
	require.Less(t, got.Verdicts[0].Last, 0.3)
}

// So does a wrong datum on a face.
func TestWrongBoundaryIsFound(t *testing.T) {
	k := manufactured(t, load(t, systems[0].src))
	c := k.Model.Boundary[0]
	c.Expr = &model.Expr{Op: model.OpMul, Args: []*model.Expr{{Op: model.OpNum, Value: 1.01}, c.Expr}, Deps: c.Expr.Deps}
	require.False(t, study(t, k, Options{}).Passed())
}

// The sequence in time does not see the error in space: on a coarse grid it finds
// the order of each scheme.
func TestTimeSchemes(t *testing.T) {
	for _, scheme := range []string{"backward_euler", "crank_nicolson", "forward_euler", "rk4", "sdirk2", "bdf2", "ssp_rk3", "theta"} {
		t.Run(scheme, func(t *testing.T) {
			m := load(t, strings.Replace(systems[2].src, "cells 16", "cells 8", 1))
			m.Numerics.Scheme, m.Numerics.Theta = scheme, 0.7
			k := manufactured(t, m)
			plan := NewPlan(k, Options{})
			plan.Space, plan.Time = plan.Space[:2], nil
			for h := range 4 {
				plan.Time = append(plan.Time, Resolution{[]int{8}, 8 << h})
			}
			p := lower(t, k.Model)
			solve, err := New(p)
			require.NoError(t, err)
			s, err := Run(k, plan, p.Null, solve, nil)
			require.NoError(t, err)
			require.InDelta(t, TimeOrder(scheme, 0.7, false), s.Verdicts[1].Last, 0.3)
		})
	}
}

// The coloured Jacobian is that of unit vectors one by one.
func TestJacobian(t *testing.T) {
	k := manufactured(t, load(t, systems[4].src))
	s := newStepper(lower(t, k.Model), []int{7, 5})
	s.m.Run("initial")
	z := s.read(0)
	s.begin(z, 0)
	r := s.apply(z, 0.1, 1, 0.3, 1)
	s.jacobian()
	n := len(z)
	for j := 0; j < n; j += 3 {
		const h = 1e-6
		up := append([]float64{}, z...)
		up[j] += h
		down := append([]float64{}, z...)
		down[j] -= h
		high, low := s.apply(up, 0.1, 1, 0.3, 1), s.apply(down, 0.1, 1, 0.3, 1)
		for i := range r {
			require.InDelta(t, (high[i]-low[i])/(2*h), s.lu.At(i, j), 1e-5*(1+abs(s.lu.At(i, j))))
		}
	}
}

// Plans follow the schemes.
func TestPlan(t *testing.T) {
	k := manufactured(t, load(t, systems[1].src))
	p := NewPlan(k, Options{})
	require.Equal(t, []Resolution{{[]int{16}, 10}, {[]int{32}, 20}, {[]int{64}, 40}}, p.Space)
	require.Equal(t, 1.0, p.InSpace.Order)

	k = manufactured(t, load(t, strings.Replace(systems[5].src, "cells 16", "cells 64", 1)))
	p = NewPlan(k, Options{MaxSteps: 1000})
	require.Equal(t, []int{16}, p.Space[0].Cells)
	require.Equal(t, 16*p.Space[0].Steps, p.Space[2].Steps)
	require.LessOrEqual(t, p.Space[2].Steps, 1000)
}

// What is expected of a model is what its schemes promise.
func TestNominal(t *testing.T) {
	for _, c := range []struct {
		equation, boundary string
		order              float64
	}{
		{"lap(u)", "x: periodic", 2},
		{"-div([a]*u)", "x: periodic", 1},
		{"-div([u^2/2])", "x: periodic", 2},
		{"-div(central, [a]*u)", "x: periodic", 2},
		{"-div(upwind_face, [a]*lag(u))", "x: periodic", 1},
		{"-div(vanleer, [a]*u)", "x: periodic", 2},
		{"-dx(central4, u)", "x: periodic", 4},
		{"lap(u) - dx(central4, u)", "x: periodic", 2},
		{"lap(u) - dx(upwind, u)", "x: periodic", 1},
		{"div(a*grad(u))", "x = min: u = 0\nx = max: u = 0\nface(a): zero_gradient", 2},
		{"div(a*grad(u))", "x = min: u = 0\nx = max: dn(u) = 0\nface(a): zero_gradient", 1},
		{"div(a*grad(u))", "x = min: u = 0\nx = max: dn(u) = 0\nface(a): value", 2},
		{"-u", "", 0},
	} {
		m := load(t, spec(line, "let a = 1 + x\nstate u\nequation u: ddt(u) = "+c.equation, c.boundary, "u = 1", "crank_nicolson"))
		got := spaceOrder(m)
		require.Equal(t, c.order, got.Order, "%s: %s", c.equation, got.Why)
		require.Less(t, got.Least, c.order)
	}
	require.Equal(t, 1.0, TimeOrder("crank_nicolson", 0, true))
	require.Equal(t, 2.0, TimeOrder("theta", 0.5, false))
	require.Equal(t, 3, stiffness(load(t, spec(line, "state u\nlet f = grad(u)\nequation u: ddt(u) = div(lap(u)*[1])", "x: periodic", "u = 1", "rk4"))))
}

// An order is below what is asked, at it, or lost in round-off.
func TestVerdicts(t *testing.T) {
	h := []float64{1, 0.5, 0.25}
	errors := func(order float64) (e []Norms) {
		for _, x := range h {
			v := math.Pow(x, order)
			e = append(e, Norms{v, v, v})
		}
		return e
	}
	n := Nominal{2, 1.75, "test"}
	good := observed("u", "space", n, h, errors(1.9), 0)
	require.Equal(t, "pass", good.Verdict)
	require.InDelta(t, 1.9, good.Fit, 1e-12)
	require.InDelta(t, 1.9, good.Last, 1e-12)
	require.Equal(t, "fail", observed("u", "space", n, h, errors(1.5), 0).Verdict)
	require.Equal(t, "exact", observed("u", "space", n, h, errors(1.5), 1).Verdict)
	require.Equal(t, "fail", observed("u", "space", n, h, []Norms{{1, 1, 1}, {1, 1, 1}, {1, math.NaN(), 1}}, 0).Verdict)
}
