package discretize

import (
	"fmt"
	"slices"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/dsl/model"
)

// vterm is one vector term inside a div: factors times a vector.
type vterm struct {
	factors []factor
	sign    float64
	vec     *model.Expr // OpGrad, OpVector, or another vector
	lag     bool
}

// diffusive terms have a grad as their vector; all others are transport.
func (t vterm) diffusive() bool { return t.vec.Op == model.OpGrad }

// fluxes lowers sign*factors*div(e), or lap, to the fluxes into a cell through
// its low faces, one for each axis: their differences over the spacing add to
// the right-hand side.
func (b *builder) fluxes(e *model.Expr, outer []factor, sign float64, lag bool) []ir.ID {
	out := make([]ir.ID, len(b.m.Axes))
	for a := range out {
		out[a] = b.g.Num(0)
	}
	add := func(t vterm) {
		fs := append(append([]factor{}, outer...), t.factors...)
		for a := range out {
			var f ir.ID
			switch {
			case t.diffusive():
				f = b.diffusion(e.Scheme, fs, t, a)
			case b.isTensor(e.Scheme, fs, t):
				f = b.tensor(e.Scheme, fs, t, a)
			default:
				f = b.transport(e, fs, t, a)
			}
			out[a] = b.g.Add(out[a], f)
		}
	}
	if e.Op == model.OpLap {
		grad := &model.Expr{Op: model.OpGrad, Args: e.Args, Shape: model.Vector, Span: e.Span}
		add(vterm{sign: sign, vec: grad, lag: lag})
		return out
	}
	terms := b.vectorTerms(e.Args[0], nil, sign, lag)
	b.checkScheme(e, terms)
	for _, t := range terms {
		add(t)
	}
	return out
}

// vectorTerms distributes a vector expression over its sums.
func (b *builder) vectorTerms(e *model.Expr, fs []factor, sign float64, lag bool) []vterm {
	if !b.spend(e) {
		return nil
	}
	with := func(s *model.Expr, inverse bool) []factor {
		more, g := factors(s, lag)
		sign *= g
		out := append([]factor{}, fs...)
		for _, f := range more {
			out = append(out, factor{f.e, f.lag, f.inverse != inverse})
		}
		return out
	}
	switch e.Op {
	case model.OpAdd:
		return append(b.vectorTerms(e.Args[0], fs, sign, lag), b.vectorTerms(e.Args[1], fs, sign, lag)...)
	case model.OpSub:
		return append(b.vectorTerms(e.Args[0], fs, sign, lag), b.vectorTerms(e.Args[1], fs, -sign, lag)...)
	case model.OpNeg:
		return b.vectorTerms(e.Args[0], fs, -sign, lag)
	case model.OpLag:
		return b.vectorTerms(e.Args[0], fs, sign, true)
	case model.OpMul:
		v, s := e.Args[0], e.Args[1]
		if v.Shape != model.Vector {
			v, s = s, v
		}
		fs = with(s, false)
		return b.vectorTerms(v, fs, sign, lag)
	case model.OpDiv:
		fs = with(e.Args[1], true)
		return b.vectorTerms(e.Args[0], fs, sign, lag)
	case model.OpRef:
		if e.Sym.Kind == model.KindLet {
			return b.vectorTerms(e.Sym.Value, fs, sign, lag)
		}
	}
	return []vterm{{fs, sign, e, lag}}
}

// isTensor tells that a vector term is a flux of derivatives: its components hold
// some, and nothing is carried by them (or the scheme is one for diffusion).
func (b *builder) isTensor(scheme string, fs []factor, t vterm) bool {
	if t.vec.Op != model.OpVector || !slices.ContainsFunc(t.vec.Args, func(x *model.Expr) bool { return b.of(x).deriv }) {
		return false
	}
	return isDiffusionScheme(scheme) || scheme == "" && !slices.ContainsFunc(fs, b.unknown)
}

func isDiffusionScheme(s string) bool {
	return s == model.SchemeArithmetic || s == model.SchemeHarmonic
}

// diffusion is mean(a)*(u - u(-1))/dx at the low face.
func (b *builder) diffusion(scheme string, fs []factor, t vterm, axis int) ir.ID {
	g := b.g
	slope := b.faceDerivative(b.cell(t.vec.Args[0], t.lag), axis, axis)
	scale, a := g.Split(b.average(scheme, fs, axis))
	return g.Mul(g.Mul(g.Num(t.sign), scale), g.Mul(a, slope))
}

