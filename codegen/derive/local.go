package derive

import (
	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
)

// localAdjoint is the adjoint of a kernel that reads nothing off-centre: it adds
// to given fields and closures at the same cell, and to parameters.
func (d *deriver) localAdjoint(k *program.Kernel, region program.Region) *program.Kernel {
	c := d.gather(role(ir.Base))
	for _, o := range k.Out {
		c.add(o.Root, d.cotangent(k, o), o.Spans)
	}
	return &program.Kernel{
		Name: k.Name + ".adjoint", Doc: "adjoint of " + k.Name,
		Region: region, Axis: k.Axis, High: k.High,
		Out: c.outputs(true), Sums: d.sums(k, d.cotangent),
	}
}

// cotangent is that of an output of k. Given fields have no values in the corners of a
// face, where its data are not used.
func (d *deriver) cotangent(k *program.Kernel, o program.Output) ir.ID {
	bar := d.g.Load(variant(o.Sym, ir.Cot), o.Off)
	if k.Region != program.Face || !d.g.UsesRole(o.Root, ir.Base) {
		return bar
	}
	for a, x := range d.p.Model.Axes {
		if a != k.Axis && !x.Periodic {
			bar = d.g.Select(d.g.Inside(a, 0), bar, d.g.Num(0))
		}
	}
	return bar
}

// ghostAdjoint folds the cotangents of the ghost layers next to a face back to
// the cells, the data and the calls they were made from, and clears them. Only layers
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
		for _, q := range d.p.Pull(o.Root, bar, role(ir.State, ir.Bound, ir.Call)) {
			folds = append(folds, program.Output{Sym: variant(q.Sym, ir.Cot), Off: q.Off, Add: true, Root: q.Root, Spans: o.Spans})
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
