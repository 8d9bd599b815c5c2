// Package testsystem holds two small systems written by hand to the contract of
// package kernel, for the tests of packages that run any system: a slow,
// dual-number rendering of what the compiler generates, checked by nothing but
// its simplicity. It is for tests only.
package testsystem

import (
	"math"

	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/nn"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// Options choose a variant.
type Options struct {
	Periodic  [2]bool
	Nonlinear bool // adds -r u^2
	Unsteady  bool // boundary data and the closure depend on time
	Lagged    bool // velocity at the start of the step, and a lagged source
	Closure   bool // the velocity comes from a network, else from a field
	Source    bool // sources other than r
}

// Names of parameters, in order.
const (
	Rho = iota
	Kappa
	R
	Ub
	Q
	S
	Start
)

// New returns transport with a source on a line (dim 1) or a rectangle (dim 2):
//
//	rho du/dt = -div(v u) + div(k grad u) + 0.1 kappa d2u/dxdy - r u^2 + s lag(u)
//
// k(x) is computed on ghosts of the low faces and extended on high ones; where an
// axis is not periodic u = ub (1 + 0.3 sin(t + y)) on the low face and du/dn = q
// on the high one.
func New[T vec.Float](dim int, o Options) *kernel.Problem[T] {
	p := &kernel.Problem[T]{
		Name: "testsystem", Halo: 1, TimeUnit: kernel.Unit{Scale: 1},
		Steps:  []float64{0.01, 0.01, 0.01, 0.015, 0.005, 0.01, 0.01, 0.01, 0.01, 0.01},
		States: []kernel.StateInfo{{Name: "u", Default: true, Conservative: !o.Source && !o.Nonlinear}},
		Params: []kernel.Param{
			{Name: "rho", Default: 1.3}, {Name: "kappa", Default: 0.02}, {Name: "r", Default: 0.8},
			{Name: "ub", Default: 0.7}, {Name: "q", Default: 0.4}, {Name: "s", Default: 0.5}, {Name: "start", Default: 0.6},
		},
		Fields: []kernel.Field{{Name: "v"}},
		Linear: !o.Nonlinear, Diagonal: true,
		Scheme: "crank_nicolson", Nonlinear: "newton", LinearSolver: "auto", Adjoint: "implicit",
		Relax: 0.9, MaxIter: 400, MaxLinear: 400,
	}
	cellsOf := []int{10, 8}
	for a := range dim {
		p.Axes = append(p.Axes, kernel.Axis{Name: string(rune('x' + a)), Lo: -0.5, Hi: 1, Cells: cellsOf[a], Periodic: o.Periodic[a]})
		if a == 1 {
			p.Axes[a].Lo, p.Axes[a].Hi = 0, 1
		}
	}
	if o.Closure {
		args, axes, in := []string{"x", "t"}, []int{0, -1}, []int{0}
		if o.Unsteady {
			in = []int{0, 1}
		}
		p.Closures = []kernel.Closure{{
			Name: "w", Args: args, Axes: axes, Time: o.Unsteady,
			Net: nn.Net{Kind: "mlp", In: in, Hidden: []int{6}, Activation: "tanh", Output: "linear", Scale: 1, W0: 1, WHidden: 1},
		}}
	}
	rules(p, dim, o)
	s := stencil[T]{value: func(l *local) num { return residual(l, dim, o) }, coefs: 2, np: len(p.Params)}
	s.reads = []kernel.Role{kernel.State, kernel.Lag, kernel.Coef, kernel.CoefLag, params}
	k := &p.Kernels
	k.Apply = kernel.Forms[T]{Value: s.Value, Tangent: s.Tangent(kernel.State), Adjoint: s.Adjoint(true, kernel.State)}
	k.Inputs.Tangent = s.Tangent(kernel.Lag, kernel.Coef, kernel.CoefLag, params)
	k.Inputs.Adjoint = s.Adjoint(false, kernel.Lag, kernel.Coef, kernel.CoefLag)
	k.Params = s.Adjoint(false, params)
	m := stencil[T]{value: func(l *local) num { return l.param[Rho] }, np: len(p.Params), reads: []kernel.Role{params}}
	k.Mass = kernel.Forms[T]{Value: m.Value, Tangent: m.Tangent(params), Adjoint: m.Adjoint(false, params)}
	sw := s
	sw.value = func(l *local) num {
		r := residual(l, dim, o).sub(l.rhs)
		return l.state[at(0, 0)].sub(r.div(diagonal(l, dim, o)).scale(l.omega))
	}
	sw.reads = append([]kernel.Role{kernel.Rhs}, s.reads...)
	k.Sweep = kernel.Forms[T]{Value: sw.Value, Adjoint: sw.Adjoint(true, kernel.State)}
	k.SweepInputs = sw.Adjoint(false, kernel.Rhs, kernel.Lag, kernel.Coef, kernel.CoefLag)
	k.SweepParams = sw.Adjoint(false, params)
	pointwise(p, dim, o)
	boundaries(p, dim, o)
	return p
}

// velocity and diffusivity are coefficients 0 and 1.
func velocity(l *local, o Options) *[9]num {
	if o.Lagged {
		return &l.coefLag[0]
	}
	return &l.coef[0]
}

// residual is alpha*m - beta*f of one cell.
func residual(l *local, dim int, o Options) num {
	u := &l.state
	u0 := u[at(0, 0)]
	f := num{}
	for a := range dim {
		lo, hi := at(-1, 0), at(1, 0)
		if a == 1 {
			lo, hi = at(0, -1), at(0, 1)
		}
		low, high := flux(l, a, lo, at(0, 0), o), flux(l, a, at(0, 0), hi, o)
		f = f.sub(high.sub(low).scale(1 / l.h[a]))
	}
	if dim == 2 {
		cross := u[at(1, 1)].sub(u[at(1, -1)]).sub(u[at(-1, 1)]).add(u[at(-1, -1)])
		f = f.add(cross.mul(l.param[Kappa]).scale(0.1 / (4 * l.h[0] * l.h[1])))
	}
	if o.Nonlinear {
		f = f.sub(l.param[R].mul(u0).mul(u0))
	}
	if o.Source {
		src := u0
		if o.Lagged {
			src = l.lag[at(0, 0)]
		}
		f = f.add(l.param[S].mul(src))
	}
	return l.param[Rho].mul(u0).scale(l.alpha).sub(f.scale(l.beta))
}

// flux from cell i to its upper neighbour j along axis a: donor cell, mean diffusivity.
func flux(l *local, a, i, j int, o Options) num {
	v, k := velocity(l, o), &l.coef[1]
	adv := v[i].pos().mul(l.state[i]).add(v[j].neg().mul(l.state[j]))
	return adv.sub(k[i].add(k[j]).mul(l.state[j].sub(l.state[i])).scale(0.5 / l.h[a]))
}

// diagonal is d residual / d u of the cell itself.
func diagonal(l *local, dim int, o Options) num {
	v, k, m := velocity(l, o), &l.coef[1], at(0, 0)
	d := l.param[Rho].scale(l.alpha)
	for a := range dim {
		lo, hi := at(-1, 0), at(1, 0)
		if a == 1 {
			lo, hi = at(0, -1), at(0, 1)
		}
		diff := k[lo].add(k[m]).add(k[m]).add(k[hi]).scale(0.5 / l.h[a])
		d = d.add(v[m].pos().sub(v[m].neg()).add(diff).scale(l.beta / l.h[a]))
	}
	if o.Nonlinear {
		d = d.add(l.param[R].mul(l.state[m]).scale(2 * l.beta))
	}
	if o.Source && !o.Lagged {
		d = d.sub(l.param[S].scale(l.beta))
	}
	return d
}

// Start values, exact to the parameter `start`.
func start(x, y float64) float64 { return 1 + 0.3*math.Sin(2*x+1) + 0.2*math.Cos(3*y) }
