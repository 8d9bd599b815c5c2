package precond

import "github.com/pindiff/pindiffc/runtime/vec"

// A ring is a line of cells 0 to n-1, T, with a border: its last cell, coupled to
// both ends,
//
//	[ T  F ] [ x ]   [ r ]
//	[ G  B ] [ z ] = [ s ]   with W = T^-1 F,  S = B - G W:
//
//	z = S^-1 (s - G T^-1 r),   x = T^-1 r - W z
//
// and for the transposed system z = S^-T (s - W' r), x = T^-T (r - G' z). border
// holds W, one vector for each state of the last cell; S^-1 stands in pivots there.

// ends are the first, the last but one and the last cell of a ring's bundle.
func (l *Line[T]) ends(b bundle) (first, end, last int) {
	return l.cell(b, 0), l.cell(b, l.length-1), l.cell(b, l.length)
}

// updateRing factorises the border of a bundle.
func (l *Line[T]) updateRing(b bundle) error {
	first, end, last := l.ends(b)
	n, v := l.m.States, l.small
	for s, w := range l.border {
		for i := range l.length {
			for e := range n {
				clear(l.at(w, e, l.cell(b, i), b.width))
			}
		}
		if l.length > 0 {
			addColumn(l, w, l.lower, s, first, b.width)
			addColumn(l, w, l.upper, s, end, b.width)
			l.solve(w, b)
		}
	}
	for q := range b.width {
		gather(v, l.centre, last+q)
		if l.length == 0 { // a single cell is its own neighbour
			for _, list := range [][]term[T]{l.lower, l.upper} {
				for _, t := range list {
					v.a[t.equation*n+t.state] += float64(t.values[last+q])
				}
			}
		} else {
			takeProduct(l, l.upper, last+q, first+q)
			takeProduct(l, l.lower, last+q, end+q)
		}
		if err := l.pivot(last + q); err != nil {
			return err
		}
	}
	return nil
}

// addColumn adds the couplings to one state of the last cell to a column of F.
func addColumn[T vec.Float](l *Line[T], w []T, list []term[T], state, cell, width int) {
	for _, t := range list {
		if t.state != state {
			continue
		}
		y, v := l.at(w, t.equation, cell, width), t.values[cell:][:width]
		for i := range y {
			y[i] += v[i]
		}
	}
}

// takeProduct takes the part of G W that goes through one cell off the border's block.
func takeProduct[T vec.Float](l *Line[T], list []term[T], last, cell int) {
	v := l.small
	for _, t := range list {
		for s, w := range l.border {
			v.a[t.equation*v.n+s] -= float64(float64(t.values[last]) * float64(w[t.state*l.m.Grid.Size+cell]))
		}
	}
}

// closeRing completes a solve: x holds T^-1 r, and s in the last cell.
func (l *Line[T]) closeRing(x []T, b bundle) {
	first, end, last := l.ends(b)
	if l.length > 0 {
		l.take(x, l.upper, last, last, first, b.width)
		l.take(x, l.lower, last, last, end, b.width)
	}
	l.copyOut(x, last, b.width)
	l.divide(b.width, last, false)
	l.copyIn(x, last, b.width)
	for s, w := range l.border {
		z := l.at(x, s, last, b.width)
		for e := range l.m.States {
			for i := range l.length {
				cell := l.cell(b, i)
				multiplyAdd(-1, l.at(x, e, cell, b.width), l.at(w, e, cell, b.width), z)
			}
		}
	}
}

// openRing begins a transposed solve: it leaves r - G' z and z.
func (l *Line[T]) openRing(x []T, b bundle) {
	first, end, last := l.ends(b)
	for s, w := range l.border {
		z := l.at(x, s, last, b.width)
		for e := range l.m.States {
			for i := range l.length {
				cell := l.cell(b, i)
				multiplyAdd(-1, z, l.at(w, e, cell, b.width), l.at(x, e, cell, b.width))
			}
		}
	}
	l.copyOut(x, last, b.width)
	l.divide(b.width, last, true)
	l.copyIn(x, last, b.width)
	if l.length > 0 {
		l.takeTransposed(x, l.upper, first, last, last, b.width)
		l.takeTransposed(x, l.lower, end, last, last, b.width)
	}
}
