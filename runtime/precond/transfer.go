package precond

import (
	"math"

	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// transfer interpolates between a grid and its coarse one, for each state by its
// own couplings, along each axis in turn: a cell between the centres of its parent
// and of the next coarse cell takes from that one
//
//	f = (R_in/2) / (R_in/2 + R_out + R_far/2),   R = 1/coupling
//
// with R_in on the way to its sibling, R_out to the neighbour outside, R_far from
// there to its sibling: linear interpolation, 1/4, in a uniform medium, none
// across what hardly couples. A wall that holds the state at zero is such a
// neighbour. Restriction is the transpose.
type transfer[T vec.Float] struct {
	m      *Matrix[T] // the fine one
	fine   *grid.Grid
	coarse *grid.Grid
	axes   *[3]axisMap
	next   [3][]int    // by axis and cell: the coarse cell beside its parent; -1: none
	f      [3][][]T    // by axis and state: the weight of that one
	link   []T         // along one axis: the coupling to the next cell
	ways   [3][]strand // by axis: the straight entries to the next cell, and from it
}

// strand is the pair of entries that couple a state of neighbours along an axis.
type strand struct{ up, down int }

func newTransfer[T vec.Float](m *Matrix[T], coarse *grid.Grid, axes *[3]axisMap) *transfer[T] {
	g := m.Grid
	t := &transfer[T]{m: m, fine: g, coarse: coarse, axes: axes}
	links, _ := grid.Alloc[T](g, 1)
	t.link = links[0]
	for a := range 3 {
		x := &axes[a]
		for i := range x.n {
			next := -1
			if to := x.outside[i]; to >= 0 {
				next = x.parent[to]
			}
			t.next[a] = append(t.next[a], next)
		}
		if x.n == x.coarse {
			continue // no weights: cells are their parents
		}
		t.f[a], _ = grid.Alloc[T](g, m.States)
		for s := range m.States {
			up, down := Entry{Equation: s, State: s}, Entry{Equation: s, State: s}
			up.Off[a], down.Off[a] = 1, -1
			t.ways[a] = append(t.ways[a], strand{m.find(up), m.find(down)})
		}
	}
	return t
}

// update computes the weights.
func (t *transfer[T]) update() {
	for a := range t.fine.Dim {
		for s := range t.f[a] {
			t.measure(a, s)
			t.weigh(a, s)
		}
	}
}

// measure sets link to the couplings of a state along an axis, at the lower cell.
func (t *transfer[T]) measure(axis, s int) {
	g, n := t.fine, t.axes[axis].n
	way := t.ways[axis][s]
	clear(t.link)
	for k := range g.Rows() {
		row := g.Row(k)
		cell := cellOf(g, row)
		for i := range g.N[g.Dim-1] {
			cell[g.Dim-1] = i
			at, to := row+i, cell[axis]+1
			if to == n {
				if !g.Periodic[axis] {
					continue
				}
				to = 0
			}
			sum := T(0)
			if way.up >= 0 {
				sum += abs(t.m.Values[way.up][at])
			}
			if way.down >= 0 {
				sum += abs(t.m.Values[way.down][at+(to-cell[axis])*g.Stride[axis]])
			}
			t.link[at] = sum / 2
		}
	}
}

func abs[T vec.Float](x T) T { return T(math.Abs(float64(x))) }

// weigh sets the weights of a state along an axis.
func (t *transfer[T]) weigh(axis, s int) {
	g, m, f := t.fine, &t.axes[axis], t.f[axis][s]
	for k := range g.Rows() {
		row := g.Row(k)
		cell := cellOf(g, row)
		for i := range g.N[g.Dim-1] {
			cell[g.Dim-1] = i
			f[row+i] = 0
			p := cell[axis]
			sib := m.sibling[p]
			if sib < 0 {
				continue
			}
			line := row + i - p*g.Stride[axis] // the first cell of this line
			at := func(i, j int) float64 {     // the coupling of neighbours
				low := min(i, j)
				if max(i, j) != low+1 {
					low = max(i, j) // around the ring
				}
				return float64(t.link[line+low*g.Stride[axis]])
			}
			in := at(p, sib)
			to := m.outside[p]
			var weight float64
			if to < 0 {
				wall := math.Abs(float64(t.m.wall[axis][s][row+i]))
				weight = quotient(wall, wall+2*in)
			} else if out, beyond := at(p, to), m.sibling[to]; beyond >= 0 {
				far := at(to, beyond)
				weight = quotient(out*far, out*far+2*in*far+in*out)
			} else {
				weight = quotient(out, out+2*in)
			}
			f[row+i] = T(weight)
		}
	}
}

// quotient is a/b, 0 where there is none.
func quotient(a, b float64) float64 {
	if q := a / b; q >= 0 && q <= 1 {
		return q
	}
	return 0
}

// eachRow calls use with every fine row and the coarse rows that it takes from:
// bit a of side tells that it is not the parents' along axis a.
func (t *transfer[T]) eachRow(use func(fine, coarse, side int)) {
	g := t.fine
	last := g.Dim - 1
	for k := range g.Rows() {
		row := g.Row(k)
		cell := cellOf(g, row)
		for side := range 1 << last {
			at, some := t.coarse.Origin, true
			for a := range last {
				p := t.axes[a].parent[cell[a]]
				if side>>a&1 == 1 {
					p = t.next[a][cell[a]]
				}
				some = some && p >= 0
				at += p * t.coarse.Stride[a]
			}
			if some {
				use(row, at, side)
			}
		}
	}
}

// weight is what cell i of a row takes from coarse rows on a side.
func (t *transfer[T]) weight(s, i, side int) T {
	w := T(1)
	for a := range t.fine.Dim - 1 {
		if t.f[a] == nil {
			continue
		}
		f := t.f[a][s][i]
		if side>>a&1 == 0 {
			f = 1 - f
		}
		w *= f
	}
	return w
}

// prolong adds the interpolated coarse vector x to y.
func (t *transfer[T]) prolong(y, x []T) {
	vec.ClearUpper()
	last := t.fine.Dim - 1
	parent, next := t.axes[last].parent, t.next[last]
	for s := range t.m.States {
		y, x := y[s*t.fine.Size:], x[s*t.coarse.Size:]
		t.eachRow(func(fine, coarse, side int) {
			src := x[coarse : coarse+t.coarse.N[last]]
			for i, p := range parent {
				w := t.weight(s, fine+i, side)
				if t.f[last] == nil {
					y[fine+i] += T(w * src[p])
					continue
				}
				f := t.f[last][s][fine+i]
				v := T((1 - f) * src[p])
				if q := next[i]; q >= 0 {
					v += T(f * src[q])
				}
				y[fine+i] += T(w * v)
			}
		})
	}
}

// restrict sets the coarse vector x to the transpose of prolong on y.
func (t *transfer[T]) restrict(x, y []T) {
	vec.ClearUpper()
	last := t.fine.Dim - 1
	parent, next := t.axes[last].parent, t.next[last]
	clear(x)
	for s := range t.m.States {
		y, x := y[s*t.fine.Size:], x[s*t.coarse.Size:]
		t.eachRow(func(fine, coarse, side int) {
			dst := x[coarse : coarse+t.coarse.N[last]]
			for i, p := range parent {
				v := T(t.weight(s, fine+i, side) * y[fine+i])
				if t.f[last] == nil {
					dst[p] += v
					continue
				}
				f := t.f[last][s][fine+i]
				dst[p] += T((1 - f) * v)
				if q := next[i]; q >= 0 {
					dst[q] += T(f * v)
				}
			}
		})
	}
}
