package precond

import "github.com/pindiff/pindiffc/runtime/vec"

// Multigrid is one V cycle of geometric multigrid: iterations that do not grow with
// the grid, for equations, coupled ones too, whose couplings are those of diffusion.
//
//	x = S b;  x += P M_c^-1 P' (b - A x);  x += S (b - A x)
//
// S is the smoother (see smooth), P interpolates from the coarse grid (transfer),
// and M_c is the cycle for the coarse matrix, which is made of the fine entries
// alone (coarsening); on the coarsest grid it is that matrix itself. The cycle is
// symmetric where the matrix is, and its transpose is the same cycle of the
// transposed matrix.
//
// On each grid the axes are coarsened along which cells are coupled most, so that
// one strong direction is no obstacle; where the strong direction changes from
// place to place, iterations grow. Grids are made when they are first needed: only
// an Update that chooses other axes than all before allocates.
type Multigrid[T vec.Float] struct{ top *level[T] }

// NewMultigrid prepares for the entries of m. Update comes before use.
func NewMultigrid[T vec.Float](m *Matrix[T]) *Multigrid[T] {
	var width [3][]float64
	for a := range 3 {
		for range m.Grid.N[a] {
			width[a] = append(width[a], 1)
		}
	}
	return &Multigrid[T]{top: newLevel(m, width, 0)}
}

// Update computes the matrices and smoothers of all grids.
func (g *Multigrid[T]) Update() error { return g.top.update() }

// Precondition sets dst = M^-1 src.
func (g *Multigrid[T]) Precondition(dst, src []T) { g.top.solve(dst, src, false) }

// PreconditionTransposed sets dst = M^-T src.
func (g *Multigrid[T]) PreconditionTransposed(dst, src []T) { g.top.solve(dst, src, true) }
