package solver

import (
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/krylov"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// The reverse of an implicit step, by the implicit function theorem, from the last
// stage to the first: with the cotangent zbar of the stage's state,
//
//	J' lambda = zbar,   J = dA/dz at that state,
//
// and the cotangent of everything else is that of <lambda, b - A> at fixed states.
// Nothing of the forward iteration is needed. A known state gets its cotangent
// from the terms of all later stages at once, because it is evaluated once.

// adjointOperator is J' for package krylov. The worker's arguments are at the
// stage's level, and the stage's state is evaluated, while it is used.
type adjointOperator[T vec.Float] struct {
	w *worker[T]
	z []T
}

// Apply sets dst = J' src.
func (o *adjointOperator[T]) Apply(dst, src []T) {
	w := o.w
	if w.pre.multiply(dst, src, true) {
		return
	}
	w.do(o.product(dst, src))
	w.foldGhosts(dst, o.z)
	w.addMean(dst, src)
	if w.system.held {
		w.copyHeld(dst, src)
	}
}

// product is the job of a product, ghosts not yet folded.
func (o *adjointOperator[T]) product(dst, src []T) job[T] {
	w := o.w
	w.intoDust()
	j := w.adjointJob(dst, src, o.z)
	j.fill = src
	return j
}

// ApplyDots is Apply, with the products of dst.
func (o *adjointOperator[T]) ApplyDots(dst, src, x []T) (dot, norm float64) {
	w := o.w
	if w.pre.multiplies() || w.hasGhosts() || w.system.held || len(w.null) > 0 {
		o.Apply(dst, src)
		return w.space.DotNorm(x, dst)
	}
	return w.space.After(w.begin(o.product(dst, src))).DotNorm(x, dst)
}

// adjointSolve sets lambda to the solution of J' lambda = zbar, prepared for
// further adjoints. Led, lambda holds a guess; with past adjoint states, where they pay
// (see thorough), the solve is for what these leave instead. A cotangent that is far
// from size 1 is normalised for the solve: in float32 its square would underflow.
func (w *worker[T]) adjointSolve(lambda, zbar, z []T, led bool, past *pastAdjoints[T]) (krylov.Result, error) {
	w.dual.z = z
	w.measureDual(z)
	norm := w.space.Norm(zbar)
	size := krylov.Unit[T](norm)
	pre, err := w.preconditioner(true)
	if err != nil {
		return krylov.Result{}, err
	}
	remember := past != nil && w.pre.thorough(pre != nil)
	guessed := remember && past.n > 0
	if size != 1 || guessed {
		w.space.Axpby(T(1/size), zbar, 0, w.scratch)
		zbar = w.scratch
	}
	o := krylov.Options{Atol: w.config.AdjointTol * norm / size, MaxIter: w.config.MaxLinear, ZeroGuess: !led || size != 1 || guessed, Size: norm / size}
	if guessed {
		w.guesses.begin(w, past, zbar)
		o.Size = 0 // what is left is smaller
	}
	res := w.fixed.Linear.Solve(&w.dual, pre, lambda, zbar, o)
	if guessed {
		w.space.Axpy(1, w.guesses.sum, lambda)
	}
	if size != 1 {
		w.space.Scale(T(size), lambda)
	}
	if remember && res.Status.Accepted() {
		past.keep(w, lambda)
	}
	w.cotangentGhosts(lambda)
	return res, nil
}

// implicitReverse takes zbar, the cotangent of the new state, to ubar and pastBar,
// and adds the cotangents of levels, parameters and weights. u, past and the
// results hold the states, interior.
func (w *worker[T]) implicitReverse(st *step[T], bars *stepBars[T], lead *lead[T]) (krylov.Result, error) {
	w.space.Zero(w.ubar)
	if w.pastBar != nil {
		w.space.Zero(w.pastBar)
	}
	if w.space.Norm(w.zbar) == 0 {
		lead.rate = 0
		return krylov.Result{}, nil
	}
	w.evaluateStart(st.at(0), true)
	w.space.ClearWhole(w.lagBar)
	var total krylov.Result
	for i := len(st.stages) - 1; i >= 0; i-- {
		z := w.result(st, i)
		now := st.at(st.stages[i].node)
		w.atStage(st, i)
		w.evaluate(z, true)
		bar := w.zbar
		if i < len(st.stages)-1 {
			bar = w.stageBar
			w.space.Zero(bar)
			w.pullTerms(st, bars, start+1+source(i), bar)
			w.atStage(st, i)
		}
		led := w.leadOn(st, lead)
		res, err := w.adjointSolve(w.lambda[i], bar, z, led, bars.past)
		if err != nil {
			return total, err
		}
		total = joinKrylov(total, res)
		w.pullOperator(st, bars, i, now)
		w.pullCalls(kernel.PerIteration, bars.weights)
	}
	w.pullKnown(st, bars)
	w.keepLead(st, lead)
	return total, nil
}

// joinKrylov sums the results of stages; the first failure counts.
func joinKrylov(a, b krylov.Result) krylov.Result {
	b.Iterations += a.Iterations
	b.Applies += a.Applies
	b.Residual = max(a.Residual, b.Residual)
	if !a.Status.Accepted() || b.Status == krylov.Converged {
		b.Status = a.Status
	}
	return b
}

// pullOperator adds the cotangents of <lambda_i, -A(z)> at fixed z.
func (w *worker[T]) pullOperator(st *step[T], bars *stepBars[T], i int, now moment[T]) {
	g := &st.stages[i]
	z, level := w.result(st, i), bars.at(g.node)
	w.at(now, st.at(0), -1, -g.beta*st.dt, -1)
	w.into(level, bars.at(0), w.lagBar, bars.params)
	w.inputsAdjoint(w.lambda[i], z)
	if w.hasGhosts() && (!w.omitParams || len(w.inside) < len(w.calls)) {
		w.applyAdjoint(w.scratch, w.lambda[i], z)
		w.foldGhosts(w.scratch, z)
	}
}

// hasGhosts says whether any face has a condition, so that data may enter there.
func (s *shared[T]) hasGhosts() bool { return len(s.kernels.Ghosts) > 0 }

// pullTerms adds to ybar the cotangent of a known state through the terms of all
// stages that read it, and those of the terms' inputs. The state is evaluated.
func (w *worker[T]) pullTerms(st *step[T], bars *stepBars[T], of source, ybar []T) {
	w.pullTermsOpen(st, bars, of, ybar)
	y, _ := w.source(st, of)
	w.foldGhosts(ybar, y)
}

// pullTermsOpen is pullTerms with the cotangents of ghosts not yet folded. Where
// `into` points at its end is the level of the state.
func (w *worker[T]) pullTermsOpen(st *step[T], bars *stepBars[T], of source, ybar []T) {
	y, now := w.source(st, of)
	level := bars.of(st, of)
	w.into(level, bars.at(0), w.lagBar, bars.params)
	for i := range st.stages {
		for _, t := range st.stages[i].terms {
			if t.of != of {
				continue
			}
			w.at(now, st.at(0), t.mass, -t.rate*st.dt, 0)
			w.applyAdjoint(w.scratch, w.lambda[i], y)
			w.space.AddWhole(w.scratch, ybar)
			w.inputsAdjoint(w.lambda[i], y)
		}
	}
}

// pullKnown takes the cotangents of all stages to the states that the step started
// from, and the lagged ones with them.
func (w *worker[T]) pullKnown(st *step[T], bars *stepBars[T]) {
	begin := st.at(0)
	if st.usesHistory() {
		y, now := w.source(st, history)
		w.at(now, begin, 1, 0, 0)
		w.evaluate(y, true)
		w.space.ClearWhole(w.pastBar)
		w.pullTerms(st, bars, history, w.pastBar)
		w.pullCalls(kernel.PerIteration, bars.weights)
	}
	w.at(begin, begin, 1, 0, 0)
	w.evaluate(w.u, true)
	w.space.ClearWhole(w.ubar)
	w.pullTermsOpen(st, bars, start, w.ubar)
	w.pullStart(st, bars)
}

// pullStart adds the lagged cotangent to ubar, folds what that leaves in ghosts,
// and runs the networks that the step froze backward.
func (w *worker[T]) pullStart(st *step[T], bars *stepBars[T]) {
	begin := st.at(0)
	w.at(begin, begin, 1, 0, 0)
	w.space.AddWhole(w.lagBar, w.ubar)
	w.into(bars.at(0), bars.at(0), w.lagBar, bars.params)
	w.foldGhosts(w.ubar, w.u)
	w.pullCalls(kernel.PerIteration, bars.weights)
	w.pullCalls(kernel.PerStep, bars.weights)
}

// stepBars is where the cotangents of one step go.
type stepBars[T vec.Float] struct {
	levels  []cotangent[T] // of the step's levels, those before its start first; one if all levels are one
	first   int            // place of the step's start among them
	params  []float64
	weights []T
	past    *pastAdjoints[T] // of earlier solves, nil where there are several in a step
}

// at is the cotangent of the level at a node of the step.
func (b *stepBars[T]) at(node int) *cotangent[T] {
	return &b.levels[(b.first+node)%len(b.levels)]
}

// of is that of the level of a known state.
func (b *stepBars[T]) of(st *step[T], of source) *cotangent[T] {
	switch of {
	case history:
		return b.at(-st.parts())
	case start:
		return b.at(0)
	}
	return b.at(st.stages[of-start-1].node)
}
