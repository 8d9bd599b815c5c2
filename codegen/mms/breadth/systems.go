package breadth

import (
	"fmt"
	"strings"
)

// system is a whole set of equations, run with schemes in time and refined in space.
type system struct {
	name     string
	body     string // declarations and equations
	boundary string
	exact    string
	implicit bool // explicit schemes do not apply: algebraic rows, masses that are no factor
	lagged   bool
	two      bool    // two dimensions
	space    float64 // promised order in space; 0: 2
}

var systems = []system{
	{name: "diffusion, moving data", body: "state u\nequation u: ddt(u) = 0.1*lap(u)", boundary: "x = min: u = 0\nx = max: dn(u) = 0",
		exact: "u = 2 + sin(1.7*x + 8*t)"},
	{name: "viscous Burgers", body: "state u\nequation u: ddt(u) + div(central, [u^2/2]) = 0.1*lap(u)", boundary: "x = min: u = 0\nx = max: u = 0",
		exact: "u = 1.5 + tanh(x - 6*t)"},
	{name: "a field in ddt", body: "state u\nequation u: (1 + x)*ddt(u) = 0.1*lap(u) - u^2", boundary: "x: symmetry",
		exact: "u = 2 + cos(pi*x)*cos(8*t)"},
	{name: "a factor of ddt that is a state", body: "state T\nequation T: (1 + T^2)*ddt(T) = div((1 + T)*grad(T))", boundary: "x = min: T = 0\nx = max: dn(T) + T = 0",
		exact: "T = 1 + 0.3*sin(x + 8*t)"},
	{name: "a product in ddt", body: "state c\nstate e\nequation c: ddt(e*c) = 0.2*lap(c) - c\nequation e: ddt(e) = -c*e", implicit: true,
		boundary: "x = min: c = 0\nx = max: dn(c) = 0", exact: "c = 2 + sin(x + 8*t)\ne = 1 + 0.3*cos(2*x - 6*t)"},
	{name: "a state without derivatives in space", body: "state u\nstate w\nequation u: ddt(u) = 0.1*lap(u) + w\nequation w: ddt(w) = u - w^3",
		boundary: "x = min: u = 0\nx = max: u = 0", exact: "u = 1 + sin(x + 8*t)\nw = 1 + 0.4*cos(3*x - 8*t)"},
	{name: "an algebraic state, walls", body: "state u\nstate p\nequation u: ddt(u) = 0.1*lap(u) + dx(p)\nequation p: 0 = lap(p) - p + u^2", implicit: true,
		boundary: "x = min: u = 0, p = 0\nx = max: dn(u) = 0, dn(p) = 0", exact: "u = 1 + sin(x + 8*t)\np = cos(2*x - 6*t)"},
	{name: "a potential, known up to a constant", body: "state u\nstate p\nequation u: ddt(u) = 0.1*lap(u) + dx(p)*u\nequation p: 0 = lap(p) + u - 2", implicit: true,
		boundary: "x: periodic", exact: "u = 2 + 0.5*sin(2*pi*x + 8*t)\np = 0.2*cos(2*pi*x - 6*t)"},
	{name: "a potential between walls with a flux", body: "state u\nstate p\nequation u: ddt(u) = 0.1*lap(u) + dx(p)*u\nequation p: 0 = div((1 + u)*grad(p)) + u - 2", implicit: true,
		boundary: "x = min: u = 0, dn(p) = 0\nx = max: u = 0, flux(p) = 0", exact: "u = 2 + 0.5*sin(2*x + 8*t)\np = 0.2*cos(2*x - 6*t)"},
	{name: "pointwise closures, also on a face", body: "state u\nclosure f(u) = mlp(hidden: [4])\nclosure q(s) = mlp(hidden: [4])\n" +
		"equation u: ddt(u) = 0.1*lap(u) - f(u)*u + 0.1*q(dx(u))\ntruth {\n  f = 1 + 0.5*tanh(u)\n  q = s^2\n}",
		boundary: "x = min: u = 0\nx = max: -dn(u) = 0.5*q(u - 1)", exact: "u = 2 + sin(x + 8*t)"},
	{name: "vorticity and stream function", two: true, implicit: true,
		body:     "state w\nstate s\nequation w: ddt(w) + div(central, [dy(s), -dx(s)]*w) = 0.05*lap(w)\nequation s: 0 = lap(s) + w",
		boundary: "x: periodic\ny: periodic", exact: "w = sin(2*pi*x + 4*t)*cos(2*pi*y)\ns = 0.2*cos(2*pi*x)*sin(2*pi*y - 4*t)"},
	{name: "two species, mixed conditions", two: true,
		body:     "state u\nstate v\nequation u: ddt(u) = 0.2*lap(u) - u*v^2\nequation v: ddt(v) = 0.1*lap(v) + u*v^2 - v",
		boundary: "x = min: u = 0, dn(v) = 0\nx = max: dn(u) + u = 0, v = 0\ny: periodic",
		exact:    "u = 1 + 0.5*sin(x + 6*t)*cos(2*pi*y)\nv = 1 + 0.5*cos(x - 6*t)*sin(2*pi*y)"},
	{name: "zero_gradient under a value", body: "let k = 0.2 + 0.1*sin(3*x)\nstate u\nequation u: ddt(u) = div(k*grad(u))",
		boundary: "x = min: u = 0\nx = max: u = 0\nface(k): zero_gradient", exact: "u = 2 + sin(1.7*x + 8*t)"},
	{name: "zero_gradient under a gradient", space: 1, body: "let k = 0.2 + 0.1*sin(3*x)\nstate u\nequation u: ddt(u) = div(k*grad(u))",
		boundary: "x = min: dn(u) = 1\nx = max: dn(u) = 1\nface(k): zero_gradient", exact: "u = 2 + sin(1.7*x + 8*t)"},
	{name: "lag of a coefficient", body: "state u\nequation u: ddt(u) = 0.1*lap(u) - lag(u^2)*u", lagged: true,
		boundary: "x = min: u = 0\nx = max: u = 0", exact: "u = 2 + sin(x + 8*t)"},
}

