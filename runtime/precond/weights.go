package precond

import "math"

// update computes the weights.
func (t *transfer[T]) update() {
	for a := range t.fine.Dim {
		for s := range t.f[a] {
			t.measure(a, s)
			t.weigh(a, s)
		}
	}
}

// measure sets link to the couplings of a state along an axis, at the lower cell;
// to 1 for a state that is not coupled to itself.
func (t *transfer[T]) measure(axis, s int) {
	g, way := t.fine, t.ways[axis][s]
	last := g.Dim - 1
	for k := range g.Rows() {
		row := g.Row(k)
		cell := cellOf(g, row)
		for i := range g.N[last] {
			cell[last] = i
			at, to := row+i, row+i+g.Stride[axis]
			if cell[axis] == g.N[axis]-1 { // around the ring; not read at a wall
				to -= g.N[axis] * g.Stride[axis]
			}
			link := 0.0
			if way.up >= 0 {
				link += math.Abs(float64(t.m.Values[way.up][at])) / 2
			}
			if way.down >= 0 {
				link += math.Abs(float64(t.m.Values[way.down][to])) / 2
			}
			if way.up < 0 && way.down < 0 {
				link = 1
			}
			t.link[at] = T(link)
		}
	}
}

// weigh sets the weights of a state along an axis.
func (t *transfer[T]) weigh(axis, s int) {
	g, m, f := t.fine, &t.axes[axis], t.f[axis][s]
	last := g.Dim - 1
	for k := range g.Rows() {
		row := g.Row(k)
		cell := cellOf(g, row)
		for i := range g.N[last] {
			cell[last] = i
			p := cell[axis]
			f[row+i] = 0
			if m.sibling[p] >= 0 {
				line := row + i - p*g.Stride[axis] // the first cell of this line
				f[row+i] = T(t.pull(axis, s, line, p))
			}
		}
	}
}

// pull is the weight of cell p of a line.
func (t *transfer[T]) pull(axis, s, line, p int) float64 {
	m := &t.axes[axis]
	in := t.between(axis, line, p, m.sibling[p])
	to := m.outside[p]
	if to < 0 {
		wall := math.Abs(float64(t.m.wall[axis][s][line+p*t.fine.Stride[axis]]))
		return quotient(wall, wall+2*in)
	}
	out := t.between(axis, line, p, to)
	if m.sibling[to] < 0 {
		return quotient(out, out+2*in)
	}
	far := t.between(axis, line, to, m.sibling[to])
	return quotient(float64(out*far), float64(out*far)+float64(2*in*far)+float64(in*out))
}

// between is the coupling of neighbours i and j of a line.
func (t *transfer[T]) between(axis, line, i, j int) float64 {
	low := min(i, j)
	if max(i, j) != low+1 {
		low = max(i, j) // around the ring
	}
	return float64(t.link[line+low*t.fine.Stride[axis]])
}

// quotient is a/b, 0 where there is none.
func quotient(a, b float64) float64 {
	if q := a / b; q >= 0 && q <= 1 {
		return q
	}
	return 0
}
