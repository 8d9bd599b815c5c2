package check

import (
	"slices"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

// mass finds the time derivatives in an equation: terms factor*ddt(...), of which
// one is of the equation's own state. A factor that depends on states or time
// divides the whole equation, so its term is then the only one.
type mass struct {
	c     *checker
	state *model.Symbol
	terms []massTerm
	bad   bool // something was wrong, and told
}

type massTerm struct {
	ddt    *model.Expr
	factor *model.Expr // the part of the factor that depends on states or time; nil if none does
}

// algebraic tells that the equation of a state has no time derivative, so that the
// state's initial value is only a guess.
func (c *checker) algebraic(s *model.Symbol) bool {
	i := slices.IndexFunc(c.m.Equations, func(eq *model.Equation) bool { return eq.State == s })
	return i >= 0 && c.m.Equations[i].Algebraic
}

// mass checks the time derivatives of an equation; one without any is algebraic.
func (c *checker) mass(d *ast.Equation, eq *model.Equation) {
	m := mass{c: c, state: eq.State}
	m.walk(eq.LHS, true, nil)
	m.walk(eq.RHS, true, nil)
	if m.bad {
		return
	}
	own := isState(eq.State)
	if len(m.terms) == 0 {
		eq.Algebraic = true
		if !holds(eq.LHS, own) && !holds(eq.RHS, own) {
			c.fail("E0306", d.State.Span, "the equation of `%s` does not hold `%s`", eq.State.Name, eq.State.Name).
				help("it has `ddt(%[1]s)` in it, or, as an algebraic equation, `%[1]s` itself", eq.State.Name)
		}
		c.onlyImplicit(d.State.Span, "the equation of `"+eq.State.Name+"` has no time derivative")
		return
	}
	found := false
	for _, t := range m.terms {
		found = found || holds(t.ddt, own)
		if t.factor != nil && len(m.terms) > 1 {
			c.fail("E0306", t.factor.Span, "a factor of `ddt` that depends on %s, beside another `ddt`", dependence(t.factor.Deps&^fixedFactor)).
				help("the equation is divided by such a factor, so its term is the only one with `ddt`")
			return
		}
		if !multipleOf(t.ddt.Args[0], own) {
			c.onlyImplicit(t.ddt.Span, "this is the time derivative of more than a multiple of `"+eq.State.Name+"`")
		}
	}
	if !found {
		c.fail("E0306", m.terms[0].ddt.Span, "the equation of `%s` has no time derivative of `%s`", eq.State.Name, eq.State.Name).
			help("write this equation for the state that it changes")
	}
}

// onlyImplicit notes why explicit schemes cannot solve the system.
func (c *checker) onlyImplicit(span ast.Span, why string) {
	if c.implicit == nil {
		c.implicit = &reason{span, why}
	}
}

// reason for something, and where it stands.
type reason struct {
	span ast.Span
	why  string
}

// multipleOf tells that e is a state times what depends on no state.
func multipleOf(e *model.Expr, own func(*model.Expr) bool) bool {
	free := func(e *model.Expr) bool { return e.Deps&model.DepState == 0 }
	if free(e) {
		return false
	}
	switch e.Op {
	case model.OpRef:
		return own(e) || e.Sym.Kind == model.KindLet && e.Sym.Value != nil && multipleOf(e.Sym.Value, own)
	case model.OpNeg:
		return multipleOf(e.Args[0], own)
	case model.OpMul:
		return free(e.Args[1]) && multipleOf(e.Args[0], own) || free(e.Args[0]) && multipleOf(e.Args[1], own)
	case model.OpDiv:
		return free(e.Args[1]) && multipleOf(e.Args[0], own)
	}
	return false
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

// heavier keeps the factor that varies, if one does.
func heavier(f, g *model.Expr) *model.Expr {
	if f != nil && f.Deps&^fixedFactor != 0 {
		return f
	}
	return g
}

func (m *mass) found(e *model.Expr, term bool, factor *model.Expr) {
	t := massTerm{ddt: e}
	if factor != nil && factor.Deps&^fixedFactor != 0 {
		t.factor = factor
	}
	switch {
	case !term:
		m.bad = true
		m.c.fail("E0306", e.Span, "`ddt` must be a term of the equation").
			help("write it as `ddt(%s) = ...` or `a*ddt(%s) + ... = ...`", m.state.Name, m.state.Name)
	case factor != nil && holds(factor, isDerivative):
		m.bad = true
		m.c.fail("E0306", factor.Span, "a factor of `ddt` that holds a spatial derivative").help("a factor is pointwise: it holds states, params, coordinates, fields and closures")
	}
	m.terms = append(m.terms, t)
}
