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
	shadow, p, v, t []T
	y, z            []T // M^-1 p and M^-1 s, where there is an M
	residual        []T // r: work.r, or before the first step the shadow, which it is not copied to
	direction       []T // p likewise
	rho, shadowNorm float64
	first           float64 // |r| at the start
	fresh           bool
}

// NewBiCGStab returns a BiCGStab solver for vectors of the space.
func NewBiCGStab[T vec.Float](space Space[T]) *Solver[T] {
	return newSolver(space, &bicgstab[T]{
		shadow: space.New(), p: space.New(), v: space.New(), t: space.New(),
	})
}

func (c *bicgstab[T]) start(w *work[T], norm float64) {
	if w.pre != nil && c.y == nil {
		c.y, c.z = w.New(), w.New()
	}
	c.rho, c.shadowNorm, c.first = norm*norm, norm, norm
	if w.shakes == 0 {
		c.shadow, w.r = w.r, c.shadow
		c.residual, c.direction = c.shadow, c.shadow
	} else {
		w.Copy(c.shadow, w.r)
		w.Copy(c.p, w.r)
		c.residual, c.direction = w.r, c.p
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
	p := w.precondition(c.y, c.direction)
	sv, vNorm := w.applyDots(c.v, p, c.shadow)
	if c.fresh {
		size := c.first
		if w.pre != nil {
			size = w.norm(p)
		}
		w.gain = max(w.gain, vNorm/size)
		c.fresh = false
	}
	if !finite(sv) || !finite(vNorm) {
		return vNorm, NotFinite
	}
	if math.Abs(sv) <= eps*c.shadowNorm*vNorm {
		return w.norm(c.residual), Breakdown
	}
	alpha := c.rho / sv
	norm := w.AxpbyNorm(w.r, T(-alpha), c.v, 1, c.residual) // r is now s
	c.residual = w.r
	if norm <= w.target {
		w.Axpy(T(alpha), p, w.x)
		return norm, Converged
	}
	s := w.precondition(c.z, w.r)
	ts, tNorm := w.applyDots(c.t, s, w.r)
	status := Converged
	switch {
	case !finite(tNorm):
		status = NotFinite
	case math.Abs(ts) <= eps*tNorm*norm:
		status = Breakdown
	}
	if status != Converged { // half a step is better than none
		w.Axpy(T(alpha), p, w.x)
		return norm, status
	}
	omega := ts / tNorm / tNorm
	norm, rho := w.Advance(T(alpha), p, T(omega), s, w.x, T(-omega), c.t, w.r, c.shadow)
	if norm <= w.target {
		return norm, Converged
	}
	if math.Abs(rho) <= eps*c.shadowNorm*norm {
		return norm, Breakdown
	}
	w.Redirect(c.p, w.r, T(rho/c.rho*alpha/omega), c.direction, T(-omega), c.v)
	c.direction = c.p
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
