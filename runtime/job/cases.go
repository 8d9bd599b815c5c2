package job

import (
	"fmt"
	"slices"

	"github.com/pindiff/pindiffc/runtime/experiment"
	"github.com/pindiff/pindiffc/runtime/formula"
	"github.com/pindiff/pindiffc/runtime/solver"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// makeCases builds the cases with these numbers from the experiment's formulas.
// Without a cases block there is one case, 0, that starts from the defaults.
func (s *session[T]) makeCases(index []int) (*batch[T], error) {
	b := &batch[T]{index: index}
	c := s.exp.Cases
	if c == nil {
		c = &experiment.Cases{Count: 1}
	}
	if err := s.checkInitial(c); err != nil {
		return nil, err
	}
	for _, i := range index {
		if i < 0 || i >= c.Count {
			return nil, faultf("request", "there is no case %d, the experiment has %d", i, c.Count)
		}
		one, err := s.makeCase(c, i)
		if err != nil {
			return nil, faultf("request", "case %d: %w", i, err)
		}
		b.cases = append(b.cases, one)
	}
	return b, nil
}

// checkInitial refuses names that are not states, and states without a value; that of
// an algebraic state is a guess, 0 by default.
func (s *session[T]) checkInitial(c *experiment.Cases) error {
	found := 0
	for _, st := range s.p.States {
		if c.Initial[st.Name] != nil {
			found++
		} else if !st.Default && !st.Algebraic && !slices.Contains(c.Files, st.Name) {
			return faultf("request", "state %s has no initial value: neither a default nor one in the cases", st.Name)
		}
	}
	if found < len(c.Initial) {
		return faultf("request", "cases: %d initial values are not for states of %s", len(c.Initial)-found, s.p.Name)
	}
	return nil
}

func (s *session[T]) makeCase(c *experiment.Cases, i int) (solver.Case[T], error) {
	var out solver.Case[T]
	env := s.env(s.p.Time0)
	env.Vars["case"] = float64(i)
	var err error
	if out.Params, err = s.caseParams(c, env); err != nil {
		return out, err
	}
	for k, q := range s.p.Params { // formulas of initial states see the case's own values
		if out.Params != nil {
			env.Vars[q.Name] = out.Params[k]
		}
	}
	if len(c.Initial) == 0 && len(c.Files) == 0 {
		return out, nil
	}
	out.Initial = make([][]T, len(s.p.States))
	for k, st := range s.p.States {
		e := c.Initial[st.Name]
		if e == nil {
			out.Initial[k] = s.initialOf(st.Name, i)
			continue
		}
		v, err := formula.Eval(e, env)
		if err != nil {
			return out, fmt.Errorf("%s: %w", st.Name, err)
		}
		out.Initial[k] = narrow[T](v)
	}
	return out, nil
}

// caseParams are the parameters of the case of env, nil if cases do not differ.
func (s *session[T]) caseParams(c *experiment.Cases, env *formula.Env) ([]float64, error) {
	if c == nil || len(c.Params) == 0 {
		return nil, nil
	}
	out := append([]float64{}, s.params...)
	for k, q := range s.p.Params {
		e := c.Params[q.Name]
		if e == nil {
			continue
		}
		x, err := formula.EvalScalar(e, env)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", q.Name, err)
		}
		out[k] = x
	}
	return out, nil
}

// narrow converts to the solver's precision.
func narrow[T vec.Float](v []float64) []T {
	out := make([]T, len(v))
	for i, x := range v {
		out[i] = T(x)
	}
	return out
}

// allCases lists the numbers of the experiment's cases.
func (s *session[T]) allCases() []int {
	n := 1
	if s.exp.Cases != nil {
		n = s.exp.Cases.Count
	}
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}
