package discretize

import (
	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/dsl/model"
)

// vector lowers a vector expression to its components at the cell; value lowers
// the scalars in it.
func (b *builder) vector(e *model.Expr, lag bool, value func(e *model.Expr, lag bool) ir.ID) []ir.ID {
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
		x := value(e.Args[0], lag)
		for a := range out {
			out[a] = b.central(x, a)
		}
	case model.OpNeg:
		for a, c := range b.vector(e.Args[0], lag, value) {
			out[a] = g.Neg(c)
		}
	case model.OpAdd, model.OpSub:
		v, w := b.vector(e.Args[0], lag, value), b.vector(e.Args[1], lag, value)
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
		for a, c := range b.vector(v, lag, value) {
			if e.Op == model.OpMul {
				out[a] = g.Mul(c, x)
			} else {
				out[a] = g.Div(c, x)
			}
		}
	case model.OpLag:
		return b.vector(e.Args[0], true, value)
	case model.OpRef:
		if e.Sym.Kind == model.KindLet {
			return b.vector(e.Sym.Value, lag, value)
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
