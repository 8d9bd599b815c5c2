package precond

import "github.com/pindiff/pindiffc/runtime/vec"

// The smoother damps errors on which D^-1 A, D the blocks of cells, acts as a number
// from smoothest to roughest: the upper half of what the Laplacian comes to. It is
// two steps of the Chebyshev iteration for D^-1 A,
//
//	d_1 = D^-1 r / theta,   d_2 = rho_2 (rho_1 d_1 + 2/delta D^-1 (r - A d_1))
//	rho_1 = delta/theta,    rho_2 = 1/(2 theta/delta - rho_1)
//
// theta the middle of the interval, delta half its width (Saad, Iterative Methods
// for Sparse Linear Systems, algorithm 12.1), which add up to
//
//	S r = first d_1 + second D^-1 (r - A d_1)
//
// S is a polynomial in D^-1 A times D^-1, so its transpose is the same with
// transposes.
const (
	smoothest = 0.5
	roughest  = 2

	theta, delta = (roughest + smoothest) / 2, (roughest - smoothest) / 2
	rho1         = delta / theta
	rho2         = 1 / (2*theta/delta - rho1)
	first        = 1 + rho2*rho1
	second       = 2 * rho2 / delta
)

// solve sets x = M^-1 b, or M^-T b.
func (l *level[T]) solve(x, b []T, transposed bool) {
	if l.direct != nil {
		l.direct.solve(x, b, transposed)
		return
	}
	m, c := l.m, l.next
	l.begin(b, transposed)
	l.inverse.mix(m, x, first, l.d, second, l.r, transposed)
	m.residual(l.r, b, x, transposed)
	c.restrict(c.b, l.r)
	c.level.solve(c.x, c.b, transposed)
	c.prolong(x, c.x)
	m.residual(l.r, b, x, transposed)
	l.begin(l.r, transposed)
	vec.Axpy(first, m.inside(l.d), m.inside(x))
	l.inverse.mix(m, x, 1, x, second, l.r, transposed)
}

// begin sets d = D^-1 b / theta and r = b - A d, which smoothing combines.
func (l *level[T]) begin(b []T, transposed bool) {
	l.inverse.mix(l.m, l.d, 0, b, 1/theta, b, transposed)
	l.m.residual(l.r, b, l.d, transposed)
}
