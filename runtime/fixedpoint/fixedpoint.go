// Package fixedpoint solves the equation A(z) = b of one time step: by Newton's
// method with a Krylov solver for the steps, or by relaxed Picard sweeps.
//
// Both are loops under the same rules: the residual r = b - A(z) is measured, never
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

// Recorder is given every iterate of a Picard solve, in order, without the first.
type Recorder[T vec.Float] interface {
	Record(z []T)
}

// Method of the outer loop.
type Method int

const (
	Newton Method = iota
	Picard
)

// Options of one solve.
type Options struct {
	Method    Method
	Affine    bool    // A is affine: one Krylov solve does it, and a line search is idle
	CG        bool    // J is symmetric; falls back to BiCGStab where it proves indefinite
	Tol       float64 // on |b - A(z)| / Scale
	Scale     float64 // |b|; 0: the first residual is taken
	LinearTol float64 // relative, of each Newton step; 0: Eisenstat and Walker's choice
	MaxIter   int     // outer iterations
	MaxLinear int     // Krylov iterations of one Newton step
	Force     int     // exactly this many outer iterations, converged or not; 0: by Tol
}

// Result of one solve.
type Result struct {
	Status      Status
	Krylov      krylov.Status // of the last Newton step
	Outer       int           // outer iterations that led to the z returned
	Linear      int           // Krylov iterations
	Applies     int           // evaluations of A, J v and sweeps
	Fallbacks   int           // CG solves repeated with BiCGStab
	Residual    float64       // |b - A(z)| / Scale, measured
	Contraction float64       // mean factor of the residual per outer iteration
	History     []float64     // relative residuals; valid until the next solve
}
