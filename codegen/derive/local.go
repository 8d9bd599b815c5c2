package derive

import (
	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
)

// localAdjoint is the adjoint of a kernel that reads nothing off-centre: it adds
// to given fields and closures at the same cell, and to parameters.
func (d *deriver) localAdjoint(k *program.Kernel, region program.Region) *program.Kernel {
	c := d.gather()
	for _, o := range k.Out {
		c.add(o.Root, d.g.Load(variant(o.Sym, ir.Cot), ir.Offset{}), role(ir.Base), o.Spans)
	}
	return &program.Kernel{
		Name: k.Name + ".adjoint", Doc: "adjoint of " + k.Name,
		Region: region, Axis: k.Axis, High: k.High,
		Out: c.outputs(true), Sums: d.sums(k, k.Out[0].Sym.Role),
	}
}

// ghostAdjoint folds the cotangents of the ghost layers next to a face back to
// the cells and the datum they were made from, and clears them. Only layers
// that the equations read have any; further ones repeat the expression of the
// last.
func (d *deriver) ghostAdjoint(k *program.Kernel) *program.Kernel {
	g := d.g
	out := &program.Kernel{
		Name: k.Name + ".adjoint", Doc: "adjoint of " + k.Name,
		Region: program.FaceExtended, Axis: k.Axis, High: k.High,
	}
	var clear, folds []program.Output
	last := ir.ID(-1)
	for _, o := range k.Out {
		if o.Root == last {
			break
		}
		last = o.Root
		bar := g.Load(variant(o.Sym, ir.Cot), o.Off)
		leaves := g.Pull(o.Root, bar, func(_ ir.ID, n ir.Node) bool {
			return n.Op == ir.Load && role(ir.State, ir.Bound)(n.Sym)
		})
		for _, id := range d.ordered(leaves) {
			n := g.Node(id)
			f := program.Output{Sym: variant(n.Sym, ir.Cot), Off: n.Off, Add: true, Root: leaves[id], Spans: o.Spans}
			folds = append(folds, f)
		}
		clear = append(clear, program.Output{Sym: variant(o.Sym, ir.Cot), Off: o.Off, Root: g.Num(0), Spans: o.Spans})
	}
	out.Out = append(d.merge(folds), clear...)
	return out
}

// merge sums outputs to the same element.
func (d *deriver) merge(outs []program.Output) []program.Output {
	var merged []program.Output
next:
	for _, o := range outs {
		for i := range merged {
			if m := &merged[i]; m.Sym == o.Sym && m.Off == o.Off {
				m.Root = d.g.Add(m.Root, o.Root)
				continue next
			}
		}
		merged = append(merged, o)
	}
	return merged
}
