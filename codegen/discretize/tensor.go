package discretize

import (
	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/dsl/model"
)

// tensor is the flux of a vector whose components hold derivatives, such as
// [a*dx(u) + b*dy(u), b*dx(u) + c*dy(u)], into the cell through the low face of an
// axis. On the face, a derivative across it is the difference of the two cells,
// one along it the mean of their central differences, and everything else the mean
// of the two cells, arithmetic or harmonic.
func (b *builder) tensor(scheme string, fs []factor, t vterm, axis int) ir.ID {
	sum := b.g.Num(0)
	for _, x := range b.terms(t.vec.Args[axis], nil, t.sign) {
		all := append(append([]factor{}, fs...), x.factors...)
		if t.lag {
			for i := range all[len(fs):] {
				all[len(fs)+i].lag = true
			}
		}
		sum = b.g.Add(sum, b.g.Mul(b.g.Num(x.sign), b.faceProduct(scheme, all, axis)))
	}
	return sum
}

// faceProduct is a product on the low face: the coefficients in it as one mean.
func (b *builder) faceProduct(scheme string, fs []factor, axis int) ir.ID {
	g := b.g
	var mean []factor
	out := g.Num(1)
	for _, f := range fs {
		switch {
		case !b.of(f.e).deriv:
			mean = append(mean, f)
		case f.inverse:
			out = g.Div(out, b.atFace(scheme, f.e, f.lag, axis))
		default:
			out = g.Mul(out, b.atFace(scheme, f.e, f.lag, axis))
		}
	}
	return g.Mul(b.average(scheme, mean, axis), out)
}

// atFace lowers an expression on the low face.
func (b *builder) atFace(scheme string, e *model.Expr, lag bool, axis int) ir.ID {
	s := spot{visit{e, lag, b.orient, b.probe}, scheme, axis}
	id, ok := b.faces[s]
	if !ok {
		id = b.lowerFace(scheme, e, lag, axis)
		b.faces[s] = id
	}
	return id
}

func (b *builder) lowerFace(scheme string, e *model.Expr, lag bool, axis int) ir.ID {
	g := b.g
	back := ir.Along(axis, -1)
	of := func(x *model.Expr) ir.ID { return b.atFace(scheme, x, lag, axis) }
	if !b.of(e).deriv {
		return b.meanOf(scheme, b.cell(e, lag), axis)
	}
	switch e.Op {
	case model.OpRef:
		if e.Sym.Kind == model.KindLet {
			return of(e.Sym.Value)
		}
	case model.OpLag:
		return b.atFace(scheme, e.Args[0], true, axis)
	case model.OpNeg, model.OpMul, model.OpDiv:
		fs, sign := factors(e, lag)
		return g.Mul(g.Num(sign), b.faceProduct(scheme, fs, axis))
	case model.OpD:
		if e.Scheme == model.SchemeCentral4 || e.Scheme == model.SchemeUpwind {
			x := b.cell(e, lag)
			return g.Mul(g.Num(0.5), g.Add(g.Shift(x, back), x))
		}
		return b.faceDerivative(b.cell(e.Args[0], lag), e.Axis, axis)
	case model.OpNorm, model.OpDot:
		value := func(x *model.Expr, lag bool) ir.ID { return b.atFace(scheme, x, lag, axis) }
		slope := func(x *model.Expr, lag bool, a int) ir.ID { return b.faceDerivative(b.cell(x, lag), a, axis) }
		v := b.vectorOf(e.Args[0], lag, value, slope)
		if e.Op == model.OpNorm {
			return g.Call(ir.Sqrt, b.dot(v, v))
		}
		return b.dot(v, b.vectorOf(e.Args[1], lag, value, slope))
	case model.OpDiv_, model.OpLap, model.OpApply:
		x := b.cell(e, lag)
		return g.Mul(g.Num(0.5), g.Add(g.Shift(x, back), x))
	}
	return b.pointwise(e, of)
}

// faceDerivative is the derivative of x along an axis on the low face of another
// or of the same.
func (b *builder) faceDerivative(x ir.ID, along, axis int) ir.ID {
	g := b.g
	back := ir.Along(axis, -1)
	if along == axis {
		return g.Mul(g.InvSpacing(axis), g.Sub(x, g.Shift(x, back)))
	}
	d := b.derivative("", x, along)
	return g.Mul(g.Num(0.5), g.Add(g.Shift(d, back), d))
}

// meanOf is the mean of a coefficient over the cells at the low face. A uniform
// factor stays outside. The harmonic mean of two zeros is zero.
func (b *builder) meanOf(scheme string, x ir.ID, axis int) ir.ID {
	g := b.g
	scale, a := b.split(x)
	left, right := b.sides(a, axis)
	switch {
	case left == right:
		a = right
	case scheme == model.SchemeHarmonic:
		sum := g.Add(left, right)
		a = g.Mul(g.Num(2), g.Select(sum, g.Div(g.Mul(left, right), sum), g.Num(0)))
	default:
		a = g.Mul(g.Num(0.5), g.Add(left, right))
	}
	return g.Mul(scale, a)
}

// split is Graph.Split, which takes the numerator out of a quotient, too.
func (b *builder) split(x ir.ID) (uniform, varying ir.ID) {
	if n := b.g.Node(x); n.Op == ir.Div && b.g.Uniform(n.X) {
		return n.X, b.g.Div(b.g.Num(1), n.Y)
	}
	return b.g.Split(x)
}
