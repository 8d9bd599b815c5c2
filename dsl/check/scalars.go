package check

import (
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

// constants resolves every const that nothing has asked for yet.
func (c *checker) constants() {
	for _, e := range c.listed {
		if d, ok := e.decl.(*ast.Scalar); ok && e.sym.Kind == model.KindConst {
			c.resolve(e, d.Name.Span)
		}
	}
}

// resolve makes sure that the value of a const, let or closure is known. It is asked
// for by name, in any order, so it finds definitions that go round in a circle.
func (c *checker) resolve(e *entry, at ast.Span) bool {
	if e.resolved || e.sym.Kind != model.KindConst && e.sym.Kind != model.KindLet && e.sym.Kind != model.KindClosure {
		return true
	}
	if e.resolving {
		c.fail("E0205", at, "the definition of `%s` needs `%s` itself", e.sym.Name, e.sym.Name).
			note(e.sym.Span, "defined here").help("a definition can use names whose own definitions do not come back to it")
		return false
	}
	if c.chain++; c.chain > maxChain {
		c.abort(at)
		return false
	}
	e.resolving = true
	switch d := e.decl.(type) {
	case *ast.Scalar:
		c.constDecl(e, d)
	case *ast.Let:
		c.letDecl(e, d)
	case *ast.Closure:
		c.closure(e, d)
	}
	e.resolving, e.resolved = false, true
	c.chain--
	return true
}

// constDecl folds a constant to its value.
func (c *checker) constDecl(e *entry, d *ast.Scalar) {
	c.flags(e, d)
	if d.Range != nil {
		c.fail("E0315", d.Range.Span, "a constant has no range")
	}
	u, ok := c.unit(d.Unit)
	if d.Value == nil {
		c.fail("E0313", d.Name.Span, "the constant `%s` has no value", d.Name.Name).help("write `const %s = 1`", d.Name.Name)
		return
	}
	v, valued := c.constant(d.Value)
	if !ok || !valued {
		return
	}
	if v = c.folded(c.declared(v, u, d.Unit != nil, e.sym)); !v.ok() {
		return
	}
	e.sym.Value, e.val = v.e, v
	e.sym.Index = len(c.m.Consts)
	c.m.Consts = append(c.m.Consts, e.sym)
}

// declared gives a value the unit of its declaration; without one, the name
// takes the unit of the value.
func (c *checker) declared(v value, u model.Unit, has bool, sym *model.Symbol) value {
	if !has && c.units {
		sym.Unit = model.Unit{Scale: 1, Dims: v.e.Dims}
		v.bare = false
		return v
	}
	sym.Unit = u
	return c.inUnit(v, u, sym.Name)
}

// scalars enters params, fields and states, so that all names are known, and then
// reads their values.
func (c *checker) scalars() {
	declared := func(read func(*entry, *ast.Scalar)) {
		for _, kind := range []model.Kind{model.KindParam, model.KindField, model.KindState} {
			for _, e := range c.listed {
				if d, ok := e.decl.(*ast.Scalar); ok && e.sym.Kind == kind {
					read(e, d)
				}
			}
		}
	}
	declared(c.enter)
	declared(c.scalarValue)
	if len(c.m.States) == 0 && !slices.ContainsFunc(c.file.Decls, func(d ast.Decl) bool { s, ok := d.(*ast.Scalar); return ok && s.Kind == "state" }) {
		c.fail("E0308", c.header1(), "the specification has no state").help("write `state u`, and an equation for it")
	}
}

// enter gives a scalar its place and unit, and what a reference to it is.
func (c *checker) enter(e *entry, d *ast.Scalar) {
	c.flags(e, d)
	u, ok := c.unit(d.Unit)
	e.sym.Unit = u
	list, deps, traits := &c.m.Params, model.DepParam, uses(0)
	switch e.sym.Kind {
	case model.KindField:
		list, deps, traits = &c.m.Fields, model.DepSpace, usesField
		if call, isCall := d.Value.(*ast.Call); isCall && call.Fun.Name == "file" || e.sym.Trainable {
			traits |= usesCentre
		}
	case model.KindState:
		list, deps = &c.m.States, model.DepState
	}
	e.sym.Index = len(*list)
	*list = append(*list, e.sym)
	if ok {
		e.val = c.symbolValue(e.sym, deps, traits)
	}
}

// scalarValue reads the range and the value of a scalar.
func (c *checker) scalarValue(e *entry, d *ast.Scalar) {
	if e.sym.Kind == model.KindParam {
		c.param(e, d)
		return
	}
	if !e.val.ok() {
		return
	}
	c.ranged(e, d)
	if e.sym.Kind == model.KindField {
		c.field(e, d)
		return
	}
	if d.Value == nil {
		return
	}
	if v := c.inUnit(c.scalarExpr(d.Value, inState), e.sym.Unit, e.sym.Name); v.ok() {
		e.sym.Value = v.e
		c.inRange(v, e.sym)
	}
}

// scalarExpr types an expression that must be a scalar.
func (c *checker) scalarExpr(e ast.Expr, s *scope) value {
	v := c.expr(e, s)
	if v.ok() && !c.scalar(v, s.where) {
		return value{}
	}
	return v
}

// param reads the value of a param; one without a unit takes that of its value.
func (c *checker) param(e *entry, d *ast.Scalar) {
	if d.Value == nil {
		c.fail("E0313", d.Name.Span, "the param `%s` has no value", d.Name.Name).help("write `param %s = 1`", d.Name.Name)
		return
	}
	known, ok := c.constant(d.Value)
	if !ok || !e.val.ok() {
		return
	}
	v := c.folded(c.declared(known, e.sym.Unit, d.Unit != nil, e.sym))
	e.val = c.symbolValue(e.sym, model.DepParam, 0)
	c.ranged(e, d)
	if v.ok() {
		e.sym.Value = v.e
		c.inRange(v, e.sym)
	}
}

// symbolValue is the value of a reference to a declared symbol.
func (c *checker) symbolValue(sym *model.Symbol, deps model.Deps, u uses) value {
	v := c.coordinate(sym, deps, u, sym.Span)
	return v
}

// field reads a given field: from a file, or an expression.
func (c *checker) field(e *entry, d *ast.Scalar) {
	if d.Value == nil {
		c.fail("E0313", d.Name.Span, "the field `%s` has no values", d.Name.Name).
			help("write `= file(\"%s.npz\")`, or an expression of the coordinates", d.Name.Name)
		return
	}
	if call, ok := d.Value.(*ast.Call); ok && call.Fun.Name == "file" {
		e.sym.File = c.filePath(call)
		return
	}
	if v := c.inUnit(c.scalarExpr(d.Value, inField), e.sym.Unit, e.sym.Name); v.ok() {
		e.sym.Value = v.e
		c.inRange(v, e.sym)
		if !e.sym.Trainable { // where it starts from says nothing of what it becomes
			e.val.e.Deps |= v.e.Deps
		}
	}
}

// filePath reads file("name.npz"): a relative path that stays below the
// specification's folder.
func (c *checker) filePath(call *ast.Call) string {
	if len(call.Args) != 1 || len(call.Keys) > 0 {
		c.fail("E0302", call.Span, "`file` takes one text").help("write `file(\"k.npz\")`")
		return ""
	}
	s, ok := call.Args[0].(*ast.String)
	if !ok {
		c.fail("E0314", place(call.Args[0]), "the name of a file is a text in quotes").help("write `file(\"k.npz\")`")
		return ""
	}
	p := s.Value
	strange := func(r rune) bool { return !unicode.IsPrint(r) || strings.ContainsRune(`\:*?"<>|`, r) }
	switch {
	case p == "" || len(p) > 200 || strings.ContainsFunc(p, strange):
		c.fail("E0314", s.Span, "this cannot be the name of a file").help("use letters, digits, `.`, `-`, `_` and `/`")
	case path.IsAbs(p) || slices.Contains(strings.Split(p, "/"), ".."):
		c.fail("E0314", s.Span, "a file must be in the folder of the specification, or below it").help("copy it there, and name it without `/` at the start and without `..`")
	case path.Ext(p) != ".npz":
		c.fail("E0314", s.Span, "a field is read from an `.npz` file").help("in Python: `numpy.savez(\"k.npz\", k=k)`")
	default:
		return path.Clean(p)
	}
	return ""
}

// flags reads `trainable` and `positive`.
func (c *checker) flags(e *entry, d *ast.Scalar) {
	for i, f := range d.Flags {
		switch {
		case slices.ContainsFunc(d.Flags[:i], func(g ast.Ident) bool { return g.Name == f.Name }):
			c.fail("E0202", f.Span, "`%s` is given twice", f.Name)
		case f.Name == "trainable" && (e.sym.Kind == model.KindParam || e.sym.Kind == model.KindField):
			e.sym.Trainable = true
		case f.Name == "positive" && (e.sym.Kind == model.KindParam || e.sym.Kind == model.KindField):
			e.sym.Positive = true
		case f.Name == "trainable" || f.Name == "positive":
			c.fail("E0208", f.Span, "a %s cannot be `%s`", d.Kind, f.Name)
		default:
			c.fail("E0208", f.Span, "unknown word `%s`", clip(f.Name)).nearest(f.Name, []string{"trainable", "positive"})
		}
	}
}

// ranged reads `in [a, b]`.
func (c *checker) ranged(e *entry, d *ast.Scalar) {
	if d.Range == nil {
		return
	}
	lo, ok1 := c.quantity(d.Range.Lo, e.sym.Unit, d.Name.Name)
	hi, ok2 := c.quantity(d.Range.Hi, e.sym.Unit, d.Name.Name)
	if !ok1 || !ok2 {
		return
	}
	if hi <= lo {
		c.fail("E0315", d.Range.Span, "this range is empty").help("the lower end stands first, and is less than the upper one")
		return
	}
	e.sym.Min, e.sym.Max, e.sym.MinOpen, e.sym.MaxOpen = lo, hi, d.Range.LoOpen, d.Range.HiOpen
}

// inRange checks a known value against the declared range. The optimiser moves
// a trainable param inside its range, so it cannot start on the edge.
func (c *checker) inRange(v value, s *model.Symbol) {
	if !v.konst {
		return
	}
	low := v.v < s.Min || v.v == s.Min && s.MinOpen && s.Min != negInf
	high := v.v > s.Max || v.v == s.Max && s.MaxOpen && s.Max != posInf
	switch {
	case s.Positive && v.v <= 0:
		c.fail("E0315", v.e.Span, "`%s` is declared positive, and this value is not", s.Name)
	case low || high:
		c.fail("E0315", v.e.Span, "this value is outside the range declared for `%s`", s.Name)
	case s.Trainable && (v.v == s.Min || v.v == s.Max):
		c.fail("E0315", v.e.Span, "a trainable %s must start inside its range, not on its edge", s.Kind)
	}
}
