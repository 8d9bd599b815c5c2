package solver

import (
	"slices"

	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/pool"
)

// Before a kernel may look at a state, its ghosts and the calls that depend on
// it are made: axis by axis the calls on faces, then the ghosts behind them (over
// the ghosts of the axes before, so that corners are right at the end), then the
// calls elsewhere. The level, the lagged state and the parameters are set before
// (see at).

// evaluate makes the ghosts and calls of the state z; linear, with what tangents
// and adjoints need.
func (w *worker[T]) evaluate(z []T, linear bool) {
	w.look(z)
	w.fill(z, kernel.PerIteration, linear)
	for _, c := range w.inside {
		if c.When == kernel.PerIteration {
			w.evaluateCall(c, linear, nil)
		}
	}
}

// look makes z the state that is evaluated.
func (w *worker[T]) look(z []T) {
	w.state = z
	w.pre.evaluated(z)
	w.val(kernel.State, z)
}

// callsNothing says whether no call is of that class or one after it: then ghosts are all
// that an evaluation makes.
func (s *shared[T]) callsNothing(from kernel.When) bool {
	return !slices.ContainsFunc(s.calls, func(c *call[T]) bool { return c.When >= from })
}

// fillFirst makes the ghosts behind walls of axis 0, where no call does anything.
func (w *worker[T]) fillFirst() {
	lo, hi := w.tangential()
	for _, g := range w.ghosts[0] {
		g.Value(&w.args, lo, hi)
	}
}

// evaluateStart makes the ghosts of u, the state that a step starts from, and the
// calls that the step freezes.
func (w *worker[T]) evaluateStart(start moment[T], linear bool) {
	w.at(start, start, 1, 0, 0)
	w.val(kernel.State, w.u)
	w.val(kernel.Lag, w.u)
	w.fill(w.u, kernel.PerStep, linear)
	for _, c := range w.inside {
		if c.When == kernel.PerStep {
			w.evaluateCall(c, linear, nil)
		}
	}
}

// fill makes ghosts, and the calls on faces from the given class on.
func (w *worker[T]) fill(z []T, from kernel.When, linear bool) {
	lo, hi := w.tangential()
	for axis := range w.grid.Dim {
		for _, c := range w.onFace[axis] {
			if c.When >= from {
				w.evaluateCall(c, linear, nil)
			}
		}
		if w.grid.Periodic[axis] {
			w.space.Wrap(z, axis)
			continue
		}
		for _, g := range w.ghosts[axis] {
			g.Value(&w.args, lo, hi)
		}
	}
}

// evaluateCall runs a call where the arguments say.
func (w *worker[T]) evaluateCall(c *call[T], linear bool, p *pool.Pool) {
	w.kernels.Calls[c.index](&w.args, c.lo, c.hi)
	first, end := c.First, c.First+c.Inputs
	var jac [][]T
	if linear {
		jac = w.args.Val[kernel.Jac][first:end]
	}
	c.run(w.nets[c.index], w.args.Val[kernel.Input][first:end], w.args.Val[kernel.Call][c.index], jac, p)
}

// pullCalls takes what has been added to the cotangents of calls of one class to
// the weights, and clears it. They were evaluated last in linear form, at the
// same arguments.
func (w *worker[T]) pullCalls(class kernel.When, weightsBar []T) {
	for _, c := range w.calls {
		if c.When == class {
			bar := w.callBar[c.index]
			c.pullback(w.nets[c.index], bar, weightsBar, nil)
			clear(bar)
		}
	}
}

// tangentCalls sets the directions of calls of one class along the weights.
func (w *worker[T]) tangentCalls(class kernel.When, weights []T, dcall [][]T) {
	for _, c := range w.calls {
		if c.When == class {
			c.tangent(w.nets[c.index], weights, dcall[c.index])
		}
	}
}
