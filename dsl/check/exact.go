package check

import (
	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

// exact reads a solution that is known, or wanted: an expression of coordinates,
// time, params and consts for every state. It is for manufactured solutions, and
// changes nothing of the system.
func (c *checker) exact() {
	b := c.blocks["exact"]
	if b == nil {
		return
	}
	c.m.Solution = make([]*model.Expr, len(c.m.States))
	seen := map[string]ast.Span{}
	for _, item := range items(b) {
		d, ok := item.(*ast.Assign)
		if !ok {
			c.fail("E0208", item.Place(), "this does not belong in `exact`")
			continue
		}
		if first, twice := seen[d.Name.Name]; twice {
			c.fail("E0720", d.Name.Span, "`%s` is given twice", clip(d.Name.Name)).note(first, "the first is here")
			continue
		}
		seen[d.Name.Name] = d.Name.Span
		e := c.lookup(d.Name, c.stateNames()...)
		if e == nil {
			continue
		}
		if e.sym.Kind != model.KindState {
			c.fail("E0720", d.Name.Span, "`%s` is a %s, and has no exact solution", e.sym.Name, e.sym.Kind).
				note(e.sym.Span, "declared here").help("`exact` is for states; what a closure really is stands in `truth`")
			continue
		}
		if v := c.inUnit(c.scalarExpr(d.Value, inExact), e.sym.Unit, e.sym.Name); v.ok() {
			c.m.Solution[e.sym.Index] = v.e
		}
	}
	for _, s := range c.m.States {
		if _, given := seen[s.Name]; !given {
			c.fail("E0721", b.Kind.Span, "the state `%s` has no exact solution", s.Name).note(s.Span, "declared here").
				help("write `%s = ...`, an expression of coordinates and t", s.Name)
		}
	}
}
