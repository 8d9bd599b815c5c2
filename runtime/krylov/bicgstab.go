package krylov

import (
	"math"

	"github.com/pindiff/pindiffc/runtime/vec"
)

// bicgstab is the stabilised method of bi-conjugate gradients (van der Vorst,
// 1992), preconditioned from the right:
//
//	v = A M^-1 p      alpha = rho/<s0,v>      s = r - alpha v
//	t = A M^-1 s      omega = <t,s>/<t,t>     x += M^-1 (alpha p + omega s)
//	r = s - omega t   rho' = <s0,r>           p = r + rho'/rho alpha/omega (p - omega v)
//
// with the shadow s0 = r at the start, and, where that has broken down, s0 = r
// plus noise of its size: transport from a single cell leaves a residual that is
// orthogonal to the first one.
type bicgstab[T vec.Float] struct {
	shadow, p, v, t, z []T
	rho, shadowNorm    float64
	fresh              bool
}

// NewBiCGStab returns a BiCGStab solver for vectors of the space.
func NewBiCGStab[T vec.Float](space Space[T]) *Solver[T] {
	return newSolver(space, &bicgstab[T]{
		shadow: space.New(), p: space.New(), v: space.New(), t: space.New(), z: space.New(),
	})
}

func (c *bicgstab[T]) start(w *work[T], _ float64) {
	w.Copy(c.shadow, w.r)
	w.Copy(c.p, w.r)
	c.rho = w.Dot(w.r, w.r)
	c.shadowNorm = math.Sqrt(c.rho)
	if w.shakes > 0 {
		size := c.shadowNorm / math.Sqrt(float64(len(w.r)))
		for i := range c.shadow {
			c.shadow[i] += T(size * noise(i, w.shakes))
		}
		c.rho = w.Dot(c.shadow, w.r)
		c.shadowNorm = w.norm(c.shadow)
	}
	c.fresh = true
}

func (c *bicgstab[T]) finish(*work[T]) {}

func (c *bicgstab[T]) step(w *work[T]) (float64, Status) {
	eps := Epsilon[T]()
	p := w.precondition(c.z, c.p)
	w.apply(c.v, p)
	vNorm := w.norm(c.v)
	if c.fresh {
		w.gain = max(w.gain, vNorm/w.norm(p))
		c.fresh = false
	}
	sv := w.Dot(c.shadow, c.v)
	if !finite(sv) || !finite(vNorm) {
		return vNorm, NotFinite
	}
	if math.Abs(sv) <= eps*c.shadowNorm*vNorm {
		return w.norm(w.r), Breakdown
	}
	alpha := c.rho / sv
	w.Axpy(T(alpha), p, w.x)
	w.Axpy(T(-alpha), c.v, w.r) // r is now s
	norm := w.norm(w.r)
	if norm <= w.target {
		return norm, Converged
	}
	s := w.precondition(c.z, w.r)
	w.apply(c.t, s)
	tt := w.Dot(c.t, c.t)
	ts := w.Dot(c.t, w.r)
	if !finite(tt) {
		return tt, NotFinite
	}
	if math.Abs(ts) <= eps*math.Sqrt(tt)*norm {
		return norm, Breakdown
	}
	omega := ts / tt
	w.Axpy(T(omega), s, w.x)
	w.Axpy(T(-omega), c.t, w.r)
	norm = w.norm(w.r)
	if norm <= w.target {
		return norm, Converged
	}
	rho := w.Dot(c.shadow, w.r)
	if math.Abs(rho) <= eps*c.shadowNorm*norm {
		return norm, Breakdown
	}
	beta := rho / c.rho * alpha / omega
	w.Axpy(T(-omega), c.v, c.p)
	w.Axpby(1, w.r, T(beta), c.p)
	c.rho = rho
	return norm, Converged
}

// noise is a number from -2 to 2 that depends on nothing but its arguments.
func noise(i, seed int) float64 {
	h := (uint64(i) + 1) * 0x9e3779b97f4a7c15 * uint64(2*seed+1) // splitmix64
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return float64(h>>11)*0x1p-51 - 2
}
