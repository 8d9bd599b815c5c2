package solver

import (
	"github.com/pindiff/pindiffc/runtime/fixedpoint"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/krylov"
)

// Initial values of states without a time derivative are guesses. Before the first
// step their equations are solved with the other states held, so that every
// scheme starts from a state that satisfies them. What was guessed matters no
// more (but for lagged terms, which see the guess), and the cotangent of such a
// state goes on to the others.
//
// It is a stage with beta = 0 whose system is
//
//	[ I  0 ] in the states that are held
//	[ 0  J ] in the free ones

// settle takes u, the initial state as given, to z, which fits.
func (w *worker[T]) settle(st *step[T], factor []float64) fixedpoint.Result {
	w.evaluateStart(st.at(0), false)
	w.atStage(st, 0)
	w.space.Zero(w.b)
	w.space.Copy(w.z, w.u)
	w.measureNull(factor, w.z)
	w.system.held = true
	res := w.solve(w.z, nil)
	w.system.held = false
	return res
}

// settleReverse takes zbar, the cotangent of the state that fits, to ubar, that of
// the one given.
func (w *worker[T]) settleReverse(st *step[T], bars *stepBars[T]) (krylov.Result, error) {
	w.evaluateStart(st.at(0), true)
	clear(w.lagBar)
	w.atStage(st, 0)
	w.evaluate(w.z, true)
	w.space.Copy(w.ubar, w.zbar)
	w.clearHeld(w.ubar)
	w.system.held = true
	res, err := w.adjointSolve(w.lambda[0], w.ubar, w.z, false, nil)
	w.system.held = false
	if err != nil {
		return res, err
	}

	w.at(st.at(0), st.at(0), -1, 0, -1)
	w.into(bars.at(0), bars.at(0), w.lagBar, bars.params)
	w.inputsAdjoint(w.lambda[0], w.z)
	w.applyAdjoint(w.scratch, w.lambda[0], w.z)
	w.foldGhosts(w.scratch, w.z)
	w.pullCalls(kernel.PerIteration, bars.weights)
	clear(w.ubar)
	w.space.Copy(w.ubar, w.zbar)
	w.space.Axpy(1, w.scratch, w.ubar)
	for _, s := range w.free {
		clear(w.part(w.ubar, s))
	}
	w.at(st.at(0), st.at(0), 1, 0, 0)
	w.evaluate(w.u, true)
	w.pullStart(st, bars)
	return res, nil
}

// clearHeld zeroes the rows of states that are held.
func (w *worker[T]) clearHeld(x []T) {
	for s := range w.space.Fields {
		if !w.isFree(s) {
			clear(w.part(x, s))
		}
	}
}

// copyHeld makes the rows of states that are held those of the identity.
func (w *worker[T]) copyHeld(dst, src []T) {
	for s := range w.space.Fields {
		if !w.isFree(s) {
			copy(w.part(dst, s), w.part(src, s))
		}
	}
}

// settleAll makes the initial states of all cases fit.
func (r *run[T]) settleAll() error {
	if len(r.s.free) == 0 {
		return nil
	}
	r.ensure(0, 0)
	r.s.pool.Run(len(r.cases), r.settleItem)
	return r.failed()
}

// settle makes the initial state of one case fit.
func (r *run[T]) settle(w *worker[T], tr *trajectory[T]) {
	r.enter(w, tr)
	tr.guess = fit(tr.guess, len(tr.state))
	copy(tr.guess, tr.state)
	w.space.Unpack(w.u, tr.guess)
	st := r.settling(tr)
	res := w.settle(&st, tr.null)
	tr.count(res)
	tr.stats.Steps--
	r.leave(w, tr)
	if tr.err = r.verdict(tr, w, -1, res); tr.err != nil {
		return
	}
	w.space.Pack(tr.state, w.z)
	tr.err = r.s.inRange(tr.state, tr.index, -1, r.plan.start)
}

// settling is the step before the first.
func (r *run[T]) settling(tr *trajectory[T]) step[T] {
	return step[T]{scheme: &consistent, moments: moments[T]{r.plan, tr.group.levels, 0}}
}

// settleBack takes the cotangent of a case's initial state back to what was given.
func (r *run[T]) settleBack(w *worker[T], tr *trajectory[T]) {
	r.enter(w, tr)
	w.space.Unpack(w.u, tr.guess)
	w.space.Unpack(w.z, r.initialOf(tr))
	w.space.Unpack(w.zbar, tr.bar)
	st := r.settling(tr)
	res, err := w.settleReverse(&st, &stepBars[T]{levels: tr.bars, params: tr.params, weights: tr.weights})
	tr.err = tr.countAdjoint(res, err, r, -1)
	w.space.Pack(tr.bar, w.ubar)
	r.leave(w, tr)
}
