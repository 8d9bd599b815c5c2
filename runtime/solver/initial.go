package solver

import (
	"fmt"
	"slices"

	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// initial sets the state of every case, checked.
func (r *run[T]) initial(cases []Case[T]) error {
	s, w := r.s, r.s.workers[0]
	n := s.space.Fields * s.grid.Cells
	for i, tr := range r.cases {
		tr.state = fit(tr.state, n)
		if err := s.missing(tr, cases[i].Initial); err != nil {
			return err
		}
		if tr.own {
			if err := s.checkCaseParams(i, cases[i].Params); err != nil {
				return err
			}
		}
		if slices.Contains(tr.fresh, true) {
			s.fromSpec(w, tr)
		}
		if err := s.fromData(i, cases[i].Initial, tr.state); err != nil {
			return err
		}
		if !vec.AllFinite(tr.state) {
			return fmt.Errorf("solver: case %d: the initial state has values that are not finite", i)
		}
		if err := s.inRange(tr.state, i, -1, r.plan.start); err != nil {
			return err
		}
	}
	return nil
}

func (s *Solver[T]) checkCaseParams(i int, p []float64) error {
	if err := s.checkParams(p); err != nil {
		return fmt.Errorf("solver: case %d: %w", i, err)
	}
	return nil
}

// missing notes which states a case does not give; they need a default. Those of
// algebraic equations do not: what they start from is a guess, and 0 is one.
func (s *solverState[T]) missing(tr *trajectory[T], given [][]T) error {
	n := len(s.problem.States)
	if given != nil && len(given) != n {
		return fmt.Errorf("solver: case %d: Initial has %d states, expected %d", tr.index, len(given), n)
	}
	tr.fresh = fit(tr.fresh, n)
	for k, st := range s.problem.States {
		tr.fresh[k] = given == nil || given[k] == nil
		if tr.fresh[k] && !st.Default && !st.Algebraic {
			return fmt.Errorf("solver: case %d: state %s has no default, so Initial must be given", tr.index, st.Name)
		}
	}
	return nil
}

// fromSpec starts a case from the specification's default initial values.
func (s *solverState[T]) fromSpec(w *worker[T], tr *trajectory[T]) {
	w.args.Param, w.args.Time = tr.group.params, T(s.problem.Time0)
	w.space.Zero(w.u)
	w.val(kernel.State, w.u)
	if f := s.kernels.Initial; f != nil {
		f(&w.args, 0, s.grid.N[0])
	}
	s.space.Pack(tr.state, w.u)
}

// fromData takes the initial values that a case gives.
func (s *solverState[T]) fromData(i int, given [][]T, state []T) error {
	for k, v := range given {
		if v == nil {
			continue
		}
		if len(v) != s.grid.Cells {
			return lengthError(fmt.Sprintf("case %d: the initial state %s", i, s.problem.States[k].Name), len(v), s.grid.Cells)
		}
		copy(state[k*s.grid.Cells:], v)
	}
	return nil
}

// fit returns a slice of length n in the memory of x if it has room.
func fit[E any](x []E, n int) []E {
	if cap(x) < n {
		return make([]E, n)
	}
	return x[:n]
}
