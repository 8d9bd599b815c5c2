package precond

import (
	"math"

	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// axisMap joins the cells of one axis in pairs: cells 2I and 2I+1 are the children
// of coarse cell I; the last one of an odd number is an only child. An axis that
// is not coarsened has only children.
type axisMap struct {
	n, coarse  int
	periodic   bool
	parent     []int
	fine, wide []float64 // widths of the cells, fine and coarse
}

func newAxisMap(width []float64, periodic, pair bool) axisMap {
	a := axisMap{n: len(width), periodic: periodic, fine: width}
	for i, w := range width {
		I := i
		if pair {
			I = i / 2
		}
		a.parent = append(a.parent, I)
		if I == len(a.wide) {
			a.wide = append(a.wide, 0)
		}
		a.wide[I] += w
	}
	a.coarse = len(a.wide)
	return a
}

// step is where an offset leads from cell i: the cell, the offset of its parent,
// and how much longer the way between the parents is than between the cells, 1 for
// the same parent. inside is false beyond a wall.
func (a *axisMap) step(i, off int) (to, coarse int, stretch float64, inside bool) {
	to = i + off
	if a.periodic {
		to = wrap(to, a.n)
	}
	if to < 0 || to >= a.n {
		return 0, 0, 1, false
	}
	coarse = a.parent[to] - a.parent[i]
	if a.periodic { // the short way round, in the direction of the offset
		coarse = wrap(coarse, a.coarse)
		if off < 0 && coarse > 0 {
			coarse -= a.coarse
		}
	}
	if coarse == 0 {
		return to, 0, 1, true
	}
	return to, coarse, distance(a.wide, a.parent[i], coarse) / distance(a.fine, i, off), true
}

// distance of the centre of a cell from that of the one off cells away.
func distance(width []float64, i, off int) float64 {
	n, sum := len(width), width[i]/2
	step := 1
	if off < 0 {
		step = -1
	}
	for k := step; k != off; k += step {
		sum += width[wrap(i+k, n)]
	}
	return sum + width[wrap(i+off, n)]/2
}

// coarsening makes the matrix of a coarse grid from that of a fine one:
//
//	A_c = P' A P,   P constant on the children of a cell,
//
// but for couplings that act by a difference, as diffusion does: these fall with
// the distance of the cells that they couple, which P does not see. An entry v to
// another parent is split into s + a, of which a is transport (see transport), and
//
//	f s + a  couples the parents,   (1-f) s  stays with the cell,
//
// f the fine distance over the coarse one. Row sums are kept. What a wall adds to
// a cell's own entry, Matrix.wall, is reduced in the same way.
type coarsening[T vec.Float] struct {
	fine, coarse *Matrix[T]
	axes         [3]axisMap
	opposite     []int      // by fine entry: the one back; -1: none
	target       [][]int    // by fine entry: the coarse one, by offset of parents; -1: none
	reach        int        // the offsets of parents go from -reach to reach
	row          []lastStep // of one entry along the last axis
}

// lastStep is axisMap.step for a cell of the last axis.
type lastStep struct {
	to, coarse int
	stretch    float64
	inside     bool
}

// newCoarsening joins cells along these axes. width has the cells' widths by axis.
func newCoarsening[T vec.Float](m *Matrix[T], width [3][]float64, pair [3]bool) *coarsening[T] {
	c := &coarsening[T]{fine: m}
	g := *m.Grid
	for a := range 3 {
		c.axes[a] = newAxisMap(width[a], g.Periodic[a], pair[a])
		g.N[a] = c.axes[a].coarse
	}
	c.coarse = &Matrix[T]{Grid: coarseGrid[T](&g), States: m.States}
	for _, e := range m.Entries {
		for a := range 3 {
			c.reach = max(c.reach, e.Off[a], -e.Off[a])
		}
	}
	c.row = make([]lastStep, m.Grid.N[m.Grid.Dim-1])
	c.place()
	c.coarse.Given = len(c.coarse.Entries)
	c.coarse.Values, _ = grid.Alloc[T](c.coarse.Grid, len(c.coarse.Entries))
	c.coarse.layRows()
	c.coarse.allocWall()
	return c
}

// coarseGrid is a grid of that many cells without ghosts: a coarse matrix reads none.
func coarseGrid[T vec.Float](like *grid.Grid) *grid.Grid {
	axes := make([]grid.Axis, like.Dim)
	for a := range axes {
		axes[a] = grid.Axis{Hi: 1, Cells: like.N[a], Periodic: like.Periodic[a]}
	}
	g, err := grid.New(axes, 0, elemSize[T]())
	if err != nil {
		panic(err) // fewer cells than a grid that exists
	}
	return g
}

// place lists the coarse entries, and which fine ones they are made from.
func (c *coarsening[T]) place() {
	side := 2*c.reach + 1
	for k, e := range c.fine.Entries {
		back := e
		for a := range 3 {
			back.Off[a] = -e.Off[a]
		}
		c.opposite = append(c.opposite, c.fine.find(back))
		target := make([]int, side*side*side)
		for i := range target {
			target[i] = -1
		}
		var leads [3][]int
		for a := range 3 {
			leads[a] = c.axes[a].leads(e.Off[a])
		}
		for _, x := range leads[0] {
			for _, y := range leads[1] {
				for _, z := range leads[2] {
					to := Entry{e.Equation, e.State, [3]int{x, y, z}}
					at := c.coarse.find(to)
					if at < 0 {
						at = len(c.coarse.Entries)
						c.coarse.Entries = append(c.coarse.Entries, to)
					}
					target[c.at(x, y, z)] = at
				}
			}
		}
		// what stays with the cell
		own := Entry{Equation: e.Equation, State: e.State}
		if c.coarse.find(own) < 0 {
			c.coarse.Entries = append(c.coarse.Entries, own)
		}
		target[c.at(0, 0, 0)] = c.coarse.find(own)
		c.target = append(c.target, target)
		_ = k
	}
}

// leads lists the offsets of parents that an offset comes to somewhere.
func (a *axisMap) leads(off int) (list []int) {
	for i := range a.n {
		_, o, _, inside := a.step(i, off)
		known := !inside
		for _, x := range list {
			known = known || x == o
		}
		if !known {
			list = append(list, o)
		}
	}
	return list
}

// at is the place of an offset of parents among an entry's targets.
func (c *coarsening[T]) at(x, y, z int) int {
	side := 2*c.reach + 1
	return ((x+c.reach)*side+y+c.reach)*side + z + c.reach
}

// update computes the coarse values.
func (c *coarsening[T]) update() {
	vec.ClearUpper()
	for _, v := range c.coarse.Values {
		clear(v)
	}
	for k := range c.fine.Entries {
		c.addEntry(k)
	}
	c.addWalls()
}

// addEntry adds what one fine entry comes to.
func (c *coarsening[T]) addEntry(k int) {
	fg, cg := c.fine.Grid, c.coarse.Grid
	last := fg.Dim - 1
	e, values := c.fine.Entries[k], c.fine.Values[k]
	var back []T
	if o := c.opposite[k]; o >= 0 {
		back = c.fine.Values[o]
	}
	for i := range c.row {
		l := &c.row[i]
		l.to, l.coarse, l.stretch, l.inside = c.axes[last].step(i, e.Off[last])
	}
	stay := c.coarse.Values[c.target[k][c.at(0, 0, 0)]]
	for r := range fg.Rows() {
		row := fg.Row(r)
		cell := cellOf(fg, row)
		var off, up [3]int
		to, stretch, inside := 0, 1.0, true
		for a := range last {
			n, o, s, in := c.axes[a].step(cell[a], e.Off[a])
			inside = inside && in
			off[a], up[a] = o, c.axes[a].parent[cell[a]]
			to += n * fg.Stride[a]
			stretch *= s
		}
		if !inside {
			continue
		}
		coarseRow := cg.Index(up[0], up[1], up[2])
		parent := c.axes[last].parent
		for i := range c.row {
			l := &c.row[i]
			if !l.inside {
				continue
			}
			v := float64(values[row+i])
			at := coarseRow + parent[i]
			off[last] = l.coarse
			if off == [3]int{} {
				stay[at] += T(v)
				continue
			}
			var there, here float64
			if back != nil {
				there, here = float64(back[fg.Origin+to+l.to]), float64(back[row+i])
			}
			s, a := split(v, there, here, e.Equation == e.State)
			f := 1 / (stretch * l.stretch)
			if e.Equation == e.State && s != 0 { // no coupling changes its sign
				f = max(f, min(1, math.Abs(a/s)))
			}
			c.coarse.Values[c.target[k][c.at(off[0], off[1], off[2])]][at] += T(f*s + a)
			stay[at] += T((1 - f) * s)
		}
	}
}

// split tells difference from transport in the entry v that leads from a cell to
// another, by the entry back from there, and by the one that leads from the cell
// the other way. A difference in conservation form is the same there and back; one
// whose rows are scaled is the same both ways from here. Transport is neither:
// the smaller of both halves of differences. Couplings between states are
// judged by the way back alone.
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

// addWalls takes what a longer way to the wall removes off the cells' own entries.
func (c *coarsening[T]) addWalls() {
	fg, cg := c.fine.Grid, c.coarse.Grid
	for axis := range fg.Dim {
		m := &c.axes[axis]
		for s, wall := range c.fine.wall[axis] {
			to := c.coarse.wall[axis][s]
			clear(to)
			own := c.coarse.Values[c.coarse.find(Entry{Equation: s, State: s})]
			for i := range fg.N[0] {
				for j := range fg.N[1] {
					for k := range fg.N[2] {
						cell := [3]int{i, j, k}
						if m.periodic || cell[axis] != 0 && cell[axis] != m.n-1 {
							continue
						}
						at := cg.Index(c.axes[0].parent[i], c.axes[1].parent[j], c.axes[2].parent[k])
						f := m.fine[cell[axis]] / m.wide[m.parent[cell[axis]]]
						w := float64(wall[fg.Index(i, j, k)])
						own[at] += T((1 - f) * w)
						to[at] += T(f * w)
					}
				}
			}
		}
	}
}
