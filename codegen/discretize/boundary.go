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

// boundary makes the kernels bound.i and ghost.s.axis.side, axis by axis, so that
// data on later faces may read any state in the corners.
func (b *builder) boundary() {
	orders, sources := b.orders(), b.reads()
	unknown := make([][]string, len(b.m.States)) // faces without a condition, by state
	for a, x := range b.m.Axes {
		if x.Periodic {
			continue
		}
		for _, s := range b.m.States {
			for sd := range sideNames {
				reach := sources[source{ir.State, s.Index}][a][sd]
				if reach == 0 {
					continue
				}
				cs := b.conditions(s, a, sd == 1)
				if len(cs) == 0 {
					unknown[s.Index] = append(unknown[s.Index], fmt.Sprintf("`%s = %s`", x.Name, sideNames[sd]))
					continue
				}
				b.ghostLayers(cs, orders[s.Index][a], reach)
			}
		}
	}
	for i, faces := range unknown {
		if len(faces) > 0 {
			b.noCondition(b.m.States[i], faces)
		}
	}
}

// ghostLayers makes the ghost fill of a state on a face from its conditions there.
func (b *builder) ghostLayers(cs []*model.Condition, order, reach int) {
	s, x := cs[0].State, b.m.Axes[cs[0].Axis]
	switch {
	case order == 3 || order > 4:
		b.report(codeWide, b.m.Equations[s.Index].Span,
			fmt.Sprintf("derivatives of order %d along `%s` need a periodic axis", order, x.Name),
			fmt.Sprintf("write `%s: periodic`, or an operator of even order up to four", x.Name))
	case order == 4 && (len(cs) > 1 || cs[0].Kind != model.Symmetry && cs[0].Kind != model.Outflow):
		b.fourth(cs, reach)
	case len(cs) > 1:
		b.report(codeCondition, cs[1].Span,
			fmt.Sprintf("`%s` has a condition on this face already", s.Name),
			"a second one is for equations of fourth order")
	default:
		b.second(cs[0], reach)
	}
}

func side(high bool) int {
	if high {
		return 1
	}
	return 0
}

// conditions are those of a state on a face, in the order of the spec.
func (b *builder) conditions(s *model.Symbol, axis int, high bool) (cs []*model.Condition) {
	for _, c := range b.m.Boundary {
		if c.State == s && c.Axis == axis && c.High == high {
			cs = append(cs, c)
		}
	}
	return cs
}

// fill makes the kernel that writes the ghost layers 1, 2, ... of a face; deeper ones
// than the equations read repeat the last. Corners are beyond another wall too: where
// the layers read what is known within the face only, calls, other states or given
// fields, they are extrapolated instead.
func (b *builder) fill(c *model.Condition, layers []ir.ID, given bool) {
	f := b.newFace(c)
	masked := given || b.g.Uses(func(s ir.Sym) bool {
		return program.IsCall(s) || s.Role == ir.State && int(s.Index) != c.State.Index
	}, layers...)
	k := &program.Kernel{
		Name:   fmt.Sprintf("ghost.%d.%d.%s", c.State.Index, c.Axis, sideKernels[side(c.High)]),
		Doc:    b.conditionText(c),
		Region: program.Face, Axis: c.Axis, High: c.High,
	}
	var root ir.ID
	for d := 1; d <= 2*b.p.Halo; d++ {
		if d <= len(layers) {
			root = layers[d-1]
			for a, x := range b.m.Axes {
				if masked && a != c.Axis && !x.Periodic {
					root = b.g.Select(b.g.Inside(a, 0), root, f.linear(d))
				}
			}
		}
		k.Out = append(k.Out, program.Output{
			Sym: ir.Sym{Role: ir.State, Index: uint16(c.State.Index)}, Off: ir.Along(c.Axis, f.out*d), Root: root, Spans: []ast.Span{c.Span},
		})
	}
	b.p.Kernels = append(b.p.Kernels, k)
}

// linear continues the two cells inside: ghost(d) = (d+1)*u(0) - d*u(1).
func (f *face) linear(d int) ir.ID {
	g := f.b.g
	return g.Sub(g.Mul(g.Num(float64(d+1)), f.at(f.c.State, 0)), g.Mul(g.Num(float64(d)), f.at(f.c.State, f.in)))
}

func (b *builder) conditionText(c *model.Condition) string {
	face := fmt.Sprintf("%s = %s: ", b.m.Axes[c.Axis].Name, sideNames[side(c.High)])
	name := c.State.Name
	left := ""
	switch c.Kind {
	case model.Symmetry:
		return face + "symmetry of " + name
	case model.Outflow:
		return face + "outflow of " + name
	case model.Value:
		left = name
	case model.Gradient:
		left = "dn(" + name + ")"
	case model.Curvature:
		left = "dn(dn(" + name + "))"
	case model.Third:
		left = "dn(dn(dn(" + name + ")))"
	case model.Flux:
		left = "flux(" + name + ")"
	case model.Robin:
		left = b.text(c.Left.Span, "a*"+name+" + b*dn("+name+")")
	}
	return face + left + " = " + b.text(c.Expr.Span, "given")
}
