package precond

// solve sets x = M^-1 b, or M^-T b.
func (l *level[T]) solve(x, b []T, transposed bool) {
	if l.direct != nil {
		l.direct.solve(x, b, transposed)
		return
	}
	l.space.Zero(x)
	l.space.Copy(l.r, b)
	l.smooth(x, transposed)
	l.subtract(x, b, transposed)
	c := l.next
	c.restrict(c.b, l.r)
	c.level.solve(c.x, c.b, transposed)
	c.prolong(x, c.x)
	l.subtract(x, b, transposed)
	l.smooth(x, transposed)
}

// subtract sets r = b - A x, or b - A' x.
func (l *level[T]) subtract(x, b []T, transposed bool) {
	l.space.Copy(l.r, b)
	l.take(x, transposed)
}

// take is r -= A x, or A' x.
func (l *level[T]) take(x []T, transposed bool) {
	if transposed {
		l.m.SubtractTransposed(l.r, x)
	} else {
		l.m.Subtract(l.r, x)
	}
}

// The smoother damps errors on which D^-1 A, D the blocks of cells, acts as a number
// from smoothest to roughest: the upper half of what the Laplacian comes to.
const (
	smoothest = 0.5
	roughest  = 2
	sweeps    = 2
)

// smooth adds S r to x: steps of the Chebyshev iteration for D^-1 A,
//
//	d_1 = D^-1 r / theta,   d_{k+1} = rho_{k+1} (rho_k d_k + 2/delta D^-1 (r - A x_k))
//	rho_1 = delta/theta,    rho_{k+1} = 1/(2 theta/delta - rho_k)
//
// theta the middle of the interval, delta half its width (Saad, Iterative Methods
// for Sparse Linear Systems, algorithm 12.1). S is a polynomial in D^-1 A times
// D^-1, so its transpose is the same with transposes.
func (l *level[T]) smooth(x []T, transposed bool) {
	const theta, delta = (roughest + smoothest) / 2, (roughest - smoothest) / 2
	rho := delta / theta
	for k := range sweeps {
		if transposed {
			l.point.PreconditionTransposed(l.z, l.r)
		} else {
			l.point.Precondition(l.z, l.r)
		}
		if k == 0 {
			l.space.Axpby(T(1/theta), l.z, 0, l.d)
		} else {
			next := 1 / (2*theta/delta - rho)
			l.space.Axpby(T(2*next/delta), l.z, T(next*rho), l.d)
			rho = next
		}
		l.space.Axpy(1, l.d, x)
		if k < sweeps-1 {
			l.take(l.d, transposed)
		}
	}
}
