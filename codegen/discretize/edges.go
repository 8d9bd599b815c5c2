package discretize

import (
	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

// edge is the rule `face(e): zero_gradient` of a coefficient that depends on
// unknowns: on a face of the grid it is that of the cell inside. (The other rule,
// `value`, is what happens anyway: the coefficient beyond the wall is that of the
// ghost states.)
type edge struct {
	of   ir.ID // without sign and uniform factors
	span ast.Span
	used bool
}

func (b *builder) eachFaceRule(f func(r *model.FaceRule, e *model.Expr)) {
	for _, r := range b.m.FaceRules {
		of := []*model.Expr{r.Of}
		if r.Of.Op == model.OpVector {
			of = r.Of.Args
		}
		for _, e := range of {
			f(r, e)
		}
	}
}

// edgeRules collects the rules of coefficients that depend on unknowns.
func (b *builder) edgeRules() {
	b.eachFaceRule(func(r *model.FaceRule, e *model.Expr) {
		if !b.of(e).state || r.Rule != "zero_gradient" {
			return
		}
		id := b.cell(e, false)
		if n := b.g.Node(id); n.Op == ir.Neg {
			id = n.X
		}
		_, id = b.split(id)
		b.edges = append(b.edges, &edge{of: id, span: e.Span})
	})
}

// sides are the values of a coefficient in the cells on both sides of the low face,
// by its face rules.
func (b *builder) sides(id ir.ID, axis int) (left, right ir.ID) {
	g, back := b.g, ir.Along(axis, -1)
	left, right = g.Shift(id, back), id
	if b.m.Axes[axis].Periodic {
		return left, right
	}
	for _, e := range b.edges {
		here, there := e.of, g.Shift(e.of, back)
		l := b.replace(left, there, g.Select(g.Inside(axis, -1), there, here))
		r := b.replace(right, here, g.Select(g.Inside(axis, 0), here, there))
		e.used = e.used || l != left || r != right
		left, right = l, r
	}
	return left, right
}

// replace puts one expression in the place of another within root.
func (b *builder) replace(root, old, by ir.ID) ir.ID {
	g := b.g
	made := map[ir.ID]ir.ID{}
	for _, id := range g.Reachable(root) {
		n := g.Node(id)
		switch {
		case id == old:
			made[id] = by
		case n.Op.Leaf():
			made[id] = id
		default:
			made[id] = g.Op(n.Op, made[n.X], made[n.Y], made[n.Z])
		}
	}
	return made[root]
}
