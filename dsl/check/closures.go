package check

import (
	"slices"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

// closures reads every closure that nothing has asked for yet.
func (c *checker) closures() {
	for _, e := range c.listed {
		if d, ok := e.decl.(*ast.Closure); ok {
			c.resolve(e, d.Name.Span)
		}
	}
}

// closure reads a closure: its unit, its arguments, its network. One whose
// arguments are all coordinates or the time is a field closure, unless its body
// has more to say than its network; all others are pointwise.
func (c *checker) closure(e *entry, d *ast.Closure) {
	u, ok := c.unit(d.Unit)
	e.sym.Unit = u
	args, argsOK := c.closureArgs(e, d)
	body, bodyOK := c.closureBody(d)
	if !ok || !argsOK {
		return
	}
	cl := e.sym.Closure
	cl.Pointwise = body.shaped() || slices.ContainsFunc(args, func(a *entry) bool {
		return a == nil || a.sym.Kind != model.KindCoord && a.sym.Kind != model.KindTime
	})
	if !cl.Pointwise {
		deps, axes := model.DepClosure, uses(0)
		for _, a := range args {
			cl.Args = append(cl.Args, a.sym)
			deps |= a.val.e.Deps
			axes |= a.val.uses & usesAxes
		}
		e.val = c.symbolValue(e.sym, deps, usesClosure|usesCentre|axes)
		if bodyOK {
			c.fieldNet(e, args, body)
		}
		return
	}
	e.named = args
	c.formals(e, d, args)
	e.val = c.symbolValue(e.sym, model.DepClosure, usesClosure)
	if bodyOK {
		c.pointwiseNet(e, body)
	}
}

// fieldNet reads the network of a field closure. The arguments enter it as they are.
func (c *checker) fieldNet(e *entry, args []*entry, body closureBody) {
	n, hyper := c.net(body.net, e.sym, args)
	if n == nil {
		return
	}
	masks := make([]uint, len(args))
	for i := range args {
		masks[i] = 1 << i
	}
	if c.distribute(body.net, n, masks, hyper, nil) {
		e.sym.Closure.Net = *n
	}
}
