package solver

import (
	"context"
	"errors"
	"slices"
	"sort"

	"github.com/pindiff/pindiffc/runtime/fixedpoint"
	"github.com/pindiff/pindiffc/runtime/kernel"
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
func (s *Solver[T]) horizon() horizon {
	h := horizon{start: s.problem.Time0, steps: s.config.Steps, scheme: s.scheme}
	if s.scheme.name == "crank_nicolson" {
		h.damped = s.config.Damped
	}
	return h
}

// start runs. A step that fails is halved, as often as Config.Retry allows, for
// all cases of the run (they share their levels), and the run starts again: so
// what the tape holds is what was executed.
func (s *Solver[T]) start(ctx context.Context, cases []Case[T], h horizon, times []float64, record bool) (*Result[T], error) {
	for tries := 0; ; tries++ {
		res, err := s.attempt(ctx, cases, h, times, record)
		var failure *StepError
		if !errors.As(err, &failure) || failure.Step < 0 {
			if err == nil {
				res.Stats.Halved = tries
			}
			return res, err
		}
		number := s.run.plan.given[failure.Step]
		if h.halved[number] >= s.config.Retry {
			return nil, err
		}
		if h.halved == nil {
			h.halved = map[int]int{}
		}
		h.halved[number]++
	}
}

// attempt runs once.
func (s *Solver[T]) attempt(ctx context.Context, cases []Case[T], h horizon, times []float64, record bool) (*Result[T], error) {
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
	if err := r.settleAll(); err != nil {
		return err
	}
	if err := r.weighAll(); err != nil {
		return err
	}
	if r.record {
		r.makeTape()
	}
	for _, tr := range r.cases {
		r.output(tr, 0, tr.state)
	}
	run := func() error { return r.advance(0, steps) }
	if r.record && r.sched != nil {
		run = r.firstTime
	}
	if err := run(); err != nil {
		return err
	}
	if steps == 0 {
		r.ensure(0, 0)
	}
	return r.ctx.Err()
}

// advance takes all cases from one step to another, chunk after chunk.
func (r *run[T]) advance(from, to int) error {
	for r.from = from; r.from < to; r.from = r.to {
		r.to = min(to, r.from+r.chunk())
		r.ensure(max(0, r.from*r.plan.parts()-r.plan.back), r.to*r.plan.parts())
		r.s.pool.Relay(len(r.cases), legsOf(r.to-r.from), r.forwardLeg)
		if err := r.failed(); err != nil {
			return err
		}
	}
	return nil
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

// legSteps is how many steps a case goes before it may change workers.
const legSteps = 8

// legsOf is the number of legs of so many steps.
func legsOf(steps int) int { return (steps + legSteps - 1) / legSteps }

// forwardSteps takes one case through the steps of one leg of the chunk, and says whether
// it can go on.
func (r *run[T]) forwardSteps(w *worker[T], tr *trajectory[T], leg int) bool {
	r.enter(w, tr)
	from := r.from + leg*legSteps
	w.space.Unpack(w.z, tr.state)
	if w.past != nil && from > 0 {
		w.space.Unpack(w.u, tr.past)
	}
	to := min(r.to, from+legSteps)
	for k := from; k < to; k++ {
		if r.ctx.Err() != nil {
			return false
		}
		w.past, w.u, w.z = w.u, w.z, w.past
		if w.z == nil { // no history is kept
			w.past, w.z = nil, w.past
		}
		res := r.step(w, tr, k)
		if !r.again {
			tr.count(res)
		}
		if tr.err = r.verdict(tr, w, k, res); tr.err != nil {
			break
		}
		if k+1 < to && !r.looksAt(k+1) {
			continue
		}
		w.space.Pack(tr.state, w.z)
		if r.record && r.sched == nil {
			r.keep(w, tr, k)
		}
		if tr.err = r.s.inRange(tr.state, tr.index, k, r.plan.times[k+1]); tr.err != nil {
			break
		}
		if !r.again {
			r.output(tr, k+1, tr.state)
		}
	}
	if w.past != nil {
		tr.past = fit(tr.past, len(tr.state))
		w.space.Pack(tr.past, w.u)
	}
	r.leave(w, tr)
	return tr.err == nil
}

// looksAt says whether anything but the next step reads the state at a level.
func (r *run[T]) looksAt(level int) bool {
	return r.record && r.sched == nil || slices.ContainsFunc(r.s.problem.States, func(st kernel.StateInfo) bool { return bounded(&st) }) ||
		!r.again && slices.Contains(r.plan.out, level)
}

// enter gives a worker what belongs to a case.
func (r *run[T]) enter(w *worker[T], tr *trajectory[T]) {
	w.args.Param = tr.group.params
	w.applies = 0
	w.image.forget()
	copy(w.nullFactor, tr.null)
	w.diffusion = tr.diffusion
	w.relax.inputs, w.relax.values, w.relax.steady, w.relax.dominance = r.inputs, tr.group.values, !r.unsteady, tr.dominance
}

// leave adds what a worker has counted to the case.
func (r *run[T]) leave(w *worker[T], tr *trajectory[T]) {
	tr.stats.Applies += w.applies
	if w.pre != nil {
		tr.stats.Singular += w.pre.lost
		w.pre.lost = 0
	}
}

// keep writes the states of a step's stages to the tape; those of a step with
// fewer stages than others come last.
func (r *run[T]) keep(w *worker[T], tr *trajectory[T], k int) {
	n, per := len(tr.state), r.plan.stages()
	for i := range per - 1 {
		w.space.Pack(tr.tape[(k*per+1+i)*n:(k*per+2+i)*n], w.results[i])
	}
	copy(tr.tape[(k+1)*per*n:], tr.state)
}

// recall is the inverse of keep, and finds the states before the step: z, the
// result, must be in place.
func (r *run[T]) recall(w *worker[T], tr *trajectory[T], k int) {
	n, per := len(tr.state), r.plan.stages()
	for i := range per - 1 {
		w.space.Unpack(w.results[i], tr.tape[(k*per+1+i)*n:(k*per+2+i)*n])
	}
	w.space.Unpack(w.u, r.taped(tr, k))
	if w.past != nil && k > 0 {
		w.space.Unpack(w.past, r.taped(tr, k-1))
	}
}

// taped is the state after `level` steps.
func (r *run[T]) taped(tr *trajectory[T], level int) []T {
	n, per := len(tr.state), r.plan.stages()
	return tr.tape[level*per*n : (level*per+1)*n]
}

// stepOf is step k of a case.
func (r *run[T]) stepOf(tr *trajectory[T], k int) step[T] {
	st := step[T]{scheme: r.plan.by[k], moments: moments[T]{r.plan, tr.group.levels, k * r.plan.parts()}, dt: r.plan.dt[k]}
	if k > 0 {
		st.ratio = r.plan.dt[k] / r.plan.dt[k-1]
	}
	return st
}

// step advances w.u to w.z by step k.
func (r *run[T]) step(w *worker[T], tr *trajectory[T], k int) fixedpoint.Result {
	st := r.stepOf(tr, k)
	switch {
	case st.explicit():
		return w.explicitStep(&st, false)
	case !r.record || r.sched != nil || !w.unrolled():
		return w.implicitStep(&st, nil)
	}
	return w.implicitStep(&st, &tr.iter)
}

// verdict makes an error of a step that did not succeed.
// Step -1 made the initial state fit.
func (r *run[T]) verdict(tr *trajectory[T], w *worker[T], k int, res fixedpoint.Result) error {
	if r.s.goesOn(res) {
		if s, left, ok := w.compatible(w.z); !ok {
			return &CompatibilityError{
				Case: tr.index, Step: k, Time: r.plan.times[k+1], Unit: r.s.problem.TimeUnit,
				State: r.s.problem.States[s].Name, Left: left,
			}
		}
		return nil
	}
	scheme, length := &consistent, 0.0
	if k >= 0 {
		scheme, length = r.plan.by[k], r.plan.dt[k]
	}
	return &StepError{
		Case: tr.index, Step: k, Time: r.plan.times[k+1], Length: length, Unit: r.s.problem.TimeUnit,
		Scheme: scheme.name, Explicit: scheme.explicit(), Status: res.Status, Krylov: res.Krylov,
		Residual: res.Residual, Iterations: res.Outer, History: slices.Clone(res.History), Cause: res.Err,
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
	s.Singular += o.Singular
	s.MaxResidual = max(s.MaxResidual, o.MaxResidual)
}

// stats of the run as a whole.
func (r *run[T]) stats() Stats {
	st := Stats{Method: r.s.method()}
	for _, i := range r.s.null {
		st.Null = append(st.Null, r.s.problem.States[i].Name)
	}
	for _, tr := range r.cases {
		st.add(tr.stats)
	}
	if r.record {
		st.TapeBytes = r.stored()
		st.DiskBytes, st.Stores = int64(r.disk.stores)*int64(r.disk.size), r.disk.stores
	}
	return st
}
