package solver

import "github.com/pindiff/pindiffc/runtime/kernel"

// explicitReverse is the discrete adjoint of explicitStep: stages are recomputed
// from u, then
//
//	kbar_i = dt b_i zbar + sum_j dt a_ji sbar_j,   fbar = kbar/m,   mbar -= fbar k
//	sbar_i = f'(s_i)' fbar,   ubar = zbar + sum_i sbar_i + (lagged)
//
// from the last stage to the first. bars are the cotangents of the step's levels,
// or the one that all levels share.
func (w *worker[T]) explicitReverse(ms moments[T], bars []cotangent[T], dt float64, params []float64) {
	sc := w.scheme
	if w.space.Norm(w.zbar) == 0 {
		w.space.Zero(w.ubar)
		return
	}
	w.explicitStep(ms, dt)
	start, startBar := ms.at(0), &bars[0]
	lag := w.acc
	clear(lag)
	w.space.Copy(w.ubar, w.zbar)
	for i := len(sc.b) - 1; i >= 0; i-- {
		now, bar := ms.at(sc.node[i]), &bars[sc.node[i]%len(bars)]
		fbar, s := w.k, w.stages[i]
		w.space.Axpby(T(dt*sc.b[i]), w.zbar, 0, fbar)
		for j := i + 1; j < len(sc.b); j++ {
			if a := sc.a[j][i]; a != 0 {
				w.space.Axpy(T(dt*a), w.stages[j], fbar) // sbar_j, see below
			}
		}
		w.divide(fbar, now.mass)
		w.subtractProduct(bar.mass, fbar, w.slopes[i])
		w.cotangentGhosts(fbar)
		w.at(now, start, 0, -1)
		w.into(bar, startBar, lag)
		w.inputsAdjoint(fbar, s, params)
		w.applyAdjoint(w.scratch, fbar, s, bar.bound)
		w.space.Copy(s, w.scratch) // the stage's state is done with
		w.space.Axpy(1, s, w.ubar)
	}
	w.foldGhosts(lag, startBar.bound)
	w.space.Axpy(1, lag, w.ubar)
}

// pullMass takes the cotangent of a level's mass to its coefficients and the
// parameters, once for all steps that used it: m = Apply(1, 0) at ones.
func (w *worker[T]) pullMass(now moment[T], bar *cotangent[T], params []float64) {
	if bar.mass == nil {
		return
	}
	w.cotangentGhosts(bar.mass)
	w.val(kernel.Lag, w.one)
	w.at(now, now, 1, 0)
	w.into(bar, bar, w.scratch)
	w.inputsAdjoint(bar.mass, w.one, params)
}
