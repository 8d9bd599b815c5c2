package randspec

import (
	"cmp"
	"fmt"
	"strings"
)

// law is a pointwise closure.
type law struct {
	name string
	args []arg
	own  bool // an argument is declared nowhere, so it must be applied
}

// arg of a pointwise closure: its name, its unit, and whether a hypernetwork takes it.
type arg struct {
	name, unit string
	uniform    bool
}

// pointwise declares up to two closures of states, parameters, coordinates and
// arguments of their own.
func (g *generator) pointwise() {
	for i := range pick(g, 0, 1, 1, 2) {
		l := law{name: fmt.Sprintf("f%d", i)}
		if l.own = g.chance(0.4); l.own {
			l.args = append(l.args, arg{name: fmt.Sprintf("a%d", i), unit: "1"})
		} else {
			l.args = append(l.args, arg{name: pick(g, g.states...).name, unit: "K"})
		}
		hyper := ""
		switch g.rng.IntN(5) {
		case 0:
			l.args = append(l.args, arg{name: pick(g, g.params...), unit: "kg"})
		case 1:
			l.args = append(l.args, arg{name: pick(g, g.axes...).name, unit: "m"})
		case 2:
			p := pick(g, g.params...)
			l.args = append(l.args, arg{name: p, unit: "kg", uniform: true})
			hyper = fmt.Sprintf(", hyper: hypernetwork(%s, hidden: [2], latent: 2)", p)
		}
		g.law(l, hyper)
		g.laws = append(g.laws, l)
	}
}

func (g *generator) law(l law, hyper string) {
	var names []string
	for _, a := range l.args {
		names = append(names, a.name)
	}
	head := fmt.Sprintf("closure %s(%s)", l.name, strings.Join(names, ", "))
	net := func(more string) string { return "mlp(hidden: [3]" + more + hyper + ")" }
	if g.chance(0.5) {
		g.line("%s = %s", head, net(pick(g, "", ", output: softplus", ", scale: 0.5, offset: 0.2", ", activation: sigmoid")))
		return
	}
	x := g.formal(l.args[0])
	g.line("%s {", head)
	if hyper == "" && g.chance(0.6) { // an input is for the network or the hypernetwork
		inputs := []string{pick(g, "log(0.2 + "+x+"^2)", x+" - 0.4", "tanh("+x+")/2 + "+g.param(g.params[0]))}
		for _, a := range l.args[1:] {
			inputs = append(inputs, g.formal(a)+"*"+x)
		}
		g.line("  input %s", strings.Join(inputs, ", "))
	}
	g.line("  net %s", net(""))
	if g.chance(0.6) {
		g.line("  output %s", pick(g, "(0.5 + "+x+"^2)*softplus", "2*net + 0.3", "sigmoid", "tanh - 0.1*"+x))
	}
	if g.chance(0.5) {
		var at []string
		for _, a := range l.args {
			at = append(at, pick(g, g.in(a.unit, "0.7"), g.in(a.unit, g.param(g.params[0]))))
		}
		g.line("  pin %s(%s) = %s", l.name, strings.Join(at, ", "), g.number(0.2, 1))
	}
	g.line("}")
}

// formal is the pure number of an argument.
func (g *generator) formal(a arg) string {
	if a.unit == "1" {
		return a.name
	}
	return g.pure(a.name, a.unit)
}

// apply is a pointwise closure applied to what is at a place, "" if there is none.
func (g *generator) apply() string {
	return g.applyTo(g.anyState(), g.anyState()+" - 0.5", "0.5*"+g.anyState()+"*"+g.anyState(), g.anyState()+"*"+g.anyCoord())
}

// applyBeside is one that can be read in the next cell, beyond walls too, for
// which coordinates in it would need rules.
func (g *generator) applyBeside() string {
	for range 3 {
		a := g.applyTo(g.anyState(), g.anyState()+" - 0.5", "0.5*"+g.anyState()+"*"+g.anyState())
		if l := g.lawOf(a); a != "" && !g.positional(l) {
			return a
		}
	}
	return ""
}

// applyUniform is the same everywhere.
func (g *generator) applyUniform() string {
	if len(g.laws) == 0 {
		return ""
	}
	return g.applied(pick(g, g.laws...), func() string { return g.param(pick(g, g.params...)) })
}

func (g *generator) applyTo(choices ...string) string {
	if len(g.laws) == 0 {
		return ""
	}
	l := pick(g, g.laws...)
	if !l.own && g.chance(0.5) {
		return l.name
	}
	return g.applied(l, func() string { return pick(g, choices...) })
}

// lawOf is the closure that an application is of.
func (g *generator) lawOf(application string) law {
	name, _, _ := strings.Cut(application, "(")
	for _, l := range g.laws {
		if l.name == name {
			return l
		}
	}
	return law{}
}

// positional tells that a closure has a coordinate among its arguments.
func (g *generator) positional(l law) bool {
	for _, a := range l.args {
		if a.unit == "m" {
			return true
		}
	}
	return false
}

// applied writes an application; first is its first argument, as a pure number.
func (g *generator) applied(l law, first func() string) string {
	var args []string
	for i, a := range l.args {
		e := g.param(pick(g, g.params...))
		if i == 0 {
			e = first()
		} else if !a.uniform {
			e = pick(g, e, "0.5*"+e)
		}
		if a.unit != "1" {
			e = g.in(a.unit, e)
		}
		args = append(args, e)
	}
	return l.name + "(" + strings.Join(args, ", ") + ")"
}

// rich is an application that looks at derivatives or at another closure.
func (g *generator) rich(s *state) string {
	if len(g.laws) == 0 {
		return ""
	}
	l := pick(g, g.laws...)
	return g.applied(l, func() string {
		switch g.rng.IntN(3) {
		case 0:
			s.order = max(s.order, 1)
			return g.d(pick(g, g.axes...).name, g.u(s))
		case 1:
			s.order = max(s.order, 1)
			return g.norm(s)
		}
		return cmp.Or(g.applyBeside(), g.u(s))
	})
}
