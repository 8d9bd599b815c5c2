package check

import (
	"slices"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

// closures reads every closure: its arguments, its unit, its network.
func (c *checker) closures() {
	for _, e := range c.listed {
		if d, ok := e.decl.(*ast.Closure); ok {
			c.closure(e, d)
		}
	}
}

func (c *checker) closure(e *entry, d *ast.Closure) {
	u, unitOK := c.unit(d.Unit)
	e.sym.Unit = u
	e.sym.Index = len(c.m.Closures)
	e.sym.Closure = &model.Closure{}
	c.m.Closures = append(c.m.Closures, e.sym)
	deps := model.DepClosure
	ok := len(d.Args) > 0
	if !ok {
		c.fail("E0311", d.Name.Span, "the closure `%s` depends on nothing", d.Name.Name).
			help("name its arguments: `closure %s(x) = ...`; a single unknown number is `param %s = 1 trainable`", d.Name.Name, d.Name.Name)
	}
	for _, a := range d.Args {
		sym, dep := c.argument(a, e.sym.Closure)
		if sym == nil {
			ok = false
			continue
		}
		deps |= dep
		e.sym.Closure.Args = append(e.sym.Closure.Args, sym)
	}
	var axes uses
	for _, s := range e.sym.Closure.Args {
		if s.Kind == model.KindCoord {
			axes |= usesAxis << s.Index
		}
	}
	if unitOK {
		e.val = c.symbolValue(e.sym, deps, usesClosure|axes)
	}
	if net := c.body(d); net != nil && ok {
		if n := c.net(net, e.sym); n != nil {
			e.sym.Closure.Net = *n
		}
	}
}

// argument resolves an argument of a closure: a coordinate or the time.
func (c *checker) argument(a ast.Ident, cl *model.Closure) (*model.Symbol, model.Deps) {
	e := c.lookup(a)
	if e == nil {
		return nil, 0
	}
	if slices.Contains(cl.Args, e.sym) {
		c.fail("E0311", a.Span, "the argument `%s` stands twice", a.Name)
		return nil, 0
	}
	switch e.sym.Kind {
	case model.KindCoord:
		return e.sym, model.DepSpace
	case model.KindTime:
		return e.sym, model.DepTime
	}
	c.unsupported("E0311", a.Span, "a closure of a "+e.sym.Kind.String()+" is", "arguments are coordinates and `t`")
	return nil, 0
}

// body returns the network of a closure, in either form.
func (c *checker) body(d *ast.Closure) ast.Expr {
	if d.Net != nil {
		return d.Net
	}
	var net ast.Expr
	for _, item := range slices.DeleteFunc(slices.Clone(d.Body), func(i ast.Item) bool { return i == nil }) {
		s, ok := item.(*ast.Setting)
		switch {
		case ok && s.Word.Name == "net" && len(s.Values) == 1 && net == nil:
			net = s.Values[0]
		case ok && s.Word.Name == "net":
			c.fail("E0312", s.Span, "a closure has one `net`")
		case ok && (s.Word.Name == "input" || s.Word.Name == "output"):
			c.unsupported("E0312", s.Word.Span, "`"+s.Word.Name+"` is", "a network has `output`, `scale` and `offset` among its arguments")
		case !ok:
			c.unsupported("E0312", item.Place(), "`pin` is", "a closure is a network alone: `closure %s(...) = mlp(hidden: [16])`", d.Name.Name)
		default:
			c.fail("E0208", s.Word.Span, "unknown word `%s` in a closure", clip(s.Word.Name))
		}
	}
	if net == nil {
		c.fail("E0312", d.Name.Span, "the closure `%s` has no network", d.Name.Name).help("write `closure %s(...) = mlp(hidden: [16, 16])`", d.Name.Name)
	}
	return net
}
