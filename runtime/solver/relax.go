package solver

import (
	"slices"
	"strings"

	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/precond"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// Where cells outweigh their couplings, as in a step of transport over about a cell, a
// linear solve begins with sweeps over the matrix (see precond.Relaxation): each is one
// pass over memory without inner products, where an iteration of BiCGStab is two products
// and four passes. What they leave above the tolerance is left to the Krylov method, and
// what they arrive at is measured by the kernels as ever.
//
// That is done where the matrix is one for all steps of a run: it is divided by its
// diagonal once. Whether the sweeps converge fast enough is estimated as diffusion is, at
// the start of a case.

// relaxing is a worker's part in that.
type relaxing[T vec.Float] struct {
	straight, flipped *precond.Relaxation[T] // nil where there are no sweeps
	made, madeFlipped relaxed
	inputs            uint64 // of the run
	values            []float64
	steady            bool    // levels are all alike
	dominance         float64 // of the case, per unit of time
	now               bool    // the present stage is solved by sweeps first
}

// relaxed is what a relaxation was made for.
type relaxed struct {
	inputs uint64
	tau    float64 // beta dt
	values []float64
	ok     bool
}

// mostDominated is the dominance, see precond.Dominance, up to which sweeps are made: an
// error falls by 3/4 in each, in the worst place.
const mostDominated = 3

// sameMatrix says whether the Jacobian matrix is one for all steps that have the same
// length and levels.
func (s *shared[T]) sameMatrix() bool {
	return s.problem.Linear && s.problem.Unlagged && s.problem.Timeless && s.callsNothing(kernel.PerStep)
}

// makeRelaxing allocates.
func (w *worker[T]) makeRelaxing() {
	if w.config.ForceIter == 0 && strings.HasPrefix(w.preconditioning(), "sweeps") {
		w.relax.straight = precond.NewRelaxation(w.pre.matrix, false)
		w.relax.flipped = precond.NewRelaxation(w.pre.matrix, true)
	}
}

// relaxesAt says whether stage i of a step is solved by sweeps first.
func (w *worker[T]) relaxesAt(st *step[T], i int) bool {
	r := &w.relax
	return r.straight != nil && r.steady && !w.diffusive && r.dominance*st.stages[i].beta*st.dt <= mostDominated
}

// Relax is a first solution of J x = b, by sweeps.
func (s *stageSystem[T]) Relax(x, b []T, target float64) (sweeps int, left float64) {
	if s.held {
		return 0, 0
	}
	return s.w.relaxed(s.w.relax.straight, &s.w.relax.made, x, b, target)
}

// Relax is a first solution of J' x = b, by sweeps.
func (o *adjointOperator[T]) Relax(x, b []T, target float64) (sweeps int, left float64) {
	return o.w.relaxed(o.w.relax.flipped, &o.w.relax.madeFlipped, x, b, 0.9*target) // it is measured
}

func (w *worker[T]) relaxed(r *precond.Relaxation[T], made *relaxed, x, b []T, target float64) (sweeps int, left float64) {
	if !w.relax.now {
		return 0, 0
	}
	tau := float64(w.args.Beta)
	if made.tau != tau || made.inputs != w.relax.inputs || !slices.Equal(made.values, w.relax.values) {
		w.pre.assemble()
		made.tau, made.inputs, made.values = tau, w.relax.inputs, append(made.values[:0], w.relax.values...)
		made.ok = r.Update()
	}
	if !made.ok {
		return 0, 0
	}
	return r.Solve(x, b, target, w.all)
}
