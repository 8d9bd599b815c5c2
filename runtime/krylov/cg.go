package krylov

import "github.com/pindiff/pindiffc/runtime/vec"

// cg is the method of conjugate gradients (Hestenes and Stiefel, 1952), with
// optional preconditioning:
//
//	alpha = <r,z>/<p,Ap>   x += alpha p   r -= alpha Ap
//	z = M^-1 r             beta = <r,z>'/<r,z>   p = z + beta p
type cg[T vec.Float] struct {
	p, q, z []T
	rz      float64
	fresh   bool
}

// NewCG returns a conjugate-gradient solver for vectors of the space.
func NewCG[T vec.Float](space Space[T]) *Solver[T] {
	return newSolver(space, &cg[T]{p: space.New(), q: space.New(), z: space.New()})
}

func newSolver[T vec.Float](space Space[T], m method[T]) *Solver[T] {
	return &Solver[T]{
		space: space, m: m, best: space.New(),
		w: work[T]{Space: space, r: space.New()},
	}
}

func (c *cg[T]) start(w *work[T]) {
	z := c.direction(w)
	c.rz = w.Dot(w.r, z)
	w.Copy(c.p, z)
	c.fresh = true
}

// direction is the preconditioned residual.
func (c *cg[T]) direction(w *work[T]) []T {
	if w.pre == nil {
		return w.r
	}
	w.pre.Precondition(c.z, w.r)
	return c.z
}

func (c *cg[T]) step(w *work[T]) (float64, Status) {
	w.apply(c.q, c.p)
	if c.fresh {
		w.gain = max(w.gain, w.norm(c.q)/w.norm(c.p))
		c.fresh = false
	}
	curvature := w.Dot(c.p, c.q)
	if !finite(curvature) {
		return curvature, NotFinite
	}
	if curvature <= 0 || c.rz <= 0 {
		return w.norm(w.r), Indefinite
	}
	alpha := c.rz / curvature
	w.Axpy(T(alpha), c.p, w.x)
	w.Axpy(T(-alpha), c.q, w.r)
	z := c.direction(w)
	rz := w.Dot(w.r, z)
	w.Axpby(1, z, T(rz/c.rz), c.p)
	c.rz = rz
	if w.pre == nil {
		return sqrt(rz), Converged
	}
	return w.norm(w.r), Converged
}