// schemes in time and their orders.
var schemes = []struct {
	name     string
	order    float64
	explicit bool
}{
	{"forward_euler", 1, true}, {"ssp_rk3", 3, true}, {"rk4", 4, true},
	{"backward_euler", 1, false}, {"crank_nicolson", 2, false}, {"crank_nicolson(damped: 2)", 2, false},
	{"theta(0.6)", 1, false}, {"bdf2", 2, false}, {"sdirk2", 2, false},
}

// Time runs every system with every scheme in time that applies.
func Time(report func(Result)) {
	for _, s := range systems {
		for _, g := range schemes {
			if s.implicit && g.explicit {
				continue
			}
			order := g.order
			if s.lagged {
				order = 1
			}
			r := Result{What: s.name, With: g.name, Dim: s.dim(), Order: order, Least: order - usual, Spec: s.spec(g.name, g.explicit)}
			r.measure(r.Spec, false)
			report(r)
		}
	}
}

// Systems runs every system on finer grids.
func Systems(report func(Result)) {
	for _, s := range systems {
		order := max(s.space, 1)
		if s.space == 0 {
			order = 2
		}
		r := Result{What: s.name, With: "space", Dim: s.dim(), Order: order, Least: order - usual, Spec: s.spec("crank_nicolson", false)}
		r.measure(r.Spec, true)
		report(r)
	}
}

func (s *system) dim() int {
	if s.two {
		return 2
	}
	return 1
}

// spec is a short experiment; explicit schemes have a shorter step.
func (s *system) spec(scheme string, explicit bool) string {
	axes := "  x in [0, 1] cells 6\n"
	if s.two {
		axes = "  x in [0, 1] cells 6\n  y in [0, 1] cells 6\n"
	}
	step := "0.025"
	if explicit {
		step = "0.01"
	}
	return fmt.Sprintf("model breadth\n\ndomain {\n%s  t in [0, 0.2] step %s\n}\n\n%s\n\nboundary {\n  %s\n}\n\nnumerics { time %s }\n\nexact {\n  %s\n}\n",
		axes, step, s.body, strings.ReplaceAll(s.boundary, "\n", "\n  "), scheme, strings.ReplaceAll(s.exact, "\n", "\n  "))
}
