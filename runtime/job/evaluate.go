package job

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/pindiff/pindiffc/runtime/solver"
	"github.com/pindiff/pindiffc/runtime/train"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// caseError is the error of one state of one case at one time.
type caseError struct {
	state int
	time  float64
	c     int // in the experiment
	train.Error
}

// reportTimes are the reported times for which there are labels of a batch.
func (s *session[T]) reportTimes(b *batch[T], l *labels[T]) []float64 {
	var times []float64
	for _, t := range s.reported() {
		for k, st := range s.p.States {
			if s.reportedAt(st.Name, t) && l.known(k, b.index[0], t) {
				times = append(times, t)
				break
			}
		}
	}
	return times
}

// errors simulates a batch with the solver as it is set, and compares every
// reported state with its label.
func (s *session[T]) errors(ctx context.Context, sol *solver.Solver[T], b *batch[T], l *labels[T]) ([]caseError, error) {
	times := s.reportTimes(b, l)
	if len(times) == 0 {
		return nil, nil
	}
	r, err := s.run(ctx, sol, b, times)
	if err != nil {
		return nil, err
	}
	return s.compare(r, b, l), nil
}

// compare leaves out a label that is zero everywhere: relative to it there is no
// error.
func (s *session[T]) compare(r *solver.Result[T], b *batch[T], l *labels[T]) []caseError {
	var out []caseError
	for k, st := range s.p.States {
		for n, t := range r.Times {
			if !s.reportedAt(st.Name, t) {
				continue
			}
			for c, i := range b.index {
				if value, label := l.compared(r.At[n][c][k], k, i, t); nonzero(label) {
					out = append(out, caseError{k, t, i, train.Compare(value, label)})
				}
			}
		}
	}
	return out
}

func nonzero[T vec.Float](v []T) bool {
	return slices.ContainsFunc(v, func(x T) bool { return x != 0 })
}

// figure is one row of the final table, errors as fractions.
type figure struct {
	State string   `json:"state"`
	Time  float64  `json:"time"`               // SI
	Mean  float64  `json:"relative_l1"`        // mean over trajectories
	Worst float64  `json:"relative_l1_worst"`  // of one trajectory
	L2    float64  `json:"relative_l2"`        // mean over trajectories
	NRMSE *float64 `json:"nrmse,omitempty"`    // mean, root mean square error over the range of the reference
	Total *float64 `json:"integral,omitempty"` // mean relative error of the integral over the domain
	Max   float64  `json:"max_error"`          // over trajectories and cells
	Means float64  `json:"mean_error"`         // of the mean over the domain, largest over trajectories, SI
	Exact *float64 `json:"exact_l1,omitempty"` // mean, with the true closures
	Ratio *float64 `json:"ratio,omitempty"`    // Mean / Exact
	Cases int      `json:"trajectories"`
}

// resolved is the exact-closure error below which it is round-off in either
// precision, and a ratio to it says nothing.
const resolved = 1e-6

// figures averages errors over cases; exact may be nil.
func (s *session[T]) figures(learned, exact []caseError) []figure {
	var out []figure
	for at := 0; at < len(learned); {
		first, end := learned[at], at
		f := figure{State: s.p.States[first.state].Name, Time: first.time}
		sum, nrmse, total := 0.0, 0.0, 0.0
		for ; end < len(learned) && learned[end].state == first.state && learned[end].time == first.time; end++ {
			e := learned[end]
			f.Mean += e.L1
			f.L2 += e.L2
			nrmse, total = nrmse+e.NRMSE, total+e.Total
			f.Worst = math.Max(f.Worst, e.L1)
			f.Max = math.Max(f.Max, e.Max)
			f.Means = math.Max(f.Means, e.Error.Mean)
			if exact != nil {
				sum += exact[end].L1
			}
		}
		n := float64(end - at)
		f.Cases, f.Mean, f.L2 = end-at, f.Mean/n, f.L2/n
		nrmse, total = nrmse/n, total/n
		f.NRMSE, f.Total = number(&nrmse), number(&total)
		if exact != nil {
			x := sum / n
			f.Exact = &x
			if x > resolved {
				ratio := f.Mean / x
				f.Ratio = &ratio
			}
		}
		out = append(out, f)
		at = end
	}
	return out
}

// tables prints figures, one table for each state.
func (s *session[T]) tables(figs []figure, who string) {
	for at := 0; at < len(figs); {
		state, whose := figs[at].State, who
		if figs[at].Cases == 1 {
			whose = strings.Replace(who, "trajectories", "trajectory", 1)
		}
		t := Table{
			Title:   fmt.Sprintf("%s: relative L1 error over %d %s", state, figs[at].Cases, whose),
			Columns: []string{"t", "mean %", "worst %"},
			Notes:   []string{"relative L1: sum |error| / sum |reference| over the grid, of each trajectory"},
		}
		exact := figs[at].Exact != nil
		if exact {
			t.Columns = append(t.Columns, "exact closure %", "ratio")
			t.Notes = append(t.Notes, "exact closure: the same scheme and steps with the true closures, so what the scheme alone costs")
		}
		for ; at < len(figs) && figs[at].State == state; at++ {
			f := figs[at]
			row := []string{s.timeText(f.Time), percent(f.Mean), percent(f.Worst)}
			if exact {
				ratio := "-"
				if f.Ratio != nil {
					ratio = fmt.Sprintf("%.2f", *f.Ratio)
				}
				row = append(row, percent(*f.Exact), ratio)
			}
			t.Rows = append(t.Rows, row)
		}
		s.ev.send(Event{Kind: "table", Table: &t})
	}
}

func percent(x float64) string {
	if x != 0 && math.Abs(x) < 1e-4 {
		return fmt.Sprintf("%.2g", 100*x)
	}
	return fmt.Sprintf("%.4f", 100*x)
}
