package check

import (
	"math"
	"slices"
	"sort"
	"strings"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/diag"
	"github.com/pindiff/pindiffc/dsl/model"
	"github.com/pindiff/pindiffc/dsl/units"
)

// unitRule of a pointwise function.
type unitRule int

const (
	pureUnit unitRule = iota // pure number to pure number
	sameUnit                 // keeps the unit
	rootUnit                 // halves the exponents
	dropUnit                 // any unit to a pure number
)

// pointwise functions of one scalar.
var pointwise = map[string]struct {
	unit unitRule
	eval func(float64) float64
}{
	"exp":      {pureUnit, math.Exp},
	"log":      {pureUnit, math.Log},
	"sqrt":     {rootUnit, math.Sqrt},
	"sin":      {pureUnit, math.Sin},
	"cos":      {pureUnit, math.Cos},
	"tan":      {pureUnit, math.Tan},
	"tanh":     {pureUnit, math.Tanh},
	"softplus": {pureUnit, func(x float64) float64 { return math.Max(x, 0) + math.Log1p(math.Exp(-math.Abs(x))) }},
	"sigmoid":  {pureUnit, func(x float64) float64 { return 1 / (1 + math.Exp(-x)) }},
	"abs":      {sameUnit, math.Abs},
	"sign": {dropUnit, func(x float64) float64 {
		switch {
		case x > 0:
			return 1
		case x < 0:
			return -1
		}
		return 0
	}},
}

// forms are the functions that are not pointwise; each types its own call.
var forms map[string]func(*checker, *ast.Call, *scope) value

func init() { // not a literal: the functions refer to the table through expr
	forms = map[string]func(*checker, *ast.Call, *scope) value{
		"pow": (*checker).pow, "min": (*checker).extremum, "max": (*checker).extremum, "where": (*checker).where,
		"ddt": (*checker).ddt, "grad": (*checker).grad, "div": (*checker).div, "lap": (*checker).lap,
		"dot": (*checker).dot, "norm": (*checker).norm, "lag": (*checker).lag, "dn": (*checker).normal,
		"mean": (*checker).reduction, "sum": (*checker).reduction, "rescale": (*checker).rescale,
		"waves": (*checker).waves, "random_field": (*checker).randomField, "list": (*checker).byCase,
	}
}

// elsewhere are calls that belong to another place, and where that is.
var elsewhere = map[string]string{
	"mlp": "a closure is one: `closure f(x) = mlp(hidden: [16])`", "siren": "a closure is one: `closure f(x) = siren(hidden: [64])`",
	"hypernetwork": "it belongs to a network: `siren(hidden: [64], hyper: hypernetwork(t, hidden: [16], latent: 8))`",
	"file":         "a field is read from one: `field k = file(\"k.npz\")`", "face": "it belongs to the `boundary` block",
	"mse": "losses stand in `train`", "mae": "losses stand in `train`", "huber": "losses stand in `train`", "rel_l2": "losses stand in `train`",
	"rel_l1": "losses stand in `train`", "tikhonov": "losses stand in `train`", "tv": "losses stand in `train`",
}

// otherNames of functions, as people know them from elsewhere.
var otherNames = map[string]string{
	"ln": "log", "laplace": "lap", "laplacian": "lap", "gradient": "grad", "divergence": "div", "dt": "ddt", "ddt2": "ddt",
	"sgn": "sign", "fabs": "abs", "if": "where", "cond": "where", "magnitude": "norm", "length": "norm", "inner": "dot", "power": "pow",
}

func isFunction(name string) bool {
	_, ok := pointwise[name]
	return ok || forms[name] != nil || elsewhere[name] != ""
}

// functionNames for suggestions, sorted.
func (c *checker) functionNames() []string {
	var names []string
	for n := range pointwise {
		names = append(names, n)
	}
	for n := range forms {
		names = append(names, n)
	}
	sort.Strings(names)
	for _, a := range c.m.Axes {
		names = append(names, "d"+a.Name)
	}
	return names
}

// call types `f(...)`.
func (c *checker) call(e *ast.Call, s *scope) value {
	name := e.Fun.Name
	if p, ok := pointwise[name]; ok {
		return c.pointwise(e, s, p.unit, p.eval)
	}
	if s.atPoint && c.operator(name) {
		c.fail("E0311", e.Span, "`%s` cannot stand in %s", name, s.where).
			help("give the closure an argument for it, and apply the closure to it: `f(norm(grad(u)))`")
		return value{}
	}
	if f := forms[name]; f != nil {
		return f(c, e, s)
	}
	if axis := c.derivative(name); axis >= 0 {
		return c.partial(e, s, axis)
	}
	if known := c.names[name]; known != nil {
		known.used = true
		if known.sym.Kind == model.KindClosure {
			if !c.resolve(known, e.Fun.Span) || !known.val.ok() {
				return value{}
			}
			if known.sym.Closure.Pointwise {
				return c.apply(known, e, s)
			}
		}
		r := c.fail("E0206", e.Fun.Span, "`%s` is a %s, not a function", name, known.sym.Kind)
		if known.sym.Kind == model.KindClosure {
			r.help("a closure of coordinates and time is a field: write `%s`", name)
		} else {
			r.help("is an operator missing? a product is written with `*`")
		}
		return value{}
	}
	r := c.fail("E0206", e.Fun.Span, "unknown function `%s`", clip(name))
	switch {
	case name == "flux":
		r.d.Message = "`flux` cannot stand here"
		r.help("it stands on the left of a boundary condition, by itself: `x = max: flux(u) = 0`")
	case elsewhere[name] != "":
		r.d.Message = "`" + name + "` cannot stand here"
		r.help("%s", elsewhere[name])
	case otherNames[name] != "":
		r.help("write `%s`", otherNames[name])
	case c.nested(name) != "":
		r.help("derivatives stand inside each other: `%s`", c.nested(name))
	default:
		near := diag.Nearest(name, c.functionNames())
		if near != "" {
			r.help("did you mean `%s`?", near)
		} else {
			r.help("functions are `exp log sqrt sin cos tan tanh softplus sigmoid abs min max sign pow where`, operators `ddt grad div lap dot norm lag`")
		}
	}
	return value{}
}

