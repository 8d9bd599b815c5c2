package check

import (
	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/diag"
	"github.com/pindiff/pindiffc/dsl/model"
)

// bare is a pointwise closure by its name alone: applied to what its arguments
// are named after.
func (c *checker) bare(e *entry, span ast.Span) value {
	args := make([]value, len(e.named))
	for i, a := range e.named {
		if a == nil {
			name := e.sym.Closure.Args[i].Name
			r := c.fail("E0311", span, "`%s` must be applied to something", e.sym.Name).
				note(e.sym.Closure.Args[i].Span, "`%s` is declared nowhere else", name)
			if near := diag.Nearest(name, c.declaredNames()); near != "" {
				r.help("write `%s(...)`; or should its argument be `%s`?", e.sym.Name, near)
			} else {
				r.help("write `%s(...)`, with %s", e.sym.Name, plural(len(args), "argument"))
			}
			return value{}
		}
		a.used = true
		if !c.resolve(a, span) || !a.val.ok() {
			return value{}
		}
		if a.sym.Kind == model.KindClosure && a.sym.Closure.Pointwise {
			args[i] = c.bare(a, span)
		} else {
			args[i] = c.reference(a, span)
		}
		if !args[i].ok() {
			return value{} // what follows would be as large
		}
	}
	return c.applied(e, args, span)
}

// apply types `f(a, b)`.
func (c *checker) apply(e *entry, call *ast.Call, s *scope) value {
	if !c.permit(s, e, e.val, call.Fun.Span) {
		return value{}
	}
	cl := e.sym.Closure
	if n := len(cl.Args); len(call.Args) != n || len(call.Keys) > 0 {
		c.fail("E0302", call.Span, "`%s` takes %s", e.sym.Name, plural(n, "argument")).label("this has %d", len(call.Args)+len(call.Keys)).
			note(e.sym.Span, "declared here")
		return value{}
	}
	args, ok := make([]value, len(cl.Args)), true
	for i, x := range call.Args {
		a := cl.Args[i]
		v := c.expr(x, s)
		if v.ok() && !c.scalar(v, "a closure") {
			return value{}
		}
		if v.ok() && v.uses&usesDdt != 0 {
			c.fail("E0306", v.e.Span, "`ddt` cannot stand in the argument of a closure")
			return value{}
		}
		v = c.inUnit(v, a.Unit, a.Name)
		args[i] = v
		if !v.ok() {
			ok = false
		} else if varying := v.e.Deps &^ (model.DepParam | model.DepTime); e.uniform>>i&1 == 1 && varying != 0 {
			c.fail("E0311", v.e.Span, "the argument `%s` of `%s` must be the same everywhere", a.Name, e.sym.Name).
				label("this depends on %s", dependence(varying)).note(a.Span, "a hypernetwork takes it")
			ok = false
		}
	}
	if !ok {
		return value{}
	}
	return c.applied(e, args, call.Span)
}

// applied makes the application of a closure. It depends on what its arguments
// depend on, and on the closure.
func (c *checker) applied(e *entry, args []value, span ast.Span) value {
	v := c.node(model.OpApply, span, model.Scalar, args...)
	if v.ok() {
		v.e.Sym, v.e.Dims, v.konst = e.sym, e.val.e.Dims, false
		v.e.Deps |= e.val.e.Deps
		v.uses |= e.val.uses
	}
	return v
}
