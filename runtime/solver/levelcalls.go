package solver

import (
	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/pool"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// Calls that depend on no state belong to a level, or if not even on time to a
// group of cases with the same parameters. Their cotangents are summed over
// steps and cases, and their networks run backward once.

// newLevelCalls allocates the arrays of calls of one class.
func (s *shared[T]) newLevelCalls(l *level[T], class kernel.When) {
	l.call = make([][]T, len(s.calls))
	for i, c := range s.calls {
		if end := c.First + c.Inputs; end > len(l.jac) {
			l.jac = append(l.jac, make([][]T, end-len(l.jac))...)
		}
		if c.When == class {
			own, _ := grid.Alloc[T](s.grid, 1+c.Inputs)
			l.call[i] = own[0]
			copy(l.jac[c.First:], own[1:])
		}
	}
}

// fillLevelCalls evaluates the calls of a level, and those of its group if they
// are not yet known. Coefficients, parameters and time are set.
func (w *worker[T]) fillLevelCalls(gr *group[T], l *level[T], linear bool, p *pool.Pool) {
	if len(w.calls) == 0 {
		return
	}
	if gr.once.call == nil {
		w.newLevelCalls(&gr.once, kernel.Once)
		gr.onceBar = w.newCotangent().call
	}
	for i, c := range w.calls {
		if c.When == kernel.Once {
			l.call[i] = gr.once.call[i]
			copy(l.jac[c.First:c.First+c.Inputs], gr.once.jac[c.First:])
		}
	}
	w.atCalls(l)
	for _, c := range w.calls {
		if c.When == kernel.PerLevel || c.When == kernel.Once && !gr.hasOnce {
			w.evaluateCall(c, linear, p)
		}
	}
	gr.hasOnce = true
}

// pullLevelCalls takes the cotangents of a level's calls to the weights; those of
// its group are kept until last says that no level is left.
func (w *worker[T]) pullLevelCalls(gr *group[T], l moment[T], bar [][]T, weightsBar []T, last bool, p *pool.Pool) {
	if len(w.calls) == 0 {
		return
	}
	w.args.Param = gr.params
	w.at(l, l, 1, 0, 0)
	for i, c := range w.calls {
		own := bar[i]
		switch c.When {
		case kernel.Once:
			vec.Axpy(1, own, gr.onceBar[i])
			if !last {
				continue
			}
			own = gr.onceBar[i]
		case kernel.PerLevel:
		default:
			continue
		}
		w.evaluateCall(c, true, p)
		c.pullback(w.nets[i], own, weightsBar, p)
	}
}
