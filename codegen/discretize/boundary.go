package discretize

import (
	"fmt"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

var (
	sideNames   = [...]string{"min", "max"}
	sideKernels = [...]string{"lo", "hi"}
)

// boundary makes the kernels bound.i and ghost.s.axis.side. With B the boundary
// datum, u(0) the cell at the face and d = 1, 2, ... the ghost's depth:
//
//	value     ghost(d) = 2 B - u(d-1)            the mean over the face is B
//	gradient  ghost(d) = u(d-1) + (2d-1) dx B    B the outward normal derivative
//	symmetry  ghost(d) = u(d-1)
//
// Layers deeper than the stencil's reach are never used with a weight other
// than zero, and repeat the last one.
func (b *builder) boundary() {
	index := map[*model.Condition]int{}
	sources := b.offCentre()
	for _, c := range b.m.Boundary {
		seen := sources[source{false, c.State.Index}][c.Axis] > 0
		if !seen || c.Kind == model.Symmetry {
			continue
		}
		index[c] = len(b.p.Bounds)
		name := c.State.Name + "." + b.m.Axes[c.Axis].Name + "." + sideNames[side(c.High)]
		b.p.Bounds = append(b.p.Bounds, program.Bound{Condition: c, Name: name, Time: c.Expr != nil && c.Expr.Deps&model.DepTime != 0})
		b.bound(c, index[c])
	}
	for _, s := range b.m.States {
		for a, x := range b.m.Axes {
			reach := sources[source{false, s.Index}][a]
			if x.Periodic || reach == 0 {
				continue
			}
			for sd := range sideNames {
				c := b.condition(s, a, sd == 1)
				if c == nil {
					b.report(codeUnsupported, b.m.Equations[s.Index].Span,
						fmt.Sprintf("`%s` has no condition on the face `%s = %s`", s.Name, x.Name, sideNames[sd]),
						fmt.Sprintf("add `%s = %s: dn(%s) = 0`, for instance, to the boundary block", x.Name, sideNames[sd], s.Name))
					continue
				}
				b.ghost(c, index[c], reach)
			}
		}
	}
}

func side(high bool) int {
	if high {
		return 1
	}
	return 0
}

func (b *builder) condition(s *model.Symbol, axis int, high bool) *model.Condition {
	for _, c := range b.m.Boundary {
		if c.State == s && c.Axis == axis && c.High == high {
			return c
		}
	}
	return nil
}

// bound evaluates boundary data on the face.
func (b *builder) bound(c *model.Condition, i int) {
	var half [3]int
	half[c.Axis] = -1
	if c.High {
		half[c.Axis] = 1
	}
	if f := b.of(c.Expr); f.state || f.deriv {
		b.report(codeUnsupported, c.Expr.Span, "boundary data may depend on coordinates, time and parameters only", "")
		return
	}
	root := b.rawAt(c.Expr, half)
	if !b.formula(root) {
		b.report(codeUnsupported, c.Expr.Span, "boundary data may depend on coordinates, time and parameters only",
			"a closure or a field from a file has no values on a face")
		return
	}
	sym := ir.Sym{Role: ir.Bound, Index: uint16(i)}
	b.p.Kernels = append(b.p.Kernels, &program.Kernel{
		Name:   fmt.Sprintf("bound.%d", i),
		Doc:    b.conditionText(c),
		Region: program.Face, Axis: c.Axis, High: c.High,
		Out: []program.Output{{Sym: sym, Root: root, Spans: []ast.Span{c.Span}}},
	})
}

// ghost fills the ghost layers of one face; the current cell is the interior
// cell at the face.
func (b *builder) ghost(c *model.Condition, bound, reach int) {
	g := b.g
	out, in := -1, 1 // directions along the axis
	if c.High {
		out, in = 1, -1
	}
	datum := g.Load(ir.Sym{Role: ir.Bound, Index: uint16(bound)}, ir.Offset{})
	state := ir.Sym{Role: ir.State, Index: uint16(c.State.Index)}
	k := &program.Kernel{
		Name:   fmt.Sprintf("ghost.%d.%d.%s", c.State.Index, c.Axis, sideKernels[side(c.High)]),
		Doc:    b.conditionText(c),
		Region: program.Face, Axis: c.Axis, High: c.High,
	}
	var root ir.ID
	for d := 1; d <= 2*b.p.Halo; d++ {
		if d <= reach {
			mirror := g.Load(state, ir.Along(c.Axis, in*(d-1)))
			switch c.Kind {
			case model.Value:
				root = g.Sub(g.Mul(g.Num(2), datum), mirror)
			case model.Gradient:
				step := g.Mul(g.Num(float64(2*d-1)), g.Spacing(c.Axis))
				root = g.Add(mirror, g.Mul(step, datum))
			case model.Symmetry:
				root = mirror
			}
		}
		k.Out = append(k.Out, program.Output{
			Sym: state, Off: ir.Along(c.Axis, out*d), Root: root, Spans: []ast.Span{c.Span},
		})
	}
	b.p.Kernels = append(b.p.Kernels, k)
}

func (b *builder) conditionText(c *model.Condition) string {
	face := fmt.Sprintf("%s = %s: ", b.m.Axes[c.Axis].Name, sideNames[side(c.High)])
	if c.Kind == model.Symmetry {
		return face + "symmetry of " + c.State.Name
	}
	left := c.State.Name
	if c.Kind == model.Gradient {
		left = "dn(" + left + ")"
	}
	return face + left + " = " + b.text(c.Expr.Span, "given")
}
