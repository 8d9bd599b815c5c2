package grid

import "github.com/pindiff/pindiffc/runtime/vec"

// FaceCells is the number of interior tangential cells of a face of axis.
func (g *Grid) FaceCells(axis int) int { return g.Cells / g.N[axis] }

// tangents describes a face array: its one or two tangential axes with interior
// extent and stride. Missing axes have extent 1.
func (g *Grid) tangents(axis int) (n, stride [2]int, periodic [2]bool) {
	n = [2]int{1, 1}
	s := 1
	t := 1
	for b := g.Dim - 1; b >= 0; b-- {
		if b == axis {
			continue
		}
		n[t], stride[t], periodic[t] = g.N[b], s, g.Periodic[b]
		s *= g.N[b] + 2*g.Depth
		t--
	}
	return n, stride, periodic
}

// WrapFace fills the ghosts of a face array along periodic tangential axes.
func WrapFace[T vec.Float](g *Grid, face []T, axis int) {
	g.eachFaceGhost(axis, false, func(ghost, mirror int) { face[ghost] = face[mirror] })
}

// FoldFace is the adjoint of WrapFace.
func FoldFace[T vec.Float](g *Grid, face []T, axis int) {
	g.eachFaceGhost(axis, true, func(ghost, mirror int) {
		face[mirror] += face[ghost]
		face[ghost] = 0
	})
}

// eachFaceGhost visits the ghosts along periodic tangential axes with the cells
// that they repeat, in the order of filling or backward.
func (g *Grid) eachFaceGhost(axis int, backward bool, visit func(ghost, mirror int)) {
	n, stride, periodic := g.tangents(axis)
	for k := range 2 {
		t := k
		if backward {
			t = 1 - k
		}
		if !periodic[t] {
			continue
		}
		other, count := 1-t, 1
		if stride[other] != 0 {
			count = n[other] + 2*g.Depth
		}
		for o := range count {
			first := o*stride[other] + g.Depth*stride[t]
			for d := range g.Depth {
				visit(first+(-1-d)*stride[t], first+(n[t]-1-d)*stride[t])
				visit(first+(n[t]+d)*stride[t], first+d*stride[t])
			}
		}
	}
}

// PackFaceAdd adds the interior tangential cells of a face array to dense C order.
func PackFaceAdd[T vec.Float](g *Grid, dense, face []T, axis int) {
	n, stride, _ := g.tangents(axis)
	base := 0
	for t := range 2 {
		base += g.Depth * stride[t]
	}
	for i := range n[0] {
		for j := range n[1] {
			dense[i*n[1]+j] += face[base+i*stride[0]+j*stride[1]]
		}
	}
}
