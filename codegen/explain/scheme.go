package explain

import "fmt"

// A timeScheme as formulas: m the mass, f the right-hand side, u the state at
// time t, z that at t + dt.
type timeScheme struct {
	order    string
	explicit bool
	levels   int // states that a step starts from
	stages   []string
}

// schemes by the name in the numerics block.
var schemes = map[string]timeScheme{
	"forward_euler": {"1", true, 1, []string{"m(z) = m(u) + dt*f(u, t)"}},
	"ssp_rk3": {"3", true, 1, []string{
		"m(z1) = m(u) + dt*f(u, t)",
		"m(z2) = 3/4*m(u) + 1/4*(m(z1) + dt*f(z1, t + dt))",
		"m(z) = 1/3*m(u) + 2/3*(m(z2) + dt*f(z2, t + dt/2))",
	}},
	"rk4": {"4", true, 1, []string{
		"m(z1) = m(u) + dt/2*f(u, t)",
		"m(z2) = m(u) + dt/2*f(z1, t + dt/2)",
		"m(z3) = m(u) + dt*f(z2, t + dt/2)",
		"m(z) = m(u) + dt/6*(f(u, t) + 2*f(z1, t + dt/2) + 2*f(z2, t + dt/2) + f(z3, t + dt))",
	}},
	"backward_euler": {"1", false, 1, []string{"m(z) - dt*f(z, t + dt) = m(u)"}},
	"crank_nicolson": {"2", false, 1, []string{"m(z) - dt/2*f(z, t + dt) = m(u) + dt/2*f(u, t)"}},
	"theta":          {"1, 2 for theta = 1/2", false, 1, []string{"m(z) - theta*dt*f(z, t + dt) = m(u) + (1 - theta)*dt*f(u, t)"}},
	"bdf2": {"2", false, 2, []string{
		"m(z) - (1+r)/(1+2*r)*dt*f(z, t + dt) = (1+r)^2/(1+2*r)*m(u) - r^2/(1+2*r)*m(u_before), r = dt/dt_before",
		"first step: m(z) - dt*f(z, t + dt) = m(u)",
	}},
	"sdirk2": {"2", false, 1, []string{
		"m(z1) - g*dt*f(z1, t + g*dt) = m(u), g = 1 - 1/sqrt(2)",
		"m(z) - g*dt*f(z, t + dt) = m(u) + (1 - g)*dt*f(z1, t + g*dt)",
	}},
}

// scheme prints the stages of a step.
func (w *writer) scheme() {
	n := w.p.Model.Numerics
	s, ok := schemes[n.Scheme]
	if !ok {
		return
	}
	kind := "implicit"
	if s.explicit {
		kind = "explicit"
	}
	w.section(fmt.Sprintf("time scheme: %s, %s, order %s", n.Scheme, kind, s.order))
	for _, stage := range s.stages {
		w.line("  %s", stage)
	}
	if n.Scheme == "theta" {
		w.line("  theta = %g", n.Theta)
	}
	if n.Damped > 0 {
		w.line("  the first %s of two backward-Euler halves each", plural(n.Damped, "step consists", "steps consist"))
	}
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return fmt.Sprintf("%d %s", n, many)
}
