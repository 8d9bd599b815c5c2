package solver

import (
	"errors"
	"fmt"
	"strings"

	"github.com/pindiff/pindiffc/runtime/fixedpoint"
	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/krylov"
	"github.com/pindiff/pindiffc/runtime/precond"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// Preconditioners are factored once for each linearisation, from the entries of
// the Jacobian that kernel Matrix computes, couplings to ghosts folded inside:
//
//	jacobi     inverts the block of a cell
//	line       the block-tridiagonal part along the axis with the strongest couplings
//	multigrid  a cycle over ever coarser grids
//	none       scales states and equations against each other only (see scales)
//	auto       for several states, or one without a time derivative: jacobi where
//	           the stencil is wider than three cells, else line; in two and three
//	           dimensions, multigrid instead where much is left beside the line
//	           (see leftBeside). For one state with a time derivative, where
//	           diffusion dominates (see weighs): line in one dimension, else
//	           multigrid. Else none, or sweeps (see relaxing)
//
// A singular block ends a solve if the preconditioner was asked for by name; auto
// goes on without one, and counts that.
type preconditioner[T vec.Float] struct {
	w      *worker[T]
	matrix *precond.Matrix[T]
	ghosts []foldedGhost[T]
	all    []precond.Preconditioner[T] // lines by axis, or the one of cells; multigrid last
	lines  int                         // how many are lines
	choice int                         // of the last factor; -1: singular
	lost   int                         // factors that were singular
	weighs bool                        // it serves only where diffusion dominates

	products assembled[T]
}

// foldedGhost is a dependence of one ghost rule on one layer inside.
type foldedGhost[T vec.Float] struct {
	precond.Ghost
	rule *kernel.Ghost[T]
}

// preconditioning is what the configuration comes to for this problem: a name, or
// "line or multigrid", "none or line", "none or multigrid", "sweeps or multigrid".
func (s *shared[T]) preconditioning() string {
	p := s.config.Preconditioner
	switch {
	case s.kernels.Matrix == nil || s.scheme.explicit():
		return "none"
	case p != "auto":
		return p
	}
	system := kernel.System{
		Newton: s.outer() == fixedpoint.Newton, Dim: s.grid.Dim,
		States: s.space.Fields, Algebraic: len(s.free) > 0,
		Same: s.sameMatrix(),
	}
	var offsets [][3]int
	for _, e := range s.problem.Matrix {
		offsets = append(offsets, e.Off)
	}
	name, _ := kernel.AutomaticPreconditioner(system.With(offsets))
	return name
}

// newPreconditioner allocates, nil for none.
func newPreconditioner[T vec.Float](w *worker[T]) (*preconditioner[T], error) {
	kind := w.preconditioning()
	if kind == "none" {
		return nil, nil
	}
	p := &preconditioner[T]{w: w}
	var entries []precond.Entry
	for _, e := range w.problem.Matrix {
		entries = append(entries, precond.Entry{Equation: e.Equation, State: e.State, Off: e.Off})
	}
	var ghosts []precond.Ghost
	for axis := range w.grid.Dim {
		for _, g := range w.ghosts[axis] {
			for layer := range min(max(2, w.grid.Halo), w.grid.N[axis]) { // what rules read
				b := precond.Ghost{State: g.State, Axis: g.Axis, High: g.High, From: g.State, Layer: layer}
				ghosts = append(ghosts, b)
				p.ghosts = append(p.ghosts, foldedGhost[T]{b, g})
			}
		}
	}
	var err error
	if p.matrix, err = precond.NewMatrix[T](w.grid, w.space.Fields, entries, ghosts...); err != nil {
		return nil, err
	}
	p.products.test, p.products.want, p.products.at = w.space.New(), w.space.New(), w.space.New()
	if kind == "jacobi" {
		p.all = append(p.all, precond.NewPointBlock(p.matrix))
	}
	if kind, p.weighs = strings.CutPrefix(kind, "none or "); !p.weighs {
		kind, p.weighs = strings.CutPrefix(kind, "sweeps or ")
	}
	if strings.HasPrefix(kind, "line") {
		p.lines = w.grid.Dim
		for axis := range p.lines {
			p.all = append(p.all, precond.NewLine(p.matrix, axis))
		}
	}
	if strings.HasSuffix(kind, "multigrid") {
		p.all = append(p.all, precond.NewCondensed(p.matrix, w.singular()))
	}
	return p, nil
}

// factor takes over the linearisation of the state that was evaluated last.
func (p *preconditioner[T]) factor() error {
	p.assemble()
	p.choice = p.choose()
	err := p.all[p.choice].Update()
	if err != nil && p.lines > 0 && p.choice == p.lines { // lines need no coarse grid
		p.choice = p.strongest(precond.Strength(p.matrix))
		err = p.all[p.choice].Update()
	}
	if err != nil {
		return p.without(err)
	}
	return nil
}

// without answers a preconditioner that cannot be made.
func (p *preconditioner[T]) without(err error) error {
	var singular *precond.SingularError
	if errors.As(err, &singular) && p.w.config.Preconditioner == "auto" {
		p.choice = -1
		p.lost++
		return nil
	}
	return fmt.Errorf("solver: preconditioner: %w", err)
}

// weights is what a ghost rule makes of ones in a layer inside.
func (p *preconditioner[T]) weights(g *foldedGhost[T]) []T {
	w := p.w
	v := w.work[1]
	own := w.part(v, g.State)
	clear(v)
	if g.rule.Tangent == nil {
		return own
	}
	layer := g.Layer
	if g.High {
		layer = w.grid.N[g.Axis] - 1 - g.Layer
	}
	grid.FillLayer(w.grid, own, g.Axis, layer, 1)
	w.dir(kernel.State, v)
	w.args.Dir[kernel.Bound], w.args.Dir[kernel.Call], w.args.DirParam = w.zero.bound, w.zero.call, w.zeroParam
	lo, hi := w.tangential()
	g.rule.Tangent(&w.args, lo, hi)
	return own
}

// regular adds the diagonal of what makes null spaces regular, and, where states
// are held, cuts them off.
func (p *preconditioner[T]) regular() {
	w := p.w
	for k, e := range p.matrix.Entries {
		own := e.Equation == e.State && e.Off == [3]int{}
		switch {
		case w.system.held && (!w.isFree(e.Equation) || !w.isFree(e.State)):
			p.set(k, 0)
		case own && w.problem.States[e.State].Null:
			p.add(k, w.nullFactor[e.State]/float64(w.grid.Cells))
		}
	}
	if !w.system.held {
		return
	}
	for k, e := range p.matrix.Entries {
		if !w.isFree(e.State) && e.Equation == e.State && e.Off == [3]int{} {
			p.set(k, 1)
		}
	}
}

func (p *preconditioner[T]) set(k int, v float64) {
	for i := range p.matrix.Values[k] {
		p.matrix.Values[k][i] = T(v)
	}
}

func (p *preconditioner[T]) add(k int, v float64) {
	for i := range p.matrix.Values[k] {
		p.matrix.Values[k][i] += T(v)
	}
}

// Precondition sets dst = M^-1 src.
func (p *preconditioner[T]) Precondition(dst, src []T) { p.all[p.choice].Precondition(dst, src) }

// transposed is M'^-1.
type transposed[T vec.Float] struct{ of *preconditioner[T] }

// Precondition sets dst = M'^-1 src.
func (t *transposed[T]) Precondition(dst, src []T) {
	t.of.all[t.of.choice].PreconditionTransposed(dst, src)
}

// preconditioner is that of the state evaluated last, whose scales are known; nil
// for none.
func (w *worker[T]) preconditioner(transpose bool) (krylov.Preconditioner[T], error) {
	if p := w.pre; p != nil && w.diffusive {
		if err := p.factor(); err != nil {
			return nil, err
		}
		if p.choice >= 0 {
			if transpose {
				return &w.preTransposed, nil
			}
			return p, nil
		}
	}
	if w.scaled() {
		return &w.balance, nil
	}
	return nil, nil
}
