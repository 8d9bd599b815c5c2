package grid

import "github.com/pindiff/pindiffc/runtime/vec"

// A layer is all cells, ghosts of the other axes included, with one index along
// an axis. Ghosts are filled layer by layer, axis 0 first, so that corners are
// right at the end; adjoints run backward and leave the ghosts zero, because a
// filled ghost no longer depends on what it held.

// Wrap fills the ghosts of a periodic axis, Depth deep.
func Wrap[T vec.Float](g *Grid, a []T, axis int) {
	if axis > 0 {
		WrapAcross(g, a, axis, -g.Depth, g.N[0]+g.Depth)
		return
	}
	n := g.N[0]
	for d := range g.Depth {
		copyLayer(g, a, 0, -1-d, n-1-d)
		copyLayer(g, a, 0, n+d, d)
	}
}

// WrapSide is Wrap along axis 0 on one side, from interior cells alone: the ghosts of the
// other axes are left as they are.
func WrapSide[T vec.Float](g *Grid, a []T, high bool) {
	to, n := -g.Depth, g.N[0]
	if high {
		to = n
	}
	shift := n * g.Stride[0]
	if high {
		shift = -shift
	}
	at, r, slabs, apart := g.rows(to, to+g.Depth)
	if g.Dim == 1 {
		at, r.N, r.Stride = g.Origin+to, g.Depth, g.Depth
	}
	for range slabs {
		for k := range r.Count {
			i := at + k*r.Stride
			copy(a[i:i+r.N], a[i+shift:i+shift+r.N])
		}
		at += apart
	}
}

// WrapAcross is Wrap along another axis than 0, of the cells with lo <= i < hi on axis 0.
func WrapAcross[T vec.Float](g *Grid, a []T, axis, lo, hi int) {
	n, depth := g.N[axis], g.Depth
	if axis < g.Dim-1 { // whole rows
		length := g.N[2] + 2*depth
		row := func(i, j int) []T { return a[g.Index(i, j, -depth):][:length] }
		for i := lo; i < hi; i++ {
			for d := range depth {
				copy(row(i, -1-d), row(i, n-1-d))
				copy(row(i, n+d), row(i, d))
			}
		}
		return
	}
	for i := lo; i < hi; i++ {
		at, rows := g.Index(i, 0, 0)-depth, 1
		if axis == 2 {
			at, rows = g.Index(i, -depth, -depth), g.N[1]+2*depth
		}
		for range rows {
			row := a[at : at+n+2*depth]
			for d := range depth {
				row[depth-1-d] = row[depth+n-1-d]
				row[depth+n+d] = row[depth+d]
			}
			at += g.Stride[1]
			if axis == 1 {
				break
			}
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

// ZeroAcross clears the ghosts of both faces of another axis than 0, in the cells with
// lo <= i < hi on axis 0.
func ZeroAcross[T vec.Float](g *Grid, a []T, axis, lo, hi int) {
	n, depth := g.N[axis], g.Depth
	width, rows := 0, 1 // along the last axis
	if axis == g.Dim-1 {
		width = depth
		if axis == 2 {
			rows = g.N[1] + 2*depth
		}
	} else {
		width, rows = g.N[2]+2*depth, depth
	}
	for i := lo; i < hi; i++ {
		for r := range rows {
			var low, high int
			switch {
			case axis < g.Dim-1:
				low, high = g.Index(i, r-depth, -depth), g.Index(i, n+r, -depth)
			case axis == 1:
				low, high = g.Index(i, -depth, 0), g.Index(i, n, 0)
			default:
				low, high = g.Index(i, r-depth, -depth), g.Index(i, r-depth, n)
			}
			clear(a[low : low+width])
			clear(a[high : high+width])
		}
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
