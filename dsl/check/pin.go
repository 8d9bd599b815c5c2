package check

import (
	"slices"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

// pin reads `pin f(x0) = f0`, a value that the closure has whatever its weights,
// and tells what it depends on.
func (c *checker) pin(e *entry, d *ast.Pin) model.Deps {
	cl := e.sym.Closure
	call, ok := d.LHS.(*ast.Call)
	if !ok || call.Fun.Name != e.sym.Name || len(call.Args) != len(cl.Args) || len(call.Keys) > 0 {
		c.fail("E0312", place(d.LHS), "a pin is for the closure itself, at a value of each argument").
			help("write `pin %s(...) = ...`, with %s", e.sym.Name, plural(len(cl.Args), "argument"))
		return 0
	}
	p := &model.Pin{Span: d.Span, Multiply: oneSign(cl)}
	deps := model.Deps(0)
	for i, x := range call.Args {
		a := cl.Args[i]
		v := c.inUnit(c.scalarExpr(x, inPin), a.Unit, a.Name)
		if !v.ok() {
			return 0
		}
		deps |= v.e.Deps
		p.At = append(p.At, v.e)
	}
	v := c.inUnit(c.scalarExpr(d.RHS, inPin), e.sym.Unit, e.sym.Name)
	if !v.ok() {
		return 0
	}
	p.Value = v.e
	cl.Pin = p
	return deps | v.e.Deps
}

// oneSign tells that a closure is a factor of a network's value that is never
// zero: then a pin multiplies it, which keeps its zeros and its sign.
func oneSign(cl *model.Closure) bool {
	if !slices.Contains([]string{"softplus", "sigmoid", "exp"}, cl.Net.Output) || cl.Net.Offset != 0 {
		return false
	}
	return cl.Value == nil || factorOfNet(cl.Value)
}

func factorOfNet(e *model.Expr) bool {
	switch e.Op {
	case model.OpRef:
		return e.Sym.Kind == model.KindNet
	case model.OpNeg, model.OpDiv:
		return factorOfNet(e.Args[0]) && !(e.Op == model.OpDiv && holdsNet(e.Args[1]))
	case model.OpMul:
		a, b := e.Args[0], e.Args[1]
		return factorOfNet(a) && !holdsNet(b) || factorOfNet(b) && !holdsNet(a)
	}
	return false
}

func holdsNet(e *model.Expr) bool {
	return e.Op == model.OpRef && e.Sym.Kind == model.KindNet || slices.ContainsFunc(e.Args, holdsNet)
}
