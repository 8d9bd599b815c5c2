package precond

import (
	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// coarsest is the number of cells that are not coarsened any more.
const coarsest = 16

// level is one grid of a Multigrid.
type level[T vec.Float] struct {
	m       *stencil[T]
	width   [3][]float64 // of cells, by axis, in cells of the finest grid
	depth   int          // how often coarsened
	point   *PointBlock[T]
	inverse blockwise[T] // what point has
	r, d    []T
	direct  *direct[T]     // of the coarsest grid
	choices [8]*coarser[T] // by the set of axes that are coarsened
	next    *coarser[T]    // the one in use
}

// coarser is a coarse grid and the way to it.
type coarser[T vec.Float] struct {
	*coarsening[T]
	*transfer[T]
	level *level[T]
	b, x  []T // what the coarse grid solves, and its solution
}

func newLevel[T vec.Float](m *stencil[T], width [3][]float64, depth int) *level[T] {
	l := &level[T]{m: m, width: width, depth: depth}
	if m.Grid.Cells <= coarsest {
		l.direct = newDirect(m)
		return l
	}
	l.point = NewPointBlock(m.Matrix)
	l.inverse = newBlockwise(m, l.point.inverse)
	l.r, l.d = m.vector(), m.vector()
	return l
}

func newCoarser[T vec.Float](l *level[T], pair [3]bool) *coarser[T] {
	c := newCoarsening(l.m, l.width, pair)
	wide := [3][]float64{c.axes[0].wide, c.axes[1].wide, c.axes[2].wide}
	next := newLevel(c.coarse, wide, l.depth+1)
	return &coarser[T]{c, newTransfer(l.m, c.coarse, &c.axes), next, c.coarse.vector(), c.coarse.vector()}
}

// update computes this level and those below.
func (l *level[T]) update() error {
	if l.direct != nil {
		if !l.direct.update() {
			return &SingularError{States: l.m.States, Axis: -1, Coarsened: l.depth, All: true}
		}
		return nil
	}
	if err := l.point.Update(); err != nil {
		return coarsened(err, l.depth)
	}
	pair := l.axes()
	set := 0
	for a := range pair {
		if pair[a] {
			set |= 1 << a
		}
	}
	if l.choices[set] == nil {
		l.choices[set] = newCoarser(l, pair)
	}
	l.next = l.choices[set]
	l.next.coarsening.update()
	l.next.transfer.update()
	return l.next.level.update()
}

// axes chooses those along which some state is coupled to itself at least a third
// as strongly as along the strongest.
func (l *level[T]) axes() (pair [3]bool) {
	strength, strongest := strengthOf(l.m.Matrix, l.m.size), 0.0
	for a := range l.m.Grid.Dim {
		if l.m.Grid.N[a] > 1 {
			strongest = max(strongest, strength[a])
		}
	}
	for a := range l.m.Grid.Dim {
		pair[a] = l.m.Grid.N[a] > 1 && 3*strength[a] >= strongest
	}
	return pair
}

// Strength is, by axis, the size of the entries that couple a state to itself along
// that axis, over that of its entries within the cell: the largest of all states.
func Strength[T vec.Float](m *Matrix[T]) [3]float64 { return strengthOf(m, m.size) }

// strengthOf is Strength with the sizes of entries.
func strengthOf[T vec.Float](m *Matrix[T], sizeOf func(entry int) float64) (strength [3]float64) {
	for s := range m.States {
		var along [3]float64
		within := 0.0
		for k, e := range m.Entries {
			if e.Equation != s || e.State != s {
				continue
			}
			size := sizeOf(k)
			if e.Off == [3]int{} {
				within += size
			}
			for a, o := range e.Off {
				if o != 0 {
					along[a] += size
				}
			}
		}
		for a := range along {
			if within > 0 {
				strength[a] = max(strength[a], along[a]/within)
			}
		}
	}
	return strength
}

// size is the norm of an entry's values.
func (m *Matrix[T]) size(entry int) float64 {
	return grid.Space[T]{Grid: m.Grid, Fields: 1}.Norm(m.Values[entry])
}
