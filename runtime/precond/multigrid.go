package precond

import (
	"slices"

	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// Multigrid is one V cycle of geometric multigrid: iterations that do not grow with
// the grid, for equations, coupled ones too, whose couplings are those of diffusion.
//
//	x = S b;  x += P M_c^-1 P' (b - A x);  x += S (b - A x)
//
// S is the smoother (see cycle.go), P interpolates from the coarse grid (transfer),
// and M_c is the cycle for the coarse matrix, which is made of the fine entries
// alone (coarsening); on the coarsest grid it is that matrix itself. The cycle is
// symmetric where the matrix is, and its transpose is the same cycle of the
// transposed matrix.
//
// On each grid the axes are coarsened along which cells are coupled most, so that
// one strong direction is no obstacle; where the strong direction changes from
// place to place, iterations grow. Grids are made when they are first needed: only
// an Update that chooses other axes than all before allocates.
type Multigrid[T vec.Float] struct {
	m    *Matrix[T]
	top  *level[T]
	b, x []T // what the finest grid solves, and its solution
}

// NewMultigrid prepares for the entries of m. Update comes before use.
func NewMultigrid[T vec.Float](m *Matrix[T]) *Multigrid[T] {
	s := newStencil(&Matrix[T]{Grid: withoutGhosts[T](m.Grid), States: m.States, Entries: slices.Clone(m.Entries)})
	return &Multigrid[T]{m: m, top: newTop(s), b: s.vector(), x: s.vector()}
}

// withoutGhosts is the same grid for arrays without any.
func withoutGhosts[W vec.Float](of *grid.Grid) *grid.Grid {
	axes := make([]grid.Axis, of.Dim)
	for a := range axes {
		axes[a] = grid.Axis{Hi: 1, Cells: of.N[a], Periodic: of.Periodic[a]}
	}
	g, err := grid.New(axes, 0, elemSize[W]())
	if err != nil {
		panic(err) // it is a grid that exists
	}
	return g
}

// newTop is the finest level.
func newTop[T vec.Float](s *stencil[T]) *level[T] {
	var width [3][]float64
	for a := range 3 {
		width[a] = slices.Repeat([]float64{1}, s.Grid.N[a])
	}
	return newLevel(s, width, 0)
}

// Update computes the matrices and smoothers of all grids.
func (g *Multigrid[T]) Update() error {
	g.take()
	return g.top.update()
}

// take copies the matrix to the finest grid.
func (g *Multigrid[T]) take() {
	s, n := g.top.m, g.m.Grid.N[g.m.Grid.Dim-1]
	for k := range s.Entries {
		s.take(k, g.m.Values[k], g.m.Grid.Row)
	}
	for a := range g.m.wall {
		for i, wall := range g.m.wall[a] {
			for r := range s.Grid.Rows() {
				copy(s.wall[a][i][s.Grid.Row(r):][:n], wall[g.m.Grid.Row(r):][:n])
			}
		}
	}
}

// Precondition sets dst = M^-1 src.
func (g *Multigrid[T]) Precondition(dst, src []T) { g.cycle(dst, src, false) }

// PreconditionTransposed sets dst = M^-T src.
func (g *Multigrid[T]) PreconditionTransposed(dst, src []T) { g.cycle(dst, src, true) }

func (g *Multigrid[T]) cycle(dst, src []T, transposed bool) {
	s, n := g.top.m, g.m.Grid.N[g.m.Grid.Dim-1]
	each := func(f func(own, other []T), own, other []T) {
		for i := range s.States {
			for r := range s.Grid.Rows() {
				f(s.part(own, i)[s.Grid.Row(r):][:n], g.m.part(other, i)[g.m.Grid.Row(r):][:n])
			}
		}
	}
	each(func(own, other []T) { copy(own, other) }, g.b, src)
	g.top.solve(g.x, g.b, transposed)
	each(func(own, other []T) { copy(other, own) }, g.x, dst)
}
