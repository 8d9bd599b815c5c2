package precond

import (
	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// Condensed is Multigrid for the states that couple to other cells. Those that do
// not, as what reacts where it is, are eliminated cell by cell (static condensation):
// with E these, whose equations have entries within the cell alone, and K the others,
//
//	S = A_KK - A_KE A_EE^-1 A_EK
//	x_K = S^-1 (b_K - A_KE A_EE^-1 b_E),   x_E = A_EE^-1 (b_E - A_EK x_K)
//
// S has the stencil of A. Its cycle works in single precision, which moves half the
// memory and is as close to an inverse as a cycle can be, on rows scaled to a diagonal
// of order 1; where S is singular in single precision it works in double, for which
// memory is allocated when that first happens.
type Condensed[T vec.Float] struct {
	m      *Matrix[T]
	split  *partition[T]
	single *schur[T, float32]
	double *schur[T, float64]
	use    inner[T]
	work   []T
}

// inner solves with S: x and b are vectors of the whole, of which the states in K
// count.
type inner[T vec.Float] interface {
	update() error
	solve(x, b []T, transposed bool)
}

// NewCondensed prepares for the entries of m. Update comes before use. With exact
// the cycle works in double precision: for matrices that are nearly singular.
func NewCondensed[T vec.Float](m *Matrix[T], exact bool) *Condensed[T] {
	c := &Condensed[T]{m: m, split: newPartition(m), work: make([]T, m.States*m.Grid.Size)}
	if !exact {
		c.single = newSchur[T, float32](m, c.split)
	}
	return c
}

// Update computes S and the matrices and smoothers of all grids.
func (c *Condensed[T]) Update() error {
	if err := c.split.update(); err != nil {
		return err
	}
	if c.single != nil {
		if c.use = c.single; c.use.update() == nil {
			return nil
		}
	}
	if c.double == nil {
		c.double = newSchur[T, float64](c.m, c.split)
	}
	c.use = c.double
	return c.use.update()
}

// Precondition sets dst = M^-1 src.
func (c *Condensed[T]) Precondition(dst, src []T) {
	vec.ClearUpper()
	s := grid.Space[T]{Grid: c.m.Grid, Fields: c.m.States}
	p := c.split
	s.Copy(c.work, src)
	p.divide(dst, src, false)
	if p.outward != nil {
		p.outward.Subtract(c.work, dst)
	}
	c.use.solve(dst, c.work, false)
	if p.inward != nil {
		p.inward.Subtract(c.work, dst)
		p.divide(dst, c.work, false)
	}
}

// PreconditionTransposed sets dst = M^-T src.
func (c *Condensed[T]) PreconditionTransposed(dst, src []T) {
	vec.ClearUpper()
	s := grid.Space[T]{Grid: c.m.Grid, Fields: c.m.States}
	p := c.split
	s.Copy(c.work, src)
	p.divide(dst, src, true)
	if p.inward != nil {
		p.inward.SubtractTransposed(c.work, dst)
	}
	c.use.solve(dst, c.work, true)
	if p.outward != nil {
		p.outward.SubtractTransposed(c.work, dst)
		p.divide(dst, c.work, true)
	}
}
