package job

import (
	"fmt"
	"slices"

	"github.com/pindiff/pindiffc/runtime/experiment"
	"github.com/pindiff/pindiffc/runtime/formula"
	"github.com/pindiff/pindiffc/runtime/safetensors"
)

// findSensors finds the values of a state at its sensors.
func (r *labelReader[T]) findSensors(state int, name string) error {
	t := r.f.Tensor(experiment.SensorTensor(name))
	if t == nil {
		return nil
	}
	n := 0
	if !r.l.views[state].op.Whole() {
		n = r.l.views[state].op.Len(r.s.cells)
	}
	if r.cases == 0 && len(t.Shape) == 3 {
		r.cases = t.Shape[1]
	}
	if want := []int{len(r.times), r.cases, n}; !safetensors.SameShape(t.Shape, want) {
		return fmt.Errorf("%s: expected shape %v, found %v", t.Name, want, t.Shape)
	}
	r.seen[state] = t
	return nil
}

// readSensors reads what is known at sensors only.
func (r *labelReader[T]) readSensors() error {
	for s, t := range r.seen {
		if t == nil {
			continue
		}
		if r.l.sensed == nil {
			r.l.sensed = r.l.room(r.cases, len(r.tens))
		}
		for k, time := range r.times {
			place := r.l.place(time)
			if place < 0 {
				continue
			}
			for c := range r.cases {
				v, err := r.values(t, t.Shape[2], k, c)
				if err != nil {
					return err
				}
				r.l.sensed[c][place][s] = v
			}
		}
	}
	return nil
}

// started is what the cases say that a state starts from where the file has values
// at sensors only; nil for its default.
func (r *labelReader[T]) started(state, c int, env *formula.Env) ([]T, error) {
	name := r.s.p.States[state].Name
	if r.seen[state] == nil || !r.s.startsInCases(name) {
		return nil, nil
	}
	if c >= r.s.exp.Cases.Count {
		return nil, fmt.Errorf("the experiment has %d cases, and says what they start from", r.s.exp.Cases.Count)
	}
	if e := r.s.exp.Cases.Initial[name]; e != nil {
		v, err := formula.Eval(e, env)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		return narrow[T](v), nil
	}
	return r.s.initialOf(name, c), nil
}

// startsInCases says whether the cases give the initial values of a state.
func (s *session[T]) startsInCases(state string) bool {
	c := s.exp.Cases
	return c != nil && (c.Initial[state] != nil || slices.Contains(c.Files, state))
}
