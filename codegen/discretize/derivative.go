package discretize

import (
	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/dsl/model"
)

// along lowers dx(e) at the cell. Where e holds a derivative along the same axis, it
// is the difference of e on the two faces, so that dx(dx(u)) reaches one cell, as
// lap(u) does, and dx(k*dx(u)) is conservative; else the difference of e in cells
// (which is the same where e holds no derivative).
func (b *builder) along(e *model.Expr, lag bool) ir.ID {
	if e.Scheme != model.SchemeCentral4 && b.derives(e.Args[0], e.Axis) {
		return b.p.Difference(b.atFace("", e.Args[0], lag, e.Axis), e.Axis)
	}
	return b.derivative(e.Scheme, b.cell(e.Args[0], lag), e.Axis)
}

// derives tells that an expression holds a derivative along an axis, outside of any
// other one.
func (b *builder) derives(e *model.Expr, axis int) bool {
	if !b.of(e).deriv {
		return false
	}
	key := place{e, [3]int{axis}}
	if known, ok := b.sloped[key]; ok {
		return known
	}
	found := false
	switch e.Op {
	case model.OpD:
		found = e.Axis == axis && e.Scheme != model.SchemeCentral4 && e.Scheme != model.SchemeUpwind
	case model.OpGrad:
		found = true
	case model.OpDiv_, model.OpLap, model.OpApply:
	case model.OpRef:
		found = e.Sym.Kind == model.KindLet && b.derives(e.Sym.Value, axis)
	default:
		for _, x := range e.Args {
			found = found || b.derives(x, axis)
		}
	}
	b.sloped[key] = found
	return found
}

// derivative is the difference of x along an axis, centred on the cell:
//
//	central   (x(+1) - x(-1))/(2 h)                               order 2, the default
//	central4  (8 (x(+1) - x(-1)) - (x(+2) - x(-2)))/(12 h)        order 4
func (b *builder) derivative(scheme string, x ir.ID, axis int) ir.ID {
	g := b.g
	pair := func(n int) ir.ID { return g.Sub(g.Shift(x, ir.Along(axis, n)), g.Shift(x, ir.Along(axis, -n))) }
	if scheme == model.SchemeCentral4 {
		d := g.Sub(g.Mul(g.Num(8), pair(1)), pair(2))
		return g.Mul(g.Mul(g.Num(1./12), g.InvSpacing(axis)), d)
	}
	return g.Mul(g.Mul(g.Num(0.5), g.InvSpacing(axis)), pair(1))
}

func findUpwind(fs []factor) int {
	for i, f := range fs {
		if f.e.Op == model.OpD && f.e.Scheme == model.SchemeUpwind && !f.inverse {
			return i
		}
	}
	return -1
}

// upwindDerivative lowers a product with dx(upwind, e): one-sided by the sign of
// what e's derivative is multiplied with, c on the right-hand side of the equation,
//
//	max(c, 0)*(e(+1) - e)/h + min(c, 0)*(e - e(-1))/h
func (b *builder) upwindDerivative(fs []factor, i int) ir.ID {
	g, d := b.g, fs[i]
	x, h := b.cell(d.e.Args[0], d.lag), g.InvSpacing(d.e.Axis)
	forward := g.Mul(h, g.Sub(g.Shift(x, ir.Along(d.e.Axis, 1)), x))
	backward := g.Mul(h, g.Sub(x, g.Shift(x, ir.Along(d.e.Axis, -1))))
	c := g.Mul(g.Num(b.orient), b.product(without(fs, i)))
	sum := g.Add(g.Mul(g.Max(c, g.Num(0)), forward), g.Mul(g.Min(c, g.Num(0)), backward))
	return g.Mul(g.Num(b.orient), sum)
}
