package solver

import (
	"github.com/pindiff/pindiffc/runtime/fixedpoint"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/krylov"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// A stage of an implicit step solves
//
//	A(z) = b,   A = Apply(1, beta dt, 1) at the stage's level,
//	            b = sum of Apply(mass, -rate dt, 0) at known states, each at its level
//
// Lagged values are those of the start of the step and its level in all of them.

// stageSystem is that equation, for package fixedpoint. The worker's arguments
// are at the stage's level while it is solved.
type stageSystem[T vec.Float] struct {
	w    *worker[T]
	held bool // only states without a time derivative are unknown
}

// Residual sets r = b - A(z).
func (s *stageSystem[T]) Residual(r, z []T) {
	w := s.w
	w.evaluate(z, false)
	w.apply(r, z)
	w.addMean(r, z)
	w.space.Axpby(1, w.b, -1, r)
	if s.held {
		w.clearHeld(r)
	}
}

// ResidualNorm is Residual, and returns the norm of r.
func (s *stageSystem[T]) ResidualNorm(r, z []T) float64 {
	w := s.w
	if w.measured { // scales were, at the same state
		w.measured = false
		w.space.Copy(r, w.work[0])
	} else {
		if len(w.null) == 0 && !s.held {
			image := r
			if w.image.at != nil {
				image = w.image.at
				w.image.note(w, z)
			}
			return w.space.After(w.applying(image, z)).AxpbyNorm(r, 1, w.b, -1, image)
		}
		w.evaluate(z, false)
		w.apply(r, z)
		w.addMean(r, z)
		if !s.held {
			return w.space.AxpbyNorm(r, 1, w.b, -1, r)
		}
		w.space.Axpby(1, w.b, -1, r)
	}
	if s.held {
		w.clearHeld(r)
	}
	return w.space.Norm(r)
}

// Linearise makes z the state of the tangent.
func (s *stageSystem[T]) Linearise(z []T) {
	w := s.w
	w.pre.drop()
	if w.problem.Linear && w.callsNothing(kernel.PerIteration) {
		w.look(z) // whose values are in no derivative
		return
	}
	w.evaluate(z, true)
}

// Assembled says whether products are made with a matrix, and preconditioned by what
// was made of it.
func (s *stageSystem[T]) Assembled() bool {
	p := s.w.pre
	return p != nil && p.choice >= 0 && p.products.serves
}

// Keep makes the matrix last until the next Linearise.
func (s *stageSystem[T]) Keep() { s.w.pre.keep() }

// Apply sets dst = J src.
func (s *stageSystem[T]) Apply(dst, src []T) {
	w := s.w
	if w.pre.multiply(dst, src, false) {
		return
	}
	w.do(s.product(dst, src))
	w.addMean(dst, src)
	if s.held {
		w.copyHeld(dst, src)
	}
}

// product is the job of a product with the tangent.
func (s *stageSystem[T]) product(dst, src []T) job[T] {
	w := s.w
	w.tangentFirst(src, w.zero, w.zeroParam)
	w.dir(kernel.Out, dst)
	w.applies++
	return job[T]{f: w.kernels.Apply.Tangent, hi: w.grid.N[0], fill: src, by: ofDirection}
}

// ApplyDots is Apply, with the products of dst.
func (s *stageSystem[T]) ApplyDots(dst, src, x []T) (dot, norm float64) {
	w := s.w
	if w.pre.multiplies() || s.held || len(w.null) > 0 {
		s.Apply(dst, src)
		return w.space.DotNorm(x, dst)
	}
	return w.space.After(w.begin(s.product(dst, src))).DotNorm(x, dst)
}

// Preconditioner is that of the tangent. Sweeps have one only where it is asked
// for, and those that are unrolled none: they are kernels.
func (s *stageSystem[T]) Preconditioner() (krylov.Preconditioner[T], error) {
	w := s.w
	if w.unrolled() && !s.held || w.outer() != fixedpoint.Newton && !s.held && w.pre == nil {
		return nil, nil
	}
	return w.preconditioner(false)
}

// Sweep sets dst to a relaxed Picard sweep from z.
func (s *stageSystem[T]) Sweep(dst, z []T) {
	w := s.w
	w.evaluate(z, true) // the sweep's diagonal has local Jacobians
	rhs := w.sweepSide(z)
	w.val(kernel.State, z)
	w.val(kernel.Rhs, rhs)
	w.val(kernel.Out, dst)
	w.interior(w.kernels.Sweep.Value)
	w.applies++
}

// step is what a worker needs to know to take or reverse one step.
type step[T vec.Float] struct {
	*scheme
	moments[T]
	dt    float64
	ratio float64 // of dt to the length of the step before; 0: there is none
}

// source is a known state of a step, with the level that it belongs to.
func (w *worker[T]) source(st *step[T], of source) ([]T, moment[T]) {
	switch of {
	case history:
		return w.past, st.at(-st.parts())
	case start:
		return w.u, st.at(0)
	}
	i := int(of - start - 1)
	return w.result(st, i), st.at(st.stages[i].node)
}

// result is where stage i leaves its state: the last one in z.
func (w *worker[T]) result(st *step[T], i int) []T {
	if i == len(st.stages)-1 {
		return w.z
	}
	return w.results[i]
}

// rightSide sets b for stage i.
func (w *worker[T]) rightSide(st *step[T], i int) {
	if w.sideNorm = 0; w.carries(st.scheme) {
		w.sideNorm = w.carried(st)
		return
	}
	begin := st.at(0)
	for k, t := range st.stages[i].terms {
		y, now := w.source(st, t.of)
		w.at(now, begin, t.mass, -t.rate*st.dt, 0)
		if k == 0 {
			w.all(w.applying(w.b, y))
			continue
		}
		w.space.After(w.applying(w.scratch, y)).Axpy(1, w.scratch, w.b)
	}
}

// implicitStep advances u to z, stage by stage. With a recorder it is given the
// iterates of every stage. Where a stage fails, the step ends.
func (w *worker[T]) implicitStep(st *step[T], rec *iterates[T]) fixedpoint.Result {
	if w.callsNothing(kernel.PerStep) && st.stages[0].terms[0].of == start {
		w.args.Val[kernel.Lag] = w.cut(0, kernel.Lag, w.u) // its ghosts are made with the first term
	} else {
		w.evaluateStart(st.at(0), false)
	}
	var total fixedpoint.Result
	for i := range st.stages {
		w.rightSide(st, i)
		res := w.solveStage(st, i, rec)
		if !res.Status.Accepted() {
			w.image.forget()
		}
		total = join(total, res)
		if !w.goesOn(res) {
			break
		}
	}
	return total
}

// goesOn says whether a result is one to build on.
func (s *shared[T]) goesOn(res fixedpoint.Result) bool {
	c := &s.config
	forced := c.ForceIter > 0 && res.Status == fixedpoint.MaxIterations
	return res.Status.Accepted() || forced || c.AcceptUnconverged && res.Status != fixedpoint.NotFinite
}

// solveStage finds the state of stage i, from a guess or that of the stage before.
func (w *worker[T]) solveStage(st *step[T], i int, rec *iterates[T]) fixedpoint.Result {
	w.atStage(st, i)
	z := w.result(st, i)
	before := w.u
	if i > 0 {
		before = w.result(st, i-1)
	}
	if rec != nil {
		w.space.Copy(z, before)
		rec.begin(w)
		res := w.solve(z, rec)
		rec.keep(res.Outer)
		return res
	}
	res, guessed := w.solveOnward(st, z)
	if !guessed && w.guess(st, i, z) {
		res, guessed = w.solve(z, nil), true
	}
	if guessed && res.Status.Accepted() {
		return res
	}
	w.space.Copy(z, before)
	again := w.solve(z, nil)
	again.Outer += res.Outer // of the guess in vain
	again.Linear += res.Linear
	again.Applies += res.Applies
	again.Fallbacks += res.Fallbacks
	return again
}

// solveOnward solves from a guess that goes on with the rate of change, if there is one
// that is better than the state before.
func (w *worker[T]) solveOnward(st *step[T], z []T) (res fixedpoint.Result, guessed bool) {
	if !w.rateKnown(st) {
		return res, false
	}
	limit := w.goOn(st, z)
	if !(w.fixed.Measure(&w.system, z) <= limit) {
		return res, false
	}
	w.measure(z)
	o := w.options()
	o.Measured = true
	return w.fixed.Solve(&w.system, z, o, nil), true
}

// atStage sets the operator of stage i.
func (w *worker[T]) atStage(st *step[T], i int) {
	g := &st.stages[i]
	w.at(st.at(g.node), st.at(0), 1, g.beta*st.dt, 1)
	w.args.Omega = T(w.config.Relax)
	w.diffusive = w.stiff(st, i)
	w.relax.now = w.relaxesAt(st, i)
}

// solve improves z until A(z) = b.
func (w *worker[T]) solve(z []T, rec fixedpoint.Recorder[T]) fixedpoint.Result {
	w.measure(z)
	defer func() { w.measured = false }()
	o := w.options()
	if w.system.held {
		o.Force = 0
		return w.newton.Solve(&w.system, z, o, nil)
	}
	return w.fixed.Solve(&w.system, z, o, rec)
}

// options of a solve, whose scales are measured.
func (w *worker[T]) options() fixedpoint.Options {
	return fixedpoint.Options{
		Affine: w.problem.Linear,
		Tol:    w.config.Tol, LinearTol: w.config.LinearTol, Relax: w.config.Relax,
		MaxIter: w.config.MaxIter, MaxLinear: w.config.MaxLinear, Force: w.config.ForceIter,
		Scale: w.scales.size,
	}
}

// join sums the results of stages. The last status and history count.
func join(a, b fixedpoint.Result) fixedpoint.Result {
	b.Outer += a.Outer
	b.Linear += a.Linear
	b.Applies += a.Applies
	b.Fallbacks += a.Fallbacks
	b.Residual = max(a.Residual, b.Residual)
	if a.Status == fixedpoint.AtRoundoff && b.Status == fixedpoint.Converged {
		b.Status = a.Status
	}
	if !a.Status.Accepted() && b.Status.Accepted() {
		b.Status = a.Status
	}
	return b
}
