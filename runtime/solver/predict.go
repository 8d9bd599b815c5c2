package solver

import "github.com/pindiff/pindiffc/runtime/fixedpoint"

// A stage is solved from a guess that goes on as the solution went.
//
// Where the right-hand side holds the rate of change at the start of the step, as that of
// Crank-Nicolson does, b = u + rate dt f(u), the guess goes on with that, and where the
// state before is at hand (see below) through that as well:
//
//	z = u + dt f(u)                                     error of order dt^2
//	z = u + (1+r) dt f(u) + r^2 (u_before - u)          error of order dt^3
//
// with r = dt over the length of the step before. For what is stiff that is a bad guess,
// so its residual is measured, and the guess dropped where u has a smaller one. In the
// reverse of such steps the adjoint solution is guessed likewise (see leadOn).
//
// Another nonlinear stage is guessed from the step before, or the stage before in the
// same step:
//
//	z = u + c r (u - u_before)
//	z = u + c_i/c_{i-1} (z_{i-1} - u)     for later stages, c their nodes
//
// It saves Newton steps even where its residual is the larger one: what a stiff
// system sees in a guess is how rough it is, not how far off.
//
// A guess is a function of the states at the start of the step and before it, in the
// reverse of the adjoint solution before: of nothing else, so that a step taken again
// gives the same bits.

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

// rateKnown says whether b tells the rate of change at the start of a step: of one stage,
// for one state that is its own mass.
func (w *worker[T]) rateKnown(st *step[T]) bool {
	return w.startsWithRate(st.scheme) && w.config.ForceIter == 0 && !(w.pre != nil && w.diffusive)
}

// startsWithRate says whether b = u + rate dt f(u) with a rate, in a scheme of one stage
// that is solved by Newton's method.
func (s *shared[T]) startsWithRate(c *scheme) bool {
	if len(c.stages) != 1 || s.outer() != fixedpoint.Newton || s.unrolled() || s.scaled() || len(s.null) > 0 ||
		!s.problem.Diagonal || s.kernels.Mass.Value != nil {
		return false
	}
	t := c.stages[0].terms
	return len(t) == 1 && t[0].of == start && t[0].mass == 1 && t[0].rate > 0
}

// goOn sets z to a guess that goes on with the rate of change at the start of the step,
// and returns the norm of the residual that u has, from b - u = rate dt f(u).
func (w *worker[T]) goOn(st *step[T], z []T) float64 {
	rate, r := st.stages[0].terms[0].rate, st.ratio
	if w.past == nil || r > longestLeap {
		r = 0
	}
	moved := w.space.Toward(z, w.u, T((1+r)/rate), w.b)
	if r > 0 {
		w.space.Axpy(T(r*r), w.past, z)
		w.space.Axpy(T(-r*r), w.u, z)
	}
	return moved * (1 + st.stages[0].beta/rate)
}

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
