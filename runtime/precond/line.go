package precond

import (
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
// A line of a periodic axis is a ring; see ring.go. All lines are solved at once,
// on copies of the values and the vector in lanes.
type Line[T vec.Float] struct {
	m                    *Matrix[T]
	axis                 int
	lanes                lanes
	length               int       // cells of a line that elimination runs over
	lower, centre, upper []term[T] // in lanes
	pivots               blocks[T] // D^-1; in the last cell of a ring that of its border
	small                *inverter
	x                    []T   // the vector, state after state
	in, out              []T   // one place of it, state after state
	border               [][]T // of rings, by state of the last cell: vectors as x
}

// NewLine prepares for the entries of m along an axis. Update comes before use.
func NewLine[T vec.Float](m *Matrix[T], axis int) *Line[T] {
	g, n := m.Grid, m.States
	l := &Line[T]{
		m: m, axis: axis, lanes: newLanes(g, axis), length: g.N[axis], small: newInverter(n),
		lower: terms(m, axis, -1), centre: terms(m, axis, 0), upper: terms(m, axis, 1),
		x: make([]T, n*g.Cells),
	}
	for range n * n {
		l.pivots = append(l.pivots, make([]T, g.Cells))
	}
	for _, list := range [][]term[T]{l.lower, l.centre, l.upper} {
		for k := range list {
			list[k].values = make([]T, g.Cells)
		}
	}
	l.in, l.out = make([]T, n*l.lanes.count), make([]T, n*l.lanes.count)
	if g.Periodic[axis] {
		l.length--
		for range n {
			l.border = append(l.border, make([]T, n*g.Cells))
		}
	}
	return l
}

// Update factorises.
func (l *Line[T]) Update() error {
	vec.ClearUpper()
	for _, list := range [3][]term[T]{l.lower, l.centre, l.upper} {
		for _, t := range list {
			pack(&l.lanes, t.values, l.m.Values[t.entry])
		}
	}
	for i := range l.length {
		for q := range l.lanes.count {
			if err := l.eliminate(i, q); err != nil {
				return err
			}
		}
	}
	if l.border != nil {
		return l.updateRing()
	}
	return nil
}

// eliminate inverts the pivot of a cell, place i of line q.
func (l *Line[T]) eliminate(i, q int) error {
	v, n := l.small, l.m.States
	cell := i*l.lanes.count + q
	gather(v, l.centre, cell)
	if i > 0 {
		before := cell - l.lanes.count
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
		return singular(l.m, l.lanes.cell(cell), l.axis)
	}
	return nil
}

// Precondition sets dst = M^-1 src.
func (l *Line[T]) Precondition(dst, src []T) {
	l.load(src)
	l.solve(l.x)
	if l.border != nil {
		l.closeRing()
	}
	l.unload(dst)
}

// PreconditionTransposed sets dst = M^-T src.
func (l *Line[T]) PreconditionTransposed(dst, src []T) {
	l.load(src)
	if l.border != nil {
		l.openRing()
	}
	l.solveTransposed(l.x)
	l.unload(dst)
}

// load copies a vector into lanes.
func (l *Line[T]) load(src []T) {
	vec.ClearUpper()
	cells := l.m.Grid.Cells
	for s := range l.m.States {
		pack(&l.lanes, l.x[s*cells:(s+1)*cells], l.m.part(src, s))
	}
}

func (l *Line[T]) unload(dst []T) {
	cells := l.m.Grid.Cells
	for s := range l.m.States {
		unpack(&l.lanes, l.m.part(dst, s), l.x[s*cells:(s+1)*cells])
	}
}
