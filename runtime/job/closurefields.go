package job

import (
	"fmt"

	"github.com/pindiff/pindiffc/runtime/solver"
	"github.com/pindiff/pindiffc/runtime/train"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// closureError is how far a learned closure is from the true one, over the grid
// and all times together.
type closureError struct {
	Name string  `json:"name"`
	L1   float64 `json:"relative_l1"`
	L2   float64 `json:"relative_l2"`
	Max  float64 `json:"max_error"`
}

// closureFields holds a closure's learned and true values at some times (one, if
// it does not depend on time); true is nil if it is not known.
type closureFields[T vec.Float] struct {
	name          string
	times         []float64 // nil: steady
	learned, true []T       // times, then cells
}

// closureFields evaluates the field closures as the solver is set.
func (s *session[T]) closureFields(sol *solver.Solver[T], tr truth[T], l *labels[T], times []float64) ([]closureFields[T], error) {
	var out []closureFields[T]
	for i, c := range s.p.Closures {
		if c.Pointwise {
			continue
		}
		var known *trueClosure[T]
		if tr != nil {
			known = tr[i]
		}
		at := []float64{s.p.Time0}
		f := closureFields[T]{name: c.Name}
		if c.Time {
			at = times
			f.times = times
		}
		f.learned = make([]T, len(at)*s.cells)
		if known != nil {
			f.true = make([]T, len(at)*s.cells)
		}
		for k, t := range at {
			part := func(v []T) []T { return v[k*s.cells : (k+1)*s.cells] }
			if err := sol.ClosureValues(c.Name, t, part(f.learned)); err != nil {
				return nil, err
			}
			if known == nil {
				continue
			}
			if !known.fill(part(f.true), t, l) {
				f.true, known = nil, nil
			}
		}
		out = append(out, f)
	}
	return out, nil
}

// fill writes the closure's values at a time, and says whether they are known.
func (c *trueClosure[T]) fill(out []T, t float64, l *labels[T]) bool {
	switch {
	case c.steady != nil:
		copy(out, c.steady)
		return true
	case c.at != nil:
		return c.at(t, out) == nil
	}
	if k := l.place(t); k >= 0 && c.table[k] != nil {
		copy(out, c.table[k])
		return true
	}
	return false
}

// closureErrors compares, prints and returns.
func (s *session[T]) closureErrors(fields []closureFields[T]) []closureError {
	var out []closureError
	what := "closures"
	if len(s.trainedFields()) > 0 {
		what = "closures and fields"
	}
	whose := "the learned ones"
	if s.req.Baseline {
		whose = "the baseline"
	}
	t := Table{Title: what + ": error of " + whose + " over the grid", Columns: []string{"closure", "relative L1 %", "relative L2 %", "max"}}
	for _, f := range fields {
		if !nonzero(f.true) {
			continue
		}
		e := train.Compare(f.learned, f.true)
		out = append(out, closureError{f.name, e.L1, e.L2, e.Max})
		t.Rows = append(t.Rows, []string{f.name, fmt.Sprintf("%.3f", 100*e.L1), fmt.Sprintf("%.3f", 100*e.L2), s.closureText(f.name, e.Max)})
	}
	if len(t.Rows) > 0 {
		s.ev.send(Event{Kind: "table", Table: &t})
	}
	return out
}

// closureText is a value of a closure in its declared unit.
func (s *session[T]) closureText(name string, v float64) string {
	for _, q := range s.p.Fields {
		if q.Name == name && q.Unit.Text != "" && q.Unit.Scale != 0 {
			return fmt.Sprintf("%.3g %s", v/q.Unit.Scale, q.Unit.Text)
		}
	}
	for _, c := range s.p.Closures {
		if c.Name == name && c.Unit.Text != "" && c.Unit.Scale != 0 {
			return fmt.Sprintf("%.3g %s", v/c.Unit.Scale, c.Unit.Text)
		}
	}
	return fmt.Sprintf("%.3g", v)
}
