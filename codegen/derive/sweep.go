package derive

import (
	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
)

// transposeSweep gathers the adjoint of a sweep. A sweep is no difference of
// fluxes, because each cell is divided by its own diagonal, so this is the
// adjoint of the expression in the cell.
func (d *deriver) transposeSweep(sweep *program.Kernel, w want) *gathered {
	c := d.gather(w)
	for s, o := range sweep.Out {
		c.add(o.Root, d.cotOut(s), o.Spans)
	}
	return c
}

func (d *deriver) sweepAdjoint(sweep *program.Kernel) *program.Kernel {
	return &program.Kernel{
		Name: "sweep.adjoint", Doc: "adjoint of a sweep in the state", Region: program.Extended,
		Out: d.everyState(d.transposeSweep(sweep, role(ir.State)).outputs(false)),
	}
}

func (d *deriver) sweepInputsAdjoint(sweep *program.Kernel) *program.Kernel {
	w := role(ir.Rhs, ir.Lag, ir.Coef, ir.CoefLag, ir.Call)
	return &program.Kernel{
		Name:   "sweep.inputs.adjoint",
		Doc:    "adjoint of a sweep in its right-hand side, the old state, the coefficients and the calls",
		Region: program.Extended, Out: d.transposeSweep(sweep, w).outputs(true),
	}
}

func (d *deriver) sweepParamsAdjoint(sweep *program.Kernel) *program.Kernel {
	return &program.Kernel{
		Name: "sweep.params.adjoint", Doc: "adjoint of a sweep in the parameters", Sums: d.sums(sweep, d.cotangent),
	}
}
