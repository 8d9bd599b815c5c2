package discretize

import (
	"fmt"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/dsl/model"
)

// second makes the ghost layers of a state with one condition on a face. With B the
// boundary datum, u(0) the cell at the face, h the spacing and d = 1, 2, ... the
// ghost's depth:
//
//	value     ghost(d) = 2 B - u(d-1)            the mean over the face is B
//	gradient  ghost(d) = u(d-1) + (2d-1) h B     B the outward normal derivative
//	symmetry  ghost(d) = u(d-1)
//	outflow   ghost(d) = (d+1) u(0) - d u(1)     also where the flux is given
//
// Any other condition, R(u, dn(u)) = 0, is solved for the first ghost g, with
// (g + u(0))/2 the value and (g - u(0))/h the normal derivative on the face, if it is
// affine in g; else with the value extrapolated from inside. Deeper ghosts follow as
// under a value or a gradient, with B as it comes out.
func (b *builder) second(c *model.Condition, reach int) {
	f, data := b.newFace(c), b.newBounds()
	f.datum, f.exact, f.slope = data.datum, true, true
	layer := func(d int) ir.ID { return f.at(c.State, f.in*d) } // symmetry
	switch c.Kind {
	case model.Flux, model.Outflow:
		layer = func(d int) ir.ID { return f.linear(d + 1) }
	case model.Symmetry:
	case model.Curvature, model.Third:
		b.report(codeCondition, c.Span, "a second or third normal derivative is for equations of fourth order",
			fmt.Sprintf("give the value of `%s`, or its first normal derivative", c.State.Name))
		return
	default:
		e, first, solved := b.onFace(f, data)
		if b.failed() {
			return
		}
		if solved {
			layer = func(d int) ir.ID { return f.solved(first, d) }
		} else {
			layer = func(d int) ir.ID { return f.given(e, d) }
		}
	}
	layers := make([]ir.ID, reach)
	for d := range layers {
		layers[d] = layer(d)
	}
	data.name(c)
	b.fill(c, layers, data.given)
}

// given is the ghost d+1 layers out from the value or the normal derivative e.
func (f *face) given(e ir.ID, d int) ir.ID {
	g, mirror := f.b.g, f.at(f.c.State, f.in*d)
	if f.c.Kind == model.Value {
		return g.Sub(g.Mul(g.Num(2), e), mirror)
	}
	return g.Add(mirror, g.Mul(g.Mul(g.Num(float64(2*d+1)), g.Spacing(f.c.Axis)), e))
}

// solved is the ghost d+1 layers out from the first one.
func (f *face) solved(first ir.ID, d int) ir.ID {
	g, edge, mirror := f.b.g, f.at(f.c.State, 0), f.at(f.c.State, f.in*d)
	switch {
	case d == 0:
		return first
	case f.c.Kind == model.Value:
		return g.Sub(g.Add(first, edge), mirror)
	}
	return g.Add(mirror, g.Mul(g.Num(float64(2*d+1)), g.Sub(first, edge)))
}
