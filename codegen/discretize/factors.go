package discretize

import (
	"slices"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

// factor is one factor of a product as the user wrote it.
type factor struct {
	e       *model.Expr
	lag     bool // inside lag(...)
	inverse bool // in a denominator
}

// factors flattens products, quotients, signs, lag and lets into scalar factors.
// A factor that is a sum stays one.
func factors(e *model.Expr, lag bool) (fs []factor, sign float64) {
	sign = 1
	var walk func(e *model.Expr, lag, inverse bool)
	walk = func(e *model.Expr, lag, inverse bool) {
		switch e.Op {
		case model.OpMul:
			walk(e.Args[0], lag, inverse)
			walk(e.Args[1], lag, inverse)
		case model.OpDiv:
			walk(e.Args[0], lag, inverse)
			walk(e.Args[1], lag, !inverse)
		case model.OpNeg:
			sign = -sign
			walk(e.Args[0], lag, inverse)
		case model.OpLag:
			walk(e.Args[0], true, inverse)
		case model.OpRef:
			if e.Sym.Kind == model.KindLet && len(fs) < maxFactors && isProduct(e.Sym.Value) {
				walk(e.Sym.Value, lag, inverse)
				return
			}
			fs = append(fs, factor{e, lag, inverse})
		default:
			fs = append(fs, factor{e, lag, inverse})
		}
	}
	walk(e, lag, false)
	return fs, sign
}

func isProduct(e *model.Expr) bool {
	switch e.Op {
	case model.OpMul, model.OpDiv, model.OpNeg, model.OpLag, model.OpDiv_, model.OpLap, model.OpDdt:
		return true
	case model.OpAdd, model.OpSub: // lets a sum of terms with fluxes be seen as such
		return true
	case model.OpRef:
		return e.Sym.Kind == model.KindLet && isProduct(e.Sym.Value)
	}
	return false
}

// product lowers a product of factors at the cell. Its factors that are
// coefficients become one coefficient field (one more for those at the start of
// the step), so that the inner loop multiplies by one number.
func (b *builder) product(fs []factor) ir.ID {
	g := b.g
	if i := findUpwind(fs); i >= 0 {
		return b.upwindDerivative(fs, i)
	}
	out, over := g.Num(1), g.Num(1)
	var now, old []factor
	for _, f := range fs {
		switch k := b.of(f.e); {
		case k.coefficient() && (!k.lagged || f.lag):
			if f.lag && k.time {
				old = append(old, f)
			} else {
				now = append(now, f)
			}
		case f.inverse:
			over = g.Mul(over, b.cell(f.e, f.lag))
		case f.e.Op == model.OpD:
			out = g.Mul(out, b.along(f.e, f.lag))
		default:
			out = g.Mul(out, b.cell(f.e, f.lag))
		}
	}
	for i, group := range [][]factor{now, old} {
		if len(group) > 0 {
			out = g.Mul(out, b.coefficient(b.rawProduct(group), i == 1, spanOf(group)))
		}
	}
	return g.Div(out, over)
}

// rawProduct is the product of coefficients over Base, Coord, Param and Time, in
// an order that does not depend on how it was written.
func (b *builder) rawProduct(fs []factor) ir.ID {
	var num, den []ir.ID
	for _, f := range fs {
		if f.inverse {
			den = append(den, b.raw(f.e))
		} else {
			num = append(num, b.raw(f.e))
		}
	}
	multiply := func(ids []ir.ID) ir.ID {
		slices.Sort(ids)
		p := b.g.Num(1)
		for _, id := range ids {
			p = b.g.Mul(p, id)
		}
		return p
	}
	return b.g.Div(multiply(num), multiply(den))
}

// canonical is the expression of a coefficient e over Base, Coord, Param and Time.
func (b *builder) canonical(e *model.Expr) ir.ID {
	fs, sign := factors(e, false)
	return b.g.Mul(b.g.Num(sign), b.rawProduct(fs))
}

func spanOf(fs []factor) ast.Span {
	span := fs[0].e.Span
	for _, f := range fs[1:] {
		if f.e.Span != (ast.Span{}) {
			span = span.Join(f.e.Span)
		}
	}
	return span
}
