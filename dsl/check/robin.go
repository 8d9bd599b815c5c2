package check

import (
	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
	"github.com/pindiff/pindiffc/dsl/units"
)

// robin reads an equation between the value and the normal derivative of a
// state, in which the derivative is linear.
func (c *checker) robin(cond *model.Condition, d *ast.Condition) *model.Condition {
	s := onFace(&c.m.Axes[cond.Axis])
	l, r := c.faceExpr(d.LHS, s), c.faceExpr(d.RHS, s)
	if !l.ok() || !r.ok() {
		return nil
	}
	n := normals{c: c, state: cond.State}
	if !n.walk(l.e, true) || !n.walk(r.e, true) {
		return nil
	}
	switch {
	case n.found == nil && cond.State != nil:
		c.fail("E0505", place(d.RHS), "the value of `%s` on a face cannot depend on itself", cond.State.Name).
			help("a condition between the value and the derivative has `dn(%s)` in it", cond.State.Name)
		return nil
	case n.found == nil:
		c.fail("E0505", place(d.LHS), "this condition has no `dn` in it, and is not for one state").help(conditionForms)
		return nil
	}
	if _, ok := c.agree(l, r); !ok {
		c.mismatch(d.Span, "the two sides of this condition differ in unit", l, r)
		return nil
	}
	cond.State, cond.Kind, cond.Left, cond.Expr = n.state, model.Robin, l.e, r.e
	c.inflow(cond)
	return cond
}

// normals looks for dn in a condition. It is there for one state, in terms that
// are linear in it.
type normals struct {
	c     *checker
	state *model.Symbol // whose condition it is; nil as long as that is open
	found *model.Expr   // the first dn
}

func isNormal(e *model.Expr) bool { return e.Op == model.OpD && e.Fun == "dn" }

// walk visits an expression; linear tells that it may hold dn.
func (n *normals) walk(e *model.Expr, linear bool) bool {
	if isNormal(e) {
		return n.normal(e, linear)
	}
	switch e.Op {
	case model.OpAdd, model.OpSub, model.OpNeg:
		for _, a := range e.Args {
			if !n.walk(a, linear) {
				return false
			}
		}
		return true
	case model.OpMul:
		return n.walk(e.Args[0], linear && !holdsNormal(e.Args[1])) && n.walk(e.Args[1], linear && !holdsNormal(e.Args[0]))
	case model.OpDiv:
		return n.walk(e.Args[0], linear) && n.walk(e.Args[1], false)
	}
	for _, a := range e.Args {
		if !n.walk(a, false) {
			return false
		}
	}
	return true
}

func (n *normals) normal(e *model.Expr, linear bool) bool {
	of := e.Args[0].Sym
	switch {
	case !linear:
		n.c.fail("E0505", e.Span, "a condition must be linear in `%s`", n.c.short(e.Span, "dn")).
			help("it may be multiplied with what does not hold it, and added to that")
	case n.state == nil || n.state == of:
		n.state = of
		if n.found == nil {
			n.found = e
		}
		return true
	default:
		n.c.fail("E0505", e.Span, "the derivative of `%s` in the condition of `%s`", of.Name, n.state.Name).
			help("a condition holds the derivative of its own state, and the values of all")
	}
	return false
}

func holdsNormal(e *model.Expr) bool { return holds(e, isNormal) }

// normal types dn(u), the derivative along the outward normal, in a boundary condition.
func (c *checker) normal(e *ast.Call, s *scope) value {
	if s.face == nil {
		c.fail("E0204", e.Span, "`dn` stands in boundary conditions only").help("write `x = max: dn(u) = 0`")
		return value{}
	}
	if len(e.Args) != 1 || len(e.Keys) > 0 {
		c.fail("E0302", e.Span, "`dn` takes one argument")
		return value{}
	}
	name, ok := e.Args[0].(*ast.Name)
	if !ok {
		r := c.fail("E0505", place(e.Args[0]), "`dn` takes the name of a state")
		if call, isCall := e.Args[0].(*ast.Call); isCall && call.Fun.Name == "dn" {
			r.help("a second or third derivative stands alone on the left side: `dn(dn(u)) = e`")
		} else {
			r.help("write factors before it: `2*dn(u)`")
		}
		return value{}
	}
	state := c.conditionState(name)
	if state == nil || !c.names[name.Name].val.ok() {
		return value{}
	}
	x := c.reference(c.names[name.Name], name.Span)
	dims, ok := c.dims(e.Span, func() (units.Dims, bool) { return state.Unit.Dims.Div(s.face.Unit.Dims) })
	if !ok {
		return value{}
	}
	v := c.node(model.OpD, e.Span, model.Scalar, x)
	if v.ok() {
		v.e.Fun, v.e.Dims, v.e.Axis, v.konst = "dn", dims, s.face.Symbol.Index, false
		v.uses |= usesNormal
	}
	return v
}
