package precond

import (
	"math"

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
	fine, coarse *Matrix[T]
	axes         [3]axisMap
	sources      []source
	reach        int   // offsets of parents go from -reach to reach
	into         [][]T // where an entry goes in a row, by offset of parents along the last axis
}

// source is what a fine entry comes to on the coarse grid.
type source struct {
	opposite int // the entry that leads back; -1: none
	hops     [3][]hop
	target   []int // the coarse entry, by offset of parents (see at); -1: none
}

// newCoarsening joins cells along these axes. width has the cells' widths by axis.
func newCoarsening[T vec.Float](m *Matrix[T], width [3][]float64, pair [3]bool) *coarsening[T] {
	c := &coarsening[T]{fine: m}
	axes := make([]grid.Axis, m.Grid.Dim)
	for a := range 3 {
		c.axes[a] = newAxisMap(width[a], m.Grid.Periodic[a], pair[a])
		if a < m.Grid.Dim {
			axes[a] = grid.Axis{Hi: 1, Cells: c.axes[a].coarse, Periodic: m.Grid.Periodic[a]}
		}
	}
	g, err := grid.New(axes, 0, elemSize[T]()) // no ghosts: a coarse matrix reads none
	if err != nil {
		panic(err) // it has fewer cells than a grid that exists
	}
	c.coarse = &Matrix[T]{Grid: g, States: m.States}
	for _, e := range m.Entries {
		for a := range 3 {
			c.reach = max(c.reach, e.Off[a], -e.Off[a])
		}
	}
	c.into = make([][]T, 2*c.reach+1)
	for _, e := range m.Entries {
		c.sources = append(c.sources, c.source(e))
	}
	c.coarse.Given = len(c.coarse.Entries)
	c.coarse.Values, _ = grid.Alloc[T](g, len(c.coarse.Entries))
	c.coarse.layRows()
	c.coarse.allocWall()
	return c
}

// source lists what an entry comes to, and adds coarse entries that it needs.
func (c *coarsening[T]) source(e Entry) source {
	back := e
	for a := range 3 {
		back.Off[a] = -e.Off[a]
	}
	side := 2*c.reach + 1
	s := source{opposite: c.fine.find(back), target: make([]int, side*side*side)}
	for i := range s.target {
		s.target[i] = -1
	}
	for a := range 3 {
		s.hops[a] = c.axes[a].hops(e.Off[a])
	}
	add := func(off [3]int) {
		to := Entry{e.Equation, e.State, off}
		k := c.coarse.find(to)
		if k < 0 {
			k = len(c.coarse.Entries)
			c.coarse.Entries = append(c.coarse.Entries, to)
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
	for _, v := range c.coarse.Values {
		clear(v)
	}
	for k := range c.fine.Entries {
		g := c.fine.Grid
		for r := range g.Rows() {
			c.addRow(k, g.Row(r))
		}
	}
	c.addWalls()
}

// addRow adds what one fine entry comes to in a row.
func (c *coarsening[T]) addRow(k, row int) {
	fg, cg := c.fine.Grid, c.coarse.Grid
	last := fg.Dim - 1
	e, src, cell := c.fine.Entries[k], &c.sources[k], cellOf(fg, row)
	var off [3]int
	to, up, stretch := fg.Origin, cg.Origin, 1.0
	for a := range last {
		h := src.hops[a][cell[a]]
		if h.to < 0 {
			return
		}
		off[a] = h.coarse
		to += h.to * fg.Stride[a]
		up += c.axes[a].parent[cell[a]] * cg.Stride[a]
		stretch *= h.stretch
	}
	stay := c.coarse.Values[src.target[c.at([3]int{})]]
	into := c.into
	for o := -c.reach; o <= c.reach; o++ {
		off[last] = o
		into[o+c.reach] = nil
		if k := src.target[c.at(off)]; k >= 0 {
			into[o+c.reach] = c.coarse.Values[k]
		}
	}
	off[last] = 0
	inside := off == [3]int{} // but for the last axis
	values, parent := c.fine.Values[k][row:], c.axes[last].parent
	var there, here []T
	if src.opposite >= 0 {
		back := c.fine.Values[src.opposite]
		there, here = back[to:], back[row:]
	}
	own := e.Equation == e.State
	if inside && e.Off[last] == 0 { // all of it stays
		stay = stay[up:]
		for i, p := range parent {
			stay[p] += values[i]
		}
		return
	}
	for i, h := range src.hops[last] {
		if h.to < 0 {
			continue
		}
		v, at := float64(values[i]), up+parent[i]
		if inside && h.coarse == 0 {
			stay[at] += T(v)
			continue
		}
		next, before := 0.0, 0.0
		if there != nil {
			next, before = float64(there[h.to]), float64(here[i])
		}
		s, a := split(v, next, before, own)
		f := 1 / (stretch * h.stretch)
		if own && s != 0 { // no coupling changes its sign
			f = max(f, min(1, math.Abs(a/s)))
		}
		into[h.coarse+c.reach][at] += T(float64(f*s) + a)
		stay[at] += T((1 - f) * s)
	}
}

// split tells difference s from transport a in an entry v, by the entry that leads
// back from there, and by the one that leads the other way from here. A difference
// in conservation form is the same there and back; one whose rows are scaled is
// the same both ways from here. Transport is neither: half of what v differs by
// from both. Couplings between states are judged by the way back alone.
func split(v, there, here float64, own bool) (s, a float64) {
	a = (v - there) / 2
	if b := (v - here) / 2; own {
		switch {
		case a*b <= 0:
			a = 0
		case math.Abs(b) < math.Abs(a):
			a = b
		}
	}
	return v - a, a
}
