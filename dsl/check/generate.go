package check

import (
	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

// generated makes the node of a generator or reduction, which exist in truth
// and cases only.
func (c *checker) generated(e *ast.Call, fun string, args ...value) value {
	v := c.node(model.OpGenerate, e.Span, model.Scalar, args...)
	if v.ok() {
		v.e.Fun, v.konst = fun, false
		v.uses |= usesGenerator
	}
	return v
}

// mayGenerate refuses generators outside of truth and cases.
func (c *checker) mayGenerate(e *ast.Call, s *scope) bool {
	if s.uses&usesGenerator != 0 {
		return true
	}
	r := c.fail("E0204", e.Fun.Span, "`%s` cannot be used in %s", e.Fun.Name, s.where)
	switch e.Fun.Name {
	case "min", "max":
		r.help("with one argument it is the %simum over the grid, which exists in `truth` and `cases`; give it two", e.Fun.Name)
	default:
		r.help("it exists in `truth` and `cases` only")
	}
	return false
}

// reduction types min, max, mean and sum of one argument over the grid.
func (c *checker) reduction(e *ast.Call, s *scope) value {
	if !c.mayGenerate(e, s) {
		return value{}
	}
	args, ok := c.operands(e, s, 1, 1)
	if !ok || !c.scalar(args[0], "`"+e.Fun.Name+"`") {
		return value{}
	}
	v := c.generated(e, "grid_"+e.Fun.Name, args[0])
	if v.ok() {
		v.e.Dims, v.bare = args[0].e.Dims, args[0].bare
		v.e.Deps &^= model.DepSpace
		v.uses &^= usesAxes
	}
	return v
}

// rescale types rescale(e, a, b): e mapped so that it runs from a to b.
func (c *checker) rescale(e *ast.Call, s *scope) value {
	if !c.mayGenerate(e, s) {
		return value{}
	}
	args, ok := c.operands(e, s, 3, 3)
	if !ok {
		return value{}
	}
	for _, a := range args {
		if !c.scalar(a, "`rescale`") {
			return value{}
		}
	}
	a, b := args[1], args[2]
	dims, ok := c.agree(a, b)
	switch {
	case !ok:
		c.mismatch(a.e.Span.Join(b.e.Span), "the two ends differ in unit", a, b)
		return value{}
	case a.konst && b.konst && a.v == b.v:
		c.fail("E0304", a.e.Span.Join(b.e.Span), "the two ends of the new range are equal")
		return value{}
	}
	v := c.generated(e, "rescale", args...)
	if v.ok() {
		v.e.Dims, v.bare = dims, a.bare && b.bare
	}
	return v
}

// waves types waves(seed:, modes:, k_max: [, drift:]), a sum of seeded sines; a
// drift makes it depend on time.
func (c *checker) waves(e *ast.Call, s *scope) value {
	keys := []string{"seed", "modes", "k_max", "drift"}
	v, args, ok := c.generator(e, s, keys)
	if !ok || !c.required(e, args, keys[:3]) {
		return value{}
	}
	modes, ok1 := c.integer(args["modes"], 1, 10_000, "E0304", "`modes`")
	kMax, ok2 := c.integer(args["k_max"], 1, 1_000, "E0304", "`k_max`")
	if !ok1 || !ok2 || !c.seed(v, args["seed"], s) {
		return value{}
	}
	c.key(v, "modes", float64(modes), args)
	c.key(v, "k_max", float64(kMax), args)
	if args["drift"] != nil {
		drift, ok := c.real(args["drift"], -1e6, 1e6, false, "E0304", "`drift`")
		if !ok {
			return value{}
		}
		c.key(v, "drift", drift, args)
		if drift != 0 {
			v.e.Deps |= model.DepTime
		}
	}
	v.bare = true
	return v
}

// randomField types random_field(seed:, length:, range: [a, b]).
func (c *checker) randomField(e *ast.Call, s *scope) value {
	keys := []string{"seed", "length", "range"}
	v, args, ok := c.generator(e, s, keys)
	if !ok || !c.required(e, args, keys) || len(c.m.Axes) == 0 {
		return value{}
	}
	length, ok := c.quantity(args["length"], c.m.Axes[0].Unit, "length")
	if !ok || !c.seed(v, args["seed"], s) {
		return value{}
	}
	if length <= 0 {
		c.fail("E0304", place(args["length"]), "`length` must be positive")
		return value{}
	}
	c.key(v, "length", length, args)
	v.e.Keys["length"].Dims = c.m.Axes[0].Unit.Dims
	list, ok := args["range"].(*ast.List)
	if !ok || len(list.Elems) != 2 {
		c.fail("E0302", place(args["range"]), "`range` is a list of two values").help("write `range: [0, 1]`")
		return value{}
	}
	a, b := c.scalarExpr(list.Elems[0], s), c.scalarExpr(list.Elems[1], s)
	if !a.ok() || !b.ok() {
		return value{}
	}
	dims, ok := c.agree(a, b)
	switch {
	case !ok:
		c.mismatch(list.Span, "the two ends differ in unit", a, b)
		return value{}
	case a.konst && b.konst && a.v >= b.v:
		c.fail("E0304", list.Span, "this range is empty").help("the lower end stands first")
		return value{}
	}
	v.e.Args = []*model.Expr{a.e, b.e}
	v.e.Deps |= a.e.Deps | b.e.Deps
	v.uses |= a.uses | b.uses
	v.e.Dims, v.bare = dims, a.bare && b.bare
	return v
}

// generator starts a call that takes named arguments only.
func (c *checker) generator(e *ast.Call, s *scope, keys []string) (value, map[string]ast.Expr, bool) {
	if !c.mayGenerate(e, s) {
		return value{}, nil, false
	}
	if len(e.Args) > 0 {
		c.fail("E0302", place(e.Args[0]), "the arguments of `%s` have names", e.Fun.Name).help("they are %s", quoted(keys, 9))
		return value{}, nil, false
	}
	args, ok := c.arguments(e, keys, "E0302")
	if !ok {
		return value{}, nil, false
	}
	v := c.generated(e, e.Fun.Name)
	if !v.ok() {
		return v, nil, false
	}
	v.e.Keys = map[string]*model.Expr{}
	v.e.Deps = model.DepSpace
	for _, a := range c.m.Axes {
		v.uses |= usesAxis << a.Symbol.Index
	}
	return v, args, true
}

func (c *checker) required(e *ast.Call, args map[string]ast.Expr, keys []string) bool {
	for _, k := range keys {
		if args[k] == nil {
			c.fail("E0302", e.Fun.Span, "`%s` has no `%s`", e.Fun.Name, k).help("its arguments are %s", quoted(keys, 9))
			return false
		}
	}
	return true
}

func (c *checker) key(v value, name string, x float64, args map[string]ast.Expr) {
	v.e.Keys[name] = &model.Expr{Op: model.OpNum, Value: x, Span: place(args[name])}
}

// seed reads a whole number, or an expression of `case` where there are cases.
func (c *checker) seed(v value, e ast.Expr, s *scope) bool {
	in := inConst
	if s.uses&usesCase != 0 {
		in = inCaseOnly
	}
	x := c.scalarExpr(e, in)
	if !x.ok() || !c.pure(x, "a seed") {
		return false
	}
	if x.konst && (x.v < 0 || x.v > 1<<53 || x.v != float64(int64(x.v))) {
		c.fail("E0304", place(e), "a seed is a whole number, not negative")
		return false
	}
	v.e.Keys["seed"] = x.e
	return true
}
