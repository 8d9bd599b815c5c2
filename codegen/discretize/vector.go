package discretize

import (
	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/dsl/model"
)

// vector lowers a vector expression to its components at the cell; value lowers
// the scalars in it.
func (b *builder) vector(e *model.Expr, lag bool, value func(e *model.Expr, lag bool) ir.ID) []ir.ID {
	return b.vectorOf(e, lag, value, func(x *model.Expr, lag bool, axis int) ir.ID {
		return b.derivative("", value(x, lag), axis)
	})
}

// vectorOf is vector with a rule for the components of gradients.
func (b *builder) vectorOf(e *model.Expr, lag bool, value func(*model.Expr, bool) ir.ID, slope func(*model.Expr, bool, int) ir.ID) []ir.ID {
	g := b.g
	out := make([]ir.ID, len(b.m.Axes))
	if !b.spend(e) {
		return out
	}
	switch e.Op {
	case model.OpVector:
		for a := range out {
			out[a] = value(e.Args[a], lag)
		}
	case model.OpGrad:
		for a := range out {
			out[a] = slope(e.Args[0], lag, a)
		}
	case model.OpNeg:
		for a, c := range b.vectorOf(e.Args[0], lag, value, slope) {
			out[a] = g.Neg(c)
		}
	case model.OpAdd, model.OpSub:
		v, w := b.vectorOf(e.Args[0], lag, value, slope), b.vectorOf(e.Args[1], lag, value, slope)
		for a := range out {
			if e.Op == model.OpAdd {
				out[a] = g.Add(v[a], w[a])
			} else {
				out[a] = g.Sub(v[a], w[a])
			}
		}
	case model.OpMul, model.OpDiv:
		v, s := e.Args[0], e.Args[1]
		if v.Shape != model.Vector {
			v, s = s, v
		}
		x := value(s, lag)
		for a, c := range b.vectorOf(v, lag, value, slope) {
			if e.Op == model.OpMul {
				out[a] = g.Mul(c, x)
			} else {
				out[a] = g.Div(c, x)
			}
		}
	case model.OpLag:
		return b.vectorOf(e.Args[0], true, value, slope)
	case model.OpRef:
		if e.Sym.Kind == model.KindLet {
			return b.vectorOf(e.Sym.Value, lag, value, slope)
		}
		fallthrough
	default:
		b.unsupported(e, "this vector cannot be evaluated at a cell")
		for a := range out {
			out[a] = g.Num(0)
		}
	}
	return out
}

// dot is the inner product of two vectors.
func (b *builder) dot(v, w []ir.ID) ir.ID {
	sum := b.g.Num(0)
	for a := range v {
		sum = b.g.Add(sum, b.g.Mul(v[a], w[a]))
	}
	return sum
}
