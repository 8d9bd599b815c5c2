package precond

import (
	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// coarsening makes the matrix of a coarse grid from that of a fine one:
//
//	A_c = P' A P,   P constant on the children of a cell,
//
// but for couplings that act by a difference, as diffusion does: these fall with
// the distance of the cells that they couple, which P does not see. An entry v to
// another parent is split into s + a, of which a is transport (see split), and
//
//	f s + a  couples the parents,   (1-f) s  stays with the cell,
//
// f the fine distance over the coarse one. Row sums are kept. What a wall adds to
// a cell's own entry, Matrix.wall, is reduced in the same way.
type coarsening[T vec.Float] struct {
	fine, coarse *stencil[T]
	axes         [3]axisMap
	sources      []source[T]
	reach        int       // offsets of parents go from -reach to reach
	children     [][]child // by row of the coarse grid
	line         [][]T     // by coarse entry: what the children of a coarse row add, not yet joined along it
	none, turned []T       // no couplings; those of a row seen from their other end, around a ring
}

// child is a row of the fine grid.
type child struct {
	row  int
	cell [3]int
}

// source is what a fine entry comes to on the coarse grid.
type source[T vec.Float] struct {
	opposite int // the entry that leads back; -1: none
	hops     [3][]hop
	target   []int     // the coarse entry, by offset of parents (see at); -1: none
	leads    []lead[T] // along the last axis
}

// lead is an offset of parents along a row, and the cells from which an entry leads
// there: the distances of cells over those of parents, 0 for others.
type lead[T vec.Float] struct {
	coarse int
	f      []T
}

// newCoarsening joins cells along these axes. width has the cells' widths by axis.
func newCoarsening[T vec.Float](m *stencil[T], width [3][]float64, pair [3]bool) *coarsening[T] {
	c := &coarsening[T]{fine: m}
	axes := make([]grid.Axis, m.Grid.Dim)
	for a := range 3 {
		c.axes[a] = newAxisMap(width[a], m.Grid.Periodic[a], pair[a])
		if a < m.Grid.Dim {
			axes[a] = grid.Axis{Hi: 1, Cells: c.axes[a].coarse, Periodic: m.Grid.Periodic[a]}
		}
	}
	g, err := grid.New(axes, 0, elemSize[T]())
	if err != nil {
		panic(err) // it has fewer cells than a grid that exists
	}
	coarse := &Matrix[T]{Grid: g, States: m.States}
	for _, e := range m.Entries {
		for a := range 3 {
			c.reach = max(c.reach, e.Off[a], -e.Off[a])
		}
	}
	for _, e := range m.Entries {
		c.sources = append(c.sources, c.source(coarse, e))
	}
	c.coarse = newStencil(coarse)
	c.layChildren()
	n := m.Grid.N[m.Grid.Dim-1]
	for range coarse.Entries {
		c.line = append(c.line, grid.Aligned[T](n))
	}
	c.none, c.turned = make([]T, n), make([]T, n)
	return c
}

// layChildren lists the fine rows of each coarse one.
func (c *coarsening[T]) layChildren() {
	fg, cg := c.fine.Grid, c.coarse.Grid
	c.children = make([][]child, cg.Rows())
	for r := range fg.Rows() {
		row := fg.Row(r)
		cell := cellOf(fg, row)
		k := 0
		for a := range fg.Dim - 1 {
			k = k*cg.N[a] + c.axes[a].parent[cell[a]]
		}
		c.children[k] = append(c.children[k], child{row, cell})
	}
}

// source lists what an entry comes to, and adds coarse entries that it needs.
func (c *coarsening[T]) source(coarse *Matrix[T], e Entry) source[T] {
	back := e
	for a := range 3 {
		back.Off[a] = -e.Off[a]
	}
	side := 2*c.reach + 1
	s := source[T]{opposite: c.fine.find(back), target: make([]int, side*side*side)}
	for i := range s.target {
		s.target[i] = -1
	}
	for a := range 3 {
		s.hops[a] = c.axes[a].hops(e.Off[a])
	}
	add := func(off [3]int) {
		to := Entry{e.Equation, e.State, off}
		k := coarse.find(to)
		if k < 0 {
			k = len(coarse.Entries)
			coarse.Entries = append(coarse.Entries, to)
		}
		s.target[c.at(off)] = k
	}
	add([3]int{}) // for what stays with the cell
	for _, x := range leads(s.hops[0]) {
		for _, y := range leads(s.hops[1]) {
			for _, z := range leads(s.hops[2]) {
				add([3]int{x, y, z})
			}
		}
	}
	last := s.hops[c.fine.Grid.Dim-1]
	for _, to := range leads(last) {
		l := lead[T]{to, make([]T, len(last))}
		for i, h := range last {
			if h.to >= 0 && h.coarse == to {
				l.f[i] = T(1 / h.stretch)
			}
		}
		s.leads = append(s.leads, l)
	}
	return s
}

// leads lists the offsets of parents among hops.
func leads(hops []hop) (list []int) {
	for _, h := range hops {
		known := h.to < 0
		for _, x := range list {
			known = known || x == h.coarse
		}
		if !known {
			list = append(list, h.coarse)
		}
	}
	return list
}

// at is the place of an offset of parents among an entry's targets.
func (c *coarsening[T]) at(off [3]int) int {
	side := 2*c.reach + 1
	return ((off[0]+c.reach)*side+off[1]+c.reach)*side + off[2] + c.reach
}

// update computes the coarse values.
func (c *coarsening[T]) update() {
	vec.ClearUpper()
	for r, children := range c.children {
		for _, line := range c.line {
			clear(line)
		}
		for i := range children {
			for k := range c.fine.Entries {
				c.addRow(k, &children[i])
			}
		}
		at := c.coarse.Grid.Row(r)
		for k, line := range c.line {
			c.join(c.coarse.Values[k][at:], line)
		}
	}
	c.addWalls()
}

// join sums the children along a row.
func (c *coarsening[T]) join(dst, line []T) {
	last := &c.axes[c.fine.Grid.Dim-1]
	if last.coarse == last.n {
		copy(dst, line)
		return
	}
	pairs := last.n / 2
	dst = dst[:last.coarse]
	for i := range pairs {
		dst[i] = line[2*i] + line[2*i+1]
	}
	if pairs < last.coarse {
		dst[pairs] = line[2*pairs]
	}
}

// addRow adds what one fine entry comes to in a row. An entry without a neighbour is
// zero.
func (c *coarsening[T]) addRow(k int, of *child) {
	g := c.fine.Grid
	last := g.Dim - 1
	e, src := c.fine.Entries[k], &c.sources[k]
	var off [3]int
	to, stretch := 0, 1.0
	for a := range last {
		h := src.hops[a][of.cell[a]]
		if h.to < 0 {
			return
		}
		off[a] = h.coarse
		to += h.to * g.Stride[a]
		stretch *= h.stretch
	}
	n := g.N[last]
	stay := c.line[src.target[c.at([3]int{})]]
	v := c.fine.Values[k][of.row : of.row+n]
	vec.Axpy(1, v, stay)
	inside := off == [3]int{} // but for the last axis
	there, here := c.none, c.none
	if src.opposite >= 0 {
		here = c.fine.Values[src.opposite][of.row : of.row+n]
		there = c.behind(src.opposite, to, e.Off[last], n)
	}
	for _, l := range src.leads {
		if off[last] = l.coarse; inside && l.coarse == 0 { // all of it stays
			continue
		}
		vec.Share(c.line[src.target[c.at(off)]], stay, v, there, here, l.f, T(1/stretch), e.Equation == e.State)
	}
}

// behind are the values of an entry in a row, moved along it. Beyond its ends they are
// of no account, but around a ring.
func (c *coarsening[T]) behind(k, row, off, n int) []T {
	g := c.fine.Grid
	if off == 0 || !g.Periodic[g.Dim-1] {
		at := c.fine.start(k) + row + off
		return c.fine.store[at : at+n]
	}
	v := c.fine.Values[k][row : row+n]
	for i := range c.turned {
		c.turned[i] = v[wrap(i+off, n)]
	}
	return c.turned
}
