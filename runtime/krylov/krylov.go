// Package krylov solves linear systems A x = b that are known only by their
// product with a vector: CG for symmetric positive (semi)definite ones, BiCGStab
// and restarted GMRES for the rest.
//
// A method is three steps, start, step and finish; one driver owns limits, statuses,
// restarts and statistics, and reports the true residual. Nothing is allocated
// by a solve. The package knows vectors only through Space: no grid, no ghosts,
// no time, and never what A is.
package krylov

import "github.com/pindiff/pindiffc/runtime/vec"

// Operator is a linear map. Apply sets dst = A src; dst and src never share
// memory. It may use parts of src that are outside the space (ghost cells).
type Operator[T vec.Float] interface {
	Apply(dst, src []T)
}

// Dotted is an Operator that multiplies what it makes as it makes it.
type Dotted[T vec.Float] interface {
	Operator[T]
	// ApplyDots is Apply, and then DotNorm(x, dst) in the space of the solver.
	ApplyDots(dst, src, x []T) (dot, norm float64)
}

// Relaxing is an Operator whose equation may be solved by a relaxation to begin with.
type Relaxing[T vec.Float] interface {
	Operator[T]
	// Relax sets x to a solution of A x = b whose residual has a norm of about target,
	// and returns the number of sweeps and the norm it has come to, as it estimates it:
	// above the target where they do not converge or are as many as `most`, and not finite
	// where x is not. Without any sweep x is not touched.
	Relax(x, b []T, target float64, most int) (sweeps int, left float64)
}

// Preconditioner is a linear map close to the inverse of an Operator: it sets
// dst = M^-1 src. For CG it must be symmetric and positive definite.
type Preconditioner[T vec.Float] interface {
	Precondition(dst, src []T)
}

// Space is the algebra of vectors. Reductions accumulate in float64, in an order
// that does not depend on threads. The right-hand side should be of order 1
// (see Smallest): products of small values may vanish in Dot.
type Space[T vec.Float] interface {
	New() []T                     // a zero vector
	Dot(x, y []T) float64         // sum of x*y
	Norm(x []T) float64           // of values of any size: squares may neither vanish nor overflow
	Axpy(a T, x, y []T)           // y += a*x
	Axpby(a T, x []T, b T, y []T) // y = a*x + b*y
	Scale(a T, x []T)             // x *= a
	Copy(dst, src []T)            // dst = src
	Zero(x []T)                   // x = 0

	// Several of these in one pass over memory.
	DotNorm(x, y []T) (dot, norm float64)                                    // Dot(x, y), Norm(y)
	AxpbyNorm(dst []T, a T, x []T, b T, y []T) float64                       // dst = a*x + b*y, and its norm; dst may be one of the others
	Redirect(dst, x []T, b T, p []T, a T, v []T)                             // dst = x + b*(p + a*v); dst may be one of the others
	Advance(a T, p []T, b T, s, x []T, c T, t, y, z []T) (norm, dot float64) // x += a*p + b*s, y += c*t, Norm(y), Dot(z, y); y may be s
}

// Weighted is a Space whose Dot and Norm may weigh elements unequally, so that
// equations of different size count alike. BiCGStab and GMRES may use any inner
// product. CG needs the one in which A is symmetric, the plain sum: it measures
// residuals by Norm, and takes everything else from PlainDot.
type Weighted[T vec.Float] interface {
	Space[T]
	Weighted() bool // now: weights may change between solves
	PlainDot(x, y []T) float64
}

// Options of one solve.
type Options struct {
	Rtol, Atol float64 // stop when |b - A x| <= max(Atol, Rtol*|b|)
	MaxIter    int     // limit on iterations, over all restarts
	Size       float64 // |b|, from who knows it; 0: it is measured
	ZeroGuess  bool    // x is overwritten by zero first, which saves a product
	Unchecked  bool    // believe the recurrence: the caller checks the residual itself
}

// Result of one solve. Residual is the true one, |b - A x|, except that with
// Unchecked it is the recurrence's.
type Result struct {
	Status      Status
	Iterations  int
	Applies     int // products with A
	Restarts    int
	Residual    float64
	Target      float64 // what it had to reach
	Contraction float64 // mean factor of the residual per iteration
	Fallback    bool    // CG met an indefinite matrix, and BiCGStab went on: see NewRobust
}
