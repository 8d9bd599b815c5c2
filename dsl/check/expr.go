package check

import (
	"math"
	"slices"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
	"github.com/pindiff/pindiffc/dsl/units"
)

// expr types an expression as written.
func (c *checker) expr(e ast.Expr, s *scope) value {
	if c.aborted {
		return value{}
	}
	if c.depth++; c.depth > maxDepth {
		c.abort(place(e))
	}
	defer func() { c.depth-- }()
	switch e := e.(type) {
	case *ast.Number:
		return c.literal(e)
	case *ast.Name:
		return c.name(e, s)
	case *ast.Paren:
		v := c.expr(e.X, s)
		if v.ok() && v.e.Op != model.OpRef && v.e.Op != model.OpNum {
			v.e.Span = e.Span
		}
		return v
	case *ast.Unary:
		return c.sign(e, s)
	case *ast.Binary:
		return c.binary(e, s)
	case *ast.List:
		return c.vector(e, s)
	case *ast.Call:
		return c.call(e, s)
	case *ast.String:
		c.fail("E0301", e.Span, "a text cannot stand in an expression").help("texts name files and arrays: `file(\"k.npz\")`, `from \"vx\"`")
	default:
		c.fail("E0313", place(e), "an expression is missing")
	}
	return value{}
}

// place of an expression that may be missing.
func place(e ast.Expr) ast.Span {
	if e == nil {
		return ast.Span{}
	}
	return e.Place()
}

func (c *checker) literal(n *ast.Number) value {
	x := n.Value
	if math.IsNaN(x) || math.IsInf(x, 0) {
		c.fail("E0304", n.Span, "this number is too large")
		return value{}
	}
	if n.Percent {
		x /= 100
	}
	u, ok := c.unit(n.Unit)
	if !ok {
		return value{}
	}
	v := c.number(x*u.Scale, u.Dims, n.Span)
	v.bare = n.Unit == nil
	v.zero = v.bare && x == 0
	return c.known(v, x*u.Scale)
}

func (c *checker) name(n *ast.Name, s *scope) value {
	if sym := s.local[n.Name]; sym != nil {
		return c.formal(sym, n.Span)
	}
	if v, ok := c.networkName(n, s); ok {
		return v
	}
	switch n.Name {
	case "pi":
		v := c.number(math.Pi, units.Dims{}, n.Span)
		v.bare = v.ok()
		return v
	case "case":
		if s.uses&usesCase != 0 {
			v := c.node(model.OpRef, n.Span, model.Scalar)
			if v.ok() {
				v.e.Sym, v.konst, v.bare, v.uses = c.caseNo, false, true, usesCase
			}
			return v
		}
	}
	var candidates []string
	if s.network != nil {
		candidates = slices.Concat(networkNames, c.declaredNames())
	}
	e := c.lookup(n.Ident, candidates...)
	if e == nil || !c.resolve(e, n.Span) || !e.val.ok() {
		return value{}
	}
	v := e.val
	if e.sym.Kind == model.KindClosure && e.sym.Closure.Pointwise {
		if v = c.bare(e, n.Span); !v.ok() {
			return v
		}
		if !c.permit(s, e, v, n.Span) {
			return value{}
		}
		return v
	}
	if !c.permit(s, e, v, n.Span) {
		return value{}
	}
	return c.reference(e, n.Span)
}

func (c *checker) sign(u *ast.Unary, s *scope) value {
	x := c.expr(u.X, s)
	if !x.ok() || !c.notBool(x, "a sign") {
		return value{}
	}
	if u.Op == "+" {
		return x
	}
	v := c.node(model.OpNeg, u.Span, x.e.Shape, x)
	if !v.ok() {
		return v
	}
	v.e.Dims, v.bare, v.zero = x.e.Dims, x.bare, x.zero
	v = c.known(v, -x.v)
	if x.e.Op == model.OpNum {
		return c.folded(v)
	}
	return v
}

// binary types `x op y`. A chain of sums or products leans to the left and may
// be long.
func (c *checker) binary(b *ast.Binary, s *scope) value {
	x, y := c.expr(b.X, s), c.expr(b.Y, s)
	if !x.ok() || !y.ok() {
		return value{}
	}
	switch b.Op {
	case "+", "-":
		return c.sum(b, x, y)
	case "*", "/":
		return c.product(b, x, y)
	case "^":
		return c.power(b.Span, x, y)
	case "<", "<=", ">", ">=":
		return c.compare(b, x, y)
	case "==", "!=":
		c.unsupported("E0310", b.OpSpan, "`"+b.Op+"` is", "numbers are rarely equal; compare with `<`, or write `abs(a - b) < small`")
	case "then":
		c.fail("E0301", b.OpSpan, "`then` joins pieces of a schedule, not numbers")
	default:
		c.fail("E0206", b.OpSpan, "unknown operator `%s`", clip(b.Op))
	}
	return value{}
}

func (c *checker) notBool(v value, where string) bool {
	if v.e.Shape != model.Bool {
		return true
	}
	c.fail("E0305", v.e.Span, "a comparison cannot be an operand of %s", where).help("comparisons stand in `where(condition, a, b)` only")
	return false
}

