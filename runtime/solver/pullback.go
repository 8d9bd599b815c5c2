package solver

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/pindiff/pindiffc/runtime/checkpoint"
	"github.com/pindiff/pindiffc/runtime/krylov"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// tapeState ties a tape to its run. What is stored (the states at all levels,
// the sweeps of the unrolled adjoint, the levels' coefficients) stays with the
// solver, so that the next run reuses it.
type tapeState[T vec.Float] struct {
	s      *Solver[T]
	number uint64
}

// errStale is the answer of a tape whose memory has been reused.
var errStale = errors.New("solver: the tape is void: its solver has run again or was changed since")

// Pullback takes the cotangent of the result, cot[time][case][state] (nil
// entries are zero), to the gradient of <cot, result>. An *AdjointError says
// that there is none.
func (t *Tape[T]) Pullback(ctx context.Context, cot [][][][]T) (*Gradient[T], error) {
	if t.s == nil || t.number != t.s.run.number {
		return nil, errStale
	}
	r := &t.s.run
	if err := r.checkCotangent(cot); err != nil {
		return nil, err
	}
	r.ctx, r.cot = ctx, cot
	g := r.newGradient()
	err := r.reverse(g)
	r.ctx, r.cot, r.again = nil, nil, false
	if err != nil {
		return nil, err
	}
	r.finish(g)
	if err := g.finite(r.s.problem); err != nil {
		return nil, err
	}
	g.Stats.Method = t.Stats.Method
	g.Stats.TapeBytes, g.Stats.Recomputed = r.stored(), r.recomputed
	g.Stats.Loads = r.disk.loads
	g.Stats.Unconverged += t.Stats.Unconverged
	return g, nil
}

func (r *run[T]) checkCotangent(cot [][][][]T) error {
	if len(cot) != len(r.plan.out) {
		return lengthError("the cotangent (times)", len(cot), len(r.plan.out))
	}
	for k, cases := range cot {
		if cases != nil && len(cases) != len(r.cases) {
			return lengthError(fmt.Sprintf("the cotangent at time %d (cases)", k), len(cases), len(r.cases))
		}
		for c, states := range cases {
			if states != nil && len(states) != r.s.space.Fields {
				return lengthError(fmt.Sprintf("the cotangent at time %d of case %d (states)", k, c), len(states), r.s.space.Fields)
			}
			for i, v := range states {
				if v != nil && len(v) != r.s.grid.Cells {
					return lengthError(fmt.Sprintf("the cotangent at time %d of case %d, state %d", k, c, i), len(v), r.s.grid.Cells)
				}
				if !vec.AllFinite(v) {
					return fmt.Errorf("solver: the cotangent at time %d of case %d, state %d, is not finite", k, c, i)
				}
			}
		}
	}
	return nil
}

// reverse takes all cases backward through all steps, and every level's
// cotangent to fields, closures and parameters once no step needs it.
func (r *run[T]) reverse(g *Gradient[T]) error {
	r.clearBars()
	if err := r.rewind(); err != nil {
		return err
	}
	r.low = 0
	for r.high = r.plan.steps(); r.high > 0; r.high = r.low {
		r.low = max(0, r.high-r.chunk())
		if err := r.reverseSteps(); err != nil {
			return err
		}
		r.sumBars()
		if !r.unsteady {
			break
		}
		base := r.base(r.low)
		for i := r.high * r.plan.parts(); i > r.low*r.plan.parts(); i-- {
			r.pullLevel(g, i, i-base)
		}
		r.carry()
	}
	if len(r.s.free) > 0 {
		r.s.pool.Run(len(r.cases), r.settleBackItem)
		if err := r.failed(); err != nil {
			return err
		}
		r.sumBars()
	}
	r.pullLevel(g, 0, 0)
	return r.ctx.Err()
}

// reverseSteps reverses those of the chunk.
func (r *run[T]) reverseSteps() error {
	if r.sched == nil {
		r.s.pool.Relay(len(r.cases), legsOf(r.high-r.low), r.reverseLeg)
		if err := r.failed(); err != nil {
			return err
		}
	} else if err := r.replay(func(a checkpoint.Action) bool {
		return a.Kind == checkpoint.Reverse && a.From == r.low
	}); err != nil {
		return err
	}
	r.s.pool.Run(len(r.cases), r.massItem)
	return r.failed()
}

// window is how many levels a chunk has, with those before it that it reads.
func (r *run[T]) window() int {
	if !r.unsteady {
		return 1
	}
	return chunkSteps*r.plan.parts() + 1 + r.plan.back
}

