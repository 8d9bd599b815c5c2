package precond

import "github.com/pindiff/pindiffc/runtime/grid"

// allocWall makes room for what walls add to the entries that couple a state to
// itself in a cell. An entry v that leads straight to a ghost, itself a sum of
// weights w of the state inside, makes
//
//	wall = v (1 - sum of w)
//
// there: nothing for a mirror, 2 v for a value given at the face. The cell's own
// entry has -wall of it, which falls with the distance to the wall, and that a
// coarse grid must know.
func (m *Matrix[T]) allocWall() {
	for a := range m.Grid.Dim {
		if !m.Grid.Periodic[a] {
			m.wall[a], _ = grid.Alloc[T](m.Grid, m.States)
		}
	}
}

// straight says whether an entry couples a state to itself along an axis only.
func straight(e Entry, axis int) bool {
	alone := [3]int{}
	alone[axis] = e.Off[axis]
	return e.Equation == e.State && e.Off == alone && e.Off[axis] != 0
}

// beginWall sets the walls as if all ghosts were zero.
func (m *Matrix[T]) beginWall() {
	for a := range m.Grid.Dim {
		for s := range m.wall[a] {
			clear(m.wall[a][s])
		}
		for k, e := range m.Entries[:m.Given] {
			if m.wall[a] == nil || !straight(e, a) {
				continue
			}
			n := m.Grid.N[a]
			for p := range min(max(e.Off[a], -e.Off[a]), n) {
				layer := p
				if e.Off[a] > 0 {
					layer = n - 1 - p
				}
				to, from := m.wall[a][e.State], m.Values[k]
				eachInLayer(m.Grid, a, layer, func(cell [3]int) {
					at := m.Grid.Index(cell[0], cell[1], cell[2])
					to[at] += from[at]
				})
			}
		}
	}
}

// eachInLayer calls f with the interior cells of one layer.
func eachInLayer(g *grid.Grid, axis, layer int, f func(cell [3]int)) {
	lo, hi := [3]int{}, g.N
	lo[axis], hi[axis] = layer, layer+1
	for i := lo[0]; i < hi[0]; i++ {
		for j := lo[1]; j < hi[1]; j++ {
			for k := lo[2]; k < hi[2]; k++ {
				f([3]int{i, j, k})
			}
		}
	}
}

// addWalls takes off the cells' own entries what a longer way to the wall removes. What
// a wall adds may be in part undone by a coefficient that depends on the state: the own
// entry then has less than -wall, and what is not there cannot be removed. Of each wall
// only that share counts (see there), or a coarse own entry could vanish.
func (c *coarsening[T]) addWalls() {
	g := c.fine.Grid
	for axis := range g.Dim {
		for s := range c.fine.wall[axis] {
			clear(c.coarse.wall[axis][s])
			for _, layer := range walls(g.N[axis]) {
				c.addWall(axis, layer, s)
			}
		}
	}
}

// walls are the outermost layers of n.
func walls(n int) []int {
	if n == 1 {
		return []int{0}
	}
	return []int{0, n - 1}
}

func (c *coarsening[T]) addWall(axis, layer, s int) {
	m := &c.axes[axis]
	own := c.coarse.Values[c.coarse.find(Entry{Equation: s, State: s})]
	from, to := c.fine.wall[axis][s], c.coarse.wall[axis][s]
	f := T(m.fine[layer] / m.wide[m.parent[layer]])
	eachInLayer(c.fine.Grid, axis, layer, func(cell [3]int) {
		p := c.fine.Grid.Index(cell[0], cell[1], cell[2])
		w := c.fine.there(s, p) * from[p]
		at := c.coarse.Grid.Index(c.axes[0].parent[cell[0]], c.axes[1].parent[cell[1]], c.axes[2].parent[cell[2]])
		own[at] += T((1 - f) * w)
		to[at] += T(f * w)
	})
}

// there is the share, from 0 to 1, of what the walls add to a cell's own entry that is
// in it: what it has beyond the couplings of its row, over -wall.
func (m *Matrix[T]) there(s, at int) T {
	var walls, row T
	for a := range m.Grid.Dim {
		if m.wall[a] != nil {
			walls += m.wall[a][s][at]
		}
	}
	if walls == 0 {
		return 1
	}
	for k, e := range m.Entries {
		if e.Equation == s && e.State == s {
			row += m.Values[k][at]
		}
	}
	return max(0, min(1, -row/walls))
}
