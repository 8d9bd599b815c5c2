// Package fixedpoint solves the equation A(z) = b of one time step: by Newton's
// method with a Krylov solver for the steps, by relaxed Picard sweeps, or by
// Anderson's acceleration of these.
//
// All are loops under the same rules: the residual r = b - A(z) is measured, never
// inferred; a solve that diverges or stalls stops early and returns the best
// iterate it has seen; a tolerance below round-off ends as such. Nothing is
// allocated by a solve. The package knows the equation only through System: no
// grid, no time, no adjoint.
package fixedpoint

import (
	"github.com/pindiff/pindiffc/runtime/krylov"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// System is the equation A(z) = b.
type System[T vec.Float] interface {
	// Residual sets r = b - A(z).
	Residual(r, z []T)
	// Linearise fixes z as the point of the tangent; z is not changed before
	// the last Apply.
	Linearise(z []T)
	// Apply sets dst = J src, J = dA/dz at the point.
	krylov.Operator[T]
	// Sweep sets dst = z - omega*D^-1 (A(z) - b), D the diagonal of J.
	Sweep(dst, z []T)
}

// Measured is a System that measures a residual as it computes it, in one pass.
type Measured[T vec.Float] interface {
	System[T]
	// ResidualNorm is Residual, and returns the norm of r in the space of the solver.
	ResidualNorm(r, z []T) float64
}

// Preconditioned is a System that also knows something close to the inverse of J.
type Preconditioned[T vec.Float] interface {
	System[T]
	// Preconditioner returns it, for the point of the last Linearise; nil for
	// none. Every Newton step asks once, after Linearise: this is when to take
	// over the new linearisation, or not to. So does every sweep that is not
	// recorded: it is then made with M in the place of D. An error ends the solve.
	Preconditioner() (krylov.Preconditioner[T], error)
}

// Assembled is a System that may hold its Jacobian as a matrix: a product costs little
// beside a residual, so steps are solved further, and little beside a linearisation,
// so one may serve several steps.
type Assembled[T vec.Float] interface {
	System[T]
	// Assembled says whether it does, for the point of the last Linearise, once the
	// preconditioner has been asked for.
	Assembled() bool
	// Keep makes that linearisation, and its preconditioner, last until the next
	// Linearise, wherever residuals are evaluated.
	Keep()
}

// Limited is a System with places that z must not reach.
type Limited[T vec.Float] interface {
	System[T]
	// Longest is the largest part, up to 1, of a step d from z that keeps clear of
	// them.
	Longest(z, d []T) float64
}

// Space is the space of z and r. Its norm is the one in which a solve converges:
// where it weighs parts, which are the equations, these converge together.
type Space[T vec.Float] interface {
	krylov.Space[T]
	Parts() int
	PartNorm(part int, x []T) float64 // Norm(x)^2 is the sum of their squares
	Move(before, z []T, a T, d []T)   // before = z, then z += a*d
}

// Recorder is given every iterate of a Picard solve, in order, without the first.
type Recorder[T vec.Float] interface {
	Record(z []T)
}

// Method of the outer loop.
type Method int

const (
	Newton Method = iota
	Picard
	Anderson
)

// Options of one solve.
type Options struct {
	Affine    bool    // A is affine: one Krylov solve does it, and a line search is idle
	Tol       float64 // on |b - A(z)| / Scale
	Scale     float64 // |b|; 0: the first residual is taken
	LinearTol float64 // relative, of each Newton step; 0: Eisenstat and Walker's choice
	Relax     float64 // omega of sweeps by the preconditioner, z + omega M^-1 (b - A(z)); 0: 1
	MaxIter   int     // outer iterations
	MaxLinear int     // Krylov iterations of one Newton step
	Measured  bool    // the solver has just measured the first residual: see Solver.Measure
	Force     int     // exactly this many outer iterations, converged or not; 0: by Tol
}

// Result of one solve. Slices are valid until the next one.
type Result struct {
	Status      Status
	Krylov      krylov.Status // of the last Newton step
	Err         error         // with status NoPreconditioner: why
	Outer       int           // outer iterations that led to the z returned
	Linear      int           // Krylov iterations
	Applies     int           // evaluations of A, J v and sweeps
	Fallbacks   int           // CG solves that BiCGStab had to finish
	Halvings    int           // of Newton steps, by the line search
	Restarts    int           // of Anderson's history
	Residual    float64       // |b - A(z)| / Scale, measured
	Equations   []float64     // the same by equation
	Contraction float64       // mean factor of the residual per outer iteration
	History     []float64     // relative residuals as they were measured
	ByEquation  []float64     // the same by equation: that of e at [k*len(Equations)+e]
}
