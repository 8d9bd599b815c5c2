package solver

import (
	"math"
	"slices"

	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/precond"
)

// One state with a time derivative converges in a few Krylov iterations without any
// preconditioner, unless a step is long beside the time in which diffusion crosses a
// cell. What a step's matrix would show is estimated from that of the case's initial
// state and first step, and from the step's length: where nothing is to be gained no
// matrix is computed. The estimate belongs to the case, so a step taken again decides
// alike. Where the matrix depends on no state, cases of the same parameters share it, and
// so does the next run with the same inputs.

// weighs says whether that decides about a preconditioner.
func (w *worker[T]) weighs() bool { return w.pre != nil && w.pre.weighs }

// weighAll estimates the diffusion of all cases.
func (r *run[T]) weighAll() error {
	if !r.s.workers[0].weighs() || r.plan.steps() == 0 {
		return nil
	}
	r.ensure(0, r.plan.parts())
	same := r.s.problem.Linear && r.s.problem.Unlagged && r.s.callsNothing(kernel.PerStep)
	for _, tr := range r.cases {
		key := weighed{inputs: r.inputs, start: r.plan.start, dt: r.plan.dt[0], scheme: r.plan.by[0].name}
		tr.weighs = !same || !tr.group.weighed.is(key, tr.group.values)
		if tr.weighs && same { // for all of the group
			key.values = append(tr.group.weighed.values[:0], tr.group.values...)
			tr.group.weighed = key
		}
	}
	r.s.pool.Run(len(r.cases), r.weighItem)
	err := r.failed()
	for _, tr := range r.cases {
		switch {
		case err != nil:
			tr.group.weighed = weighed{}
		case !same:
		case tr.weighs:
			tr.group.weighed.diffusion, tr.group.weighed.dominance = tr.diffusion, tr.dominance
		default:
			tr.diffusion, tr.dominance = tr.group.weighed.diffusion, tr.group.weighed.dominance
		}
	}
	return err
}

// weighed is a group's estimate, and what it is for.
type weighed struct {
	inputs    uint64
	start, dt float64
	scheme    string
	values    []float64 // parameters
	diffusion float64
	dominance float64
}

// is says whether the estimate is for the same.
func (g *weighed) is(o weighed, values []float64) bool {
	return g.dt != 0 && g.inputs == o.inputs && g.start == o.start && g.dt == o.dt && g.scheme == o.scheme && slices.Equal(g.values, values)
}

// weigh estimates the diffusion of a case, per unit of time.
func (r *run[T]) weigh(w *worker[T], tr *trajectory[T]) {
	if !tr.weighs {
		return
	}
	r.enter(w, tr)
	st := r.stepOf(tr, 0)
	w.space.Unpack(w.u, tr.state)
	w.space.Copy(w.z, w.u)
	w.evaluateStart(st.at(0), false)
	w.atStage(&st, 0)
	w.evaluate(w.z, true)
	w.pre.assemble()
	tau := st.stages[0].beta * st.dt
	tr.diffusion = precond.Diffusion(w.pre.matrix) / tau
	if w.relax.able {
		tr.dominance = precond.Dominance(w.pre.matrix) / tau
	}
	w.pre.outdated()
}

// stiff says whether diffusion dominates in stage i of a step, or that does not matter.
func (w *worker[T]) stiff(st *step[T], i int) bool {
	return !w.weighs() || w.diffusion*st.stages[i].beta*st.dt >= kernel.DominantDiffusion(w.grid.Dim) || math.IsInf(w.diffusion, 1)
}
