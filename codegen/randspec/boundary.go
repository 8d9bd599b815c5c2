package randspec

import (
	"fmt"
	"sort"
)

func (g *generator) boundary() {
	g.line("\nboundary {")
	bounded := false
	for i, a := range g.axes {
		if g.periodic[i] {
			g.line("  %s: periodic", a)
			continue
		}
		bounded = true
		for _, side := range []string{"min", "max"} {
			list := ""
			for k, s := range g.states {
				if k > 0 {
					list += ", "
				}
				list += g.condition(s)
			}
			g.line("  %s = %s: %s", a, side, list)
		}
	}
	if bounded {
		g.faces()
	}
	g.line("}\n\nnumerics { precision float64 }")
}

func (g *generator) condition(s string) string {
	switch g.rng.IntN(4) {
	case 0:
		return s + ": symmetry"
	case 1:
		return fmt.Sprintf("dn(%s) = %s", s, pick(g, "0", "p0", g.formula(1), "0.3*cos(t)"))
	}
	return fmt.Sprintf("%s = %s", s, pick(g, "1", "p0", g.formula(2), "p0*sin(t)"))
}

// faces gives a rule to every coefficient that fluxes read in the next cell.
func (g *generator) faces() {
	var names []string
	for c, used := range g.used {
		if used {
			names = append(names, c)
		}
	}
	sort.Strings(names)
	for _, c := range names {
		rule := "zero_gradient"
		if c[0] == 'k' && g.chance(0.5) {
			rule = "value"
		}
		g.line("  face(%s): %s", c, rule)
	}
}
