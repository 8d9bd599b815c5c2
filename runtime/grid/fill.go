package grid

// Ghosts of vectors, of all fields.

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
