package solver

import "github.com/pindiff/pindiffc/runtime/kernel"

// explicitReverse is the discrete adjoint of explicitStep: stages are recomputed
// from u, then
//
//	kbar_i = dt b_i zbar + sum_j dt a_ji sbar_j,   fbar = kbar/m,   mbar -= fbar k
//	sbar_i = f'(s_i)' fbar,   ubar = zbar + sum_i sbar_i + (lagged)
//
// from the last stage to the first.
func (w *worker[T]) explicitReverse(st *step[T], bars *stepBars[T]) {
	w.space.Zero(w.ubar)
	if w.space.Norm(w.zbar) == 0 {
		return
	}
	w.explicitStep(st, true)
	w.space.ClearWhole(w.lagBar)
	w.space.ClearWhole(w.ubar)
	for i := len(st.b) - 1; i >= 0; i-- {
		now, bar := st.at(st.node[i]), bars.at(st.node[i])
		fbar, s := w.k, w.stages[i]
		w.space.Copy(fbar, w.zbar)
		w.space.Scale(T(st.dt*st.b[i]), fbar)
		for j := i + 1; j < len(st.b); j++ {
			if i < len(st.a[j]) && st.a[j][i] != 0 {
				w.space.Axpy(T(st.dt*st.a[j][i]), w.stages[j], fbar) // sbar_j, see below
			}
		}
		w.divide(fbar, now.mass)
		w.subtractProduct(bar.mass, fbar, w.slopes[i])
		w.cotangentGhosts(fbar)
		w.at(now, st.at(0), 0, -1, 0)
		w.evaluate(s, true)
		w.into(bar, bars.at(0), w.lagBar, bars.params)
		w.inputsAdjoint(fbar, s)
		w.applyAdjoint(w.scratch, fbar, s)
		w.foldGhosts(w.scratch, s)
		w.pullCalls(kernel.PerIteration, bars.weights)
		w.space.Copy(s, w.scratch) // the stage's state is done with
		w.space.Axpy(1, s, w.ubar)
	}
	w.space.Axpy(1, w.zbar, w.ubar)
	w.at(st.at(0), st.at(0), 0, -1, 0)
	w.evaluate(w.u, true)
	w.pullStart(st, bars)
}

// pullMass takes the cotangent of a level's mass to its coefficients and the
// parameters, once for all steps that used it.
func (w *worker[T]) pullMass(now moment[T], bar *cotangent[T], params []float64) {
	f := w.kernels.Mass.Adjoint
	if bar.mass == nil || f == nil {
		return
	}
	w.at(now, now, 1, 0, 0)
	w.into(bar, bar, w.scratch, params)
	w.bar(kernel.Out, bar.mass)
	f(&w.args, 0, w.grid.N[0])
}
