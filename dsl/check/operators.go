package check

import (
	"slices"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
	"github.com/pindiff/pindiffc/dsl/units"
)

// maxOrder of spatial derivatives inside each other.
const maxOrder = 4

// derivative returns the axis a of an operator named d<a>, or -1.
func (c *checker) derivative(name string) int {
	if len(name) < 2 || name[0] != 'd' {
		return -1
	}
	return slices.IndexFunc(c.m.Axes, func(a model.Axis) bool { return a.Name == name[1:] })
}

// oneLength requires that all spatial coordinates have one unit, as vectors do.
func (c *checker) oneLength(span ast.Span) bool {
	for _, a := range c.m.Axes[min(1, len(c.m.Axes)):] {
		if c.units && a.Unit.Dims != c.m.Axes[0].Unit.Dims {
			c.fail("E0405", span, "vectors need coordinates of one unit").
				label("`%s` is %s, `%s` %s", c.m.Axes[0].Name, inWord(axisUnit(c.m.Axes[0])), a.Name, inWord(axisUnit(a))).
				help("write each derivative by itself: `d%s(...)`, `d%s(...)`", c.m.Axes[0].Name, a.Name)
			return false
		}
	}
	return true
}

func axisUnit(a model.Axis) string {
	if a.Unit.Text == "" {
		return "a pure number"
	}
	return "`" + a.Unit.Text + "`"
}

// differentiate makes the node of a spatial operator: its unit is that of x
// divided `times` times by the unit of an axis.
func (c *checker) differentiate(op model.Op, e *ast.Call, shape model.Shape, x value, axis, times int) value {
	if len(c.m.Axes) == 0 || !c.notBool(x, "`"+e.Fun.Name+"`") || op != model.OpD && !c.oneLength(e.Span) {
		return value{}
	}
	if x.uses&usesDdt != 0 {
		c.fail("E0306", x.e.Span, "`ddt` cannot stand inside `%s`", e.Fun.Name)
		return value{}
	}
	if x.order+times > maxOrder {
		c.unsupported("E0310", e.Span, "spatial derivatives of order above four are", "at most four stand inside each other, as in `lap(lap(u))`; an algebraic state can hold an inner one: `equation w: 0 = lap(u) - w`")
		return value{}
	}
	dims, ok := c.dims(e.Span, func() (d units.Dims, ok bool) {
		d, ok = x.e.Dims, true
		for i := 0; i < times && ok; i++ {
			d, ok = d.Div(c.m.Axes[axis].Unit.Dims)
		}
		return d, ok
	})
	if !ok {
		return value{}
	}
	if x.e.Deps&^(model.DepParam|model.DepTime) == 0 && x.order == 0 {
		c.warn("W0303", e.Span, "this derivative is zero").label("%s is the same everywhere", c.quote(x.e.Span, "its argument"))
	}
	v := c.node(op, e.Span, shape, x)
	if v.ok() {
		v.e.Dims, v.e.Axis, v.konst = dims, axis, false
		if op == model.OpD {
			v.e.Fun = e.Fun.Name
		}
		v.order += times
		v.uses |= usesGrad
	}
	return v
}

// grad types grad(a), the gradient of a scalar.
func (c *checker) grad(e *ast.Call, s *scope) value {
	args, ok := c.operands(e, s, 1, 1)
	if !ok || !c.scalar(args[0], "`grad`") {
		return value{}
	}
	return c.differentiate(model.OpGrad, e, model.Vector, args[0], 0, 1)
}

// lap types lap(a) = div(grad(a)).
func (c *checker) lap(e *ast.Call, s *scope) value {
	args, ok := c.operands(e, s, 1, 1)
	if !ok || !c.scalar(args[0], "`lap`") {
		return value{}
	}
	return c.differentiate(model.OpLap, e, model.Scalar, args[0], 0, 2)
}

// partial types d<axis>([scheme,] a).
func (c *checker) partial(e *ast.Call, s *scope, axis int) value {
	call, scheme, ok := c.scheme(e, partialSchemes)
	if !ok {
		return value{}
	}
	args, ok := c.operands(call, s, 1, 1)
	if !ok || !c.scalar(args[0], "`"+e.Fun.Name+"`") {
		return value{}
	}
	v := c.differentiate(model.OpD, e, model.Scalar, args[0], axis, 1)
	if v.ok() && scheme != nil {
		v.e.Scheme = scheme.Name
	}
	return v
}

// dot types dot(a, b) of two vectors.
func (c *checker) dot(e *ast.Call, s *scope) value {
	args, ok := c.operands(e, s, 2, 2)
	if !ok || !c.isVector(args[0], "dot") || !c.isVector(args[1], "dot") {
		return value{}
	}
	dims, ok := c.dims(e.Span, func() (units.Dims, bool) { return args[0].e.Dims.Mul(args[1].e.Dims) })
	if !ok {
		return value{}
	}
	v := c.node(model.OpDot, e.Span, model.Scalar, args...)
	if v.ok() {
		v.e.Dims, v.konst = dims, false
	}
	return v
}

// norm types norm(a), the length of a vector.
func (c *checker) norm(e *ast.Call, s *scope) value {
	args, ok := c.operands(e, s, 1, 1)
	if !ok || !c.isVector(args[0], "norm") {
		return value{}
	}
	v := c.node(model.OpNorm, e.Span, model.Scalar, args[0])
	if v.ok() {
		v.e.Dims, v.konst = args[0].e.Dims, false
	}
	return v
}

func (c *checker) isVector(v value, fun string) bool {
	if v.e.Shape == model.Vector {
		return true
	}
	c.fail("E0301", v.e.Span, "`%s` takes vectors", fun).label("this is a %s", shapeName(v))
	return false
}

// lag types lag(a): a with states and time frozen at the start of the step.
func (c *checker) lag(e *ast.Call, s *scope) value {
	args, ok := c.operands(e, s, 1, 1)
	if !ok || !c.notBool(args[0], "`lag`") {
		return value{}
	}
	x := args[0]
	if x.uses&usesDdt != 0 {
		c.fail("E0306", x.e.Span, "`ddt` cannot stand inside `lag`")
		return value{}
	}
	if x.e.Deps&(model.DepState|model.DepTime|model.DepLag) == 0 {
		c.warn("W0301", e.Span, "`lag` has no effect here").label("%s depends neither on a state nor on time", c.quote(x.e.Span, "this"))
	}
	v := c.node(model.OpLag, e.Span, x.e.Shape, x)
	if !v.ok() {
		return v
	}
	v.e.Dims, v.konst = x.e.Dims, false
	if v.e.Deps&(model.DepState|model.DepTime) != 0 {
		v.e.Deps = v.e.Deps&^(model.DepState|model.DepTime) | model.DepLag
	}
	return v
}
