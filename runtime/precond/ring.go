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

// updateRing factorises the borders.
func (l *Line[T]) updateRing() error {
	n, v, count, last := l.m.States, l.small, l.lanes.count, l.length
	for s, w := range l.border {
		clear(w)
		if l.length > 0 {
			l.addColumn(w, l.lower, s, 0)
			l.addColumn(w, l.upper, s, l.length-1)
			l.solve(w)
		}
	}
	for q := range count {
		cell := last*count + q
		gather(v, l.centre, cell)
		if l.length == 0 { // a single cell is its own neighbour
			for _, list := range [2][]term[T]{l.lower, l.upper} {
				for _, t := range list {
					v.a[t.equation*n+t.state] += float64(t.values[cell])
				}
			}
		} else {
			l.takeProduct(l.upper, cell, q)
			l.takeProduct(l.lower, cell, cell-count)
		}
		if err := l.pivot(cell); err != nil {
			return err
		}
	}
	return nil
}

// addColumn adds the couplings of place i to one state of the last cell to a
// column of F.
func (l *Line[T]) addColumn(w []T, list []term[T], state, i int) {
	for _, t := range list {
		if t.state != state {
			continue
		}
		y, v := l.at(w, t.equation, i), l.values(t, i)
		for q := range y {
			y[q] += v[q]
		}
	}
}

// takeProduct takes the part of G W that goes through one end of the line off the
// block of the last cell.
func (l *Line[T]) takeProduct(list []term[T], last, end int) {
	v := l.small
	for _, t := range list {
		for s, w := range l.border {
			v.a[t.equation*v.n+s] -= float64(float64(t.values[last]) * float64(w[t.state*l.m.Grid.Cells+end]))
		}
	}
}

// closeRing completes a solve: x holds T^-1 r, and s in the last cell.
func (l *Line[T]) closeRing() {
	x, last := l.x, l.length
	if l.length > 0 {
		l.take(x, l.upper, last, last, 0)
		l.take(x, l.lower, last, last, last-1)
	}
	l.divide(x, last, false)
	for s, w := range l.border {
		z := l.at(x, s, last)
		for e := range l.m.States {
			for i := range l.length {
				vec.MulSub(l.at(x, e, i), l.at(w, e, i), z)
			}
		}
	}
}

// openRing begins a transposed solve: it leaves r - G' z and z.
func (l *Line[T]) openRing() {
	x, last := l.x, l.length
	for s, w := range l.border {
		z := l.at(x, s, last)
		for e := range l.m.States {
			for i := range l.length {
				vec.MulSub(z, l.at(w, e, i), l.at(x, e, i))
			}
		}
	}
	l.divide(x, last, true)
	if l.length > 0 {
		l.takeTransposed(x, l.upper, 0, last, last)
		l.takeTransposed(x, l.lower, last-1, last, last)
	}
}
