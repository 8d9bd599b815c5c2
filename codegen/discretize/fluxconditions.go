package discretize

import (
	"fmt"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/dsl/model"
)

// fluxConditions puts the conditions on the flux through faces in the place of the
// flux of the equation, which they give as it leaves the domain.
func (b *builder) fluxConditions(out *program.Equation, eq *model.Equation) {
	g := b.g
	for _, c := range b.m.Boundary {
		if c.State != eq.State || c.Kind != model.Flux || b.m.Axes[c.Axis].Periodic {
			continue
		}
		if g.IsNum(out.Flux[c.Axis], 0) {
			b.report(codeCondition, c.Span,
				fmt.Sprintf("no `div` in the equation of `%s` has a flux through this face", c.State.Name),
				"give the value or the normal derivative of the state instead")
			continue
		}
		f := b.fluxFace(c)
		given := f.lower(c.Expr)
		if c.High {
			out.Flux[c.Axis] = g.Select(g.Inside(c.Axis, 0), out.Flux[c.Axis], g.Neg(g.Shift(given, ir.Along(c.Axis, -1))))
		} else {
			out.Flux[c.Axis] = g.Select(g.Inside(c.Axis, -1), out.Flux[c.Axis], given)
		}
	}
}
