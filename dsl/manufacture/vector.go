package manufacture

import (
	"fmt"

	"github.com/pindiff/pindiffc/dsl/model"
)

// vector is the components of a vector expression on the exact solution.
func (c *calculus) vector(e *model.Expr) []*model.Expr {
	made, ok := c.vectors[e]
	if !ok {
		made = c.components(e)
		c.vectors[e] = made
	}
	return made
}

func (c *calculus) components(e *model.Expr) []*model.Expr {
	switch e.Op {
	case model.OpVector:
		out := make([]*model.Expr, len(e.Args))
		for i, x := range e.Args {
			out[i] = c.scalar(x)
		}
		return out
	case model.OpGrad:
		return c.gradient(c.scalar(e.Args[0]))
	case model.OpNeg:
		return c.each(c.vector(e.Args[0]), func(x *model.Expr, _ int) *model.Expr { return c.Neg(x) })
	case model.OpAdd, model.OpSub:
		w := c.vector(e.Args[1])
		return c.each(c.vector(e.Args[0]), func(x *model.Expr, i int) *model.Expr {
			if e.Op == model.OpAdd {
				return c.Add(x, w[i])
			}
			return c.Sub(x, w[i])
		})
	case model.OpMul, model.OpDiv:
		v, s := e.Args[0], e.Args[1]
		if v.Shape != model.Vector {
			v, s = s, v
		}
		k := c.scalar(s)
		return c.each(c.vector(v), func(x *model.Expr, _ int) *model.Expr {
			if e.Op == model.OpMul {
				return c.Mul(k, x)
			}
			return c.Div(x, k)
		})
	case model.OpLag:
		v := c.vector(e.Args[0])
		for _, x := range v {
			c.lags(x)
		}
		return v
	case model.OpRef:
		if e.Sym.Kind == model.KindLet {
			return c.vector(e.Sym.Value)
		}
	}
	c.report(codeNoDerivative, e.Span, fmt.Sprintf("the vector `%s` has no symbolic value", e), "")
	return c.gradient(c.Num(0))
}

func (c *calculus) each(v []*model.Expr, f func(x *model.Expr, i int) *model.Expr) []*model.Expr {
	out := make([]*model.Expr, len(v))
	for i, x := range v {
		out[i] = f(x, i)
	}
	return out
}

func (c *calculus) gradient(x *model.Expr) []*model.Expr {
	out := make([]*model.Expr, len(c.m.Axes))
	for axis := range out {
		out[axis] = c.partial(x, axis)
	}
	return out
}

func (c *calculus) divergence(v []*model.Expr) *model.Expr {
	sum := c.Num(0)
	for axis, x := range v {
		sum = c.Add(sum, c.partial(x, axis))
	}
	return sum
}

func (c *calculus) dot(v, w []*model.Expr) *model.Expr {
	sum := c.Num(0)
	for i := range v {
		if v[i] == w[i] {
			sum = c.Add(sum, c.Pow(v[i], c.Num(2)))
		} else {
			sum = c.Add(sum, c.Mul(v[i], w[i]))
		}
	}
	return sum
}
