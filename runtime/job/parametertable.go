package job

import (
	"fmt"
	"math"
	"slices"

	"github.com/pindiff/pindiffc/runtime/kernel"
)

// trainable says whether a parameter or field is learned: what it really is, only
// a twin experiment knows.
func (s *session[T]) trainable() bool {
	return slices.ContainsFunc(s.p.Fields, func(q kernel.Field) bool { return q.Trainable }) || slices.ContainsFunc(s.p.Params, func(q kernel.Param) bool { return q.Trainable })
}

// parameterTable shows the trained parameters, and what they really are in a
// twin experiment.
func (s *session[T]) parameterTable(learned map[string]float64, l *labels[T]) {
	t := Table{Title: "parameters", Columns: []string{"parameter", "learned"}}
	twin := l.source == twinSource
	if twin {
		t.Columns = append(t.Columns, "true", "error %")
	}
	for i, q := range s.p.Params {
		x, ok := learned[q.Name]
		if !ok {
			continue
		}
		scale := q.Unit.Scale
		if scale == 0 {
			scale = 1
		}
		name := q.Name
		if q.Unit.Text != "" {
			name += " in " + q.Unit.Text
		}
		row := []string{name, fmt.Sprintf("%.6g", x/scale)}
		if twin {
			want, ok := s.exp.Truth.Params[q.Name]
			if !ok { // labels were made with what it starts from
				want = s.params[i]
			}
			row = append(row, fmt.Sprintf("%.6g", want/scale), fmt.Sprintf("%.3g", 100*math.Abs(x-want)/math.Abs(want)))
		}
		t.Rows = append(t.Rows, row)
	}
	if len(t.Rows) > 0 {
		s.ev.send(Event{Kind: "table", Table: &t})
	}
}
