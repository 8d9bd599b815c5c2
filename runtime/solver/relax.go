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
	straight, flipped relaxed[T]
	able              bool   // the problem and the configuration are such
	inputs            uint64 // of the run
	values            []float64
	steady            bool    // levels are all alike
	dominance         float64 // of the case, per unit of time
	now               bool    // the present stage is solved by sweeps first
}

// relaxed is a relaxation, of the matrix or of its transpose, and what it was made for.
type relaxed[T vec.Float] struct {
	sweeps *precond.Relaxation[T] // nil before it is needed
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

// relaxes says whether steps may be solved by sweeps first.
func (s *shared[T]) relaxes() bool {
	return s.config.ForceIter == 0 && strings.HasPrefix(s.preconditioning(), "sweeps")
}

// relaxesAt says whether stage i of a step is.
func (w *worker[T]) relaxesAt(st *step[T], i int) bool {
	r := &w.relax
	return r.able && r.steady && !w.diffusive && r.dominance*st.stages[i].beta*st.dt <= mostDominated
}

// Relax is a first solution of J x = b, by sweeps.
func (s *stageSystem[T]) Relax(x, b []T, target float64, most int) (sweeps int, left float64) {
	if s.held {
		return 0, 0
	}
	return s.w.relaxed(&s.w.relax.straight, false, x, b, target, most)
}

// Relax is a first solution of J' x = b, by sweeps.
func (o *adjointOperator[T]) Relax(x, b []T, target float64, most int) (sweeps int, left float64) {
	return o.w.relaxed(&o.w.relax.flipped, true, x, b, 0.9*target, most) // it is measured
}

func (w *worker[T]) relaxed(r *relaxed[T], transposed bool, x, b []T, target float64, most int) (sweeps int, left float64) {
	if !w.relax.now {
		return 0, 0
	}
	if r.sweeps == nil {
		if r.sweeps = precond.NewRelaxation(w.pre.matrix, transposed); r.sweeps == nil {
			return 0, 0
		}
	}
	tau := float64(w.args.Beta)
	if r.tau != tau || r.inputs != w.relax.inputs || !slices.Equal(r.values, w.relax.values) {
		w.pre.assemble()
		r.tau, r.inputs, r.values = tau, w.relax.inputs, append(r.values[:0], w.relax.values...)
		r.ok = r.sweeps.Update()
	}
	if !r.ok {
		return 0, 0
	}
	return r.sweeps.Solve(x, b, target, most, w.all)
}
