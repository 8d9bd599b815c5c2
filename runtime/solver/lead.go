package solver

import "github.com/pindiff/pindiffc/runtime/vec"

// lead is what guesses of adjoint solutions go on with, for one case: after the reverse
// of a step of one stage whose rate of change is known (see rateKnown),
//
//	ubar - lambda = rate dt f'(u)' lambda
//
// so that the next one, J' lambda = (1 - beta dt f')' lambda = zbar, is near
//
//	lambda = zbar + beta dt/(rate dt)_before (ubar - lambda)_before
//
// to the second order in dt, but for what the loss adds to zbar. Steps are reversed in
// one order, whatever is computed again meanwhile.
type lead[T vec.Float] struct {
	x    []T     // ubar - lambda, a padded vector
	rate float64 // times dt, of that step; 0: nothing to go on with
}

// leadOn sets the first lambda to a guess, if there is one.
func (w *worker[T]) leadOn(st *step[T], l *lead[T]) bool {
	if l.rate == 0 || !w.rateKnown(st) {
		return false
	}
	w.lambda[0], l.x = l.x, w.lambda[0]
	w.space.Axpby(1, w.zbar, T(st.stages[0].beta*st.dt/l.rate), w.lambda[0])
	return true
}

// keepLead is for the step that is reversed next. It uses lambda up.
func (w *worker[T]) keepLead(st *step[T], l *lead[T]) {
	if l.rate = 0; !w.rateKnown(st) {
		return
	}
	if l.x == nil {
		l.x = w.space.New()
	}
	l.rate = st.stages[0].terms[0].rate * st.dt
	w.lambda[0], l.x = l.x, w.lambda[0]
	w.space.Axpby(1, w.ubar, -1, l.x)
}
