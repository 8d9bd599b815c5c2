package precond

import (
	"math"

	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// Relaxation solves A x = b, or A' x = b, of one state by sweeps: of Gauss and Seidel
// between the rows of a strip (see grid.Strips), of Jacobi within a row and between
// strips, which vectors and threads can do. They converge where a cell's own entry
// outweighs its couplings (see Dominance), and the faster the more it does: a step of
// transport over about a cell is solved in a few sweeps, each one pass over memory.
// There are no inner products.
//
// The equation is divided by the diagonal once, by Update. The first iterate is
//
//	x_i = b_i / (sum over j of a_ij)
//
// which solves it where b is smooth, and sweeps are over-relaxed a little: what couplings
// of one sign leave of smooth errors is of one sign too.
type Relaxation[T vec.Float] struct {
	m       *Matrix[T]
	flipped bool
	scale   []T     // over the diagonal, over-relaxed
	first   []T     // the first iterate for b = 1
	largest float64 // of the diagonal
	factors []T     // entries over the diagonal, row after row and in each entry after entry
	block   int     // of a row of cells among the factors
	apart   int     // of an entry in it
	place   []int   // by entry, its place in a block; -1 on the diagonal
	sweep   vec.Relaxation[T]
	rows    []vec.RelaxRow
	strips  []int // the first row of each, and how many rows there are
	corners bool  // some entry leads along two axes
	change  []vec.Totals

	src, b, own []T // the right-hand side, as it is and scaled; an iterate
	x, y, dst   []T // iterates: the one that is known, the next one, the last one
	last        int // how many sweeps the last solve took

	begin, advance, finish func(worker, first, last int)
}

// NewRelaxation prepares for a matrix of one state on a grid of rows, nil if it is none
// or one with fewer cells than ghosts. Update comes before use.
func NewRelaxation[T vec.Float](m *Matrix[T], transposed bool) *Relaxation[T] {
	g := m.Grid
	if m.States != 1 || g.Dim < 2 {
		return nil
	}
	for a := range g.Dim {
		if g.N[a] < g.Depth {
			return nil
		}
	}
	r := &Relaxation[T]{m: m, flipped: transposed}
	own, _ := grid.Alloc[T](g, 4)
	r.scale, r.first, r.b, r.own = own[0], own[1], own[2], own[3]
	line := 64 / elemSize[T]()
	r.apart = (g.N[g.Dim-1] + line - 1) / line * line
	var terms []vec.Coupling
	for _, e := range m.Entries {
		if e.Off == [3]int{} {
			r.place = append(r.place, -1)
			continue
		}
		r.place = append(r.place, r.block)
		r.block += r.apart
		off := e.Off
		if transposed {
			off = [3]int{-off[0], -off[1], -off[2]}
		}
		t := vec.Coupling{Before: before(off, g.Dim)}
		along := 0
		for a, o := range off {
			t.Shift += o * g.Stride[a]
			if o != 0 {
				along++
			}
		}
		r.corners = r.corners || along > 1
		terms = append(terms, t)
	}
	r.layRows()
	r.factors = grid.Aligned[T](r.block * len(r.rows))
	ring := 0
	for _, e := range m.Entries {
		if o := e.Off[g.Dim-1]; g.Periodic[g.Dim-1] {
			ring = max(ring, o, -o)
		}
	}
	r.sweep = vec.NewRelaxation(g.Size, g.N[g.Dim-1], ring, r.apart, r.rows, terms, r.factors, overRelaxed-1)
	r.change = make([]vec.Totals, g.Strips())
	r.begin, r.advance, r.finish = r.beginStrips, r.sweepStrips, r.finishStrips
	return r
}

// before is the bit of a coupling to the row before along one axis but the last: 1<<axis.
func before(off [3]int, dim int) uint8 {
	for a := range dim - 1 {
		want := [3]int{}
		want[a] = -1
		if off == want {
			return 1 << a
		}
	}
	return 0
}

// layRows lists the rows by strip, with what has been made before each.
func (r *Relaxation[T]) layRows() {
	g := r.m.Grid
	across := 1
	if g.Dim == 3 {
		across = g.N[1]
	}
	for k := range g.Strips() {
		r.strips = append(r.strips, len(r.rows))
		lo, hi := g.Span(k, k+1)
		for i := lo; i < hi; i++ {
			for j := range across {
				row := vec.RelaxRow{At: g.Index(i, 0, 0), Factors: len(r.rows) * r.block}
				if g.Dim == 3 {
					row.At = g.Index(i, j, 0)
				}
				if i > lo {
					row.Done |= 1
				}
				if j > 0 {
					row.Done |= 2
				}
				r.rows = append(r.rows, row)
			}
		}
	}
	r.strips = append(r.strips, len(r.rows))
}

// overRelaxed is how far a sweep goes, for one that is as far as the equation of a cell.
const overRelaxed = 1.1

// Update takes over the values of the matrix. False: the sum of a cell's entries has
// not the sign of its own one, or something is not finite, and the relaxation is of no use.
func (r *Relaxation[T]) Update() bool {
	n := r.m.Grid.N[r.m.Grid.Dim-1]
	for _, row := range r.rows {
		clear(r.scale[row.At:][:n])
		clear(r.first[row.At:][:n])
	}
	r.eachRun(func(q run, to int, a []T) {
		vec.Axpy(1, a, r.first[to:to+q.n])
		if r.place[q.entry] < 0 {
			vec.Axpy(1, a, r.scale[to:to+q.n])
		}
	})
	least := math.Inf(1)
	r.largest = 0
	for _, row := range r.rows {
		own, sum := r.scale[row.At:][:n], r.first[row.At:][:n]
		for i, d := range own {
			least, r.largest = min(least, float64(sum[i]/d)), max(r.largest, math.Abs(float64(d)))
			own[i], sum[i] = overRelaxed/d, 1/sum[i]
		}
	}
	if !(least > 0) || !(r.largest > 0 && r.largest <= math.MaxFloat32) { // NaN as well
		return false
	}
	r.eachRun(func(q run, to int, a []T) {
		if r.place[q.entry] >= 0 {
			at := r.place[q.entry] + r.factorsOf(to)
			vec.Mul(r.factors[at:at+q.n], r.scale[to:to+q.n], a)
		}
	})
	return true
}

// eachRun visits the stretches of entries, with the place of the first cell whose
// equation they are in.
func (r *Relaxation[T]) eachRun(visit func(q run, to int, a []T)) {
	for _, runs := range r.m.rows {
		for _, q := range runs {
			to := q.row
			if r.flipped {
				to = q.col
			}
			visit(q, to, r.m.Values[q.entry][q.row:][:q.n])
		}
	}
}

// factorsOf is where the first factor of a cell is, of the entry that comes first.
func (r *Relaxation[T]) factorsOf(at int) int {
	g := r.m.Grid
	cell := cellOf(g, at)
	row := cell[0]
	if g.Dim == 3 {
		row = row*g.N[1] + cell[1]
	}
	return row*r.block + cell[g.Dim-1]
}

// Limits of a solve by sweeps.
const (
	mostSweeps = 40
	slowest    = 0.8 // reduction by a sweep that is not worth going on with
)

// Solve sets x to the solution of A x = b, to a residual of norm target, and returns
// how many sweeps that took and an estimate of the residual's norm: above the target
// where they converge too slowly or there are as many as `most`, NaN where something is not
// finite. A sweep is made by run, strip by strip, with the same bits whatever the order.
func (r *Relaxation[T]) Solve(x, b []T, target float64, most int, run func(f func(worker, first, last int))) (sweeps int, left float64) {
	g := r.m.Grid
	clearWalls(g, x)
	r.src, r.dst = b, x
	r.x, r.y = x, r.own
	if r.last%2 == 1 { // so that x is the last one, if there are as many sweeps
		r.x, r.y = r.y, r.x
	}
	run(r.begin)
	was := math.Inf(1)
	for {
		run(r.advance)
		r.x, r.y = r.y, r.x
		sweeps++
		var sum vec.Totals
		for k := range r.change {
			sum.Add(&r.change[k])
		}
		change := math.Sqrt(sum.Sum())
		rate := change / was // of the second sweep on
		was, left = change, change*r.largest/overRelaxed
		if sweeps > 1 && change > 0 {
			left *= rate
		}
		if !(left > target) || sweeps >= min(most, mostSweeps) || sweeps > 2 && rate > slowest {
			break
		}
	}
	if &r.x[0] != &x[0] {
		run(r.finish)
	}
	r.src, r.dst, r.x, r.y = nil, nil, nil, nil
	r.last = sweeps
	return sweeps, left
}

// clearWalls clears what is beyond walls.
func clearWalls[T vec.Float](g *grid.Grid, x []T) {
	for axis := range g.Dim {
		switch {
		case g.Periodic[axis]:
		case axis == 0:
			grid.ZeroFace(g, x, 0, false)
			grid.ZeroFace(g, x, 0, true)
		default:
			grid.ZeroAcross(g, x, axis, -g.Depth, g.N[0]+g.Depth)
		}
	}
}

// beginStrips makes the first iterate.
func (r *Relaxation[T]) beginStrips(_, first, last int) {
	r.sweep.Start(r.rows[r.strips[first]:r.strips[last]], r.b, r.x, r.scale, r.first, r.src)
	r.wrap(r.x, first, last)
}

// sweepStrips makes a sweep, with the ghosts that only these strips read or write.
func (r *Relaxation[T]) sweepStrips(_, first, last int) {
	g := r.m.Grid
	if g.Periodic[0] {
		if first == 0 {
			r.wrapSide(r.x, false)
		}
		if last == g.Strips() {
			r.wrapSide(r.x, true)
		}
	}
	for k := first; k < last; k++ {
		r.change[k] = vec.Totals{}
		r.sweep.Sweep(&r.change[k], r.rows[r.strips[k]:r.strips[k+1]], r.y, r.x, r.b)
	}
	r.wrap(r.y, first, last)
}

// wrapSide makes the ghosts of axis 0 on one side.
func (r *Relaxation[T]) wrapSide(x []T, high bool) {
	g := r.m.Grid
	grid.WrapSide(g, x, high)
	if !r.corners {
		return
	}
	lo := -g.Depth
	if high {
		lo = g.N[0]
	}
	for axis := 1; axis < g.Dim; axis++ {
		if g.Periodic[axis] {
			grid.WrapAcross(g, x, axis, lo, lo+g.Depth)
		}
	}
}

// wrap makes the ghosts of the axis in the middle, if there is one: those of rows are
// made with the rows.
func (r *Relaxation[T]) wrap(x []T, first, last int) {
	g := r.m.Grid
	if g.Dim == 3 && g.Periodic[1] {
		lo, hi := g.Span(first, last)
		grid.WrapAcross(g, x, 1, lo, hi)
	}
}

// finishStrips copies the solution.
func (r *Relaxation[T]) finishStrips(_, first, last int) {
	n := r.m.Grid.N[r.m.Grid.Dim-1]
	for _, row := range r.rows[r.strips[first]:r.strips[last]] {
		copy(r.dst[row.At:row.At+n], r.x[row.At:])
	}
}

// Dominance is how much a cell is coupled to others, at most: the sum of its couplings
// over what its own entry exceeds that by. It is of the first state; infinite where a
// cell's own entry does not exceed its couplings.
func Dominance[T vec.Float](m *Matrix[T]) float64 {
	g := m.Grid
	n := g.N[g.Dim-1]
	worst := 0.0
	own, others := make([]float64, n), make([]float64, n)
	for r := range g.Rows() {
		row := g.Row(r)
		clear(own)
		clear(others)
		for k, e := range m.Entries {
			if e.Equation != 0 || e.State != 0 {
				continue
			}
			if e.Off == [3]int{} {
				for i, a := range m.Values[k][row : row+n] {
					own[i] += float64(a)
				}
				continue
			}
			for i, a := range m.Values[k][row : row+n] {
				others[i] += math.Abs(float64(a))
			}
		}
		for i, o := range others {
			if rest := math.Abs(own[i]) - o; !(rest > 0) {
				return math.Inf(1)
			} else if o > worst*rest {
				worst = o / rest
			}
		}
	}
	return worst
}
