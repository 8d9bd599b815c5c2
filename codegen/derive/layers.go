package derive

import (
	"fmt"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
)

// widen raises Halo so that all kernels stay within 2*Halo ghost layers: an
// Extended kernel runs over Halo layers on axes that are not periodic, so it may
// read Halo cells away along them; everything else may read 2*Halo. Ghost fills
// get the layers that are then missing, as repetitions of their last one.
func widen(p *program.Program) {
	for _, k := range p.Kernels {
		for _, id := range p.Graph.Reachable(k.Roots()...) {
			n := p.Graph.Node(id)
			if n.Op != ir.Load && n.Op != ir.Inside {
				continue
			}
			for a, x := range p.Model.Axes {
				o := int(n.Off[a])
				o = max(o, -o)
				if k.Region != program.Extended || x.Periodic {
					o = (o + 1) / 2
				}
				p.Halo = max(p.Halo, o)
			}
		}
	}
	for _, k := range p.Kernels {
		if !k.FillsGhosts() {
			continue
		}
		for len(k.Out) < 2*p.Halo {
			next := k.Out[len(k.Out)-1]
			next.Off = next.Off.Plus(k.Out[0].Off)
			k.Out = append(k.Out, next)
		}
	}
}

// extend gives a plain extension to what only adjoint kernels read beyond a
// boundary, always with the weight zero: it must be finite there.
func extend(p *program.Program) {
	if p.Halo == 0 {
		return // there is nothing beyond
	}
	states := make([][3]bool, len(p.Model.States))
	coefs := make([][3]bool, len(p.Coefs))
	for _, k := range p.Kernels {
		face := k.Region == program.Face || k.Region == program.FaceExtended
		for _, id := range p.Graph.Loads(k.Roots()...) {
			n := p.Graph.Node(id)
			if n.Sym.Variant != ir.Primal {
				continue
			}
			for a := range p.Model.Axes {
				// an Extended kernel is off-centre on the ghost layers themselves, and so is
				// one on a face in the corners
				off := n.Off[a] != 0 || k.Region == program.Extended
				if face {
					off = k.Axis != a
				}
				switch n.Sym.Role {
				case ir.State, ir.Lag:
					states[n.Sym.Index][a] = states[n.Sym.Index][a] || off
				case ir.Coef, ir.CoefLag:
					coefs[n.Sym.Index][a] = coefs[n.Sym.Index][a] || off
				}
			}
		}
	}
	for c := range p.Coefs {
		for a, x := range p.Model.Axes {
			for side := range 2 {
				if rule := &p.Coefs[c].Rule[a][side]; coefs[c][a] && !x.Periodic && *rule == "" {
					*rule = "zero_gradient"
				}
			}
		}
	}
	var made []*program.Kernel
	for a, x := range p.Model.Axes {
		for s := range p.Model.States {
			for _, side := range []string{"lo", "hi"} {
				name := fmt.Sprintf("ghost.%d.%d.%s", s, a, side)
				if states[s][a] && !x.Periodic && p.Kernel(name) == nil {
					made = append(made, extension(p, name, s, a, side == "hi"))
				}
			}
		}
	}
	if len(made) == 0 {
		return
	}
	p.Kernels = inOrder(p.Kernels, made)
}

// inOrder puts ghost fills among the others, axis by axis, so that those of a later
// axis find the corners filled.
func inOrder(kernels, made []*program.Kernel) (out []*program.Kernel) {
	for _, k := range kernels {
		for len(made) > 0 && (k.Name == "apply" || k.FillsGhosts() && k.Axis > made[0].Axis) {
			out, made = append(out, made[0]), made[1:]
		}
		out = append(out, k)
	}
	return out
}

// extension fills ghost layers with the cell at the face. It has no adjoint,
// because the equations do not read these layers.
func extension(p *program.Program, name string, s, axis int, high bool) *program.Kernel {
	sym := ir.Sym{Role: ir.State, Index: uint16(s)}
	k := &program.Kernel{
		Name:   name,
		Doc:    "no equation reads these layers; they only have to hold finite numbers",
		Region: program.Face, Axis: axis, High: high,
	}
	out := -1
	if high {
		out = 1
	}
	for d := 1; d <= 2*p.Halo; d++ {
		k.Out = append(k.Out, program.Output{
			Sym: sym, Off: ir.Along(axis, out*d), Root: p.Graph.Load(sym, ir.Offset{}),
		})
	}
	return k
}