// base is the first level of the window of the chunk that starts at a step.
func (r *run[T]) base(from int) int { return max(0, from*r.plan.parts()-r.plan.back) }

// backwardSteps takes one case backward through the steps of one leg of the chunk,
// and says whether it can go on.
func (r *run[T]) backwardSteps(w *worker[T], tr *trajectory[T], leg int) bool {
	r.enter(w, tr)
	high := r.high - leg*legSteps
	w.space.Unpack(w.u, r.taped(tr, high))
	for k := high - 1; k >= max(r.low, high-legSteps); k-- {
		if r.ctx.Err() != nil {
			return false
		}
		w.u, w.z = w.z, w.u
		r.recall(w, tr, k)
		if tr.err = r.reverseAt(w, tr, k); tr.err != nil {
			return false
		}
	}
	r.leave(w, tr)
	return true
}

// reverseAt takes the case's cotangent after step k to that before it. The worker
// has the states.
func (r *run[T]) reverseAt(w *worker[T], tr *trajectory[T], k int) error {
	w.space.Unpack(w.zbar, tr.bar)
	if err := r.reverseStep(w, tr, k); err != nil {
		return err
	}
	w.space.Pack(tr.bar, w.ubar)
	if w.pastBar != nil {
		vec.Axpy(1, tr.pastBar, tr.bar)
		w.space.Pack(tr.pastBar, w.pastBar)
	}
	r.addCotangent(tr, k, tr.bar)
	return nil
}

// massBack takes the cotangents of the mass at the chunk's levels further.
func (r *run[T]) massBack(w *worker[T], tr *trajectory[T]) {
	w.args.Param = tr.group.params
	if !r.unsteady {
		w.pullMass(moments[T]{r.plan, tr.group.levels, 0}.at(0), &tr.bars[0], tr.params)
	} else {
		for i := range (r.high-r.low)*r.plan.parts() + 1 {
			w.pullMass(moments[T]{r.plan, tr.group.levels, r.low * r.plan.parts()}.at(i), &tr.bars[i], tr.params)
		}
	}
}

// reverseStep takes w.zbar, the cotangent after step k, to w.ubar, before it, and
// w.pastBar.
func (r *run[T]) reverseStep(w *worker[T], tr *trajectory[T], k int) error {
	st := r.stepOf(tr, k)
	bars := stepBars[T]{levels: tr.bars, params: tr.params, weights: tr.weights}
	if len(st.stages) == 1 {
		bars.past = &tr.adjoints
	}
	if r.unsteady {
		bars.first = k*r.plan.parts() - r.base(r.low)
	}
	tr.stats.Steps++
	switch {
	case st.explicit():
		w.explicitReverse(&st, &bars)
	case w.unrolled():
		number := k * r.plan.stages()
		if r.sched != nil {
			number = 0 // only this step's are kept
		}
		w.unrolledReverse(&st, &bars, &tr.iter, number)
	default:
		res, err := w.implicitReverse(&st, &bars, &tr.lead)
		return tr.countAdjoint(res, err, r, k)
	}
	if x := w.space.Norm(w.ubar); math.IsNaN(x) || math.IsInf(x, 0) {
		return r.adjointError(tr, k, krylov.Result{Status: krylov.NotFinite})
	}
	return nil
}

// countAdjoint adds an adjoint solve to the statistics, or makes an error of it.
func (tr *trajectory[T]) countAdjoint(res krylov.Result, err error, r *run[T], k int) error {
	if err != nil {
		return fmt.Errorf("solver: adjoint of case %d, %s: %w", tr.index, when(k, r.plan.times[k+1], r.s.problem.TimeUnit), err)
	}
	st := &tr.stats
	st.Outer++
	st.Linear += res.Iterations
	st.MaxResidual = max(st.MaxResidual, res.Residual)
	switch {
	case res.Status == krylov.AtRoundoff:
		st.AtRoundoff++
	case res.Status == krylov.Converged:
	case r.s.config.AcceptUnconverged && res.Status != krylov.NotFinite:
		st.Unconverged++
	default:
		return r.adjointError(tr, k, res)
	}
	return nil
}

func (r *run[T]) adjointError(tr *trajectory[T], k int, res krylov.Result) error {
	return &AdjointError{
		Case: tr.index, Step: k, Time: r.plan.times[k+1], Unit: r.s.problem.TimeUnit,
		Status: res.Status, Residual: res.Residual, Iterations: res.Iterations,
	}
}
