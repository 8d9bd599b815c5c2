package derive

import (
	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
)

// cotOut is the cotangent of an equation's output at the current cell.
func (d *deriver) cotOut(equation int) ir.ID {
	return d.g.Load(ir.Sym{Role: ir.Out, Variant: ir.Cot, Index: uint16(equation)}, ir.Offset{})
}

// transpose gathers the adjoint of apply: mass and cell parts with the cell's
// cotangent, each flux with the difference of the cotangents on its two sides.
func (d *deriver) transpose(w want) *gathered {
	g, c := d.g, d.gather()
	alpha, beta := g.ScalarSym(ir.Sym{Role: ir.Alpha}), g.ScalarSym(ir.Sym{Role: ir.Beta})
	for s, eq := range d.p.Equations {
		bar := d.cotOut(s)
		c.add(eq.Mass, g.Mul(alpha, bar), w, eq.Spans)
		c.add(eq.Cell, g.Neg(g.Mul(beta, bar)), w, eq.Spans)
		for a := range g.Dim() {
			across := g.Sub(bar, g.Shift(bar, ir.Along(a, -1)))
			c.add(eq.Flux[a], g.Mul(g.Mul(beta, g.InvSpacing(a)), across), w, eq.Spans)
		}
	}
	return c
}

func (d *deriver) applyAdjoint() *program.Kernel {
	return &program.Kernel{
		Name: "apply.adjoint", Doc: "adjoint of apply in the state", Region: program.Extended,
		Out: d.everyState(d.transpose(role(ir.State)).outputs(false)),
	}
}

// everyState adds the states that have no cotangent: the kernel overwrites all.
func (d *deriver) everyState(outs []program.Output) []program.Output {
	all := make([]program.Output, len(d.p.Equations))
	for s := range all {
		all[s] = program.Output{
			Sym:  ir.Sym{Role: ir.State, Variant: ir.Cot, Index: uint16(s)},
			Root: d.g.Num(0), Spans: d.p.Equations[s].Spans,
		}
	}
	for _, o := range outs {
		all[o.Sym.Index] = o
	}
	return all
}

func (d *deriver) inputsAdjoint() *program.Kernel {
	return &program.Kernel{
		Name: "inputs.adjoint", Doc: "adjoint of apply in the old state and the coefficients",
		Region: program.Extended, Out: d.transpose(inputs).outputs(true),
	}
}

func (d *deriver) paramsAdjoint(apply *program.Kernel) *program.Kernel {
	return &program.Kernel{
		Name: "params.adjoint", Doc: "adjoint of apply in the parameters", Sums: d.sums(apply, ir.Out),
	}
}

// sums are the cotangents of the parameters that a kernel's outputs depend on,
// to be summed over its cells. The outputs' cotangents are arrays of role bar.
func (d *deriver) sums(k *program.Kernel, bar ir.Role) []program.Sum {
	g := d.g
	total := make([]ir.ID, len(d.p.Model.Params))
	for i := range total {
		total[i] = g.Num(0)
	}
	for _, o := range k.Out {
		w := g.Load(ir.Sym{Role: bar, Variant: ir.Cot, Index: o.Sym.Index}, o.Off)
		leaves := g.Pull(o.Root, w, func(_ ir.ID, n ir.Node) bool {
			return n.Op == ir.Scalar && n.Sym.Role == ir.Param && n.Sym.Variant == ir.Primal
		})
		for _, id := range d.ordered(leaves) {
			i := g.Node(id).Sym.Index
			total[i] = g.Add(total[i], leaves[id])
		}
	}
	var out []program.Sum
	for i, root := range total {
		if !g.IsNum(root, 0) {
			out = append(out, program.Sum{Param: i, Root: root})
		}
	}
	return out
}
