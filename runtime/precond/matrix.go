package precond

import (
	"fmt"

	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// Entry is the coupling of an equation, at every cell, to a state Off cells away.
type Entry struct {
	Equation, State int
	Off             [3]int
}

// Matrix is a square matrix of stencil entries:
//
//	(A x)_e(i) = sum over k with Entries[k].Equation = e of
//	             Values[k](i) * x_s(i + Off),   s = Entries[k].State
//
// for interior cells i. Neighbours wrap on periodic axes; beyond a wall there are
// none, so what an entry says about ghosts counts only after FoldGhost has moved
// it inside. Several entries may share their place: they add.
type Matrix[T vec.Float] struct {
	Grid    *grid.Grid
	States  int
	Entries []Entry // the caller's, then those that folding needs
	Given   int     // how many are the caller's
	Values  [][]T   // by entry, a padded array; interior cells count

	wall [3][][]T // what walls add, see allocWall; by axis and state

	rows     [][]run      // by row of cells: what its entries read and write there
	straight []stretch[T] // the product, a row at a time
	flipped  []stretch[T] // that of the transpose
}

// run is a stretch of cells along the last axis whose neighbours, for one entry,
// are a stretch too.
type run struct{ entry, row, col, n int }

// stretch is a run of n places of a result, from a place in a vector on, and what
// goes there.
type stretch[T vec.Float] struct {
	at, n    int
	terms    []vec.Product[T]
	products vec.Products[T]
}

// NewMatrix returns a zero matrix with these entries, and with those that the
// folding of these ghosts adds, in this order.
func NewMatrix[T vec.Float](g *grid.Grid, states int, entries []Entry, ghosts ...Ghost) (*Matrix[T], error) {
	for i, e := range entries {
		if e.Equation < 0 || e.Equation >= states || e.State < 0 || e.State >= states {
			return nil, fmt.Errorf("precond: entry %d couples equation %d to state %d, of %d", i, e.Equation, e.State, states)
		}
		for a, o := range e.Off {
			if a >= g.Dim && o != 0 || max(o, -o) > g.Depth {
				return nil, fmt.Errorf("precond: entry %d reaches %v cells, with %d axes and %d ghosts", i, e.Off, g.Dim, g.Depth)
			}
		}
	}
	m := &Matrix[T]{Grid: g, States: states, Entries: append([]Entry(nil), entries...), Given: len(entries)}
	for _, b := range ghosts {
		if err := b.check(g, states); err != nil {
			return nil, err
		}
		m.addFolded(b)
	}
	m.Values, _ = grid.Alloc[T](g, len(m.Entries))
	m.layRows()
	m.allocWall()
	return m, nil
}

// layRows lists the runs of all entries, row by row, and the products made of them:
// one passes once over memory, with a row's results at hand.
func (m *Matrix[T]) layRows() {
	m.layRuns()
	size := m.Grid.Size
	m.straight = m.stretches(all, func(r run, e *Entry) (to, from int) {
		return e.Equation*size + r.row, e.State*size + r.col
	})
	m.flipped = m.stretches(all, func(r run, e *Entry) (to, from int) {
		return e.State*size + r.col, e.Equation*size + r.row
	})
}

// layRuns lists the runs alone.
func (m *Matrix[T]) layRuns() {
	m.rows = make([][]run, m.Grid.Rows())
	for k, e := range m.Entries {
		for row := range m.rows {
			m.rows[row] = appendRuns(m.rows[row], m.Grid, k, row, e.Off)
		}
	}
}

// appendRuns appends the stretches of an entry in row k.
func appendRuns(list []run, g *grid.Grid, entry, k int, off [3]int) []run {
	last := g.Dim - 1
	n, o := g.N[last], off[last]
	row := g.Row(k)
	i := cellOf(g, row)
	col := row
	for a := range last {
		p := i[a] + off[a]
		if g.Periodic[a] {
			p = wrap(p, g.N[a])
		}
		if p < 0 || p >= g.N[a] {
			return list
		}
		col += (p - i[a]) * g.Stride[a]
	}
	if !g.Periodic[last] {
		if lo, hi := max(0, -o), min(n, n-o); lo < hi {
			list = append(list, run{entry, row + lo, col + lo + o, hi - lo})
		}
		return list
	}
	for lo := 0; lo < n; { // up to where the neighbour wraps
		p := wrap(lo+o, n)
		length := min(n-lo, n-p)
		list = append(list, run{entry, row + lo, col + p, length})
		lo += length
	}
	return list
}

// wrap is p modulo n, from 0 on.
func wrap(p, n int) int { return ((p % n) + n) % n }

// Apply sets dst = A src.
func (m *Matrix[T]) Apply(dst, src []T) {
	vec.ClearUpper()
	m.Zero(dst)
	for k := range m.straight {
		p := &m.straight[k]
		p.products.Add(dst[p.at:p.at+p.n], src)
	}
}

// ApplyTransposed sets dst = A' src.
func (m *Matrix[T]) ApplyTransposed(dst, src []T) {
	vec.ClearUpper()
	m.Zero(dst)
	for k := range m.flipped {
		p := &m.flipped[k]
		p.products.Add(dst[p.at:p.at+p.n], src)
	}
}

// Subtract is dst -= A src.
func (m *Matrix[T]) Subtract(dst, src []T) {
	vec.ClearUpper()
	for k := range m.straight {
		p := &m.straight[k]
		p.products.Sub(dst[p.at:p.at+p.n], src)
	}
}

// SubtractTransposed is dst -= A' src.
func (m *Matrix[T]) SubtractTransposed(dst, src []T) {
	vec.ClearUpper()
	for k := range m.flipped {
		p := &m.flipped[k]
		p.products.Sub(dst[p.at:p.at+p.n], src)
	}
}

// all chooses every entry.
func all(*Entry) bool { return true }

// stretches joins the runs of each row of cells that write to the same places,
// in the order of entries, for a choice of these.
func (m *Matrix[T]) stretches(choice func(e *Entry) bool, places func(r run, e *Entry) (to, from int)) []stretch[T] {
	list := []stretch[T]{}
	for _, runs := range m.rows {
		first := len(list)
		for _, r := range runs {
			if !choice(&m.Entries[r.entry]) {
				continue
			}
			to, from := places(r, &m.Entries[r.entry])
			k := first
			for k < len(list) && (list[k].at != to || list[k].n != r.n) {
				k++
			}
			if k == len(list) {
				list = append(list, stretch[T]{at: to, n: r.n})
			}
			list[k].terms = append(list[k].terms, vec.Product[T]{A: m.Values[r.entry][r.row : r.row+r.n], At: from})
		}
	}
	for k := range list {
		list[k].products = vec.NewProducts(list[k].n, list[k].terms)
	}
	return list
}

// part is the padded array of one state.
func (m *Matrix[T]) part(x []T, state int) []T {
	return x[state*m.Grid.Size : (state+1)*m.Grid.Size]
}

// Zero clears the interior of a vector.
func (m *Matrix[T]) Zero(x []T) { grid.Space[T]{Grid: m.Grid, Fields: m.States}.Zero(x) }
