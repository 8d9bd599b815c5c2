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
