package discretize

import (
	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/dsl/model"
)

// upwindSchemes carry a quantity from where the flow comes from.
var upwindSchemes = []string{model.SchemeUpwind, model.SchemeUpwindFace, model.SchemeLinearUpwind, model.SchemeVanLeer, model.SchemeMinmod}

// limited is the state that the flow carries to the low face, half a cell beyond
// the centre of the upwind cell: s + L(a, b)/2, with a the difference upwind of it
// and b that across the face, both in the direction of the flow. L(a, b) is
//
//	linear_upwind  a
//	vanleer        2 a b/(a + b)  where a b > 0, else 0    (B. van Leer, J. Comput. Phys. 14, 1974)
//	minmod         max(0, min(a, b)) + min(0, max(a, b))   (P. L. Roe, Annu. Rev. Fluid Mech. 18, 1986)
//
// The last two are TVD: no new extremum appears. At a kink (a = b, or one of them
// 0) the derivative is that of one branch, as the operator table of package ir has it.
func (b *builder) limited(scheme string, s, upwind, across ir.ID) ir.ID {
	g := b.g
	zero := g.Num(0)
	var l ir.ID
	switch scheme {
	case model.SchemeLinearUpwind:
		l = upwind
	case model.SchemeVanLeer:
		product := g.Mul(upwind, across)
		mean := g.Div(g.Mul(g.Num(2), product), g.Add(upwind, across))
		l = g.Select(g.Less(zero, product), mean, zero)
	case model.SchemeMinmod:
		l = g.Add(g.Max(g.Min(upwind, across), zero), g.Min(g.Max(upwind, across), zero))
	}
	return g.Add(s, g.Mul(g.Num(0.5), l))
}
