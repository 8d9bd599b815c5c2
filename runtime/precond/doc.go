// Package precond approximates the inverse of a Jacobian that is given as a matrix
// of stencil entries on a grid: PointBlock inverts the couplings within a cell,
// Line those along lines of cells, Multigrid corrects on ever coarser grids, Condensed
// does so for the states that couple to other cells, in single precision; each has its
// exact transpose for adjoints (Condensed to single precision).
//
// A Matrix holds the entries and says what its product is. A preconditioner is
// built on one and follows it by Update when the values have changed. Nothing is
// allocated after set-up (but see Multigrid and Condensed), and the order of
// operations is fixed: the same values give the same bits.
//
// The package must never know where the entries come from: no kernels, no time,
// no boundary conditions beyond the linear map that FoldGhost is given.
package precond

import "github.com/pindiff/pindiffc/runtime/vec"

// Preconditioner is a linear map close to the inverse of a Matrix. Vectors are
// those of grid.Space: a padded array for each state; only interior cells are
// read and written. dst and src never share memory.
type Preconditioner[T vec.Float] interface {
	// Update takes over changed values of the matrix. The error is a
	// *SingularError; the preconditioner is of no use after it.
	Update() error
	Precondition(dst, src []T)           // dst = M^-1 src
	PreconditionTransposed(dst, src []T) // dst = M^-T src
}

// Transposed is the preconditioner of the transposed matrix.
type Transposed[T vec.Float] struct{ Of Preconditioner[T] }

// Precondition sets dst = M^-T src.
func (t Transposed[T]) Precondition(dst, src []T) { t.Of.PreconditionTransposed(dst, src) }
