package check

import (
	"slices"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

// maxArgs of a closure.
const maxArgs = 16

// closureArgs resolves what the arguments of a closure are named after: a
// coordinate, the time, a state, param, field, let or another closure; nil
// stands for a name of the closure's own.
func (c *checker) closureArgs(e *entry, d *ast.Closure) ([]*entry, bool) {
	switch {
	case len(d.Args) == 0:
		c.fail("E0311", d.Name.Span, "the closure `%s` depends on nothing", d.Name.Name).
			help("name its arguments: `closure %s(x) = ...`; a single unknown number is `param %s = 1 trainable`", d.Name.Name, d.Name.Name)
		return nil, false
	case len(d.Args) > maxArgs:
		c.fail("E0311", d.Args[maxArgs].Span, "the closure `%s` has %d arguments", d.Name.Name, len(d.Args)).help("at most %d", maxArgs)
		return nil, false
	}
	args, ok := make([]*entry, len(d.Args)), true
	for i, a := range d.Args {
		if slices.ContainsFunc(d.Args[:i], func(b ast.Arg) bool { return b.Name == a.Name }) {
			c.fail("E0311", a.Span, "the argument `%s` stands twice", a.Name)
			ok = false
			continue
		}
		var known bool
		args[i], known = c.argument(e, a)
		ok = ok && known
	}
	return args, ok
}

// argument resolves one argument.
func (c *checker) argument(e *entry, a ast.Arg) (*entry, bool) {
	named := c.names[a.Name]
	if named == nil {
		return nil, !c.unknown[a.Name] && c.ownName(a)
	}
	if named == e {
		c.fail("E0205", a.Span, "`%s` is an argument of itself", a.Name).help("name what it depends on")
		return nil, false
	}
	named.used = true
	switch {
	case named.sym.Kind == model.KindConst:
		c.fail("E0311", a.Span, "`%s` is a constant, and an argument varies", a.Name).note(named.sym.Span, "declared here").
			help("leave it out, or call the argument something else: `closure %s(%s_0)`", e.sym.Name, a.Name)
		return nil, false
	case !c.resolve(named, a.Span) || !named.val.ok():
		return nil, false
	case named.val.e.Shape != model.Scalar:
		c.fail("E0311", a.Span, "the argument `%s` is a vector", a.Name).note(named.sym.Span, "declared here").
			help("an argument is a scalar, such as `norm(%s)`: give it a name of its own, and apply the closure", a.Name)
		return nil, false
	case a.Unit != nil:
		c.fail("E0311", a.Unit.Span, "`%s` has its unit where it is declared", a.Name).note(named.sym.Span, "declared here").
			help("leave the unit out here")
		return nil, false
	}
	return named, true
}

// networkNames mean the network's value in `output`, so no argument has them.
var networkNames = append([]string{"net"}, outputs...)

// ownName checks a name that is declared nowhere else.
func (c *checker) ownName(a ast.Arg) bool {
	if slices.Contains(networkNames, a.Name) && !c.reserved(a.Name) {
		c.fail("E0203", a.Span, "`%s` is a word of the language and cannot be the name of an argument", a.Name).
			help("choose another name, for instance `%s_0`", a.Name)
		return false
	}
	return c.legalName(a.Ident, "argument")
}

// formals makes the closure's own symbols of its arguments, with the unit and
// the range of what they are named after.
func (c *checker) formals(e *entry, d *ast.Closure, args []*entry) {
	for i, a := range d.Args {
		s := &model.Symbol{Kind: model.KindArg, Index: i, Name: a.Name, GoName: exported(a.Name), Span: a.Span,
			Min: negInf, Max: posInf, MinOpen: true, MaxOpen: true}
		if of := args[i]; of != nil {
			s.Unit, s.Min, s.Max, s.MinOpen, s.MaxOpen = of.sym.Unit, of.sym.Min, of.sym.Max, of.sym.MinOpen, of.sym.MaxOpen
		} else {
			s.Unit, _ = c.unit(a.Unit)
		}
		e.sym.Closure.Args = append(e.sym.Closure.Args, s)
	}
}
