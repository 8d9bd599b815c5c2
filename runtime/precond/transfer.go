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
	next   [3][]int    // by axis and cell: the coarse cell beside its parent; -1: none
	f      [3][][]T    // by axis and state: the weight of that one
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
	return t
}

// eachRow calls use with every fine row and the coarse rows that it takes from:
// bit a of side tells that it is not the parents' along axis a.
func (t *transfer[T]) eachRow(use func(fine, coarse, side int)) {
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
				use(row, at, side)
			}
		}
	}
}

// weight is what cell i of a row takes from coarse rows on a side.
func (t *transfer[T]) weight(s, i, side int) T {
	w := T(1)
	for a := range t.fine.Dim - 1 {
		if t.f[a] == nil {
			continue
		}
		f := t.f[a][s][i]
		if side>>a&1 == 0 {
			f = 1 - f
		}
		w *= f
	}
	return w
}

// prolong adds the interpolated coarse vector x to y.
func (t *transfer[T]) prolong(y, x []T) {
	vec.ClearUpper()
	last := t.fine.Dim - 1
	parent, next := t.axes[last].parent, t.next[last]
	for s := range t.m.States {
		y, x := y[s*t.fine.Size:], x[s*t.coarse.Size:]
		t.eachRow(func(fine, coarse, side int) {
			src := x[coarse : coarse+t.coarse.N[last]]
			for i, p := range parent {
				w := t.weight(s, fine+i, side)
				if t.f[last] == nil {
					y[fine+i] += T(w * src[p])
					continue
				}
				f := t.f[last][s][fine+i]
				v := T((1 - f) * src[p])
				if q := next[i]; q >= 0 {
					v += T(f * src[q])
				}
				y[fine+i] += T(w * v)
			}
		})
	}
}

// restrict sets the coarse vector x to the transpose of prolong on y.
func (t *transfer[T]) restrict(x, y []T) {
	vec.ClearUpper()
	last := t.fine.Dim - 1
	parent, next := t.axes[last].parent, t.next[last]
	clear(x)
	for s := range t.m.States {
		y, x := y[s*t.fine.Size:], x[s*t.coarse.Size:]
		t.eachRow(func(fine, coarse, side int) {
			dst := x[coarse : coarse+t.coarse.N[last]]
			for i, p := range parent {
				v := T(t.weight(s, fine+i, side) * y[fine+i])
				if t.f[last] == nil {
					dst[p] += v
					continue
				}
				f := t.f[last][s][fine+i]
				dst[p] += T((1 - f) * v)
				if q := next[i]; q >= 0 {
					dst[q] += T(f * v)
				}
			}
		})
	}
}
