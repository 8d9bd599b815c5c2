package randspec

import (
	"maps"
	"slices"
	"strings"
)

func (g *generator) boundary() {
	g.line("\nboundary {")
	bounded := false
	for _, a := range g.axes {
		if a.periodic {
			g.has("periodic")
			g.line("  %s: periodic", a.name)
			continue
		}
		bounded = true
		for _, side := range []string{"min", "max"} {
			g.line("  %s = %s: %s", a.name, side, g.face())
		}
	}
	if bounded {
		g.faceRules()
	}
	g.line("}")
}

// face lists the conditions of all states on one face.
func (g *generator) face() string {
	if g.chance(0.06) {
		g.has("boundary symmetry")
		return "symmetry"
	}
	var list []string
	for _, s := range g.states {
		switch {
		case s.order == 0:
		case s.order > 2:
			list = append(list, g.two(s))
		default:
			list = append(list, g.one(s))
		}
	}
	if len(list) == 0 {
		return "outflow"
	}
	return strings.Join(list, ", ")
}

// data is what a condition is told: a function of position, time and parameters.
func (g *generator) data() string {
	choices := []string{"1", g.number(0.5, 1), g.param("p0"), g.formula(1), "0.3*cos(" + g.time() + ")", g.param("p0") + "*sin(" + g.time() + ")"}
	if a := g.applyUniform(); a != "" && g.chance(0.15) {
		g.has("boundary closure")
		return a
	}
	if len(g.closures) > 0 && g.chance(0.1) {
		g.has("boundary closure")
		return pick(g, g.closures...)
	}
	return pick(g, choices...)
}

// one condition, for equations up to second order.
func (g *generator) one(s *state) string {
	n := g.rng.IntN(12)
	if s.kind == "algebraic" && g.mild {
		n = pick(g, 0, 1, 2, 3, 4)
	}
	u, dn := g.u(s), g.in("m", "dn("+g.u(s)+")")
	if g.units {
		dn = "1[m]*dn(" + s.name + ")/1[K]"
	}
	switch n {
	case 0:
		g.has("boundary symmetry")
		return s.name + ": symmetry"
	case 1, 2:
		g.has("boundary gradient")
		return "dn(" + s.name + ") = " + g.in("K/m", pick(g, "0", g.data()))
	case 5:
		g.has("boundary outflow")
		return s.name + ": outflow"
	case 6:
		g.has("boundary robin")
		return g.number(0.5, 2) + "*" + u + " + " + pick(g, g.param("p0"), "0.3") + "*" + dn + " = " + g.data()
	case 7:
		g.has("boundary robin")
		return "-" + g.param("p0") + "*" + dn + " = " + g.number(0.2, 2) + "*(" + u + " - " + g.data() + ")"
	case 8:
		g.has("boundary nonlinear")
		right := pick(g, u+"^4 - 1", "0.5*tanh("+u+")", "exp("+u+"/2) - 1")
		if a := g.apply(); a != "" && g.chance(0.6) {
			g.has("boundary closure")
			right = "0.5*" + a
		}
		return "-" + dn + " = " + right
	case 9:
		if s.flux {
			g.has("boundary flux")
			return "flux(" + s.name + ") = " + g.in("m", "0.2*("+g.data()+")")
		}
	case 10:
		if other := pick(g, g.states...); other != s {
			g.has("boundary state")
			if g.chance(0.5) {
				return s.name + " = " + g.in("K", "1 + 0.2*"+g.u(other))
			}
			return dn + " = 0.3*" + g.u(other) + " - 0.2*" + u
		}
	}
	g.has("boundary value")
	return s.name + " = " + g.in("K", g.data())
}

// two conditions of different order, for equations of fourth order.
func (g *generator) two(s *state) string {
	if g.chance(0.15) {
		word := pick(g, "symmetry", "outflow")
		g.has("boundary " + word)
		return s.name + ": " + word
	}
	g.has("boundary fourth")
	order := []string{s.name, "dn(" + s.name + ")", "dn(dn(" + s.name + "))", "dn(dn(dn(" + s.name + ")))"}
	unit := []string{"K", "K/m", "K/m^2", "K/m^3"}
	if g.mild {
		pair := pick(g, [2]int{0, 2}, [2]int{1, 3}, [2]int{0, 1})
		return order[pair[0]] + " = " + g.in(unit[pair[0]], pick(g, "0.1", g.data())) + ", " + order[pair[1]] + " = " + g.in(unit[pair[1]], "0")
	}
	i := g.rng.IntN(3)
	j := i + 1 + g.rng.IntN(3-i)
	return order[i] + " = " + g.in(unit[i], g.data()) + ", " + order[j] + " = " + g.in(unit[j], pick(g, "0", g.data()))
}

// faceRules gives a rule to every coefficient that is read in the next cell.
func (g *generator) faceRules() {
	for _, c := range slices.Sorted(maps.Keys(g.coefs)) {
		rule := "zero_gradient"
		if c[0] == 'k' && g.chance(0.5) {
			rule = "value"
		}
		g.line("  face(%s): %s", c, rule)
	}
}
