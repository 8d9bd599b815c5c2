package testsystem

import (
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// AddMatrix gives a system of New the entries of its Jacobian, found from its tangent: of
// one with a vector that is 1 in every third cell, an element is the one entry that leads
// there.
func AddMatrix[T vec.Float](p *kernel.Problem[T]) {
	dim := len(p.Axes)
	var offs [][3]int
	for i := -1; i <= 1; i++ {
		for j := -1; j <= 1; j++ {
			if dim > 1 || j == 0 {
				offs = append(offs, [3]int{i, j})
			}
		}
	}
	for _, off := range offs {
		p.Matrix = append(p.Matrix, kernel.EntryInfo{Off: off})
	}
	tangent := p.Kernels.Apply.Tangent
	p.Kernels.Matrix = func(a *kernel.Args[T], lo, hi int) {
		g := a.Grid
		third := func(i, c int) bool { return (i+3*g.Depth-c)%3 == 0 }
		across := 1
		if dim > 1 {
			across = g.N[1]
		}
		for _, first := range offs {
			v, out := make([]T, g.Size), make([]T, g.Size)
			for i := -g.Depth; i < g.N[0]+g.Depth; i++ {
				if dim == 1 && third(i, first[0]) {
					v[g.Index(i, 0, 0)] = 1
				}
				for j := -g.Depth; dim > 1 && j < g.N[1]+g.Depth; j++ {
					if third(i, first[0]) && third(j, first[1]) {
						v[g.Index(i, j, 0)] = 1
					}
				}
			}
			b := *a
			b.Dir[kernel.State], b.Dir[kernel.Out] = [][]T{v}, [][]T{out}
			tangent(&b, 0, g.N[0])
			for i := lo; i < hi; i++ {
				for j := range across {
					for k, off := range offs {
						if third(i+off[0], first[0]) && (dim == 1 || third(j+off[1], first[1])) {
							a.Val[kernel.Entry][k][g.Index(i, j, 0)] = out[g.Index(i, j, 0)]
						}
					}
				}
			}
		}
	}
}
