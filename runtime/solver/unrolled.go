package solver

import "github.com/pindiff/pindiffc/runtime/kernel"

// The unrolled adjoint is the naive baseline: the exact reverse of the Picard
// sweeps that were executed, every iterate stored. Newton sweeps are not
// unrolled: with Config.Adjoint "unrolled" steps are solved by Picard sweeps,
// and Stats.Method says so.

// iterates records the sweeps of one case, dense, stage after stage.
type iterates[T float32 | float64] struct {
	w     *worker[T]
	data  []T
	first []int // where the sweeps of a stage begin, in vectors
}

// Record stores one iterate.
func (it *iterates[T]) Record(z []T) {
	n := it.w.space.Fields * it.w.grid.Cells
	at := len(it.data)
	if at+n > cap(it.data) {
		grown := make([]T, at, 2*cap(it.data)+n)
		copy(grown, it.data)
		it.data = grown
	}
	it.data = it.data[:at+n]
	it.w.space.Pack(it.data[at:], z)
}

// begin marks the start of a stage, on the worker that steps.
func (it *iterates[T]) begin(w *worker[T]) {
	it.w = w
	it.first = append(it.first, len(it.data)/(w.space.Fields*w.grid.Cells))
}

// keep drops what was recorded after the first `sweeps` of the stage: a solve
// returns its best iterate.
func (it *iterates[T]) keep(sweeps int) {
	n := it.w.space.Fields * it.w.grid.Cells
	it.data = it.data[:(it.first[len(it.first)-1]+sweeps)*n]
	it.w = nil
}

func (it *iterates[T]) reset() { it.data, it.first = it.data[:0], it.first[:0] }

// stage returns the sweeps of the k-th stage of the run.
func (it *iterates[T]) stage(k, n int) []T {
	end := len(it.data)
	if k+1 < len(it.first) {
		end = it.first[k+1] * n
	}
	return it.data[it.first[k]*n : end]
}

// unrolledReverse takes zbar to ubar and pastBar through the stored sweeps of a
// step, whose first stage is the run's `number`-th. The sweep of an iterate reads
// the one before, and the first one the state of the stage before. lambda is here
// the cotangent of a stage's right-hand side.
func (w *worker[T]) unrolledReverse(st *step[T], bars *stepBars[T], it *iterates[T], number int) {
	w.space.Zero(w.ubar)
	if w.pastBar != nil {
		w.space.Zero(w.pastBar)
	}
	if w.space.Norm(w.zbar) == 0 {
		return
	}
	n := w.space.Fields * w.grid.Cells
	w.evaluateStart(st.at(0), true)
	clear(w.lagBar)
	for i := len(st.stages) - 1; i >= 0; i-- {
		if i < len(st.stages)-1 { // zbar is the cotangent of the guess of the stage after
			z := w.result(st, i)
			w.atStage(st, i)
			w.evaluate(z, true)
			w.clearGhosts(w.zbar)
			w.pullTerms(st, bars, start+1+source(i), w.zbar)
			w.pullCalls(kernel.PerIteration, bars.weights)
		}
		w.rightSide(st, i)
		w.atStage(st, i)
		w.reverseSweeps(st, bars, i, it.stage(number+i, n))
		w.cotangentGhosts(w.lambda[i])
	}
	w.pullKnown(st, bars)
	w.space.Axpy(1, w.zbar, w.ubar) // the first guess is u
}

// reverseSweeps replaces zbar, the cotangent of a stage's state, by that of its
// first guess, and sets lambda to that of its right-hand side.
func (w *worker[T]) reverseSweeps(st *step[T], bars *stepBars[T], i int, sweeps []T) {
	n := w.space.Fields * w.grid.Cells
	guess := w.u
	if i > 0 {
		guess = w.result(st, i-1)
	}
	clear(w.lambda[i])
	z := w.iterate
	for k := len(sweeps)/n - 1; k >= 0; k-- {
		if k == 0 {
			w.space.Copy(z, guess)
		} else {
			w.space.Unpack(z, sweeps[(k-1)*n:k*n])
		}
		w.evaluate(z, true)
		w.into(bars.at(st.stages[i].node), bars.at(0), w.lagBar, bars.params)
		w.sweepReverse(z, w.lambda[i])
		w.pullCalls(kernel.PerIteration, bars.weights)
	}
}

// sweepReverse replaces zbar, the cotangent of a sweep's result, by that of the
// iterate z, adds that of the right-hand side to rhsBar, and those of everything
// else it read where `into` says.
func (w *worker[T]) sweepReverse(z, rhsBar []T) {
	rhs := w.sweepRhs
	w.space.Copy(rhs, w.sweepSide(z))
	w.cotangentGhosts(rhs) // adjoints of the sweep read it off-centre
	w.cotangentGhosts(w.zbar)
	w.clearGhosts(w.scratch)
	clear(w.sweepBar)
	w.val(kernel.State, z)
	w.val(kernel.Rhs, rhs)
	w.bar(kernel.Out, w.zbar)
	w.bar(kernel.State, w.scratch)
	w.bar(kernel.Rhs, w.sweepBar)
	lo, hi := w.extended()
	k := w.kernels
	w.rows(k.Sweep.Adjoint, lo, hi)
	if k.SweepInputs != nil {
		w.rows(k.SweepInputs, lo, hi)
	}
	if k.SweepParams != nil {
		k.SweepParams(&w.args, 0, w.grid.N[0])
	}
	w.applies++
	w.foldGhosts(w.scratch, z)
	for _, s := range w.null {
		w.addConstant(-w.nullFactor[s]*w.mean(w.sweepBar, s), w.scratch, s)
	}
	w.space.Copy(w.zbar, w.scratch)
	w.space.Axpy(1, w.sweepBar, rhsBar)
}
