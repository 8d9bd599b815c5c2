package derive

import (
	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
)

// tangent is the directional derivative of a kernel in the symbols of w.
func (d *deriver) tangent(k *program.Kernel, name string, region program.Region, w want) *program.Kernel {
	out := &program.Kernel{Name: name, Doc: "tangent of " + k.Name, Region: region, Axis: k.Axis, High: k.High}
	for _, o := range k.Out {
		out.Out = append(out.Out, program.Output{
			Sym: variant(o.Sym, ir.Dir), Off: o.Off, Root: d.push(o.Root, w), Spans: o.Spans,
		})
	}
	if allZero(d.g, out.Out) {
		return nil
	}
	return out
}

// push is the tangent of an expression in the symbols of w.
func (d *deriver) push(root ir.ID, w want) ir.ID {
	return d.p.Push(root, func(_ ir.ID, n ir.Node) (ir.ID, bool) {
		if n.Op != ir.Load && n.Op != ir.Scalar || !w(n.Sym) {
			return 0, false
		}
		n.Sym = variant(n.Sym, ir.Dir)
		if n.Op == ir.Scalar {
			return d.g.ScalarSym(n.Sym), true
		}
		return d.g.Load(n.Sym, n.Off), true
	})
}

// inputsTangent is the derivative of apply in everything but the unknown.
func (d *deriver) inputsTangent(apply *program.Kernel) *program.Kernel {
	k := d.tangent(apply, "inputs.tangent", program.Interior, role(ir.Lag, ir.Coef, ir.CoefLag, ir.Call, ir.Param))
	if k != nil {
		k.Doc = "tangent of apply in the old state, the coefficients, the calls and the parameters"
	}
	return k
}

func allZero(g *ir.Graph, outs []program.Output) bool {
	for _, o := range outs {
		if !g.IsNum(o.Root, 0) {
			return false
		}
	}
	return true
}
