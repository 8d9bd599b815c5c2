package solver

import (
	"context"
	"slices"
	"sort"
	"unsafe"

	"github.com/pindiff/pindiffc/runtime/fixedpoint"
)

// Simulate advances all cases to the last of the given times (ascending, SI;
// none: the end of the horizon; levels are added where they are missing, by
// splitting a step) and returns the states there. A *StepError tells which case
// and step failed, a *RangeError which state left its range.
func (s *Solver[T]) Simulate(ctx context.Context, cases []Case[T], times []float64) (*Result[T], error) {
	return s.start(ctx, cases, s.horizon(), times, false)
}

// Forward is Simulate that also records what Pullback needs. The tape is valid
// until the next Simulate, Forward or Set call on this solver.
func (s *Solver[T]) Forward(ctx context.Context, cases []Case[T], times []float64) (*Tape[T], error) {
	res, err := s.start(ctx, cases, s.horizon(), times, true)
	if err != nil {
		return nil, err
	}
	return &Tape[T]{Result: *res, tapeState: tapeState[T]{s: s, number: s.run.number}}, nil
}

// horizon is the configured one.
func (s *Solver[T]) horizon() horizon { return horizon{s.problem.Time0, s.config.Steps} }

func (s *Solver[T]) start(ctx context.Context, cases []Case[T], h horizon, times []float64, record bool) (*Result[T], error) {
	r := &s.run
	if err := r.begin(ctx, cases, h, times, record); err != nil {
		return nil, err
	}
	res := &Result[T]{Times: slices.Clone(times), At: newResults[T](len(r.plan.out), len(cases), s.space.Fields, s.grid.Cells)}
	if len(times) == 0 {
		res.Times = []float64{r.plan.times[r.plan.steps()]}
	}
	r.at = res.At
	err := r.forward()
	r.at, r.ctx = nil, nil
	if err != nil {
		r.invalidate()
		return nil, err
	}
	res.Stats = r.stats()
	return res, nil
}

// newResults allocates states by time, case and state in one piece.
func newResults[T float32 | float64](times, cases, states, cells int) [][][][]T {
	all := make([]T, times*cases*states*cells)
	at := make([][][][]T, times)
	for k := range at {
		at[k] = make([][][]T, cases)
		for c := range at[k] {
			at[k][c] = make([][]T, states)
			for i := range at[k][c] {
				at[k][c][i], all = all[:cells:cells], all[cells:]
			}
		}
	}
	return at
}

// forward takes all cases through all steps.
func (r *run[T]) forward() error {
	steps := r.plan.steps()
	n := r.s.space.Fields * r.s.grid.Cells
	for _, tr := range r.cases {
		if r.record {
			tr.tape = fit(tr.tape, (steps+1)*n)
			copy(tr.tape, tr.state)
		}
		r.output(tr, 0, tr.state)
	}
	for r.from = 0; r.from < steps; r.from = r.to {
		r.to = min(steps, r.from+r.chunk())
		r.ensure(r.from*r.plan.parts, r.to*r.plan.parts)
		r.s.pool.Run(len(r.cases), r.forwardItem)
		if err := r.failed(); err != nil {
			return err
		}
	}
	if steps == 0 {
		r.ensure(0, 0)
	}
	return r.ctx.Err()
}

// failed returns the error of the first case that has one; a cancelled context
// comes first, because how far each case got is then chance.
func (r *run[T]) failed() error {
	if err := r.ctx.Err(); err != nil {
		return err
	}
	for _, tr := range r.cases {
		if tr.err != nil {
			return tr.err
		}
	}
	return nil
}