// nested is what a derivative of higher order that is named like dxx, dxy, d2x or d3x
// is in this language; "" if it is none.
func (c *checker) nested(name string) string {
	rest, ok := strings.CutPrefix(name, "d")
	if !ok || len(rest) < 2 || len(rest) > 4 {
		return ""
	}
	if n := int(rest[0] - '0'); n >= 2 && n <= 4 {
		rest = strings.Repeat(rest[1:], n)
	}
	out := "u"
	for i := len(rest) - 1; i >= 0; i-- {
		if c.derivative("d"+rest[i:i+1]) < 0 {
			return ""
		}
		out = "d" + rest[i:i+1] + "(" + out + ")"
	}
	return out
}

// operator tells that a function needs more than the values at a point.
func (c *checker) operator(name string) bool {
	return slices.Contains([]string{"ddt", "grad", "div", "lap", "lag", "dn"}, name) || c.derivative(name) >= 0
}

// operands types the arguments of a call that takes between lo and hi of them
// and none by name.
func (c *checker) operands(e *ast.Call, s *scope, lo, hi int) ([]value, bool) {
	for _, k := range e.Keys {
		c.fail("E0302", k.Span, "`%s` takes no argument `%s`", e.Fun.Name, clip(k.Key.Name))
		return nil, false
	}
	if n := len(e.Args); n < lo || n > hi {
		want := plural(lo, "argument")
		if hi > lo {
			want += " or more"
		}
		c.fail("E0302", e.Span, "`%s` takes %s", e.Fun.Name, want).label("this has %d", n)
		return nil, false
	}
	vs, ok := make([]value, len(e.Args)), true
	for i, a := range e.Args {
		vs[i] = c.expr(a, s)
		ok = ok && vs[i].ok()
	}
	return vs, ok
}

func (c *checker) pointwise(e *ast.Call, s *scope, rule unitRule, eval func(float64) float64) value {
	args, ok := c.operands(e, s, 1, 1)
	if !ok || !c.scalar(args[0], "`"+e.Fun.Name+"`") {
		return value{}
	}
	x := args[0]
	dims := units.Dims{}
	switch rule {
	case pureUnit:
		if !c.pure(x, "`"+e.Fun.Name+"`") {
			return value{}
		}
	case sameUnit:
		dims = x.e.Dims
	case rootUnit:
		half, _ := units.NewRational(1, 2)
		if dims, ok = c.dims(e.Span, func() (units.Dims, bool) { return x.e.Dims.Pow(half) }); !ok {
			return value{}
		}
	}
	v := c.node(model.OpCall, e.Span, model.Scalar, x)
	if !v.ok() {
		return v
	}
	v.e.Fun, v.e.Dims, v.bare = e.Fun.Name, dims, x.bare && rule != dropUnit
	return c.known(v, eval(x.v))
}

func (c *checker) pow(e *ast.Call, s *scope) value {
	args, ok := c.operands(e, s, 2, 2)
	if !ok {
		return value{}
	}
	return c.power(e.Span, args[0], args[1])
}

// extremum types min and max: of two or more scalars everywhere, of one over
// the grid in truth and cases.
func (c *checker) extremum(e *ast.Call, s *scope) value {
	if len(e.Args) == 1 {
		return c.reduction(e, s)
	}
	args, ok := c.operands(e, s, 2, 64)
	if !ok {
		return value{}
	}
	eval := math.Min
	if e.Fun.Name == "max" {
		eval = math.Max
	}
	v := args[0]
	for i, y := range args {
		if !c.scalar(y, "`"+e.Fun.Name+"`") {
			return value{}
		}
		if i == 0 {
			continue
		}
		dims, ok := c.agree(v, y)
		if !ok {
			c.mismatch(e.Span, "`"+e.Fun.Name+"` compares values of different units", v, y)
			return value{}
		}
		x := v
		if v = c.node(model.OpCall, e.Span, model.Scalar, x, y); !v.ok() {
			return v
		}
		v.e.Fun, v.e.Dims, v.bare = e.Fun.Name, dims, x.bare && y.bare
		v = c.known(v, eval(x.v, y.v))
	}
	return v
}

// where types where(condition, a, b).
func (c *checker) where(e *ast.Call, s *scope) value {
	args, ok := c.operands(e, s, 3, 3)
	if !ok {
		return value{}
	}
	if args[0].e.Shape != model.Bool {
		c.fail("E0305", args[0].e.Span, "the first argument of `where` is a comparison").help("write `where(a < b, x, y)`")
		return value{}
	}
	a, b := args[1], args[2]
	if !c.scalar(a, "`where`") || !c.scalar(b, "`where`") {
		return value{}
	}
	dims, ok := c.agree(a, b)
	if !ok {
		c.mismatch(e.Span, "the two values of `where` differ in unit", a, b)
		return value{}
	}
	v := c.node(model.OpCall, e.Span, model.Scalar, args...)
	if v.ok() {
		v.e.Fun, v.e.Dims, v.konst = "where", dims, false
	}
	return v
}
