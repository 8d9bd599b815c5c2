package check

import (
	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

// equations reads one equation for each state.
func (c *checker) equations() {
	bySymbol := map[*model.Symbol]*model.Equation{}
	for _, d := range c.file.Decls {
		eq, ok := d.(*ast.Equation)
		if !ok || eq == nil {
			continue
		}
		e := c.names[eq.State.Name]
		switch {
		case e == nil:
			c.lookup(eq.State)
			continue
		case e.sym.Kind != model.KindState:
			c.fail("E0308", eq.State.Span, "`%s` is a %s; an equation is for a state", e.sym.Name, e.sym.Kind).
				note(e.sym.Span, "declared here")
			continue
		}
		if first := c.equation[e.sym]; first != nil {
			c.fail("E0308", eq.State.Span, "a second equation for `%s`", e.sym.Name).
				note(first.State.Span, "the first is here").help("a state has one equation; put all terms into it")
			continue
		}
		c.equation[e.sym] = eq
		bySymbol[e.sym] = c.oneEquation(eq, e.sym)
	}
	for _, s := range c.m.States {
		if c.equation[s] == nil {
			c.fail("E0308", s.Span, "the state `%s` has no equation", s.Name).help("write `equation %s: ddt(%s) = ...`", s.Name, s.Name)
		}
		if eq := bySymbol[s]; eq != nil {
			c.m.Equations = append(c.m.Equations, eq)
		}
	}
}

// oneEquation types the two sides and checks the time derivative.
func (c *checker) oneEquation(d *ast.Equation, state *model.Symbol) *model.Equation {
	l, r := c.scalarSide(d.LHS), c.scalarSide(d.RHS)
	if !l.ok() || !r.ok() {
		return nil
	}
	if _, ok := c.agree(l, r); !ok {
		c.fail("E0402", d.LHS.Place().Join(d.RHS.Place()), "the two sides of this equation differ in unit").
			label("the left side is %s, the right side %s", inWord(c.unitOf(l)), inWord(c.unitOf(r))).d.Help = c.unitHelp(l, r)
	}
	m := mass{c: c, state: state}
	m.walk(l.e, true, nil)
	m.walk(r.e, true, nil)
	if m.count == 0 {
		c.unsupported("E0306", d.State.Span, "an equation without `ddt` is", "the equation of `%s` has `ddt(%s)` in it once", state.Name, state.Name)
	}
	return &model.Equation{State: state, LHS: l.e, RHS: r.e, Span: d.Span}
}

func (c *checker) scalarSide(e ast.Expr) value {
	v := c.expr(e, inEquation)
	if !v.ok() {
		return v
	}
	if v.e.Shape == model.Vector {
		c.fail("E0301", v.e.Span, "a side of an equation is a scalar").label("this is a vector").help("is a `div` missing?")
		return value{}
	}
	if !c.notBool(v, "an equation") {
		return value{}
	}
	return v
}

// mass finds the time derivative in an equation. It must be there once, as
// factor*ddt(state) among the terms, with a factor that depends on place and
// params only.
type mass struct {
	c     *checker
	state *model.Symbol
	count int
}

func (m *mass) walk(e *model.Expr, term bool, factor *model.Expr) {
	switch e.Op {
	case model.OpDdt:
		m.found(e, term, factor)
	case model.OpAdd, model.OpSub, model.OpNeg:
		for _, a := range e.Args {
			m.walk(a, term, factor)
		}
	case model.OpMul:
		for i, a := range e.Args {
			m.walk(a, term, heavier(factor, e.Args[1-i]))
		}
	case model.OpDiv:
		m.walk(e.Args[0], term, heavier(factor, e.Args[1]))
		m.walk(e.Args[1], false, nil)
	default:
		for _, a := range e.Args {
			m.walk(a, false, nil)
		}
	}
}

const fixedFactor = model.DepParam | model.DepSpace | model.DepClosure

// heavier keeps the factor that is not allowed, if one is.
func heavier(f, g *model.Expr) *model.Expr {
	if f != nil && f.Deps&^fixedFactor != 0 {
		return f
	}
	return g
}

func (m *mass) found(e *model.Expr, term bool, factor *model.Expr) {
	c := m.c
	m.count++
	arg := e.Args[0]
	switch {
	case m.count > 1:
		if m.count == 2 {
			c.fail("E0306", e.Span, "`ddt` stands twice in the equation of `%s`", m.state.Name).
				help("collect the time derivatives into one term `ddt(%s)`", m.state.Name)
		}
	case arg.Op == model.OpRef && arg.Sym.Kind == model.KindState && arg.Sym != m.state:
		c.unsupported("E0306", e.Span, "the time derivative of another state is", "the equation of `%s` has `ddt(%s)`", m.state.Name, m.state.Name)
	case arg.Op != model.OpRef || arg.Sym != m.state:
		c.unsupported("E0306", arg.Span, "a time derivative of anything but the state itself is",
			"write `ddt(%s)`; a factor that does not depend on states or time stands before it: `a*ddt(%s)`", m.state.Name, m.state.Name)
	case !term:
		c.fail("E0306", e.Span, "`ddt` must be a term of the equation").
			help("write it as `ddt(%s) = ...` or `a*ddt(%s) + ... = ...`", m.state.Name, m.state.Name)
	case factor != nil && factor.Deps&^fixedFactor != 0:
		c.unsupported("E0306", factor.Span, "a factor of `ddt` that depends on "+dependence(factor.Deps&^fixedFactor)+" is",
			"divide the equation by it, if it is never zero")
	}
}
