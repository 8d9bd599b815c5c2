package explain

import "github.com/pindiff/pindiffc/codegen/program"

// Points is at how many points the calls of a pointwise closure evaluate its
// network on the grid of the spec, each call once.
func Points(p *program.Program, closure int) (n int) {
	for _, c := range p.Calls {
		if c.Closure == closure {
			n += cells(p, c)
		}
	}
	return n
}

func cells(p *program.Program, c program.Call) int {
	if c.Uniform {
		return 1
	}
	face := c.Region == program.Face || c.Region == program.FaceExtended
	n := 1
	for a, x := range p.Model.Axes {
		switch {
		case face && a == c.Axis:
		case c.Region == program.Interior || face || x.Periodic:
			n *= x.Cells
		default:
			n *= x.Cells + 2*p.Halo
		}
	}
	return n
}
