package check

import (
	"slices"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

// within is the scope of an expression over the arguments of a closure.
func within(e *entry, where string) *scope {
	s := &scope{where: where, allow: model.DepParam, may: "the closure's arguments, params and constants", atPoint: true, local: map[string]*model.Symbol{}}
	for _, a := range e.sym.Closure.Args {
		s.local[a.Name] = a
	}
	return s
}

// formal is a reference to an argument of a closure or to its network.
func (c *checker) formal(sym *model.Symbol, span ast.Span) value {
	v := c.node(model.OpRef, span, model.Scalar)
	if v.ok() {
		v.e.Sym, v.konst = sym, false
		if c.units {
			v.e.Dims = sym.Unit.Dims
		}
	}
	return v
}

// pointwiseNet reads what enters the network of a pointwise closure, the
// network, and what becomes of its value.
func (c *checker) pointwiseNet(e *entry, body closureBody) {
	cl := e.sym.Closure
	n, hyper := c.net(body.net, e.sym, e.named)
	if n == nil {
		return
	}
	inputs := c.inputs(e, body)
	if inputs == nil {
		return
	}
	masks := make([]uint, len(inputs))
	for i, in := range inputs {
		masks[i] = argMask(in)
	}
	if !c.distribute(body.net, n, masks, hyper, body.input) {
		return
	}
	e.uniform = hyper
	cl.Inputs, cl.Net = inputs, *n
	if body.output != nil && !c.output(e, body) {
		return
	}
	deps := model.DepClosure
	for _, in := range append(slices.Clone(inputs), cl.Value) {
		if in != nil {
			deps |= in.Deps
		}
	}
	if body.pin != nil {
		deps |= c.pin(e, body.pin)
	}
	if e.val.ok() {
		e.val.e.Deps = deps
	}
}

// argMask is the set of arguments in an expression.
func argMask(e *model.Expr) uint {
	mask := uint(0)
	if e.Op == model.OpRef && e.Sym.Kind == model.KindArg {
		mask = 1 << e.Sym.Index
	}
	for _, a := range e.Args {
		mask |= argMask(a)
	}
	return mask
}

// isUniform tells that an argument is the same everywhere: a param or the time.
func isUniform(of *entry) bool {
	return of != nil && (of.sym.Kind == model.KindParam || of.sym.Kind == model.KindTime)
}
