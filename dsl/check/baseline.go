package check

import (
	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

// baseline reads what one would put in the places of the closures without learning:
// an expression for each of them, as in truth. It changes nothing of the system.
func (c *checker) baseline() {
	b := c.blocks["baseline"]
	if b == nil {
		return
	}
	c.m.Baseline = make([]*model.Expr, len(c.m.Closures))
	seen := map[string]ast.Span{}
	for _, item := range items(b) {
		d, ok := item.(*ast.Assign)
		if !ok {
			c.fail("E0208", item.Place(), "this does not belong in `baseline`")
			continue
		}
		if first, twice := seen[d.Name.Name]; twice {
			c.fail("E0722", d.Name.Span, "`%s` is given twice", clip(d.Name.Name)).note(first, "the first is here")
			continue
		}
		seen[d.Name.Name] = d.Name.Span
		e := c.lookup(d.Name)
		switch {
		case e == nil:
		case e.sym.Kind != model.KindClosure:
			c.fail("E0722", d.Name.Span, "`%s` is a %s, and has no baseline", e.sym.Name, e.sym.Kind).
				note(e.sym.Span, "declared here").help("`baseline` is for closures; all others are what they are declared as")
		case e.resolved && !e.val.ok(): // told already
		default:
			c.m.Baseline[e.sym.Index] = c.inPlaceOf(e, d.Value, "the baseline of a pointwise closure")
		}
	}
	for _, cl := range c.m.Closures {
		if _, given := seen[cl.Name]; !given {
			c.fail("E0722", b.Kind.Span, "the closure `%s` has no baseline", cl.Name).note(cl.Span, "declared here").
				help("write `%s = 0`, or what one would take it for: the baseline is of all closures together", cl.Name)
		}
	}
}
