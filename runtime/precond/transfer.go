package precond

import (
	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// transfer interpolates between a grid and its coarse one: linearly along each
// axis between the centres of the coarse cells, constant beyond the outermost
// centre before a wall. Restriction is its transpose.
type transfer[T vec.Float] struct {
	fine, coarse *grid.Grid
	axes         [3][]parents
	row          []T // one coarse row
}

// parents are the two coarse cells that a fine one is interpolated from.
type parents struct {
	cell   [2]int
	weight [2]float64
}

func newTransfer[T vec.Float](fine, coarse *grid.Grid, axes *[3]axisMap) *transfer[T] {
	t := &transfer[T]{fine: fine, coarse: coarse, row: make([]T, coarse.N[coarse.Dim-1])}
	for a := range 3 {
		t.axes[a] = axes[a].interpolation()
	}
	return t
}

func (a *axisMap) interpolation() []parents {
	list := make([]parents, a.n)
	edge := 0.0 // of the fine cell
	left := 0.0 // of the coarse cell
	for i, w := range a.fine {
		I := a.parent[i]
		if i > 0 && I != a.parent[i-1] {
			left = edge
		}
		d := edge + w/2 - (left + a.wide[I]/2) // from the parent's centre
		edge += w
		p := parents{cell: [2]int{I, I}, weight: [2]float64{1, 0}}
		step := 1
		if d < 0 {
			step = -1
		}
		J := I + step
		if a.periodic {
			J = wrap(J, a.coarse)
		}
		if d != 0 && J >= 0 && J < a.coarse && J != I {
			f := max(d, -d) / distance(a.wide, I, step)
			p = parents{cell: [2]int{I, J}, weight: [2]float64{1 - f, f}}
		}
		list[i] = p
	}
	return list
}

// eachRow calls f with every fine row and the coarse ones that it is interpolated
// from, of one state.
func (t *transfer[T]) eachRow(f func(fine, coarse int, weight float64)) {
	g := t.fine
	last := g.Dim - 1
	for k := range g.Rows() {
		row := g.Row(k)
		cell := cellOf(g, row)
		for mix := range 1 << last {
			at, w := t.coarse.Origin, 1.0
			for a := range last {
				p := &t.axes[a][cell[a]]
				side := mix >> a & 1
				at += p.cell[side] * t.coarse.Stride[a]
				w *= p.weight[side]
			}
			if w != 0 {
				f(row, at, w)
			}
		}
	}
}

// prolong adds the interpolated coarse vector x to y.
func (t *transfer[T]) prolong(y, x []T, states int) {
	vec.ClearUpper()
	last := t.axes[t.fine.Dim-1]
	for s := range states {
		y, x := y[s*t.fine.Size:], x[s*t.coarse.Size:]
		t.eachRow(func(fine, coarse int, w float64) {
			dst, src := y[fine:fine+len(last)], x[coarse:coarse+len(t.row)]
			for i := range last {
				p := &last[i]
				dst[i] += T(T(w*p.weight[0])*src[p.cell[0]]) + T(T(w*p.weight[1])*src[p.cell[1]])
			}
		})
	}
}

// restrict sets the coarse vector x to the transpose of prolong on y.
func (t *transfer[T]) restrict(x, y []T, states int) {
	vec.ClearUpper()
	last := t.axes[t.fine.Dim-1]
	clear(x)
	for s := range states {
		y, x := y[s*t.fine.Size:], x[s*t.coarse.Size:]
		t.eachRow(func(fine, coarse int, w float64) {
			src, dst := y[fine:fine+len(last)], x[coarse:coarse+len(t.row)]
			for i := range last {
				p := &last[i]
				dst[p.cell[0]] += T(T(w*p.weight[0]) * src[i])
				dst[p.cell[1]] += T(T(w*p.weight[1]) * src[i])
			}
		})
	}
}