// transport is the flux of s carried by v through the low face, as it enters
// the right-hand side. The velocity v takes the vector's component, the sign
// and every factor that does not depend on an unknown; s is the rest.
//
// The direction of the wind is that of ddt(m) + div(v*s) = ..., so the same
// scheme results however the signs are distributed over the equation: a term
// +div(w*s) on the right-hand side carries s with -w.
func (b *builder) transport(e *model.Expr, fs []factor, t vterm, axis int) ir.ID {
	g := b.g
	if t.vec.Op != model.OpVector {
		b.unsupported(t.vec, "the vector in a div must be written as `[a, b]` or with `grad`")
		return g.Num(0)
	}
	velocity, sign := factors(t.vec.Args[axis], t.lag)
	var carried []factor
	for _, f := range fs {
		if b.unknown(f) {
			carried = append(carried, f)
		} else {
			velocity = append(velocity, f)
		}
	}
	v := g.Mul(g.Num(-sign*t.sign), b.product(velocity))
	s := b.product(carried)

	sl := g.Shift(s, ir.Along(axis, -1))
	vl, v := b.sides(v, axis)
	zero := g.Num(0)
	scheme := e.Scheme
	switch {
	case scheme == model.SchemeCentral || scheme == model.SchemeCentralFlux:
	case len(carried) == 0 || b.probe:
		scheme = model.SchemeCentralFlux
	case !slices.Contains(upwindSchemes, scheme):
		scheme = model.SchemeUpwind
	}
	var flux ir.ID
	switch scheme {
	case model.SchemeUpwind:
		flux = g.Add(g.Mul(g.Max(vl, zero), sl), g.Mul(g.Min(v, zero), s))
	case model.SchemeUpwindFace:
		vf := b.faceVelocity(velocity, -sign*t.sign, axis)
		flux = g.Add(g.Mul(g.Max(vf, zero), sl), g.Mul(g.Min(vf, zero), s))
	case model.SchemeLinearUpwind, model.SchemeVanLeer, model.SchemeMinmod:
		vf := b.faceVelocity(velocity, -sign*t.sign, axis)
		at := func(n int) ir.ID { return g.Shift(s, ir.Along(axis, n)) }
		across := g.Sub(s, sl)
		low := b.limited(scheme, sl, g.Sub(sl, at(-2)), across)
		high := b.limited(scheme, s, g.Sub(s, at(1)), g.Neg(across))
		flux = g.Add(g.Mul(g.Max(vf, zero), low), g.Mul(g.Min(vf, zero), high))
	case model.SchemeCentral:
		flux = b.faceMean(g.Mul(v, s), axis)
	case model.SchemeCentralFlux:
		flux = g.Mul(g.Num(0.5), g.Add(g.Mul(vl, sl), g.Mul(v, s)))
	}
	return g.Neg(flux)
}

// faceVelocity is the velocity on the low face. Derivatives in it are those of the
// face, as in diffusion: where an equation says that div([k*dx(p), k*dy(p)]) is 0, the
// velocity that carries is as free of divergence as the fluxes of that equation.
func (b *builder) faceVelocity(velocity []factor, sign float64, axis int) ir.ID {
	g := b.g
	if slices.ContainsFunc(velocity, func(f factor) bool { return b.of(f.e).deriv }) {
		return g.Mul(g.Num(sign), b.faceProduct(model.SchemeArithmetic, velocity, axis))
	}
	left, right := b.sides(g.Mul(g.Num(sign), b.product(velocity)), axis)
	return g.Mul(g.Num(0.5), g.Add(left, right))
}

// unknown tells that a factor depends on a state, so that a flux carries it.
func (b *builder) unknown(f factor) bool {
	k := b.of(f.e)
	return k.state || k.deriv
}

// faceMean replaces every array element by the mean of the cells on both sides
// of the low face.
func (b *builder) faceMean(id ir.ID, axis int) ir.ID {
	g := b.g
	return g.Rewrite(id, func(id ir.ID, n ir.Node) ir.ID {
		if n.Op != ir.Load {
			return id
		}
		left := g.Load(n.Sym, n.Off.Plus(ir.Along(axis, -1)))
		return g.Mul(g.Num(0.5), g.Add(left, id))
	})
}

// checkScheme refuses a scheme that governs nothing in its div.
func (b *builder) checkScheme(e *model.Expr, terms []vterm) {
	diffusive, transport, carried := false, false, true
	for _, t := range terms {
		if t.diffusive() || b.isTensor(e.Scheme, t.factors, t) {
			diffusive = true
			continue
		}
		transport = true
		carried = carried && slices.ContainsFunc(t.factors, b.unknown)
	}
	switch e.Scheme {
	case "":
	case model.SchemeArithmetic, model.SchemeHarmonic:
		if !diffusive {
			b.report(codeScheme, e.Span,
				fmt.Sprintf("`%s` is a scheme for diffusion, and there is no `grad` in this div", e.Scheme),
				"use a scheme for transport, such as `upwind` or `central`, or leave the scheme out")
		}
	case model.SchemeCentral, model.SchemeCentralFlux:
		if !transport {
			b.noTransport(e)
		}
	case model.SchemeUpwind, model.SchemeUpwindFace, model.SchemeLinearUpwind, model.SchemeVanLeer, model.SchemeMinmod:
		if !transport {
			b.noTransport(e)
		} else if !carried {
			b.report(codeScheme, e.Span,
				fmt.Sprintf("`%s` needs a quantity that is carried, a factor that depends on an unknown, in every term", e.Scheme),
				"write `[v, w]*u`, or use `central`, in a div of its own")
		}
	default:
		b.report(codeScheme, e.Span, fmt.Sprintf("unknown scheme `%s`", e.Scheme),
			"schemes are `upwind`, `upwind_face`, `linear_upwind`, `vanleer`, `minmod`, `central`, `central_flux`, `arithmetic`, `harmonic`")
	}
}

func (b *builder) noTransport(e *model.Expr) {
	b.report(codeScheme, e.Span,
		fmt.Sprintf("`%s` is a scheme for transport, and every term of this div is a `grad`", e.Scheme),
		"use `arithmetic` or `harmonic`, or leave the scheme out")
}
