package solver

import (
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
	ready   bool // the matrix is the Jacobian at the state evaluated last
	checked bool
	agrees  bool
	test    []T
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
	v, want := w.work[1], w.work[0]
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

// stale notes that another state has been evaluated.
func (p *preconditioner[T]) stale() {
	if p != nil {
		p.products.ready = false
	}
}

// multiply sets dst = J src, or J' src, with the matrix, if it is ready.
func (p *preconditioner[T]) multiply(dst, src []T, transposed bool) bool {
	if p == nil || !p.products.ready {
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
