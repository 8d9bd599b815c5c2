package check

import (
	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
	"github.com/pindiff/pindiffc/dsl/units"
)

// ddt types ddt(a), the derivative in time of a pointwise expression of states.
func (c *checker) ddt(e *ast.Call, s *scope) value {
	if s.uses&usesDdt == 0 {
		c.fail("E0306", e.Span, "`ddt` stands in equations only")
		return value{}
	}
	args, ok := c.operands(e, s, 1, 1)
	if !ok || !c.scalar(args[0], "`ddt`") {
		return value{}
	}
	x := args[0]
	const stored = "it holds states, params, coordinates and fields, as in `ddt(eps*c)`"
	switch other := x.e.Deps &^ (model.DepState | model.DepParam | model.DepSpace); {
	case x.uses&usesDdt != 0:
		c.fail("E0306", x.e.Span, "`ddt` cannot stand inside `ddt`").help("a second derivative in time is a state of its own: `equation u: ddt(u) = v`")
		return value{}
	case x.uses&usesGrad != 0:
		c.fail("E0306", x.e.Span, "a spatial derivative cannot stand inside `ddt`").help(stored)
		return value{}
	case other&model.DepLag != 0:
		c.fail("E0306", x.e.Span, "`lag` cannot stand inside `ddt`").help(stored)
		return value{}
	case other != 0:
		c.fail("E0306", x.e.Span, "%s cannot stand inside `ddt`", dependence(other)).help(stored)
		return value{}
	case x.e.Deps&model.DepState == 0:
		c.fail("E0306", x.e.Span, "the time derivative of something that holds no state").help(stored)
		return value{}
	}
	dims, ok := c.dims(e.Span, func() (units.Dims, bool) { return x.e.Dims.Div(c.m.Time.Unit.Dims) })
	if !ok {
		return value{}
	}
	v := c.node(model.OpDdt, e.Span, model.Scalar, x)
	if v.ok() {
		v.e.Dims, v.konst = dims, false
		v.uses |= usesDdt
	}
	return v
}
