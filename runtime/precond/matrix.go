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

	runs [][]run // by entry: where its product reads and writes
}

// run is a stretch of cells along the last axis whose neighbours are a stretch too.
type run struct{ row, col, n int }

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
	byOffset := map[[3]int][]run{}
	for _, e := range m.Entries {
		r, ok := byOffset[e.Off]
		if !ok {
			r = runs(g, e.Off)
			byOffset[e.Off] = r
		}
		m.runs = append(m.runs, r)
	}
	return m, nil
}

// runs lists the stretches of an offset, in C order.
func runs(g *grid.Grid, off [3]int) []run {
	var list []run
	last := g.Dim - 1
	n, o := g.N[last], off[last]
	for k := range g.Rows() {
		row := g.Row(k)
		i := cellOf(g, row)
		col, inside := row, true
		for a := range last {
			p := i[a] + off[a]
			if g.Periodic[a] {
				p = wrap(p, g.N[a])
			}
			inside = inside && p >= 0 && p < g.N[a]
			col += (p - i[a]) * g.Stride[a]
		}
		if !inside {
			continue
		}
		if !g.Periodic[last] {
			if lo, hi := max(0, -o), min(n, n-o); lo < hi {
				list = append(list, run{row + lo, col + lo + o, hi - lo})
			}
			continue
		}
		for lo := 0; lo < n; { // up to where the neighbour wraps
			p := wrap(lo+o, n)
			length := min(n-lo, n-p)
			list = append(list, run{row + lo, col + p, length})
			lo += length
		}
	}
	return list
}

// wrap is p modulo n, from 0 on.
func wrap(p, n int) int { return ((p % n) + n) % n }

// Apply sets dst = A src.
func (m *Matrix[T]) Apply(dst, src []T) { m.Zero(dst); m.Add(1, dst, src) }

// ApplyTransposed sets dst = A' src.
func (m *Matrix[T]) ApplyTransposed(dst, src []T) { m.Zero(dst); m.AddTransposed(1, dst, src) }

// Add is dst += a A src.
func (m *Matrix[T]) Add(a T, dst, src []T) {
	vec.ClearUpper()
	for k, e := range m.Entries {
		v, y, x := m.Values[k], m.part(dst, e.Equation), m.part(src, e.State)
		for _, r := range m.runs[k] {
			multiplyAdd(a, y[r.row:r.row+r.n], v[r.row:r.row+r.n], x[r.col:r.col+r.n])
		}
	}
}

// AddTransposed is dst += a A' src.
func (m *Matrix[T]) AddTransposed(a T, dst, src []T) {
	vec.ClearUpper()
	for k, e := range m.Entries {
		v, y, x := m.Values[k], m.part(dst, e.State), m.part(src, e.Equation)
		for _, r := range m.runs[k] {
			multiplyAdd(a, y[r.col:r.col+r.n], v[r.row:r.row+r.n], x[r.row:r.row+r.n])
		}
	}
}

// multiplyAdd is y += a*v*x, element by element.
func multiplyAdd[T vec.Float](a T, y, v, x []T) {
	v, x = v[:len(y)], x[:len(y)]
	for i := range y {
		y[i] += T(a * T(v[i]*x[i]))
	}
}

// part is the padded array of one state.
func (m *Matrix[T]) part(x []T, state int) []T {
	return x[state*m.Grid.Size : (state+1)*m.Grid.Size]
}

// Zero clears the interior of a vector.
func (m *Matrix[T]) Zero(x []T) { grid.Space[T]{Grid: m.Grid, Fields: m.States}.Zero(x) }
