package randspec

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// coefficient is a factor that depends on position, or a uniform one.
func (g *generator) coefficient() string {
	names := append(append([]string{}, g.lets...), g.fields...)
	if !g.mild { // a network may have any sign
		names = append(names, g.closures...)
	}
	return pick(g, append(names, g.param(pick(g, g.params...)), g.number(0.1, 2))...)
}

// read notes what a term reads in the next cell: states get conditions, and
// coefficients rules for their values beyond walls.
func (g *generator) read(term string) string {
	for _, c := range append(append(append([]string{}, g.lets...), g.closures...), g.fields...) {
		if strings.Contains(term, c) {
			g.coefs[c] = true
		}
	}
	for _, s := range g.states {
		if strings.Contains(term, s.name) {
			s.order = max(s.order, 1)
		}
	}
	for _, l := range g.laws {
		if strings.Contains(term, l.name) {
			for _, s := range g.states {
				s.order = max(s.order, 1)
			}
		}
	}
	return term
}

// transport is div(v*s) by one of the schemes.
func (g *generator) transport(s *state) string {
	s.order = max(s.order, 1)
	scheme := pick(g, "", "upwind", "upwind_face", "central", "central_flux", "linear_upwind", "vanleer", "minmod")
	if g.smooth {
		scheme = pick(g, "central", "central_flux")
	}
	g.has("div " + cmp.Or(scheme, "upwind"))
	var v []string
	for range g.axes {
		c := pick(g, g.coefficient(), g.number(-1, 1), "(1 - "+g.anyState()+")", "0")
		if a := g.applyBeside(); a != "" && g.chance(0.2) {
			c = a
		}
		if g.chance(0.2) {
			c = "-" + c
		}
		v = append(v, c)
	}
	s.flux = s.flux || !slices.Contains(v, "0") && !slices.Contains(v, "-0")
	velocity := "[" + strings.Join(v, ", ") + "]"
	if g.chance(0.25) {
		velocity = "lag(" + velocity + ")"
	}
	u := g.u(s)
	carried := pick(g, u, u, u+"^2", "tanh("+u+")", "(0.2 + "+g.param("p0")+")*"+u)
	if scheme != "" {
		scheme += ", "
	}
	return g.divOf(g.read(scheme + velocity + "*" + carried))
}

// diffusion is div(k*grad(s)) by one of the schemes, or with a tensor.
func (g *generator) diffusion(s *state) string {
	s.order = max(s.order, 2)
	u := g.u(s)
	if g.chance(0.2) {
		g.has("lap")
		return g.param("p0") + "*" + g.lapOf(pick(g, u, u, u+" + 0.1*"+u+"^3"))
	}
	s.flux = true
	if len(g.axes) == 2 && g.chance(0.25) {
		g.has("div tensor")
		x, y := g.d("x", u), g.d("y", u)
		cross := g.number(0.05, 0.25)
		return g.divOf(g.read(fmt.Sprintf("[%s*%s + %s*%s, %s*%s + (1 + 0.3*tanh(%s))*%s]", pick(g, "1", "(1 + 0.2*"+u+"^2)"), x, cross, y, cross, x, u, y)))
	}
	scheme := pick(g, "", "arithmetic", "harmonic")
	g.has("div " + cmp.Or(scheme, "arithmetic"))
	k := pick(g, g.coefficient(), fmt.Sprintf("(1 + 0.3*%s^2)", g.anyState()), fmt.Sprintf("lag(exp(-%s^2))", u), "sigmoid("+u+")")
	if l := g.applyBeside(); l != "" && g.chance(0.3) {
		k = "(1 + 0.2*softplus(" + l + "))"
	}
	if l := g.rich(s); l != "" && g.chance(0.1) {
		k = "(1 + 0.2*softplus(" + l + "))"
	}
	if scheme != "" {
		scheme += ", "
	}
	return g.divOf(g.read(scheme + k + "*" + g.grad(u)))
}

// partial is a term with derivatives along coordinates, not in conservative form.
func (g *generator) partial(s *state) string {
	u := g.u(s)
	x := pick(g, g.axes...).name
	s.order = max(s.order, 1)
	n := g.rng.IntN(5)
	if g.smooth && n == 1 {
		n = 0
	}
	switch n {
	case 0:
		g.has("dx central4")
		return "0.3*" + g.d(x, "central4, "+u)
	case 1:
		g.has("dx upwind")
		return "-" + pick(g, u, g.param("p0"), "(1 - "+u+")") + "*" + g.d(x, "upwind, "+u)
	case 2:
		if len(g.axes) == 2 {
			g.has("mixed")
			s.order = 2
			return "0.2*" + g.d("x", g.d("y", u))
		}
	case 3:
		g.has("dx central")
		s.order = 2
		return g.number(0.1, 0.5) + "*" + g.d(x, pick(g, "", "(1 + 0.2*"+u+"^2)*")+g.d(x, u))
	}
	g.has("dx central")
	return pick(g, g.param("p0"), "0.3*"+u, "lag("+u+")") + "*" + g.d(x, pick(g, u, "tanh("+u+")"))
}

// fourth is a term of fourth order that damps.
func (g *generator) fourth(s *state, e *equation) {
	s.order = 4
	u := g.u(s)
	if g.chance(0.4) {
		g.has("lap of lap")
		e.add(g, "0.01*"+g.lapOf(u+"^3 - "+u+" - 0.05*"+g.lapOf(u)))
		return
	}
	g.has("lap lap")
	e.add(g, pick(g, "-0.001*", "-0.001*"+g.param("p0")+"*")+g.lapOf(g.lapOf(u)))
	if g.chance(0.3) {
		e.move(g, g.transport(s))
	}
	if g.chance(0.3) {
		e.add(g, g.diffusion(s))
	}
}

// third is a term of third order along a periodic axis.
func (g *generator) third(s *state, e *equation) {
	g.has("third")
	u := g.u(s)
	var along []string
	for _, a := range g.axes {
		if a.periodic {
			along = append(along, a.name)
		}
	}
	x := pick(g, along...)
	s.order = 1
	if g.chance(0.5) {
		s.order = 2
		e.add(g, "0.01*"+g.d(x, g.lapOf(u)))
	} else {
		e.add(g, "0.01*"+g.d(x, g.d(x, g.d(x, u))))
	}
	if g.chance(0.5) {
		e.move(g, g.transport(s))
	}
}
