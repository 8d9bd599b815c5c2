package solver

import (
	"fmt"
	"slices"

	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/kernel"
)

// Applied returns what a pointwise closure is applied to along a result of this
// solver: by argument, the values at all its calls (but for pins), cells, times
// and cases, SI. A call on a face has the cells of that face. Lagged states are
// taken at the same time as the others. It voids tapes, as a run does.
func (s *Solver[T]) Applied(name string, cases []Case[T], r *Result[T]) ([][]T, error) {
	c, err := s.closure(name)
	if err != nil {
		return nil, err
	}
	if c.field() {
		return nil, fmt.Errorf("solver: closure %s is a field of coordinates and time: nothing is applied", name)
	}
	if err := s.checkInputs(); err != nil {
		return nil, err
	}
	if err := s.checkResult(cases, r); err != nil {
		return nil, err
	}
	s.run.invalidate()
	s.run.record = false
	args, _ := grid.Alloc[T](s.grid, len(c.info.Args))
	out := make([][]T, len(args))
	for i, k := range cases {
		gr := &group[T]{values: s.defaults}
		if k.Params != nil {
			gr.values = k.Params
		}
		for _, v := range gr.values {
			gr.params = append(gr.params, T(v))
		}
		l := s.newLevel()
		for n, t := range r.Times {
			s.run.evaluate(t)
			w := s.workers[0]
			w.fillLevel(gr, &l, s.base, t, false, s.pool)
			now := moment[T]{&l, t}
			w.space.Unpack(w.u, slices.Concat(r.At[n][i]...))
			w.evaluateStart(now, false)
			w.evaluate(w.u, false)
			w.args.Val[kernel.Arg] = args
			for _, call := range s.calls {
				if call.closure == c {
					out = w.applied(out, call, args)
				}
			}
		}
	}
	return out, nil
}

// checkResult refuses states that are not of this grid.
func (s *Solver[T]) checkResult(cases []Case[T], r *Result[T]) error {
	if len(r.At) != len(r.Times) {
		return lengthError("the result's list of times", len(r.At), len(r.Times))
	}
	for _, at := range r.At {
		if len(at) != len(cases) {
			return lengthError("the result's list of cases", len(at), len(cases))
		}
		for _, states := range at {
			if len(states) != s.space.Fields {
				return lengthError("the result's list of states", len(states), s.space.Fields)
			}
			for i, v := range states {
				if len(v) != s.grid.Cells {
					return lengthError("state "+s.problem.States[i].Name, len(v), s.grid.Cells)
				}
			}
		}
	}
	for _, c := range cases {
		if c.Params != nil {
			if err := s.checkParams(c.Params); err != nil {
				return err
			}
		}
	}
	return nil
}

// applied adds the arguments of one call at the state that has been evaluated.
func (w *worker[T]) applied(out [][]T, c *call[T], args [][]T) [][]T {
	if c.index >= len(w.kernels.Args) || w.kernels.Args[c.index] == nil {
		return out // a pin
	}
	f := w.kernels.Args[c.index]
	var first, last [3]int
	for a := range last {
		last[a] = w.grid.N[a] - 1
	}
	if c.Region == kernel.OnFace {
		if c.High {
			first[c.Axis] = last[c.Axis]
		}
		last[c.Axis] = first[c.Axis]
	}
	f(&w.args, first[0], last[0]+1)
	for i := first[0]; i <= last[0]; i++ {
		for j := first[1]; j <= last[1]; j++ {
			for k := first[2]; k <= last[2]; k++ {
				p := w.grid.Index(i, j, k)
				for n := range out {
					out[n] = append(out[n], args[n][p])
				}
			}
		}
	}
	return out
}
