package randspec

import (
	"fmt"
	"strings"
)

func (g *generator) equations() {
	for _, s := range g.states {
		mass := pick(g, "ddt(%s)", "ddt(%s)", "p0*ddt(%s)", "(1 + x^2)*ddt(%s)", "2*ddt(%s)")
		left := []string{fmt.Sprintf(mass, s)}
		var right []string
		for g.terms = 0; g.terms == 0; {
			if g.chance(0.7) {
				g.put(&left, &right, g.transport(s))
			}
			if g.chance(0.7) {
				g.put(&right, &left, g.diffusion(s))
			}
			if g.chance(0.25) {
				g.put(&right, &left, g.derivative(s))
			}
		}
		for range g.rng.IntN(3) {
			right = append(right, g.sign()+g.source(2))
		}
		g.line("equation %s:\n  %s = %s", s, join(left), join(right))
	}
}

// put adds a term to one side, or with the other sign to the other.
func (g *generator) put(side, other *[]string, term string) {
	g.terms++
	if g.chance(0.25) {
		*other = append(*other, "-"+term)
		return
	}
	*side = append(*side, term)
}

func (g *generator) sign() string { return pick(g, "", "-") }

func join(terms []string) string {
	if len(terms) == 0 {
		return "0"
	}
	return strings.ReplaceAll(strings.Join(terms, " + "), "+ -", "- ")
}

// coefficient is a factor that depends on position, or a uniform one.
func (g *generator) coefficient() string {
	var names []string
	names = append(names, g.lets...)
	names = append(names, g.closures...)
	return pick(g, append(names, "p0", g.number(0.1, 2))...)
}

// flux notes the coefficients of a flux.
func (g *generator) flux(term string) string {
	for _, c := range append(append([]string{}, g.lets...), g.closures...) {
		g.used[c] = g.used[c] || strings.Contains(term, c)
	}
	return term
}

// transport is div(v*s) by one of the schemes.
func (g *generator) transport(s string) string {
	scheme := pick(g, "", "upwind, ", "upwind_face, ", "central, ", "central_flux, ")
	var v []string
	for range g.axes {
		c := pick(g, g.coefficient(), g.coefficient(), "(1 - "+pick(g, g.states...)+")", g.number(-1, 1), "0")
		if g.chance(0.2) {
			c = "-" + c
		}
		v = append(v, c)
	}
	velocity := "[" + strings.Join(v, ", ") + "]"
	if g.chance(0.25) {
		velocity = "lag(" + velocity + ")"
	}
	carried := pick(g, s, s, s+"^2", "tanh("+s+")", "p0*"+s)
	return g.flux(fmt.Sprintf("div(%s%s*%s)", scheme, velocity, carried))
}

// diffusion is div(k*grad(s)) by one of the schemes.
func (g *generator) diffusion(s string) string {
	if g.chance(0.2) {
		return fmt.Sprintf("p0*lap(%s)", s)
	}
	scheme := pick(g, "", "arithmetic, ", "harmonic, ")
	k := pick(g, g.coefficient(), g.coefficient(), fmt.Sprintf("(1 + 0.3*%s^2)", pick(g, g.states...)), fmt.Sprintf("lag(exp(-%s))", s))
	return g.flux(fmt.Sprintf("div(%s%s*grad(%s))", scheme, k, s))
}

// derivative is a term that is not in conservative form.
func (g *generator) derivative(s string) string {
	return fmt.Sprintf("%s*d%s(%s)", pick(g, "p0", s, "k0", "lag("+s+")"), pick(g, g.axes...), s)
}

// source is a pointwise function of everything.
func (g *generator) source(depth int) string {
	if depth == 0 {
		leaves := append([]string{g.number(0.2, 2), "t"}, g.states...)
		leaves = append(leaves, g.params...)
		leaves = append(leaves, g.axes...)
		leaves = append(leaves, g.closures...)
		leaves = append(leaves, g.lets...)
		return pick(g, leaves...)
	}
	u := pick(g, g.states...)
	a, b := g.source(depth-1), g.source(depth-1)
	return pick(g,
		a+"*"+b,
		"("+a+" - "+b+")",
		"("+a+")/(1.5 + "+u+"^2)",
		"exp(-"+u+")*"+a,
		"log(0.5 + "+u+")",
		"sqrt(1 + ("+a+")^2)",
		"tanh("+a+")",
		"min("+a+", "+b+")",
		"max("+a+", "+u+")",
		"abs("+a+" - 1)",
		"sin("+a+")*cos("+b+")",
		u+"^1.5",
		u+"^"+pick(g, "2", "3", "(-1)"),
		"where("+a+" < "+u+", "+b+", 0.5)",
		"lag("+u+"*"+a+")",
	)
}
