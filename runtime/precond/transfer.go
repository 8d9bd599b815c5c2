package precond

import (
	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// transfer interpolates between a grid and its coarse one, for each state by its
// own couplings, along each axis in turn: a cell between the centres of its parent
// and of the next coarse cell takes from that one
//
//	f = (R_in/2) / (R_in/2 + R_out + R_far/2),   R = 1/coupling
//
// with R_in on the way to its sibling, R_out to the neighbour outside, R_far from
// there to its sibling: linear interpolation, 1/4, in a uniform medium, none
// across what hardly couples. A wall that holds the state at zero is such a
// neighbour. A state without such couplings is taken to be in a uniform medium.
// Restriction is the transpose.
type transfer[T vec.Float] struct {
	m      *Matrix[T] // the fine one
	fine   *grid.Grid
	coarse *grid.Grid
	axes   *[3]axisMap
	next   [3][]int // by axis and cell: the coarse cell beside its parent; -1: none
	f      [3][][]T // by axis and state: the weight of that one
	rows   []passage
	beside []int       // next along the last axis
	row    []T         // weights of one row
	line   []T         // one row between the grids
	link   []T         // along one axis: the coupling to the next cell
	ways   [3][]strand // by axis: the straight entries to the next cell, and from it
}

// strand is the pair of entries that couple a state of neighbours along an axis.
type strand struct{ up, down int }

func newTransfer[T vec.Float](m *Matrix[T], coarse *grid.Grid, axes *[3]axisMap) *transfer[T] {
	g := m.Grid
	t := &transfer[T]{m: m, fine: g, coarse: coarse, axes: axes}
	links, _ := grid.Alloc[T](g, 1)
	t.link = links[0]
	for a := range 3 {
		x := &axes[a]
		for i := range x.n {
			next := -1
			if to := x.outside[i]; to >= 0 {
				next = x.parent[to]
			}
			t.next[a] = append(t.next[a], next)
		}
		if x.n == x.coarse {
			continue // no weights: cells are their parents
		}
		t.f[a], _ = grid.Alloc[T](g, m.States)
		for s := range m.States {
			up, down := Entry{Equation: s, State: s}, Entry{Equation: s, State: s}
			up.Off[a], down.Off[a] = 1, -1
			t.ways[a] = append(t.ways[a], strand{m.find(up), m.find(down)})
		}
	}
	last := g.Dim - 1
	t.beside, t.row, t.line = t.next[last], make([]T, g.N[last]), make([]T, g.N[last])
	t.rows = t.passages()
	return t
}

// passage is a fine row and a coarse row that it takes from.
type passage struct {
	fine, coarse int
	side         int // bit a tells that it is not the parents' along axis a
}

// passages lists those of all fine rows.
func (t *transfer[T]) passages() (list []passage) {
	g := t.fine
	last := g.Dim - 1
	for k := range g.Rows() {
		row := g.Row(k)
		cell := cellOf(g, row)
		for side := range 1 << last {
			at, some := t.coarse.Origin, true
			for a := range last {
				p := t.axes[a].parent[cell[a]]
				if side>>a&1 == 1 {
					p = t.next[a][cell[a]]
				}
				some = some && p >= 0
				at += p * t.coarse.Stride[a]
			}
			if some {
				list = append(list, passage{row, at, side})
			}
		}
	}
	return list
}

// rowWeights are what the cells of a row take from a coarse row on a side, as far
// as other axes than the last one say; nil for all of it.
func (t *transfer[T]) rowWeights(s int, p *passage) []T {
	n := t.fine.N[t.fine.Dim-1]
	w := t.row[:n]
	whole := true
	for a := range t.fine.Dim - 1 {
		if t.f[a] == nil {
			continue
		}
		f := t.f[a][s][p.fine : p.fine+n]
		switch high := p.side>>a&1 == 1; {
		case whole && high:
			copy(w, f)
		case whole:
			for i := range w {
				w[i] = 1 - f[i]
			}
		case high:
			vec.Mul(w, w, f)
		default:
			for i := range w {
				w[i] *= 1 - f[i]
			}
		}
		whole = false
	}
	if whole {
		return nil
	}
	return w
}

// prolong adds the interpolated coarse vector x to y.
func (t *transfer[T]) prolong(y, x []T) {
	vec.ClearUpper()
	last := t.fine.Dim - 1
	n, coarse := t.fine.N[last], t.coarse.N[last]
	for s := range t.m.States {
		for k := range t.rows {
			p := &t.rows[k]
			dst := y[s*t.fine.Size+p.fine:][:n]
			src := x[s*t.coarse.Size+p.coarse:][:coarse]
			if t.f[last] != nil {
				t.spread(t.line[:n], src, t.f[last][s][p.fine:p.fine+n])
				src = t.line[:n]
			}
			if w := t.rowWeights(s, p); w != nil {
				vec.MulAdd(dst, w, src)
			} else {
				vec.Axpy(1, src, dst)
			}
		}
	}
}

// restrict sets the coarse vector x to the transpose of prolong on y.
func (t *transfer[T]) restrict(x, y []T) {
	vec.ClearUpper()
	last := t.fine.Dim - 1
	n, coarse := t.fine.N[last], t.coarse.N[last]
	clear(x)
	for s := range t.m.States {
		for k := range t.rows {
			p := &t.rows[k]
			src := y[s*t.fine.Size+p.fine:][:n]
			dst := x[s*t.coarse.Size+p.coarse:][:coarse]
			if w := t.rowWeights(s, p); w != nil {
				vec.Mul(w, w, src)
				src = w
			}
			if t.f[last] != nil {
				t.collect(dst, src, t.f[last][s][p.fine:p.fine+n])
			} else {
				vec.Axpy(1, src, dst)
			}
		}
	}
}

// spread interpolates along the last axis: y has the cells of a fine row, x those
// of a coarse one.
func (t *transfer[T]) spread(y, x, f []T) {
	last := t.fine.Dim - 1
	parent, beside := t.axes[last].parent[:len(y)], t.beside[:len(y)]
	f = f[:len(y)]
	for i := range y {
		v := T((1 - f[i]) * x[parent[i]])
		if q := beside[i]; q >= 0 {
			v += T(f[i] * x[q])
		}
		y[i] = v
	}
}

// collect adds the transpose of spread.
func (t *transfer[T]) collect(x, y, f []T) {
	last := t.fine.Dim - 1
	parent, beside := t.axes[last].parent[:len(y)], t.beside[:len(y)]
	f = f[:len(y)]
	for i, v := range y {
		x[parent[i]] += T((1 - f[i]) * v)
		if q := beside[i]; q >= 0 {
			x[q] += T(f[i] * v)
		}
	}
}
