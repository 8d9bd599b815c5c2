package precond

import (
	"math"

	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/vec"
)

var (
	Sweeps = 2
	Upper  = 2.0
	Ratio  = 4.0
	Gamma  = 1
)

// Multigrid is one V cycle.
type Multigrid[T vec.Float] struct {
	top *level[T]
}

// level is one grid of the hierarchy.
type level[T vec.Float] struct {
	m       *Matrix[T]
	width   [3][]float64
	point   *PointBlock[T]
	space   grid.Space[T]
	b, x    []T // what this level solves, and its solution; not of the finest
	r, d, z []T
	coarser [8]*coarser[T]
	next    *coarser[T]
	dense   *inverter
	order   []int // by unknown: its place in a vector
	vector  []float64
}

// coarser is the way to the next level.
type coarser[T vec.Float] struct {
	*coarsening[T]
	*transfer[T]
	*level[T]
}

// NewMultigrid prepares for the entries of m.
func NewMultigrid[T vec.Float](m *Matrix[T]) *Multigrid[T] {
	var width [3][]float64
	for a := range 3 {
		for range m.Grid.N[a] {
			width[a] = append(width[a], 1)
		}
	}
	return &Multigrid[T]{top: newLevel(m, width)}
}

func newLevel[T vec.Float](m *Matrix[T], width [3][]float64) *level[T] {
	l := &level[T]{m: m, width: width, point: NewPointBlock(m), space: grid.Space[T]{Grid: m.Grid, Fields: m.States}}
	l.r, l.d, l.z = l.space.New(), l.space.New(), l.space.New()
	if m.Grid.Cells <= coarsest {
		l.dense = newInverter(m.States * m.Grid.Cells)
		l.vector = make([]float64, len(l.dense.row))
		for s := range m.States {
			for i := range m.Grid.N[0] {
				for j := range m.Grid.N[1] {
					for k := range m.Grid.N[2] {
						l.order = append(l.order, s*m.Grid.Size+m.Grid.Index(i, j, k))
					}
				}
			}
		}
	}
	return l
}

const coarsest = 16

// Update computes all levels.
func (g *Multigrid[T]) Update() error { return g.top.update() }

func (l *level[T]) update() error {
	if l.dense != nil {
		return l.updateDense()
	}
	if err := l.point.Update(); err != nil {
		return err
	}
	pair := l.axes()
	key := 0
	for a := range 3 {
		if pair[a] {
			key |= 1 << a
		}
	}
	if l.coarser[key] == nil {
		c := newCoarsening(l.m, l.width, pair)
		n := &coarser[T]{coarsening: c, transfer: newTransfer(l.m, c.coarse.Grid, &c.axes)}
		n.level = newLevel(c.coarse, [3][]float64{c.axes[0].wide, c.axes[1].wide, c.axes[2].wide})
		n.level.b, n.level.x = n.level.space.New(), n.level.space.New()
		l.coarser[key] = n
	}
	l.next = l.coarser[key]
	l.next.coarsening.update()
	l.next.transfer.update()
	return l.next.level.update()
}

// axes chooses those along which cells are coupled at least a third as strongly as along
// the strongest.
func (l *level[T]) axes() (pair [3]bool) {
	var strength [3]float64
	one := grid.Space[T]{Grid: l.m.Grid, Fields: 1}
	for s := range l.m.States {
		diagonal := 0.0
		var sums [3]float64
		for k, e := range l.m.Entries {
			if e.Equation != s || e.State != s {
				continue
			}
			size := one.Norm(l.m.Values[k])
			if e.Off == [3]int{} {
				diagonal += size
			}
			for a, o := range e.Off {
				if o != 0 {
					sums[a] += size
				}
			}
		}
		for a := range sums {
			if diagonal > 0 {
				strength[a] = max(strength[a], sums[a]/diagonal)
			}
		}
	}
	strongest := 0.0
	for a := range l.m.Grid.Dim {
		if l.m.Grid.N[a] > 1 {
			strongest = max(strongest, strength[a])
		}
	}
	for a := range l.m.Grid.Dim {
		pair[a] = l.m.Grid.N[a] > 1 && strength[a] >= strongest/3
	}
	return pair
}

func (l *level[T]) updateDense() error {
	n, g := len(l.order), l.m.Grid
	v := l.dense
	clear(v.a)
	for _, runs := range l.m.rows {
		for _, r := range runs {
			e := l.m.Entries[r.entry]
			for i := range r.n {
				v.a[(e.Equation*g.Cells+l.number(r.row+i))*n+e.State*g.Cells+l.number(r.col+i)] += float64(l.m.Values[r.entry][r.row+i])
			}
		}
	}
	v.scale()
	if !v.invert(tiny[T](n)) {
		return singular(l.m, g.Origin, -1)
	}
	return nil
}

// number is the place of a cell in C order.
func (l *level[T]) number(index int) int {
	c := cellOf(l.m.Grid, index)
	return (c[0]*l.m.Grid.N[1]+c[1])*l.m.Grid.N[2] + c[2]
}

// Precondition sets dst = M^-1 src.
func (g *Multigrid[T]) Precondition(dst, src []T) { g.top.solve(dst, src, false) }

// PreconditionTransposed sets dst = M^-T src.
func (g *Multigrid[T]) PreconditionTransposed(dst, src []T) { g.top.solve(dst, src, true) }

func (l *level[T]) solve(x, b []T, transposed bool) {
	if l.dense != nil {
		l.solveDense(x, b, transposed)
		return
	}
	l.space.Zero(x)
	l.smooth(x, b, transposed, true)
	for range 1 {
		l.residual(b, x, transposed)
		next := l.next
		next.restrict(next.b, l.r)
		next.solve(next.x, next.b, transposed)
		next.prolong(x, next.x)
	}
	l.smooth(x, b, transposed, false)
}

func (l *level[T]) residual(b, x []T, transposed bool) {
	l.space.Copy(l.r, b)
	l.subtract(x, transposed)
}

func (l *level[T]) subtract(x []T, transposed bool) {
	if transposed {
		l.m.SubtractTransposed(l.r, x)
	} else {
		l.m.Subtract(l.r, x)
	}
}

func (l *level[T]) smooth(x, b []T, transposed, zero bool) {
	l.space.Copy(l.r, b)
	if !zero {
		l.subtract(x, transposed)
	}
	lo := Upper / Ratio
	theta, delta := (Upper+lo)/2, (Upper-lo)/2
	sigma := theta / delta
	rho := 1 / sigma
	for k := range Sweeps {
		if transposed {
			l.point.PreconditionTransposed(l.z, l.r)
		} else {
			l.point.Precondition(l.z, l.r)
		}
		if k == 0 {
			l.space.Axpby(T(1/theta), l.z, 0, l.d)
		} else {
			next := 1 / (2*sigma - rho)
			l.space.Axpby(T(2*next/delta), l.z, T(next*rho), l.d)
			rho = next
		}
		l.space.Axpy(1, l.d, x)
		if k < Sweeps-1 {
			l.subtract(l.d, transposed)
		}
	}
}

func (l *level[T]) solveDense(x, b []T, transposed bool) {
	n := len(l.order)
	for i, p := range l.order {
		l.vector[i] = float64(b[p])
	}
	row, col := n, 1
	if transposed {
		row, col = 1, n
	}
	for i, p := range l.order {
		sum := 0.0
		for j, v := range l.vector {
			sum += float64(l.dense.inverse[i*row+j*col] * v)
		}
		x[p] = T(sum)
	}
}

var _ = math.Abs
