package precond

import (
	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// links are the couplings that the weights of a transfer are made of.
type links[T vec.Float] struct {
	link []T         // along one axis, at the lower cell: the coupling to the next cell
	ways [3][]strand // by axis and state: the straight entries to the next cell, and from it
	flow [3][]passed // by axis and cell

	in, out, far []T // of a row, along it
	none         []T // zeros
	kept         []T // by cell of a row, for the last axis: 1 where far counts
}

// strand is the pair of entries that couple a state of neighbours along an axis.
type strand struct{ up, down int }

// passed are the lower cells of the links on the way from a cell's sibling to the
// next coarse cell: to the sibling, out, and to the sibling there; -1: none.
type passed struct{ in, out, far int }

func newLinks[T vec.Float](m *stencil[T], axes *[3]axisMap) links[T] {
	g := m.Grid
	last := g.Dim - 1
	n := g.N[last]
	l := links[T]{link: grid.Aligned[T](g.Size), in: make([]T, n), out: make([]T, n), far: make([]T, n), none: make([]T, n), kept: make([]T, n)}
	for a := range g.Dim {
		x := &axes[a]
		if x.n == x.coarse {
			continue
		}
		for s := range m.States {
			up, down := Entry{Equation: s, State: s}, Entry{Equation: s, State: s}
			up.Off[a], down.Off[a] = 1, -1
			l.ways[a] = append(l.ways[a], strand{m.find(up), m.find(down)})
		}
		for p := range x.n {
			way := passed{-1, -1, -1}
			if s := x.sibling[p]; s >= 0 {
				way.in = between(p, s)
				if to := x.outside[p]; to >= 0 {
					way.out = between(p, to)
					if x.sibling[to] >= 0 {
						way.far = between(to, x.sibling[to])
					}
				}
			}
			l.flow[a] = append(l.flow[a], way)
		}
	}
	for i, way := range l.flow[last] {
		if way.far >= 0 {
			l.kept[i] = 1
		}
	}
	return l
}

// between is the cell at which the link of neighbours i and j stands.
func between(i, j int) int {
	low := min(i, j)
	if max(i, j) != low+1 {
		low = max(i, j) // around the ring
	}
	return low
}

// update computes the weights.
func (t *transfer[T]) update() {
	vec.ClearUpper()
	for a := range t.m.Grid.Dim {
		for s := range t.f[a] {
			t.measure(a, s)
			t.weigh(a, s)
		}
	}
}

// measure sets link to the couplings of a state along an axis; to 1 for a state that
// is not coupled to itself. What stands in the last cell at a wall is not read.
func (t *transfer[T]) measure(axis, s int) {
	g, way := t.m.Grid, t.ways[axis][s]
	if way.up < 0 && way.down < 0 {
		for i := range t.link {
			t.link[i] = 1
		}
		return
	}
	clear(t.link)
	if way.up >= 0 {
		for i, v := range t.m.Values[way.up] {
			t.link[i] = abs(v) / 2
		}
	}
	if way.down < 0 {
		return
	}
	from, d := t.m.Values[way.down], g.Stride[axis]
	for i, v := range from[d:] {
		t.link[i] += abs(v) / 2
	}
	if !g.Periodic[axis] {
		return
	}
	around := (g.N[axis] - 1) * d
	eachInLayer(g, axis, g.N[axis]-1, func(cell [3]int) {
		at := g.Index(cell[0], cell[1], cell[2])
		t.link[at] = abs(from[at-around]) / 2
		if way.up >= 0 {
			t.link[at] += abs(t.m.Values[way.up][at]) / 2
		}
	})
}

func abs[T vec.Float](x T) T {
	if x < 0 {
		return -x
	}
	return x
}

// weigh sets the weights of a state along an axis, of a cell without a sibling 0.
func (t *transfer[T]) weigh(axis, s int) {
	g, f := t.m.Grid, t.f[axis][s]
	last := g.Dim - 1
	n := g.N[last]
	for k := range g.Rows() {
		row := g.Row(k)
		if axis == last {
			t.weighAlong(s, row)
			continue
		}
		p := cellOf(g, row)[axis]
		way, first := t.flow[axis][p], row-p*g.Stride[axis]
		link := func(p int) []T { return t.link[first+p*g.Stride[axis]:][:n] }
		to, other := f[row:row+n], t.g[axis][s][row:row+n]
		switch {
		case way.in < 0:
			clear(to)
		case way.far >= 0:
			vec.Between(to, link(way.in), link(way.out), link(way.far), t.ones)
		case way.out >= 0:
			vec.Between(to, link(way.in), link(way.out), t.ones, t.none)
		default:
			vec.Between(to, link(way.in), t.wallRow(axis, s, row, n), t.ones, t.none)
		}
		copy(other, t.ones)
		vec.Axpy(-1, to, other)
	}
}

// wallRow is the size of what a wall adds in a row of cells.
func (t *transfer[T]) wallRow(axis, s, row, n int) []T {
	for i, v := range t.m.wall[axis][s][row : row+n] {
		t.out[i] = abs(v)
	}
	return t.out
}

// weighAlong sets the weights in a row along it.
func (t *transfer[T]) weighAlong(s, row int) {
	last := t.m.Grid.Dim - 1
	n := len(t.links.in)
	link, ways := t.link[row:row+n], t.flow[last][:n]
	in, out, far := t.links.in[:n], t.links.out[:n], t.links.far[:n]
	for i := range ways {
		w := &ways[i]
		in[i], out[i], far[i] = 0, 0, 1
		if w.in < 0 {
			continue
		}
		in[i] = link[w.in]
		if w.out >= 0 {
			out[i] = link[w.out]
		} else {
			out[i] = abs(t.m.wall[last][s][row+i])
		}
		if w.far >= 0 {
			far[i] = link[w.far]
		}
	}
	vec.Between(t.f[last][s][row:row+n], in, out, far, t.kept)
}
