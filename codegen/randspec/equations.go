package randspec

import "strings"

func (g *generator) equations() {
	for _, s := range g.states {
		e := &equation{}
		switch s.kind {
		case "algebraic":
			g.algebraic(s, e)
		case "local":
			g.local(s, e)
		default:
			e.left = append(e.left, g.mass(s)...)
			g.terms(s, e)
		}
		g.line("equation %s:\n  %s = %s", s.name, join(e.left), join(e.right))
	}
}

// equation is a sum of terms on each side.
type equation struct {
	left, right []string
}

// add puts a term on the right side, or with the other sign on the left.
func (e *equation) add(g *generator, term string) {
	if g.chance(0.25) {
		e.left = append(e.left, "-"+term)
		return
	}
	e.right = append(e.right, term)
}

// move puts a term on the left side, or with the other sign on the right.
func (e *equation) move(g *generator, term string) {
	if g.chance(0.25) {
		e.right = append(e.right, "-"+term)
		return
	}
	e.left = append(e.left, term)
}

func join(terms []string) string {
	if len(terms) == 0 {
		return "0"
	}
	return strings.ReplaceAll(strings.Join(terms, " + "), "+ -", "- ")
}

// terms of an equation with a time derivative.
func (g *generator) terms(s *state, e *equation) {
	switch s.kind {
	case "ode":
		g.has("ode")
	case "fourth":
		g.fourth(s, e)
	case "third":
		g.third(s, e)
	default:
		for n := 0; n == 0; {
			if g.chance(0.6) {
				e.move(g, g.transport(s))
				n++
			}
			if g.chance(0.6) {
				e.add(g, g.diffusion(s))
				n++
			}
			if g.chance(0.3) {
				e.add(g, g.partial(s))
				n++
			}
		}
	}
	for range g.rng.IntN(3) {
		e.right = append(e.right, pick(g, "", "-")+g.source(2))
	}
	if s.kind == "ode" && len(e.right) == 0 {
		e.right = append(e.right, "0.3*tanh("+g.u(s)+")")
	}
	if rich := g.rich(s); s.kind != "ode" && rich != "" && g.chance(0.3) {
		e.right = append(e.right, "0.2*"+rich)
	}
	if s.kind != "ode" && !g.mild && g.chance(0.1) {
		s.order = max(s.order, 1)
		g.has("norm grad")
		e.right = append(e.right, "0.2*"+g.norm(s))
	}
}

// mass is what stands under the time derivative, and before it.
func (g *generator) mass(s *state) []string {
	u, p, x := g.u(s), g.param(g.params[0]), g.anyCoord()
	one := func(e string) []string { return []string{e} }
	other := g.states[0] // has a time derivative
	switch g.rng.IntN(12) {
	case 0, 1:
		return one(p + "*" + g.ddt(u))
	case 2, 3:
		return one("(1 + " + x + "^2)*" + g.ddt(u))
	case 4:
		g.has("mass multiple")
		return one(g.ddt("(1 + " + x + "^2)*" + u + "*" + p))
	case 5:
		g.has("mass nonlinear")
		g.implicit = true
		return one(g.ddt(u + " + 0.2*" + u + "^3"))
	case 6:
		g.has("mass nonlinear")
		g.implicit = true
		return one(p + "*" + g.ddt(u+"*(1.5 + 0.4*tanh("+g.u(other)+"))"))
	case 7:
		if s == other {
			break
		}
		g.has("mass sum")
		g.implicit = true
		return []string{g.ddt(u), "0.3*" + g.ddt(g.u(other))}
	case 8, 9:
		g.has("ddt factor")
		return one(pick(g, "(1 + "+g.anyState()+"^2)*", "(1.5 + sin("+g.time()+"))*", "(1 + 0.3*cos("+u+"))*") + g.ddt(u))
	}
	return one(g.ddt(u))
}

// algebraic is an equation for a potential, held at every time.
func (g *generator) algebraic(s *state, e *equation) {
	g.has("algebraic")
	g.implicit = true
	drive := "0.3*(" + g.u(g.states[0]) + " - 1)"
	e.right = append(e.right, g.diffusion(s), drive)
	if g.mild || g.chance(0.6) {
		e.right = append(e.right, "-"+g.number(0.5, 2)+"*"+g.u(s))
	}
}

// local is an algebraic equation in each cell.
func (g *generator) local(s *state, e *equation) {
	g.has("algebraic")
	g.implicit = true
	e.right = append(e.right, "2*"+g.u(s), "0.3*tanh("+g.u(s)+")", "-"+g.u(g.states[0]))
	if a := g.apply(); a != "" {
		e.right = append(e.right, "0.1*"+a)
	}
}
