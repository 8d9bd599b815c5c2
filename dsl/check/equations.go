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
			c.lookup(eq.State, c.stateNames()...)
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
	eq := &model.Equation{State: state, LHS: l.e, RHS: r.e, Span: d.Span}
	c.mass(d, eq)
	return eq
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
