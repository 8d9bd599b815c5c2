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
	m      *stencil[T] // the fine one
	coarse *stencil[T]
	axes   *[3]axisMap
	next   [3][]int // by axis and cell: the coarse cell beside its parent; -1: none
	f      [3][][]T // by axis and state: the weight of that one
	g      [3][][]T // and of the parent, 1-f; of other axes than the last one
	rows   []passage
	weight []T   // of a row, in three dimensions
	ones   []T   // weights of a row
	near   [][]T // by coarse row: the cells' parents, one value for each fine cell of a row
	far    [][]T // and those beside them
	links[T]
}

func newTransfer[T vec.Float](m, coarse *stencil[T], axes *[3]axisMap) *transfer[T] {
	g := m.Grid
	t := &transfer[T]{m: m, coarse: coarse, axes: axes}
	last := g.Dim - 1
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
		if a != last {
			t.g[a], _ = grid.Alloc[T](g, m.States)
		}
	}
	n := g.N[last]
	t.weight, t.ones = grid.Aligned[T](n), grid.Aligned[T](n)
	for i := range t.ones {
		t.ones[i] = 1
	}
	for range coarse.Grid.Rows() {
		t.near, t.far = append(t.near, grid.Aligned[T](n)), append(t.far, grid.Aligned[T](n))
	}
	t.rows = t.passages()
	t.links = newLinks(m, axes)
	return t
}

// passage is a fine row and a coarse row that it takes from.
type passage struct {
	fine, coarse int // where they begin
	row          int // number of the coarse one
	side         int // bit a tells that it is not the parents' along axis a
}

// passages lists those of all fine rows.
func (t *transfer[T]) passages() (list []passage) {
	g, c := t.m.Grid, t.coarse.Grid
	last := g.Dim - 1
	for k := range g.Rows() {
		row := g.Row(k)
		cell := cellOf(g, row)
		for side := range 1 << last {
			number, some := 0, true
			for a := range last {
				p := t.axes[a].parent[cell[a]]
				if side>>a&1 == 1 {
					p = t.next[a][cell[a]]
				}
				some = some && p >= 0
				number = number*c.N[a] + p
			}
			if some {
				list = append(list, passage{row, c.Row(number), number, side})
			}
		}
	}
	return list
}

// rowWeights are what the cells of a row take from a coarse row on a side, as far
// as other axes than the last one say.
func (t *transfer[T]) rowWeights(s int, p *passage) []T {
	n := len(t.ones)
	w := t.ones
	for a := range t.m.Grid.Dim - 1 {
		if t.f[a] == nil {
			continue
		}
		f := t.g[a][s][p.fine : p.fine+n]
		if p.side>>a&1 == 1 {
			f = t.f[a][s][p.fine : p.fine+n]
		}
		if &w[0] == &t.ones[0] {
			w = f
			continue
		}
		vec.Mul(t.weight, w, f)
		w = t.weight
	}
	return w
}

// prolong adds the interpolated coarse vector x to y.
func (t *transfer[T]) prolong(y, x []T) {
	vec.ClearUpper()
	last := t.m.Grid.Dim - 1
	n := len(t.ones)
	for s := range t.m.States {
		to, from := t.m.part(y, s), t.coarse.part(x, s)
		if t.f[last] == nil {
			for k := range t.rows {
				p := &t.rows[k]
				vec.MulAdd(to[p.fine:p.fine+n], t.rowWeights(s, p), from[p.coarse:p.coarse+n])
			}
			continue
		}
		t.spread(from)
		for k := range t.rows {
			p := &t.rows[k]
			vec.AddBlend(to[p.fine:p.fine+n], t.rowWeights(s, p), t.f[last][s][p.fine:p.fine+n], t.near[p.row], t.far[p.row])
		}
	}
}

// restrict sets the coarse vector x to the transpose of prolong on y.
func (t *transfer[T]) restrict(x, y []T) {
	vec.ClearUpper()
	last := t.m.Grid.Dim - 1
	n := len(t.ones)
	clear(x)
	for s := range t.m.States {
		to, from := t.coarse.part(x, s), t.m.part(y, s)
		if t.f[last] == nil {
			for k := range t.rows {
				p := &t.rows[k]
				vec.MulAdd(to[p.coarse:p.coarse+n], t.rowWeights(s, p), from[p.fine:p.fine+n])
			}
			continue
		}
		for r := range t.near {
			clear(t.near[r])
			clear(t.far[r])
		}
		for k := range t.rows {
			p := &t.rows[k]
			vec.AddSplit(t.near[p.row], t.far[p.row], t.rowWeights(s, p), t.f[last][s][p.fine:p.fine+n], from[p.fine:p.fine+n])
		}
		t.collect(to)
	}
}

// spread sets near and far from the values of a coarse array.
func (t *transfer[T]) spread(x []T) {
	last := t.m.Grid.Dim - 1
	for r, near := range t.near {
		row, far := x[t.coarse.Grid.Row(r):], t.far[r][:len(near)]
		parent, beside := t.axes[last].parent[:len(near)], t.next[last][:len(near)]
		for i := range near {
			near[i], far[i] = row[parent[i]], 0
			if q := beside[i]; q >= 0 {
				far[i] = row[q]
			}
		}
	}
}

// collect adds near and far to a coarse array.
func (t *transfer[T]) collect(x []T) {
	last := t.m.Grid.Dim - 1
	for r, near := range t.near {
		row, far := x[t.coarse.Grid.Row(r):], t.far[r][:len(near)]
		parent, beside := t.axes[last].parent[:len(near)], t.next[last][:len(near)]
		for i, v := range near {
			row[parent[i]] += v
			if q := beside[i]; q >= 0 {
				row[q] += far[i]
			}
		}
	}
}
