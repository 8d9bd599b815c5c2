package job

import "fmt"

// measures prints the other errors of figures, one table for all states.
func (s *session[T]) measures(figs []figure) {
	t := Table{
		Title:   "other measures of the error, mean over trajectories",
		Columns: []string{"state", "t", "relative L2 %", "nRMSE %", "integral %", "mean", "max"},
		Notes:   []string{"nRMSE: root mean square over the range of the reference; integral: of the domain, relative; mean: over the domain, and max: the largest over trajectories"},
	}
	for _, f := range figs {
		t.Rows = append(t.Rows, []string{f.State, s.timeText(f.Time), percent(f.L2), maybePercent(f.NRMSE), maybePercent(f.Total), s.stateText(f.State, f.OfMean), s.stateText(f.State, f.Max)})
	}
	if len(figs) > 0 {
		s.ev.send(Event{Kind: "table", Table: &t})
	}
}

func maybePercent(x *float64) string {
	if x == nil {
		return "-"
	}
	return percent(*x)
}

// stateText is a difference of a state in its declared unit.
func (s *session[T]) stateText(name string, v float64) string {
	for _, st := range s.p.States {
		if st.Name == name && st.Unit.Text != "" && st.Unit.Text != "1" && st.Unit.Scale != 0 {
			return fmt.Sprintf("%.3g %s", v/st.Unit.Scale, st.Unit.Text)
		}
	}
	return fmt.Sprintf("%.3g", v)
}
