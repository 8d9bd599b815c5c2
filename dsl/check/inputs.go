package check

import (
	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
	"github.com/pindiff/pindiffc/dsl/units"
)

// inputs are what enters the network: as written, or each argument in its own
// measure. They are pure numbers.
func (c *checker) inputs(e *entry, body closureBody) []*model.Expr {
	var out []*model.Expr
	if body.input == nil {
		for _, a := range e.sym.Closure.Args {
			out = append(out, c.defaultInput(a, e.named[a.Index]))
		}
		return out
	}
	s := within(e, "the input of a closure")
	for _, x := range body.input.Values {
		v := c.scalarExpr(x, s)
		switch {
		case !v.ok() || !c.pure(v, "the input of a network"):
			return nil
		case argMask(v.e) == 0:
			c.fail("E0312", place(x), "this input does not depend on an argument of `%s`", e.sym.Name)
			return nil
		}
		out = append(out, v.e)
	}
	return out
}

// defaultInput brings an argument to the order of one: from -1 to 1 over the
// range of what it is named after; coordinates centred, in halves of the longest
// axis, and the time from 0 to 1, as for field closures; otherwise the argument
// in its unit.
func (c *checker) defaultInput(a *model.Symbol, of *entry) *model.Expr {
	zero, one := 0.0, a.Unit.Scale
	switch {
	case of != nil && of.sym.Kind == model.KindTime:
		zero, one = c.m.Time.Lo, c.m.Time.Hi-c.m.Time.Lo
	case of != nil && of.sym.Kind == model.KindCoord:
		zero, one = (a.Min+a.Max)/2, 0
		for _, x := range c.m.Axes {
			one = max(one, (x.Hi-x.Lo)/2)
		}
	case a.Min != negInf && a.Max != posInf:
		zero, one = a.Min/2+a.Max/2, a.Max/2-a.Min/2
	}
	x := c.formal(a, a.Span)
	if zero != 0 && x.ok() {
		dims := x.e.Dims
		x = c.node(model.OpSub, a.Span, model.Scalar, x, c.number(zero, dims, a.Span))
		if x.ok() {
			x.e.Dims = dims
		}
	}
	if one != 0 && (one != 1 || x.ok() && !x.e.Dims.Dimensionless()) && x.ok() {
		x = c.node(model.OpDiv, a.Span, model.Scalar, x, c.number(one, x.e.Dims, a.Span))
	}
	if !x.ok() {
		return &model.Expr{Op: model.OpNum} // too large, and told
	}
	x.e.Dims = units.Dims{}
	return x.e
}

// distribute shares the inputs between the hypernetwork, which takes those of
// the arguments that it names, and the network itself.
func (c *checker) distribute(net ast.Expr, n *model.Net, masks []uint, hyper uint, written *ast.Setting) bool {
	n.Inputs = nil
	for i, m := range masks {
		switch {
		case m&hyper == 0:
			n.Inputs = append(n.Inputs, i)
		case m&^hyper == 0:
			n.Hyper.Inputs = append(n.Hyper.Inputs, i)
		default:
			c.fail("E0312", place(written.Values[i]), "this input mixes arguments of the hypernetwork with others").
				help("write one input for each of the two")
			return false
		}
	}
	call, _ := net.(*ast.Call)
	switch {
	case len(n.Inputs) == 0:
		c.fail("E0312", call.Fun.Span, "no argument is left for the network itself").help("those that the hypernetwork does not name enter the network")
		return false
	case hyper != 0 && len(n.Hyper.Inputs) == 0:
		c.fail("E0312", call.Fun.Span, "no input depends on an argument of the hypernetwork")
		return false
	}
	return c.weightLimit(call, n)
}