// forwardChunk takes one case through the steps of the chunk.
func (r *run[T]) forwardChunk(w *worker[T], tr *trajectory[T]) {
	n := len(tr.state)
	w.args.Param = tr.group.params
	w.space.Unpack(w.z, tr.state)
	w.applies = 0
	for k := r.from; k < r.to; k++ {
		if r.ctx.Err() != nil {
			return
		}
		w.u, w.z = w.z, w.u
		res := r.step(w, tr, k)
		tr.count(res)
		if tr.err = r.verdict(tr, k, res); tr.err != nil {
			break
		}
		dense := tr.state
		if r.record {
			dense = tr.tape[(k+1)*n : (k+2)*n]
		}
		w.space.Pack(dense, w.z)
		if tr.err = r.s.inRange(dense, tr.index, k, r.plan.times[k+1]); tr.err != nil {
			break
		}
		r.output(tr, k+1, dense)
	}
	w.space.Pack(tr.state, w.z)
	tr.stats.Applies += w.applies
}

// step advances w.u to w.z by step k.
func (r *run[T]) step(w *worker[T], tr *trajectory[T], k int) fixedpoint.Result {
	ms := moments[T]{r.plan, tr.group.levels, k * r.plan.parts}
	dt := r.plan.dt[k]
	if w.scheme.explicit() {
		return w.explicitStep(ms, dt)
	}
	if !r.record || !w.unrolled() {
		return w.implicitStep(ms.at(0), ms.at(1), dt, nil)
	}
	tr.iter.begin(w)
	res := w.implicitStep(ms.at(0), ms.at(1), dt, &tr.iter)
	tr.iter.keep(res.Outer)
	return res
}

// verdict makes an error of a step that did not succeed.
func (r *run[T]) verdict(tr *trajectory[T], k int, res fixedpoint.Result) error {
	c := &r.s.config
	forced := c.ForceIter > 0 && res.Status == fixedpoint.MaxIterations
	if res.Status.Accepted() || forced || c.AcceptUnconverged && res.Status != fixedpoint.NotFinite {
		return nil
	}
	return &StepError{
		Case: tr.index, Step: k, Time: r.plan.times[k+1], Length: r.plan.dt[k], Unit: r.s.problem.TimeUnit,
		Scheme: c.Scheme, Status: res.Status, Krylov: res.Krylov,
		Residual: res.Residual, Iterations: res.Outer, History: slices.Clone(res.History),
	}
}

// output copies a state to the results at its level.
func (r *run[T]) output(tr *trajectory[T], level int, dense []T) {
	cells := r.s.grid.Cells
	for k := sort.SearchInts(r.plan.out, level); k < len(r.plan.out) && r.plan.out[k] == level; k++ {
		for i, dst := range r.at[k][tr.index] {
			copy(dst, dense[i*cells:(i+1)*cells])
		}
	}
}

// count adds a step to the statistics of its case.
func (tr *trajectory[T]) count(res fixedpoint.Result) {
	st := &tr.stats
	st.Steps++
	st.Outer += res.Outer
	st.Linear += res.Linear
	st.Fallbacks += res.Fallbacks
	st.MaxResidual = max(st.MaxResidual, res.Residual)
	switch {
	case res.Status == fixedpoint.AtRoundoff:
		st.AtRoundoff++
	case !res.Status.Accepted():
		st.Unconverged++
	}
}

// add sums statistics over cases.
func (s *Stats) add(o Stats) {
	s.Steps += o.Steps
	s.Outer += o.Outer
	s.Linear += o.Linear
	s.Applies += o.Applies
	s.AtRoundoff += o.AtRoundoff
	s.Unconverged += o.Unconverged
	s.Fallbacks += o.Fallbacks
	s.MaxResidual = max(s.MaxResidual, o.MaxResidual)
}

// stats of the run as a whole.
func (r *run[T]) stats() Stats {
	st := Stats{Method: r.s.method()}
	for _, tr := range r.cases {
		st.add(tr.stats)
		if r.record {
			st.TapeBytes += int64(len(tr.tape)+len(tr.iter.data)) * int64(unsafe.Sizeof(T(0)))
		}
	}
	return st
}

// method names how steps are solved.
func (s *shared[T]) method() string {
	switch {
	case s.scheme.explicit():
		return "explicit"
	case s.sweeps():
		return "picard"
	case s.useCG():
		return "newton(cg)"
	}
	return "newton(bicgstab)"
}
