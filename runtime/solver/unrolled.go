package solver

import "github.com/pindiff/pindiffc/runtime/kernel"

// The unrolled adjoint is the naive baseline: the exact reverse of the Picard
// sweeps that were executed, every iterate stored. Newton sweeps are not
// unrolled: with Config.Adjoint "unrolled" steps are solved by Picard sweeps,
// and Stats.Method says so.

// iterates records the sweeps of one case, dense, step after step.
type iterates[T float32 | float64] struct {
	w     *worker[T]
	data  []T
	first []int // where the sweeps of a step begin, in vectors
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

// begin marks the start of a step, on the worker that steps.
func (it *iterates[T]) begin(w *worker[T]) {
	it.w = w
	it.first = append(it.first, len(it.data)/(w.space.Fields*w.grid.Cells))
}

// keep drops what was recorded after the first `sweeps` of the step: a solve
// returns its best iterate.
func (it *iterates[T]) keep(sweeps int) {
	n := it.w.space.Fields * it.w.grid.Cells
	it.data = it.data[:(it.first[len(it.first)-1]+sweeps)*n]
	it.w = nil
}

func (it *iterates[T]) reset() { it.data, it.first = it.data[:0], it.first[:0] }

// step returns the sweeps of step k.
func (it *iterates[T]) step(k, n int) []T {
	end := len(it.data)
	if k+1 < len(it.first) {
		end = it.first[k+1] * n
	}
	return it.data[it.first[k]*n : end]
}

// unrolledReverse takes zbar to ubar through the stored sweeps of a step. The
// sweep of iterate i reads iterate i-1, and the first one u.
func (w *worker[T]) unrolledReverse(start, end moment[T], startBar, endBar *cotangent[T], sweeps []T, dt float64, params []float64) {
	if w.space.Norm(w.zbar) == 0 {
		w.space.Zero(w.ubar)
		return
	}
	n := w.space.Fields * w.grid.Cells
	count := len(sweeps) / n
	w.rightSide(start, dt)
	w.cotangentGhosts(w.b) // adjoints of the sweep read it off-centre
	rhsBar, lag := w.lambda, w.lagBar
	clear(rhsBar)
	clear(lag)
	w.at(end, start, 1, w.scheme.theta*dt)
	w.args.Omega = T(w.config.Relax)
	for i := count - 1; i >= 0; i-- {
		before := w.z
		if i == 0 {
			w.space.Copy(before, w.u)
		} else {
			w.space.Unpack(before, sweeps[(i-1)*n:i*n])
		}
		w.fillGhosts(before, end.bound)
		w.sweepReverse(endBar, startBar, rhsBar, lag, params)
	}
	// zbar is now the cotangent of the first iterate, which is u
	w.cotangentGhosts(rhsBar)
	w.pullRightSide(rhsBar, start, startBar, dt, params)
	for i := range w.ubar {
		w.ubar[i] += lag[i]
	}
	w.foldGhosts(w.ubar, startBar.bound)
	w.space.Axpy(1, w.zbar, w.ubar)
}

// sweepReverse replaces zbar, the cotangent of a sweep's result, by that of the
// iterate in w.z, and adds the cotangents of everything else it read.
func (w *worker[T]) sweepReverse(endBar, startBar *cotangent[T], rhsBar, lag []T, params []float64) {
	w.cotangentGhosts(w.zbar)
	w.clearGhosts(w.scratch)
	w.val(kernel.State, w.z)
	w.val(kernel.Rhs, w.b)
	w.bar(kernel.Out, w.zbar)
	w.bar(kernel.State, w.scratch)
	w.bar(kernel.Rhs, rhsBar)
	w.into(endBar, startBar, lag)
	w.args.BarParam = params
	lo, hi := w.extended()
	k := w.kernels
	k.Sweep.Adjoint(&w.args, lo, hi)
	if k.SweepInputs != nil {
		k.SweepInputs(&w.args, lo, hi)
	}
	if k.SweepParams != nil {
		k.SweepParams(&w.args, 0, w.grid.N[0])
	}
	w.applies++
	w.foldGhosts(w.scratch, endBar.bound)
	w.space.Copy(w.zbar, w.scratch)
}
