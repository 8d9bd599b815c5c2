package discretize

import (
	"fmt"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

// bounds are the boundary data of one condition: every part of it that depends on
// no unknown is an array on the cells of its face, made by a kernel bound.<i>.
// Fields and closures of coordinates take their value in the cell at the face.
type bounds struct {
	b     *builder
	index map[ir.ID]int // by expression
	first int           // in Program.Bounds
	given bool          // some datum is read from an array of the cells
}

func (b *builder) newBounds() *bounds {
	return &bounds{b: b, index: map[ir.ID]int{}, first: len(b.p.Bounds)}
}

// datum is the load of the array for e.
func (d *bounds) datum(e *model.Expr, f face) ir.ID {
	b := d.b
	raw := b.rawAt(e, f.half())
	d.given = d.given || !b.formula(raw)
	i, ok := d.index[raw]
	if !ok {
		i = len(b.p.Bounds)
		d.index[raw] = i
		b.p.Bounds = append(b.p.Bounds, program.Bound{Condition: f.c, Time: b.timed(raw)})
		b.p.Kernels = append(b.p.Kernels, &program.Kernel{
			Name:   fmt.Sprintf("bound.%d", i),
			Doc:    b.conditionText(f.c),
			Region: program.Face, Axis: f.c.Axis, High: f.c.High,
			Out: []program.Output{{Sym: ir.Sym{Role: ir.Bound, Index: uint16(i)}, Root: raw, Spans: []ast.Span{f.c.Span}}},
		})
	}
	return b.g.Load(ir.Sym{Role: ir.Bound, Index: uint16(i)}, ir.Offset{})
}

// name gives the arrays of the condition their names, with numbers if there are several.
func (d *bounds) name(c *model.Condition) {
	all := d.b.p.Bounds[d.first:]
	for i := range all {
		all[i].Name = c.State.Name + "." + d.b.m.Axes[c.Axis].Name + "." + sideNames[side(c.High)]
		if c.Kind == model.Curvature || c.Kind == model.Third {
			all[i].Name += "." + map[model.ConditionKind]string{model.Curvature: "second", model.Third: "third"}[c.Kind]
		}
		if len(all) > 1 {
			all[i].Name += fmt.Sprint(i + 1)
		}
	}
}
