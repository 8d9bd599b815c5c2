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
	g, f, data := b.g, b.newFace(c), b.newBounds()
	f.datum, f.exact, f.slope = data.datum, true, true
	var layers []ir.ID
	switch k := b.of(c.Expr); {
	case c.Kind == model.Flux || c.Kind == model.Outflow:
		for d := range reach {
			layers = append(layers, f.linear(d+1))
		}
	case c.Kind == model.Symmetry:
		for d := range reach {
			layers = append(layers, f.at(c.State, f.in*d))
		}
	case (c.Kind == model.Value || c.Kind == model.Gradient) && !k.state && !k.deriv:
		datum := data.datum(c.Expr, *f)
		for d := range reach {
			mirror := f.at(c.State, f.in*d)
			if c.Kind == model.Value {
				layers = append(layers, g.Sub(g.Mul(g.Num(2), datum), mirror))
				continue
			}
			step := g.Mul(g.Num(float64(2*d+1)), g.Spacing(c.Axis))
			layers = append(layers, g.Add(mirror, g.Mul(step, datum)))
		}
	case c.Kind == model.Curvature || c.Kind == model.Third:
		b.report(codeCondition, c.Span, "a second or third normal derivative is for equations of fourth order",
			fmt.Sprintf("give the value of `%s`, or its first normal derivative", c.State.Name))
		return
	default:
		first, ok := b.solveGhost(f)
		if !ok {
			return
		}
		for d := range reach {
			mirror := f.at(c.State, f.in*d)
			switch {
			case d == 0:
				layers = append(layers, first)
			case c.Kind == model.Value:
				layers = append(layers, g.Sub(g.Add(first, f.at(c.State, 0)), mirror))
			default:
				rise := g.Sub(first, f.at(c.State, 0))
				layers = append(layers, g.Add(mirror, g.Mul(g.Num(float64(2*d+1)), rise)))
			}
		}
	}
	data.name(c)
	b.fill(c, layers, data.given)
}
