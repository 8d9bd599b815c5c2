package precond

import (
	"fmt"

	"github.com/pindiff/pindiffc/runtime/grid"
)

// Ghost says on what the ghosts of a state at one wall depend: the values of state
// From in the interior layer Layer, 0 next to the wall, of the same line of cells.
// A rule that reads two layers or two states is several Ghosts.
type Ghost struct {
	State, Axis int
	High        bool
	From, Layer int
}

func (b Ghost) check(g *grid.Grid, states int) error {
	switch {
	case b.Axis < 0 || b.Axis >= g.Dim || g.Periodic[b.Axis]:
		return fmt.Errorf("precond: no ghosts to fold on axis %d", b.Axis)
	case b.State < 0 || b.State >= states || b.From < 0 || b.From >= states:
		return fmt.Errorf("precond: ghosts of state %d from state %d, of %d", b.State, b.From, states)
	case b.Layer < 0 || b.Layer >= g.N[b.Axis]:
		return fmt.Errorf("precond: ghosts from layer %d, of %d", b.Layer, g.N[b.Axis])
	}
	return nil
}

// reach is how many cells beyond its own the entry looks towards the wall.
func (b Ghost) reach(e Entry) int {
	if e.State != b.State {
		return 0
	}
	if b.High {
		return max(0, e.Off[b.Axis])
	}
	return max(0, -e.Off[b.Axis])
}

// folded is where an entry that leads from layer p to a ghost belongs.
func (b Ghost) folded(e Entry, p int) Entry {
	e.State = b.From
	e.Off[b.Axis] = b.Layer - p
	if b.High {
		e.Off[b.Axis] = p - b.Layer
	}
	return e
}

// addFolded adds the entries that folding b will write to.
func (m *Matrix[T]) addFolded(b Ghost) {
	for _, e := range m.Entries {
		for p := range min(b.reach(e), m.Grid.N[b.Axis]) {
			if f := b.folded(e, p); m.find(f) < 0 {
				m.Entries = append(m.Entries, f)
			}
		}
	}
}

// find is the index of the first entry at a place, or -1.
func (m *Matrix[T]) find(e Entry) int {
	for k := range m.Entries {
		if m.Entries[k] == e {
			return k
		}
	}
	return -1
}

// Begin clears the entries that are not the caller's, before values are folded.
func (m *Matrix[T]) Begin() {
	for _, v := range m.Values[m.Given:] {
		clear(v)
	}
	m.beginWall()
}

// FoldGhost moves the couplings to ghosts inside, by the chain rule: an entry that
// leads from cell i to a ghost g of b.State adds
//
//	Values(i) * weights(g),   weights(g) = d ghost(g) / d x_From(layer)
//
// to the entry that leads from i to the cell of b.Layer in the same line. weights
// is a padded array of which the ghosts of b's wall are read, tangential ghosts
// included: what the tangent of the ghost fill leaves there from a direction that
// is 1 in all of the layer (its tangential ghosts too) and 0 elsewhere.
//
// The caller fills the values of its own entries, calls Begin, then FoldGhost for
// each Ghost, walls in the reverse of the order in which they are filled, so that
// a corner is folded into the ghosts it was made from first.
func (m *Matrix[T]) FoldGhost(b Ghost, weights []T) {
	g := m.Grid
	for k, e := range m.Entries {
		for p := range min(b.reach(e), g.N[b.Axis]) {
			to := m.Values[m.find(b.folded(e, p))]
			layer := p
			if b.High {
				layer = g.N[b.Axis] - 1 - p
			}
			m.foldLayer(b.Axis, layer, e.Off, to, m.Values[k], weights, 1)
			if m.wall[b.Axis] != nil && b.From == e.State && straight(e, b.Axis) {
				m.foldLayer(b.Axis, layer, e.Off, m.wall[b.Axis][e.State], m.Values[k], weights, -1)
			}
		}
	}
}

// foldLayer adds sign*from(i)*weights(i+off) to to(i) for the interior cells i of a layer.
func (m *Matrix[T]) foldLayer(axis, layer int, off [3]int, to, from, weights []T, sign T) {
	g := m.Grid
	eachInLayer(g, axis, layer, func(cell [3]int) {
		t := cell
		for a := range g.Dim {
			t[a] += off[a]
			if a != axis && g.Periodic[a] {
				t[a] = wrap(t[a], g.N[a])
			}
		}
		c := g.Index(cell[0], cell[1], cell[2])
		to[c] += sign * from[c] * weights[g.Index(t[0], t[1], t[2])]
	})
}

// cellOf is the interior cell at an index of a padded array.
func cellOf(g *grid.Grid, index int) (cell [3]int) {
	rest := index - g.Origin
	for a := range g.Dim {
		cell[a] = rest / g.Stride[a]
		rest -= cell[a] * g.Stride[a]
	}
	return cell
}
