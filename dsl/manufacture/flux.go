package manufacture

import "github.com/pindiff/pindiffc/dsl/model"

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
