package krylov

import "github.com/pindiff/pindiffc/runtime/vec"

// cg is the method of conjugate gradients (Hestenes and Stiefel, 1952), with
// optional preconditioning:
//
//	alpha = <r,z>/<p,Ap>   x += alpha p   r -= alpha Ap
//	z = M^-1 r             beta = <r,z>'/<r,z>   p = z + beta p
//
// <,> is the plain sum, whatever the weights of the space.
type cg[T vec.Float] struct {
	p, q, z  []T
	rz       float64
	fresh    bool
	weighted Weighted[T] // nil where Dot is the plain sum
}

// NewCG returns a conjugate-gradient solver for vectors of the space.
func NewCG[T vec.Float](space Space[T]) *Solver[T] {
	return newSolver(space, &cg[T]{p: space.New(), q: space.New(), z: space.New()})
}

func (c *cg[T]) start(w *work[T], _ float64) {
	c.weighted = nil
	if s, ok := w.Space.(Weighted[T]); ok && s.Weighted() {
		c.weighted = s
	}
	z := w.precondition(c.z, w.r)
	c.rz = c.dot(w, w.r, z)
	w.Copy(c.p, z)
	c.fresh = true
}

// dot is the inner product in which A is symmetric.
func (c *cg[T]) dot(w *work[T], x, y []T) float64 {
	if c.weighted != nil {
		return c.weighted.PlainDot(x, y)
	}
	return w.Dot(x, y)
}

func (c *cg[T]) step(w *work[T]) (float64, Status) {
	w.apply(c.q, c.p)
	if c.fresh {
		w.gain = max(w.gain, w.norm(c.q)/w.norm(c.p))
		c.fresh = false
	}
	curvature := c.dot(w, c.p, c.q)
	if !finite(curvature) {
		return curvature, NotFinite
	}
	if curvature <= 0 || c.rz <= 0 {
		return w.norm(w.r), Indefinite
	}
	alpha := c.rz / curvature
	w.Axpy(T(alpha), c.p, w.x)
	norm := w.AxpbyNorm(w.r, T(-alpha), c.q, 1, w.r)
	if norm <= w.target {
		return norm, Converged
	}
	z := w.precondition(c.z, w.r)
	rz := norm * norm
	if w.pre != nil || c.weighted != nil {
		rz = c.dot(w, w.r, z)
	}
	w.Axpby(1, z, T(rz/c.rz), c.p)
	c.rz = rz
	return norm, Converged
}

func (c *cg[T]) finish(*work[T]) {}
