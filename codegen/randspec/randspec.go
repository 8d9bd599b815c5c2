// Package randspec writes random specifications, for tests that compare two
// ways of computing the same thing on systems that nobody chose.
//
// A specification is determined by its seed. It is well formed as text, and
// almost always accepted: one or two dimensions, any mixture of boundary kinds,
// several states, transport and diffusion by every scheme, coefficients from
// parameters, coordinates and closures, lagged terms, and nonlinear pointwise
// terms whose arguments stay in their domain for arrays made by Value. The
// package knows the language, and nothing of how it is compiled.
package randspec

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// Spec returns the text of the specification of a seed.
func Spec(seed uint64) string {
	g := &generator{rng: rand.New(rand.NewPCG(seed, 0x9e3779b97f4a7c15)), used: map[string]bool{}}
	g.declare(seed)
	g.equations()
	g.boundary()
	return dropUnused(g.text.String())
}

// dropUnused removes the declarations of names that nothing mentions; a later
// one may be the last to mention an earlier.
func dropUnused(text string) string {
	lines := strings.Split(text, "\n")
	for i := len(lines) - 1; i >= 0; i-- {
		words := strings.Fields(lines[i])
		if len(words) < 2 || words[0] != "param" && words[0] != "closure" && words[0] != "let" {
			continue
		}
		name, _, _ := strings.Cut(words[1], "(")
		if strings.Count(strings.Join(lines, "\n"), name) == 1 {
			lines = append(lines[:i], lines[i+1:]...)
		}
	}
	return strings.Join(lines, "\n")
}

// generator draws one specification, from top to bottom.
type generator struct {
	rng  *rand.Rand
	text strings.Builder

	axes     []string
	periodic []bool
	states   []string
	params   []string
	closures []string
	lets     []string        // formulas of coordinates, parameters and time
	used     map[string]bool // coefficients that fluxes read in the next cell
	terms    int
}

func (g *generator) line(format string, args ...any) { fmt.Fprintf(&g.text, format+"\n", args...) }

// chance is true with probability p.
func (g *generator) chance(p float64) bool { return g.rng.Float64() < p }

// number is one of the range, with few digits.
func (g *generator) number(lo, hi float64) string {
	return fmt.Sprintf("%.3g", lo+(hi-lo)*g.rng.Float64())
}

func pick[T any](g *generator, list ...T) T { return list[g.rng.IntN(len(list))] }

func (g *generator) declare(seed uint64) {
	g.axes = []string{"x", "y"}[:pick(g, 1, 2, 2)]
	g.line("model random%d\n\ndomain {", seed)
	for i, a := range g.axes {
		g.periodic = append(g.periodic, g.chance(0.45))
		lo := -1 + 2*g.rng.Float64()
		g.line("  %s in [%.3f, %.3f] cells %d", a, lo, lo+0.5+g.rng.Float64(), 6+i+g.rng.IntN(5))
	}
	g.line("  t in [0, 0.1] step 0.02\n}\n")
	for i := range 1 + g.rng.IntN(3) {
		g.params = append(g.params, fmt.Sprintf("p%d", i))
		g.line("param p%d = %s", i, g.number(0.3, 1.5))
	}
	for i := range pick(g, 1, 1, 2) {
		name := []string{"phi", "psi"}[i]
		g.states = append(g.states, name)
		g.line("state %s = %s", name, g.formula(2))
	}
	for i := range g.rng.IntN(3) {
		args := append([]string{}, g.axes...)
		if g.chance(0.4) {
			args = append(args, "t")
		}
		g.closures = append(g.closures, fmt.Sprintf("c%d", i))
		g.line("closure c%d(%s) = mlp(hidden: [3])", i, strings.Join(args, ", "))
	}
	for i := range 1 + g.rng.IntN(2) {
		g.lets = append(g.lets, fmt.Sprintf("k%d", i))
		formula := g.formula(2)
		if g.chance(0.25) {
			formula += "*(1.5 + sin(t))"
		}
		g.line("let k%d = %s*%s", i, formula, pick(g, g.axes...))
	}
	g.line("")
}

// formula is a positive function of coordinates and parameters.
func (g *generator) formula(depth int) string {
	x := pick(g, g.axes...)
	p := pick(g, append([]string{g.number(0.3, 2)}, g.params...)...)
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
