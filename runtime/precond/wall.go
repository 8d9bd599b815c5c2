package precond

import "github.com/pindiff/pindiffc/runtime/grid"

// allocWall makes room for what walls add to the entries that couple a state to
// itself in a cell. An entry v that leads straight to a ghost, itself a sum of
// weights w of the state inside, has
//
//	wall = v (1 - sum of w)
//
// there: nothing for a mirror, 2 v for a value given at the face. It is part of
// the cell's own entry, -wall of it, and falls with the distance to the wall,
// which a coarse grid must know.
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
				m.addLayer(a, layer, m.wall[a][e.State], m.Values[k])
			}
		}
	}
}

// addLayer adds from to to in a layer of interior cells.
func (m *Matrix[T]) addLayer(axis, layer int, to, from []T) {
	lo, hi := [3]int{}, m.Grid.N
	lo[axis], hi[axis] = layer, layer+1
	for i := lo[0]; i < hi[0]; i++ {
		for j := lo[1]; j < hi[1]; j++ {
			for k := lo[2]; k < hi[2]; k++ {
				c := m.Grid.Index(i, j, k)
				to[c] += from[c]
			}
		}
	}
}
