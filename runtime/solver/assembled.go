package solver

import (
	"math"
	"slices"

	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// assembled says whether products with the Jacobian are made with the matrix that
// the preconditioner is built from. Where the system is nonlinear that is the same
// linear map, computed once for each linearisation: a tangent kernel would compute
// its exponentials and powers anew for each product.
//
// A matrix can be short of what a tangent does: couplings through two walls at a
// corner are not folded into it. So it is compared with tangents once, and used
// only if both agree.
type assembled[T vec.Float] struct {
	current bool // the matrix is that of the state evaluated last
	ready   bool // and serves for products
	serves  bool // it is the last linearisation's, and serves for products
	kept    bool // and does so whatever state has been evaluated since
	at      []T  // that state
	checked bool
	agrees  bool
	test    []T
	want    []T
}

// assemble computes the matrix at the state that was evaluated last, unless it has
// been: scales are measured and the first step is taken at the same state.
func (p *preconditioner[T]) assemble() {
	w := p.w
	defer func() { p.products.serves = p.products.ready }()
	if p.products.current {
		return
	}
	w.args.Val[kernel.Entry] = p.matrix.Values[:p.matrix.Given]
	w.interior(w.kernels.Matrix)
	p.matrix.Begin()
	for i := len(p.ghosts) - 1; i >= 0; i-- {
		g := &p.ghosts[i]
		p.matrix.FoldGhost(g.Ghost, p.weights(g))
	}
	p.products.offer(p)
	p.regular()
	w.space.Copy(p.products.at, w.state)
	p.products.current = true
}

// offer makes the matrix ready for products, if it serves.
func (a *assembled[T]) offer(p *preconditioner[T]) {
	w := p.w
	if w.problem.Linear || w.system.held || w.singular() {
		return
	}
	if !a.checked {
		a.checked, a.agrees = true, a.compare(p)
	}
	a.ready = a.agrees
}

// singular tells that some state is determined up to a constant; the term that
// fixes it is no entry of a matrix.
func (s *shared[T]) singular() bool {
	return slices.ContainsFunc(s.problem.States, func(st kernel.StateInfo) bool { return st.Null })
}

// compare multiplies a rough vector of each state both ways.
func (a *assembled[T]) compare(p *preconditioner[T]) bool {
	w := p.w
	tolerance := 1e4 * epsilon[T]()
	v, want := w.work[1], a.want
	defer func(n int) { w.applies = n }(w.applies) // each worker compares once: no work of a case
	for t := range w.space.Fields {
		w.probe(v, t)
		p.matrix.Apply(a.test, v)
		w.system.Apply(want, v)
		w.space.Axpy(-1, want, a.test)
		for s := range w.space.Fields {
			if size := w.rms(want, s); !(w.rms(a.test, s) <= tolerance*size) {
				return false
			}
		}
	}
	return true
}

// evaluated notes which state has been evaluated.
func (p *preconditioner[T]) evaluated(z []T) {
	if p != nil && p.products.current && !p.w.same(z, p.products.at) {
		p.outdated()
	}
}

// outdated notes that the operator is another one, or its state.
func (p *preconditioner[T]) outdated() {
	if p != nil {
		p.products.current, p.products.ready = false, false
	}
}

// keep makes the matrix serve for products until drop.
func (p *preconditioner[T]) keep() { p.products.kept = true }

// drop ends what keep began.
func (p *preconditioner[T]) drop() {
	if p != nil {
		p.products.serves, p.products.kept = false, false
	}
}

// forMeasuring makes the matrix ready for the products that scales are measured
// with, where it serves.
func (p *preconditioner[T]) forMeasuring() {
	p.outdated()
	if p != nil && !p.w.problem.Linear && !p.w.system.held && !p.w.singular() {
		p.assemble()
	}
}

// sizes sets block, row by row of states, to the root mean square of the matrix times
// a vector of 1 and -1 in one state, the mean over all of these: the entries' squares
// add up. It answers false where there is no matrix for products.
func (p *preconditioner[T]) sizes(block []float64) bool {
	if p == nil || !p.products.ready {
		return false
	}
	w := p.w
	n := w.space.Fields
	clear(block)
	for k, e := range p.matrix.Entries {
		x := w.rms(p.matrix.Values[k], 0)
		at := e.Equation*n + e.State
		block[at] = math.Hypot(block[at], x)
	}
	return true
}

// same says whether two vectors have the same interior.
func (w *worker[T]) same(x, y []T) bool {
	n := w.grid.N[w.grid.Dim-1]
	for s := range w.space.Fields {
		for k := range w.grid.Rows() {
			r := s*w.grid.Size + w.grid.Row(k)
			if !slices.Equal(x[r:r+n], y[r:r+n]) {
				return false
			}
		}
	}
	return true
}

// multiplies says whether the matrix is ready for products.
func (p *preconditioner[T]) multiplies() bool {
	return p != nil && (p.products.ready || p.products.kept)
}

// multiply sets dst = J src, or J' src, with the matrix, if it is ready.
func (p *preconditioner[T]) multiply(dst, src []T, transposed bool) bool {
	if !p.multiplies() {
		return false
	}
	if transposed {
		p.matrix.ApplyTransposed(dst, src)
	} else {
		p.matrix.Apply(dst, src)
	}
	p.w.applies++
	return true
}
