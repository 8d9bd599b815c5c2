package manufacture

import "github.com/pindiff/pindiffc/dsl/model"

// boundary is what is done to the right-hand side e of every condition, so that the
// exact solution fulfils it. Where e depends on no state, it is replaced:
//
//	u = exact
//	dn(u) = its derivative along the outward normal, of whatever order
//	flux(u) = the exact flux
//
// Where it does, and in `left = e`, the condition keeps its form, and what the
// exact solution lacks is added: left(exact) - e(exact). Symmetry and outflow have
// no data; checks tell where they do not fit.
func (c *calculus) boundary() []*model.Expr {
	data := make([]*model.Expr, len(c.m.Boundary))
	for i, k := range c.m.Boundary {
		c.at(k.High)
		left := c.left(k)
		switch {
		case left == nil:
		case keepsForm(k):
			data[i] = plus(k.Expr, c.Sub(left, c.scalar(k.Expr)))
		default:
			data[i] = left
		}
	}
	return data
}

// keepsForm tells that a condition couples the states, which must stay.
func keepsForm(k *model.Condition) bool {
	return k.Kind == model.Robin || k.Expr.Deps&(model.DepState|model.DepLag) != 0
}

// left is the left-hand side of a condition on the exact solution; nil if it has none.
func (c *calculus) left(k *model.Condition) *model.Expr {
	u := c.exact[k.State.Index]
	switch k.Kind {
	case model.Value:
		return u
	case model.Gradient:
		return c.normal(u, k.Axis, 1)
	case model.Curvature:
		return c.normal(u, k.Axis, 2)
	case model.Third:
		return c.normal(u, k.Axis, 3)
	case model.Robin:
		return c.scalar(k.Left)
	case model.Flux:
		return c.Mul(c.Num(c.outward), c.flux(c.m.Equations[k.State.Index])[k.Axis])
	}
	return nil
}

// normal is a derivative along the outward normal.
func (c *calculus) normal(u *model.Expr, axis, order int) *model.Expr {
	for range order {
		u = c.Mul(c.Num(c.outward), c.partial(u, axis))
	}
	return u
}

// flux is the sum of all vectors under div in an equation, as they are where
// everything has been moved to the side of +ddt(u).
func (c *calculus) flux(eq *model.Equation) []*model.Expr {
	sum := c.gradient(c.Num(0))
	one := c.Num(c.sense(eq))
	c.addFlux(sum, eq.LHS, one)
	c.addFlux(sum, eq.RHS, c.Neg(one))
	return sum
}

// sense is -1 where the time derivative stands with a minus, or on the right.
func (c *calculus) sense(eq *model.Equation) float64 {
	if s := ddtSign(eq.LHS); s != 0 {
		return s
	}
	if s := ddtSign(eq.RHS); s != 0 {
		return -s
	}
	return 1
}

// ddtSign is the sign of the first time derivative in a sum, 0 without one.
func ddtSign(e *model.Expr) float64 {
	switch e.Op {
	case model.OpDdt:
		return 1
	case model.OpNeg:
		return -ddtSign(e.Args[0])
	case model.OpAdd, model.OpSub, model.OpMul:
		if s := ddtSign(e.Args[0]); s != 0 {
			return s
		}
		s := ddtSign(e.Args[1])
		if e.Op == model.OpSub {
			return -s
		}
		return s
	case model.OpDiv:
		return ddtSign(e.Args[0])
	case model.OpRef:
		if e.Sym.Kind == model.KindLet {
			return ddtSign(e.Sym.Value)
		}
	}
	return 0
}

// addFlux adds factor times the vectors under div in the terms of e.
func (c *calculus) addFlux(sum []*model.Expr, e, factor *model.Expr) {
	add := func(v []*model.Expr) {
		for i, x := range v {
			sum[i] = c.Add(sum[i], c.Mul(factor, x))
		}
	}
	switch e.Op {
	case model.OpAdd:
		c.addFlux(sum, e.Args[0], factor)
		c.addFlux(sum, e.Args[1], factor)
	case model.OpSub:
		c.addFlux(sum, e.Args[0], factor)
		c.addFlux(sum, e.Args[1], c.Neg(factor))
	case model.OpNeg:
		c.addFlux(sum, e.Args[0], c.Neg(factor))
	case model.OpDiv_:
		add(c.vector(e.Args[0]))
	case model.OpLap:
		add(c.gradient(c.scalar(e.Args[0])))
	case model.OpMul:
		x, y := e.Args[0], e.Args[1]
		if holdsFlux(x) {
			x, y = y, x
		}
		if holdsFlux(y) {
			c.addFlux(sum, y, c.Mul(factor, c.scalar(x)))
		}
	case model.OpDiv:
		if holdsFlux(e.Args[0]) {
			c.addFlux(sum, e.Args[0], c.Div(factor, c.scalar(e.Args[1])))
		}
	case model.OpRef:
		if e.Sym.Kind == model.KindLet && e.Shape == model.Scalar && holdsFlux(e) {
			c.addFlux(sum, e.Sym.Value, factor)
		}
	}
}

// holdsFlux tells that a div or lap stands in e as a term or a factor.
func holdsFlux(e *model.Expr) bool {
	switch e.Op {
	case model.OpDiv_, model.OpLap:
		return true
	case model.OpAdd, model.OpSub, model.OpNeg, model.OpMul, model.OpDiv:
		for _, x := range e.Args {
			if holdsFlux(x) {
				return true
			}
		}
	case model.OpRef:
		return e.Sym.Kind == model.KindLet && holdsFlux(e.Sym.Value)
	}
	return false
}
