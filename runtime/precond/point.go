package precond

import (
	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// PointBlock is block Jacobi: the inverse, cell by cell, of the couplings of the
// states within the cell,
//
//	M^-1 = D^-1,   D(i)_es = sum of Values(i) of the entries (e, s, 0)
type PointBlock[T vec.Float] struct {
	m       *Matrix[T]
	centre  []term[T]
	inverse blocks[T]
	small   *inverter
}

// NewPointBlock prepares for the entries of m. Update comes before use.
func NewPointBlock[T vec.Float](m *Matrix[T]) *PointBlock[T] {
	inverse, _ := grid.Alloc[T](m.Grid, m.States*m.States)
	return &PointBlock[T]{m: m, centre: terms(m, 0, 0), inverse: inverse, small: newInverter(m.States)}
}

// Update inverts the blocks.
func (p *PointBlock[T]) Update() error {
	vec.ClearUpper()
	g := p.m.Grid
	n := g.N[g.Dim-1]
	for k := range g.Rows() {
		if cell := invertRow(p.inverse, p.small, p.centre, g.Row(k), n); cell >= 0 {
			return singular(p.m, cell, -1)
		}
	}
	return nil
}

// Precondition sets dst = D^-1 src.
func (p *PointBlock[T]) Precondition(dst, src []T) { p.multiply(dst, src, p.m.States, 1) }

// PreconditionTransposed sets dst = D^-T src.
func (p *PointBlock[T]) PreconditionTransposed(dst, src []T) { p.multiply(dst, src, 1, p.m.States) }

// multiply is dst = B src with the blocks' elements (e, s) at [e*row+s*col].
func (p *PointBlock[T]) multiply(dst, src []T, row, col int) {
	vec.ClearUpper()
	m, g := p.m, p.m.Grid
	n := g.N[g.Dim-1]
	for k := range g.Rows() {
		r := g.Row(k)
		for e := range m.States {
			y := m.part(dst, e)[r : r+n]
			vec.Mul(y, p.inverse[e*row][r:r+n], m.part(src, 0)[r:r+n])
			for s := 1; s < m.States; s++ {
				vec.MulAdd(y, p.inverse[e*row+s*col][r:r+n], m.part(src, s)[r:r+n])
			}
		}
	}
}
