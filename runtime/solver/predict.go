package solver

import "github.com/pindiff/pindiffc/runtime/fixedpoint"

// A nonlinear stage is solved from a guess that goes on as the step before went, or
// the stage before in the same step:
//
//	z = u + c r (u - u_before)            r = dt over the length of the step before
//	z = u + c_i/c_{i-1} (z_{i-1} - u)     for later stages, c their nodes
//
// It saves Newton steps even where its residual is the larger one: what a stiff
// system sees in a guess is how rough it is, not how far off. The guess is a function
// of the two states before, which are all that a step reads: taken again it gives the
// same bits.

// longestLeap is how many times as long as the step before a step may be that is
// guessed from it.
const longestLeap = 2.5

// predicts says whether steps are solved from such guesses.
func (s *shared[T]) predicts() bool {
	return !s.scheme.explicit() && !s.problem.Linear && !s.unrolled() &&
		s.outer() == fixedpoint.Newton && s.config.ForceIter == 0
}

// keepsHistory says whether a step reads the state one step before its start.
func (s *shared[T]) keepsHistory() bool { return s.scheme.usesHistory() || s.predicts() }

// guess sets z to the guess for stage i; false where there is none.
func (w *worker[T]) guess(st *step[T], i int, z []T) bool {
	if !w.predicts() {
		return false
	}
	d, c := w.scratch, st.nodes[st.stages[i].node]
	switch {
	case i > 0:
		before := st.nodes[st.stages[i-1].node]
		if before == 0 {
			return false
		}
		w.space.Copy(d, w.result(st, i-1))
		w.space.Axpy(-1, w.u, d)
		c /= before
	case st.ratio > 0 && st.ratio <= longestLeap:
		w.space.Copy(d, w.u)
		w.space.Axpy(-1, w.past, d)
		c *= st.ratio
	default:
		return false
	}
	w.space.Scale(T(c), d)
	w.space.Copy(z, w.u)
	w.space.Axpy(T(w.system.Longest(w.u, d)), d, z)
	return true
}
