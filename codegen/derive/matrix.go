package derive

import (
	"math"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
)

// matrix computes the entries of the Jacobian of apply: the derivative of every
// equation in every state at every offset that it reads, through calls too. There is
// none where an index could not number them.
func (d *deriver) matrix(apply *program.Kernel) *program.Kernel {
	k := &program.Kernel{Name: "matrix", Doc: "entries of the Jacobian of apply in the state"}
	for s, o := range apply.Out {
		for _, q := range d.p.Pull(o.Root, d.g.Num(1), role(ir.State)) {
			if d.g.IsNum(q.Root, 0) {
				continue
			}
			if len(d.p.Matrix) > math.MaxUint16 {
				d.p.Matrix = nil
				return nil
			}
			e := program.Entry{Equation: s, State: int(q.Sym.Index), Off: q.Off}
			k.Out = append(k.Out, program.Output{
				Sym: ir.Sym{Role: ir.Entry, Index: uint16(len(d.p.Matrix))}, Root: q.Root, Spans: o.Spans,
			})
			d.p.Matrix = append(d.p.Matrix, e)
		}
	}
	return k
}
