package grid

import "github.com/pindiff/pindiffc/runtime/vec"

// Vectors with their ghosts, of all fields.

// ClearWhole clears x.
func (s Space[T]) ClearWhole(x []T) { s.all(pass[T]{operation: clearWhole, x: x}) }

// AddWhole is y += x.
func (s Space[T]) AddWhole(x, y []T) { s.all(pass[T]{operation: addWhole, x: x, y: y}) }

// whole does the operation on one field with lo <= i < hi on axis 0, and on the ghosts of
// that axis next to these.
func (p *pass[T]) whole(g *Grid, f, lo, hi int) {
	at, end := 0, g.Size
	if g.strips > 1 {
		if lo > 0 {
			at = (lo + g.Depth) * g.Stride[0]
		}
		if hi < g.N[0] {
			end = (hi + g.Depth) * g.Stride[0]
		}
	}
	at, end = at+f*g.Size, end+f*g.Size
	if p.operation == clearWhole {
		clear(p.x[at:end])
	} else {
		vec.Axpy(1, p.x[at:end], p.y[at:end])
	}
}

// Wrap fills those of a periodic axis.
func (s Space[T]) Wrap(x []T, axis int) {
	if axis == 0 {
		for f := range s.Fields {
			Wrap(s.Grid, x[f*s.Size:(f+1)*s.Size], 0)
		}
		return
	}
	s.all(pass[T]{operation: wrap, axis: axis, x: x})
}

// ZeroGhosts clears those of an axis.
func (s Space[T]) ZeroGhosts(x []T, axis int) {
	if axis == 0 {
		for f := range s.Fields {
			own := x[f*s.Size : (f+1)*s.Size]
			ZeroFace(s.Grid, own, 0, false)
			ZeroFace(s.Grid, own, 0, true)
		}
		return
	}
	s.all(pass[T]{operation: clearGhosts, axis: axis, x: x})
}

// ghosts does the operation on those of one field beside the interior cells with
// lo <= i < hi on axis 0, and beside the ghosts of that axis next to these.
func (p *pass[T]) ghosts(g *Grid, x []T, lo, hi int) {
	if lo == 0 {
		lo = -g.Depth
	}
	if hi == g.N[0] {
		hi += g.Depth
	}
	if p.operation == wrap {
		WrapAcross(g, x, p.axis, lo, hi)
	} else {
		ZeroAcross(g, x, p.axis, lo, hi)
	}
}
