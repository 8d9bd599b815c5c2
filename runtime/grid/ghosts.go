package grid

import "github.com/pindiff/pindiffc/runtime/vec"

// A layer is all cells, ghosts of the other axes included, with one index along
// an axis. Ghosts are filled layer by layer, axis 0 first, so that corners are
// right at the end; adjoints run backward and leave the ghosts zero, because a
// filled ghost no longer depends on what it held.

// Wrap fills the ghosts of a periodic axis, Depth deep.
func Wrap[T vec.Float](g *Grid, a []T, axis int) {
	n := g.N[axis]
	if g.Dim > 1 && g.Stride[axis] == 1 {
		wrapRows(g, a, axis)
		return
	}
	for d := range g.Depth {
		copyLayer(g, a, axis, -1-d, n-1-d)
		copyLayer(g, a, axis, n+d, d)
	}
}

// wrapRows is Wrap along the last axis, row by row: a row's ends are near in memory, a
// layer's cells are not.
func wrapRows[T vec.Float](g *Grid, a []T, axis int) {
	l, n, depth := g.layer(axis, -g.Depth), g.N[axis], g.Depth
	for r := range l.rows {
		i := l.first + r*l.rowStride
		for range l.cells {
			row := a[i : i+n+2*depth]
			for d := range depth {
				row[depth-1-d] = row[depth+n-1-d]
				row[depth+n+d] = row[depth+d]
			}
			i += l.stride
		}
	}
}

// FoldWrap is the adjoint of Wrap.
func FoldWrap[T vec.Float](g *Grid, a []T, axis int) {
	n := g.N[axis]
	for d := range g.Depth {
		moveLayer(g, a, axis, n-1-d, -1-d)
		moveLayer(g, a, axis, d, n+d)
	}
}

// Extend fills the ghosts of one face with the cell at the face.
func Extend[T vec.Float](g *Grid, a []T, axis int, high bool) {
	for d := range g.Depth {
		ghost, edge := g.ghost(axis, high, d)
		copyLayer(g, a, axis, ghost, edge)
	}
}

// FoldExtend is the adjoint of Extend.
func FoldExtend[T vec.Float](g *Grid, a []T, axis int, high bool) {
	for d := range g.Depth {
		ghost, edge := g.ghost(axis, high, d)
		moveLayer(g, a, axis, edge, ghost)
	}
}

// FillLayer sets all cells with index p along an axis, ghosts of the other axes
// included, to v.
func FillLayer[T vec.Float](g *Grid, a []T, axis, p int, v T) {
	l := g.layer(axis, p)
	for r := range l.rows {
		i := l.first + r*l.rowStride
		for range l.cells {
			a[i] = v
			i += l.stride
		}
	}
}

// ZeroFace clears the ghosts of one face.
func ZeroFace[T vec.Float](g *Grid, a []T, axis int, high bool) {
	for d := range g.Depth {
		ghost, _ := g.ghost(axis, high, d)
		zeroLayer(g, a, axis, ghost)
	}
}

// ZeroGhosts clears all ghosts.
func ZeroGhosts[T vec.Float](g *Grid, a []T) {
	for axis := range g.Dim {
		ZeroFace(g, a, axis, false)
		ZeroFace(g, a, axis, true)
	}
}

// ghost returns the index of the ghost layer at depth d of a face, and of the
// interior layer at the face.
func (g *Grid) ghost(axis int, high bool, d int) (ghost, edge int) {
	if high {
		return g.N[axis] + d, g.N[axis] - 1
	}
	return -1 - d, 0
}

// layer describes the rows of layer p of an axis: count of rows and their
// stride, cells in a row and their stride, and the first cell.
type layer struct{ rows, rowStride, cells, stride, first int }

func (g *Grid) layer(axis, p int) layer {
	l := layer{rows: 1, cells: 1, stride: 1, first: g.Origin + p*g.Stride[axis]}
	for b := g.Dim - 1; b >= 0; b-- {
		if b == axis {
			continue
		}
		n := g.N[b] + 2*g.Depth
		if l.cells == 1 {
			l.cells, l.stride = n, g.Stride[b]
		} else {
			l.rows, l.rowStride = n, g.Stride[b]
		}
		l.first -= g.Depth * g.Stride[b]
	}
	return l
}

func copyLayer[T vec.Float](g *Grid, a []T, axis, to, from int) {
	l, shift := g.layer(axis, to), (from-to)*g.Stride[axis]
	for r := range l.rows {
		i := l.first + r*l.rowStride
		if l.stride == 1 {
			copy(a[i:i+l.cells], a[i+shift:i+shift+l.cells])
			continue
		}
		for range l.cells {
			a[i] = a[i+shift]
			i += l.stride
		}
	}
}

// moveLayer adds layer `from` to layer `to` and clears it.
func moveLayer[T vec.Float](g *Grid, a []T, axis, to, from int) {
	l, shift := g.layer(axis, from), (to-from)*g.Stride[axis]
	for r := range l.rows {
		i := l.first + r*l.rowStride
		for range l.cells {
			a[i+shift] += a[i]
			a[i] = 0
			i += l.stride
		}
	}
}

func zeroLayer[T vec.Float](g *Grid, a []T, axis, p int) { FillLayer(g, a, axis, p, 0) }