func (c *checker) sum(b *ast.Binary, x, y value) value {
	if !c.notBool(x, "`"+b.Op+"`") || !c.notBool(y, "`"+b.Op+"`") {
		return value{}
	}
	if x.e.Shape != y.e.Shape {
		c.fail("E0301", b.Span, "a vector and a scalar cannot be added").
			label("%s is a %s, %s a %s", c.quote(x.e.Span, "the left"), shapeName(x), c.quote(y.e.Span, "the right"), shapeName(y))
		return value{}
	}
	dims, ok := c.agree(x, y)
	if !ok {
		c.mismatch(b.Span, "these two cannot be added: their units differ", x, y)
		return value{}
	}
	op, r := model.OpAdd, x.v+y.v
	if b.Op == "-" {
		op, r = model.OpSub, x.v-y.v
	}
	v := c.node(op, b.Span, x.e.Shape, x, y)
	if !v.ok() {
		return v
	}
	v.e.Dims, v.bare = dims, x.bare && y.bare
	return c.known(v, r)
}

func (c *checker) product(b *ast.Binary, x, y value) value {
	if !c.notBool(x, "`"+b.Op+"`") || !c.notBool(y, "`"+b.Op+"`") {
		return value{}
	}
	op, r, shape := model.OpMul, x.v*y.v, max(x.e.Shape, y.e.Shape)
	combine := units.Dims.Mul
	if b.Op == "/" {
		op, r, combine = model.OpDiv, x.v/y.v, units.Dims.Div
	}
	switch {
	case b.Op == "/" && y.e.Shape == model.Vector:
		c.fail("E0301", y.e.Span, "a vector cannot divide").label("this is a vector")
		return value{}
	case b.Op == "*" && x.e.Shape == model.Vector && y.e.Shape == model.Vector:
		c.fail("E0301", b.Span, "two vectors cannot be multiplied with `*`").help("write `dot(a, b)`")
		return value{}
	case b.Op == "/" && y.konst && y.v == 0:
		c.fail("E0304", y.e.Span, "division by zero")
		return value{}
	}
	dims, ok := c.dims(b.Span, func() (units.Dims, bool) { return combine(x.e.Dims, y.e.Dims) })
	if !ok {
		return value{}
	}
	v := c.node(op, b.Span, shape, x, y)
	if !v.ok() {
		return v
	}
	v.e.Dims, v.bare = dims, x.bare && y.bare
	return c.known(v, r)
}

// power types x^y: the exponent is a pure number, and a constant fraction where
// x has a unit.
func (c *checker) power(span ast.Span, x, y value) value {
	for _, a := range []value{x, y} {
		if !c.scalar(a, "a power") {
			return value{}
		}
	}
	if !c.pure(y, "an exponent") {
		return value{}
	}
	var dims units.Dims
	if c.units && !x.e.Dims.Dimensionless() {
		r, rational := units.RationalOf(y.v)
		if !y.konst || !rational {
			c.fail("E0404", y.e.Span, "a quantity with a unit needs a constant exponent").
				label("%s is in %s", c.quote(x.e.Span, "the base"), c.unitOf(x)).
				help("the exponent is an integer or a fraction, or divide the base by a reference value")
			return value{}
		}
		var ok bool
		if dims, ok = c.dims(span, func() (units.Dims, bool) { return x.e.Dims.Pow(r) }); !ok {
			return value{}
		}
	}
	v := c.node(model.OpPow, span, model.Scalar, x, y)
	if !v.ok() {
		return v
	}
	v.e.Dims, v.bare = dims, x.bare && y.bare
	return c.known(v, math.Pow(x.v, y.v))
}

func (c *checker) compare(b *ast.Binary, x, y value) value {
	if !c.scalar(x, "a comparison") || !c.scalar(y, "a comparison") {
		return value{}
	}
	if _, ok := c.agree(x, y); !ok {
		c.mismatch(b.Span, "these two cannot be compared: their units differ", x, y)
		return value{}
	}
	op := map[string]model.Op{"<": model.OpLess, "<=": model.OpLessEq, ">": model.OpGreater, ">=": model.OpGreaterEq}[b.Op]
	v := c.node(op, b.Span, model.Bool, x, y)
	v.konst = false
	return v
}

// scalar requires a number that is neither vector nor truth value.
func (c *checker) scalar(v value, where string) bool {
	if v.e.Shape == model.Scalar {
		return true
	}
	if v.e.Shape == model.Bool {
		return c.notBool(v, where)
	}
	c.fail("E0301", v.e.Span, "%s takes scalars", where).label("this is a vector").
		help("write it for each component, or use `norm(v)` or `dot(a, b)`")
	return false
}

func shapeName(v value) string {
	return [...]string{"scalar", "vector", "truth value"}[v.e.Shape]
}

// vector types `[a, b]`: one scalar for each spatial axis, of one unit.
func (c *checker) vector(l *ast.List, s *scope) value {
	n := len(c.m.Axes)
	if n == 0 {
		return value{} // the domain is wrong, and said so
	}
	if len(l.Elems) != n {
		c.fail("E0301", l.Span, "a vector here has %s, one for each spatial coordinate", plural(n, "component")).
			label("this has %d", len(l.Elems))
		return value{}
	}
	parts := make([]value, n)
	for i, e := range l.Elems {
		parts[i] = c.expr(e, s)
	}
	for _, p := range parts {
		if !p.ok() || !c.scalar(p, "a vector") {
			return value{}
		}
	}
	dims, zero := parts[0].e.Dims, parts[0].zero
	for _, p := range parts[1:] {
		var ok bool
		if dims, ok = c.agree(parts[0], p); !ok {
			c.mismatch(l.Span, "the components of this vector differ in unit", parts[0], p)
			return value{}
		}
		zero = zero && p.zero
	}
	if !c.oneLength(l.Span) {
		return value{}
	}
	v := c.node(model.OpVector, l.Span, model.Vector, parts...)
	if v.ok() {
		v.e.Dims, v.zero, v.konst = dims, zero, false
	}
	return v
}
