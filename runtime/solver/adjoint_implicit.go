package solver

import (
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/krylov"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// The reverse of an implicit step, by the implicit function theorem: with the
// cotangent zbar of the new state,
//
//	J' lambda = zbar,   J = dA/dz at the z of the forward step,
//
// and the cotangent of everything else is that of <lambda, b - A> at fixed z.
// Nothing of the forward iteration is needed.

// adjointOperator is J' for package krylov. The worker's arguments are at the
// new level while it is used.
type adjointOperator[T vec.Float] struct{ w *worker[T] }

// Apply sets dst = J' src.
func (o *adjointOperator[T]) Apply(dst, src []T) {
	o.w.cotangentGhosts(src)
	o.w.applyAdjoint(dst, src, o.w.z, o.w.dustBound)
}

// adjointSolve sets lambda, prepared for further adjoints. The cotangent is
// normalised for the solve: in float32 its square would underflow.
func (w *worker[T]) adjointSolve(size float64) krylov.Result {
	size = max(size, krylov.Smallest[T]())
	w.space.Zero(w.scratch)
	w.space.Axpy(T(1/size), w.zbar, w.scratch)
	o := krylov.Options{Rtol: w.config.AdjointTol, MaxIter: w.config.MaxLinear, ZeroGuess: true}
	res := w.fixed.Linear.Solve(&w.dual, nil, w.lambda, w.scratch, o)
	w.space.Scale(T(size), w.lambda)
	w.cotangentGhosts(w.lambda)
	return res
}

// implicitReverse takes zbar, the cotangent of the new state, to ubar, that of
// the old one, and adds the cotangents of levels and parameters. u and z hold
// the states, interior.
func (w *worker[T]) implicitReverse(start, end moment[T], startBar, endBar *cotangent[T], dt float64, params []float64) krylov.Result {
	w.fillGhosts(w.u, start.bound)
	w.fillGhosts(w.z, end.bound)
	w.val(kernel.Lag, w.u)
	size := w.space.Norm(w.zbar)
	if size == 0 {
		w.space.Zero(w.ubar)
		return krylov.Result{}
	}
	theta := w.scheme.theta
	w.at(end, start, 1, theta*dt)
	res := w.adjointSolve(size)

	w.pullRightSide(w.lambda, start, startBar, dt, params)
	w.at(end, start, -1, -theta*dt) // of -A
	w.into(endBar, startBar, w.ubar)
	w.inputsAdjoint(w.lambda, w.z, params)
	if len(endBar.bound) > 0 {
		w.applyAdjoint(w.scratch, w.lambda, w.z, endBar.bound)
	}
	w.foldGhosts(w.ubar, startBar.bound)
	return res
}

// pullRightSide sets ubar to the cotangent of u, ghosts not yet folded, of
// <outbar, b>, and adds those of the start's level and the parameters.
func (w *worker[T]) pullRightSide(outbar []T, start moment[T], startBar *cotangent[T], dt float64, params []float64) {
	w.at(start, start, 1, -(1-w.scheme.theta)*dt)
	w.applyAdjointOpen(w.ubar, outbar, w.u)
	w.into(startBar, startBar, w.ubar)
	w.inputsAdjoint(outbar, w.u, params)
}
