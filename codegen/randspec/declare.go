package randspec

import (
	"fmt"
	"strings"
)

func (g *generator) declare(seed uint64) {
	g.line("model random%d\n", seed)
	if g.units = g.chance(0.2); g.units {
		g.has("units")
	}
	g.domain()
	for i := range 1 + g.rng.IntN(3) {
		g.params = append(g.params, fmt.Sprintf("p%d", i))
		g.line("param p%d%s = %s", i, g.declared("kg"), g.number(0.3, 1.5))
	}
	g.unknowns()
	for i := range g.rng.IntN(3) {
		args := g.coordNames()
		if g.chance(0.4) {
			args = append(args, "t")
		}
		g.closures = append(g.closures, fmt.Sprintf("c%d", i))
		g.line("closure c%d(%s) = mlp(hidden: [3])", i, strings.Join(args, ", "))
	}
	if g.chance(0.3) {
		g.fields = append(g.fields, "s0")
		g.line("field s0 = %s + %s^2", g.formula(1), g.anyCoord())
	}
	for i := range 1 + g.rng.IntN(2) {
		formula := g.formula(2)
		if g.chance(0.25) {
			formula += "*(1.5 + sin(" + g.time() + "))"
		}
		if g.mild {
			formula += "*(2 + " + g.anyCoord() + ")"
		} else {
			formula += "*" + g.anyCoord()
		}
		g.lets = append(g.lets, fmt.Sprintf("k%d", i))
		g.line("let k%d = %s", i, formula)
	}
	g.pointwise()
	g.line("")
}

func (g *generator) domain() {
	names := []string{"x", "y"}[:pick(g, 1, 2, 2)]
	g.has(Dimensions()[len(names)-1])
	g.line("domain {")
	for i, name := range names {
		a := axis{name, g.chance(0.4)}
		g.axes = append(g.axes, a)
		lo := -1 + 2*g.rng.Float64()
		hi := lo + 0.5 + g.rng.Float64()
		g.line("  %s%s in [%.3f, %.3f] cells %d", name, g.declared("mm"), g.length(lo), g.length(hi), 8+i+g.rng.IntN(4))
	}
	g.line("  t%s in [0, 0.1] step 0.02\n}\n", g.declared("s"))
}

// unknowns are one to three states; the first has a differential equation.
func (g *generator) unknowns() {
	for i := range pick(g, 1, 1, 2, 2, 3) {
		kind := "second"
		switch r := g.rng.Float64(); {
		case r < 0.12:
			kind = "fourth"
		case r < 0.2 && g.anyPeriodic():
			kind = "third"
		case i > 0 && r < 0.4:
			kind = "ode"
		case i > 0 && r < 0.6:
			kind = "algebraic"
		case i > 0 && r < 0.7:
			kind = "local"
		}
		s := &state{name: []string{"phi", "psi", "chi"}[i], kind: kind}
		g.states = append(g.states, s)
		value := g.in("K", g.formula(2))
		if g.mild {
			value = g.in("K", "1 + 0.2*cos("+g.number(1, 3)+"*"+g.coord(g.axes[0].name)+" + "+g.number(1, 2)+"*"+g.coord(g.axes[len(g.axes)-1].name)+")")
		}
		bounds := ""
		if g.chance(0.2) {
			bounds = " in [-40, 50]"
		}
		g.line("state %s%s = %s%s", s.name, g.declared("K"), value, bounds)
	}
}

func (g *generator) anyPeriodic() bool {
	for _, a := range g.axes {
		if a.periodic {
			return true
		}
	}
	return false
}

func (g *generator) coordNames() []string {
	var names []string
	for _, a := range g.axes {
		names = append(names, a.name)
	}
	return names
}

// formula is a positive function of coordinates and parameters.
func (g *generator) formula(depth int) string {
	x := g.anyCoord()
	p := g.number(0.3, 2)
	if g.chance(0.5) {
		p = g.param(pick(g, g.params...))
	}
	if depth == 0 {
		return p
	}
	switch g.rng.IntN(5) {
	case 0:
		return fmt.Sprintf("(%s + %s*sin(%s*%s)^2)", g.number(1, 2), p, g.number(1, 4), x)
	case 1:
		return fmt.Sprintf("exp(-%s*%s^2)", p, x)
	case 2:
		return fmt.Sprintf("(%s + abs(%s - %s))", g.formula(depth-1), x, g.number(-1, 1))
	case 3:
		return fmt.Sprintf("sqrt(1 + %s*%s^2)", p, x)
	}
	return fmt.Sprintf("(%s + 0.5*cos(%s))*%s", g.number(1, 2), x, g.formula(depth-1))
}
