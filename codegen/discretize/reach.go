package discretize

import (
	"fmt"

	"github.com/pindiff/pindiffc/codegen/ir"
)

// source is an array that the equations read: a state, new or lagged, a
// coefficient field, at either time, or a call.
type source struct {
	role  ir.Role // State, Coef, Call
	index int
}

// depth is how many ghost layers of a source are read, by axis and side.
type depth [3][2]int

// window is where an expression is evaluated along an axis: with i the index of
// the current cell, i + lo is no less than the first cell, and i + hi no more than
// the last. far is no constraint that matters: the place is not near that end.
type window [3]struct{ lo, hi int }

const far = 1 << 20

// reads collects how far the equations and the calls in them reach beyond each
// face of the grid. What is selected by ir.Inside counts only where it is taken.
func (b *builder) reads() map[source]depth {
	r := &reader{b: b, out: map[source]depth{}, seen: map[seen]bool{}}
	for _, eq := range b.p.Equations {
		for _, id := range []ir.ID{eq.Mass, eq.Cell, eq.Scale} {
			r.visit(id, window{})
		}
		for a := range b.m.Axes {
			var w window
			w[a].hi = -1 // the last face is that of the first ghost
			r.visit(eq.Flux[a], w)
		}
	}
	return r.out
}

type seen struct {
	id ir.ID
	w  window
}

type reader struct {
	b    *builder
	out  map[source]depth
	seen map[seen]bool
}

func (r *reader) visit(id ir.ID, w window) {
	g := r.b.g
	if g.Uniform(id) || r.seen[seen{id, w}] {
		return
	}
	r.seen[seen{id, w}] = true
	n := g.Node(id)
	if n.Op == ir.Load {
		r.load(n, w)
		return
	}
	if c := g.Node(n.X); n.Op == ir.Select && c.Op == ir.Inside {
		axis := int(c.Sym.Index)
		in, out, possible := w.split(axis, int(c.Off[axis]))
		r.visit(n.Y, in)
		if possible {
			r.visit(n.Z, out)
		}
		return
	}
	for _, x := range n.Operands() {
		r.visit(x, w)
	}
}

// split is the window where the cell k cells along the axis is within the grid, and
// that where it is not, if there is any.
func (w window) split(axis, k int) (in, out window, possible bool) {
	in, out = w, w
	in[axis].lo, in[axis].hi = min(w[axis].lo, k), max(w[axis].hi, k)
	low, high := k < w[axis].lo, k > w[axis].hi
	if low && !high {
		out[axis].hi = far
	}
	if high && !low {
		out[axis].lo = -far
	}
	return in, out, low || high
}

func (r *reader) load(n ir.Node, w window) {
	s := source{n.Sym.Role, int(n.Sym.Index)}
	switch n.Sym.Role {
	case ir.Lag:
		s.role = ir.State
	case ir.CoefLag:
		s.role = ir.Coef
	}
	d := r.out[s]
	for a := range r.b.m.Axes {
		o := int(n.Off[a])
		d[a][0] = max(d[a][0], w[a].lo-o)
		d[a][1] = max(d[a][1], o-w[a].hi)
	}
	r.out[s] = d
	if s.role == ir.Call {
		for _, x := range r.b.p.Calls[s.index].Inputs {
			r.visit(r.b.g.Shift(x, n.Off), w)
		}
	}
}

// maxReach bounds the ghost layers, and so what a short text can ask for.
const maxReach = 8

// reach finds how far the equations look, and refuses what the grid cannot serve.
func (b *builder) reach() {
	for s, d := range b.reads() { // any order gives the same
		if s.role == ir.Call {
			continue // their inputs count
		}
		for a := range b.m.Axes {
			b.p.Reach[a] = max(b.p.Reach[a], d[a][0], d[a][1])
		}
	}
	for a, x := range b.m.Axes {
		r := b.p.Reach[a]
		b.p.Halo = max(b.p.Halo, r)
		if r > maxReach {
			b.report(codeWide, x.Span,
				fmt.Sprintf("the equations reach %d cells along `%s`, and at most %d are supported", r, x.Name, maxReach),
				"nest fewer derivatives; closures of derivatives of closures count too")
			continue
		}
		if need := max(4, 2*r); r > 0 && x.Cells < need {
			b.report(codeSmallGrid, x.Span,
				fmt.Sprintf("the stencil needs at least %d cells along `%s`, and there are %d", need, x.Name, x.Cells),
				fmt.Sprintf("write `cells %d` or more", need))
		}
	}
}
