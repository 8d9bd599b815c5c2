package check

import (
	"github.com/pindiff/pindiffc/dsl/ast"
)

// lets resolves every let that nothing has asked for yet.
func (c *checker) lets() {
	for _, e := range c.listed {
		if d, ok := e.decl.(*ast.Let); ok {
			c.resolve(e, d.Name.Span)
		}
	}
}

// letDecl types a definition. It enters the model's list when all that it needs
// is there, so that each let uses earlier ones only. A let without a unit takes
// that of its value.
func (c *checker) letDecl(e *entry, d *ast.Let) {
	u, ok := c.unit(d.Unit)
	v := c.expr(d.Value, inLet)
	if !ok || !v.ok() || !c.notBool(v, "a definition") {
		return
	}
	if v = c.declared(v, u, d.Unit != nil, e.sym); !v.ok() {
		return
	}
	e.sym.Value, e.val = v.e, v
	e.sym.Index = len(c.m.Lets)
	c.m.Lets = append(c.m.Lets, e.sym)
}
