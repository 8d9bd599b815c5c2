package derive

import (
	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
)

// cotOut is the cotangent of an equation's output at the current cell.
func (d *deriver) cotOut(equation int) ir.ID {
	return d.g.Load(ir.Sym{Role: ir.Out, Variant: ir.Cot, Index: uint16(equation)}, ir.Offset{})
}

// transpose gathers the adjoint of apply, of these equations: mass and cell parts with the cell's
// cotangent, each flux with the difference of the cotangents on its two sides, and
// the scale with what it multiplies.
func (d *deriver) transpose(equations []program.Equation, w want) *gathered {
	g, c := d.g, d.gather(w)
	alpha, beta := g.ScalarSym(ir.Sym{Role: ir.Alpha}), g.ScalarSym(ir.Sym{Role: ir.Beta})
	for s, eq := range equations {
		bar, factor := d.cotOut(s), beta
		if d.p.Algebraic[s] {
			factor = g.ScalarSym(ir.Sym{Role: ir.Gamma})
		}
		c.add(eq.Mass, g.Mul(alpha, bar), eq.Spans)
		scaled := bar
		if !g.IsNum(eq.Scale, 1) {
			c.add(eq.Scale, g.Neg(g.Mul(factor, d.weighted(bar, d.p.Spatial(eq)))), eq.Spans)
			scaled = d.weighted(bar, eq.Scale)
		}
		c.add(eq.Cell, g.Neg(g.Mul(factor, scaled)), eq.Spans)
		for a := range g.Dim() {
			across := g.Sub(scaled, g.Shift(scaled, ir.Along(a, -1)))
			c.add(eq.Flux[a], g.Mul(g.Mul(factor, g.InvSpacing(a)), across), eq.Spans)
		}
	}
	return c
}

func (d *deriver) applyAdjoint(equations []program.Equation) *program.Kernel {
	return &program.Kernel{
		Name: "apply.adjoint", Doc: "adjoint of apply in the state", Region: program.Extended,
		Out: d.everyState(d.transpose(equations, role(ir.State)).outputs(false)),
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
		Name: "inputs.adjoint", Doc: "adjoint of apply in the old state, the coefficients and the calls",
		Region: program.Extended, Out: d.transpose(d.p.Equations, inputs).outputs(true),
	}
}

func (d *deriver) paramsAdjoint(apply *program.Kernel) *program.Kernel {
	return &program.Kernel{
		Name: "params.adjoint", Doc: "adjoint of apply in the parameters", Sums: d.sums(apply, d.cotangent),
	}
}

// massAdjoint is the adjoint of the mass in the coefficients and parameters; like the
// mass it reads nothing off-centre.
func (d *deriver) massAdjoint(mass *program.Kernel) *program.Kernel {
	c := d.gather(role(ir.Coef, ir.CoefLag))
	for s, o := range mass.Out {
		c.add(o.Root, d.cotOut(s), o.Spans)
	}
	return &program.Kernel{
		Name: "mass.adjoint", Doc: "adjoint of mass in the coefficients and parameters",
		Out: c.outputs(true), Sums: d.sums(mass, d.cotangent),
	}
}

// sums are the cotangents of the parameters that a kernel's outputs depend on,
// to be summed over its cells; bar gives the outputs' cotangents.
func (d *deriver) sums(k *program.Kernel, bar func(*program.Kernel, program.Output) ir.ID) []program.Sum {
	g := d.g
	total := make([]ir.ID, len(d.p.Model.Params))
	for i := range total {
		total[i] = g.Num(0)
	}
	for _, o := range k.Out {
		w := bar(k, o)
		for _, q := range d.p.Pull(o.Root, w, role(ir.Param)) {
			total[q.Sym.Index] = g.Add(total[q.Sym.Index], q.Root)
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
