package precond

import (
	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// Line is line Jacobi along one axis: the inverse of the block-tridiagonal part of
// the matrix, the couplings of a cell with itself and its two neighbours on the
// axis. (Wider couplings are left out.)
//
// With A, B, C the blocks to the cell before, itself and the one behind, block
// elimination without pivoting between cells (Thomas) keeps the inverses of
//
//	D_0 = B_0,   D_i = B_i - A_i D_{i-1}^-1 C_{i-1}
//
// A line of a periodic axis is a ring; see ring.go. Lines that lie side by side
// along the last axis are solved together, in one bundle.
type Line[T vec.Float] struct {
	m                    *Matrix[T]
	axis                 int
	lower, centre, upper []term[T]
	pivots               blocks[T] // D^-1; on a ring, in the last cell that of the border
	small                *inverter
	bundles              []bundle
	length               int // cells of a line that elimination runs over
	in, out              []T // a cell's block of a bundle
	border               [][]T
}

// bundle is width lines side by side, from a cell on.
type bundle struct{ first, width int }

// NewLine prepares for the entries of m along an axis. Update comes before use.
func NewLine[T vec.Float](m *Matrix[T], axis int) *Line[T] {
	g, n := m.Grid, m.States
	l := &Line[T]{
		m: m, axis: axis, length: g.N[axis], small: newInverter(n),
		lower: terms(m, axis, -1), centre: terms(m, axis, 0), upper: terms(m, axis, 1),
	}
	l.pivots, _ = grid.Alloc[T](g, n*n)
	last := g.Dim - 1
	for k := range g.Rows() {
		first := g.Row(k)
		switch {
		case axis == last:
			l.bundles = append(l.bundles, bundle{first, 1})
		case cellOf(g, first)[axis] == 0:
			l.bundles = append(l.bundles, bundle{first, g.N[last]})
		}
	}
	width := l.bundles[0].width
	l.in, l.out = make([]T, n*width), make([]T, n*width)
	if g.Periodic[axis] {
		l.length--
		for range n {
			l.border = append(l.border, grid.Space[T]{Grid: g, Fields: n}.New())
		}
	}
	return l
}

// Update factorises.
func (l *Line[T]) Update() error {
	vec.ClearUpper()
	for _, b := range l.bundles {
		for i := range l.length {
			for q := range b.width {
				if err := l.eliminate(l.cell(b, i)+q, i > 0); err != nil {
					return err
				}
			}
		}
		if l.border != nil {
			if err := l.updateRing(b); err != nil {
				return err
			}
		}
	}
	return nil
}

// cell is the first cell of a bundle at place i along the axis.
func (l *Line[T]) cell(b bundle, i int) int { return b.first + i*l.m.Grid.Stride[l.axis] }

// eliminate inverts the pivot of a cell.
func (l *Line[T]) eliminate(cell int, behind bool) error {
	v, n := l.small, l.m.States
	gather(v, l.centre, cell)
	if behind {
		before := cell - l.m.Grid.Stride[l.axis]
		for _, a := range l.lower {
			for _, c := range l.upper {
				d := float64(l.pivots[a.state*n+c.equation][before])
				v.a[a.equation*n+c.state] -= float64(float64(a.values[cell])*d) * float64(c.values[before])
			}
		}
	}
	return l.pivot(cell)
}

// pivot inverts what the inverter holds and keeps it in a cell.
func (l *Line[T]) pivot(cell int) error {
	if !l.small.invert(tiny[T](l.m.States)) || !l.pivots.store(l.small, cell) {
		return singular(l.m, cell, l.axis)
	}
	return nil
}

// Precondition sets dst = M^-1 src.
func (l *Line[T]) Precondition(dst, src []T) {
	vec.ClearUpper()
	grid.Space[T]{Grid: l.m.Grid, Fields: l.m.States}.Copy(dst, src)
	for _, b := range l.bundles {
		l.solve(dst, b)
		if l.border != nil {
			l.closeRing(dst, b)
		}
	}
}

// PreconditionTransposed sets dst = M^-T src.
func (l *Line[T]) PreconditionTransposed(dst, src []T) {
	vec.ClearUpper()
	grid.Space[T]{Grid: l.m.Grid, Fields: l.m.States}.Copy(dst, src)
	for _, b := range l.bundles {
		if l.border != nil {
			l.openRing(dst, b)
		}
		l.solveTransposed(dst, b)
	}
}
