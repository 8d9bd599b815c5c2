package discretize

import (
	"fmt"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/dsl/model"
)

// functional is what a condition says of the cubic through the ghosts g2, g1 and the
// cells u0, u1, on the face between g1 and u0: a1*g1 + a2*g2 + c0*u0 + c1*u1 =
// scale*h^power*datum.
type functional struct {
	a1, a2, c0, c1, scale float64
	power                 int
}

// functionals of the cubic: value, and derivatives along the outward normal.
var functionals = map[model.ConditionKind]functional{
	model.Value:     {9, -1, 9, -1, 16, 0},
	model.Gradient:  {27, -1, -27, 1, 24, 1},
	model.Curvature: {-1, 1, -1, 1, 2, 2},
	model.Third:     {-3, 1, 3, -1, 1, 3},
}

// fourth makes the two ghost layers of a state with two conditions on a face, by
// solving the two functionals for them.
func (b *builder) fourth(cs []*model.Condition, reach int) {
	g, s := b.g, cs[0].State
	if len(cs) != 2 || cs[0].Kind == cs[1].Kind {
		b.report(codeCondition, cs[len(cs)-1].Span,
			fmt.Sprintf("`%s` stands under a derivative of fourth order, which needs two different conditions on a face", s.Name),
			fmt.Sprintf("give two of `%s`, `dn(%s)`, `dn(dn(%s))` and `dn(dn(dn(%s)))`, or `symmetry`", s.Name, s.Name, s.Name, s.Name))
		return
	}
	if reach > 2 {
		b.report(codeWide, b.m.Equations[s.Index].Span,
			fmt.Sprintf("this reaches %d cells along `%s`, and two conditions give two ghost cells", reach, b.m.Axes[cs[0].Axis].Name),
			"write derivatives of fourth order as `lap(lap(u))`, or in the form `lap(k*lap(u))`")
		return
	}
	var row [2]functional
	var right [2]ir.ID
	given := false
	for i, c := range cs {
		var ok bool
		if row[i], ok = functionals[c.Kind]; !ok {
			b.report(codeCondition, c.Span, "this kind of condition is for equations of second order",
				fmt.Sprintf("give `%s` or one of its normal derivatives", s.Name))
			return
		}
		f, data := b.newFace(c), b.newBounds()
		f.datum = data.datum
		var e ir.ID
		if k := b.of(c.Expr); !k.state && !k.deriv {
			e = data.datum(c.Expr, *f)
		} else {
			e = f.lower(c.Expr)
		}
		data.name(c)
		given = given || data.given
		right[i] = g.Mul(g.Num(row[i].scale), e)
		for range row[i].power {
			right[i] = g.Mul(g.Spacing(c.Axis), right[i])
		}
		cells := g.Add(g.Mul(g.Num(row[i].c0), f.at(s, 0)), g.Mul(g.Num(row[i].c1), f.at(s, f.in)))
		right[i] = g.Sub(right[i], cells)
	}
	// Cramer's rule
	det := row[0].a1*row[1].a2 - row[0].a2*row[1].a1
	solve := func(c0, c1 float64) ir.ID {
		return g.Add(g.Mul(g.Num(c0/det), right[0]), g.Mul(g.Num(c1/det), right[1]))
	}
	layers := []ir.ID{solve(row[1].a2, -row[0].a2), solve(-row[1].a1, row[0].a1)}
	b.fill(cs[0], layers[:reach], given)
	if k := b.p.Kernels[len(b.p.Kernels)-1]; len(k.Out) > 0 {
		k.Doc += "\n" + b.conditionText(cs[1])
		for i := range k.Out {
			k.Out[i].Spans = append(k.Out[i].Spans, cs[1].Span)
		}
	}
}
