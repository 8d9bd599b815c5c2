package job

import (
	"math"
	"slices"

	"github.com/pindiff/pindiffc/runtime/experiment"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// role of a case, as the labels file numbers it.
type role int

const (
	forTraining role = iota
	forValidation
	forTest
	unused
)

// twinSource is the source of labels that were made from the truth.
const twinSource = "twin"

// labels are the states that a model should reproduce, and where each case starts.
type labels[T vec.Float] struct {
	source  string // "twin", or the file's name
	hash    string // of the file
	batches [unused]*batch[T]

	tolerance float64 // of times
	times     []float64
	values    [][][][]T // [case][time][state], nil where nothing is known

	sensed [][][][]T // likewise, values at the sensors of a state where no fields are known; nil if there are none
	views  []view[T] // by state, how it is observed

	truth       truth[T]
	convergence float64 // twin: relative L1 change with half the step
}

// emptyLabels has room for every case and every time that is observed or reported.
func (s *session[T]) emptyLabels(tr truth[T]) *labels[T] {
	l := &labels[T]{source: twinSource, truth: tr, tolerance: s.timeTolerance()}
	l.times = s.union(append(slices.Clone(s.exp.Observe), s.exp.Report...))
	l.grow(len(s.allCases()), len(s.p.States))
	return l
}

// grow makes room for n cases.
func (l *labels[T]) grow(n, states int) { l.values = l.room(n, states) }

func (l *labels[T]) room(n, states int) [][][][]T {
	out := make([][][][]T, n)
	for c := range out {
		out[c] = make([][][]T, len(l.times))
		for k := range out[c] {
			out[c][k] = make([][]T, states)
		}
	}
	return out
}

// add what a simulation of these cases gave: at[time][case][state].
func (l *labels[T]) add(index []int, times []float64, at [][][][]T) {
	for k, t := range times {
		place := l.place(t)
		for c, i := range index {
			copy(l.values[i][place], at[k][c])
		}
	}
}

// place of a time among the label times, -1 if there is none.
func (l *labels[T]) place(t float64) int {
	best := -1
	for k, u := range l.times {
		if d := math.Abs(u - t); d <= l.tolerance && (best < 0 || d < math.Abs(l.times[best]-t)) {
			best = k
		}
	}
	return best
}

// at is the label of a state, nil if there is none.
func (l *labels[T]) at(c int, t float64, state int) []T {
	if k := l.place(t); k >= 0 && c < len(l.values) {
		return l.values[c][k][state]
	}
	return nil
}

// seen is what is observed of a state, with its noise, nil if it is not known.
func (l *labels[T]) seen(v *view[T], c int, t float64) []T {
	if label := l.at(c, t, v.state); label != nil {
		return v.label(label, c, t)
	}
	if k := l.place(t); k >= 0 && c < len(l.sensed) {
		return l.sensed[c][k][v.state]
	}
	return nil
}

// compared returns what a predicted state and its label are compared by: the
// whole field, or what is known at sensors; a nil label if nothing is.
func (l *labels[T]) compared(u []T, state, c int, t float64) (value, label []T) {
	if label := l.at(c, t, state); label != nil {
		return u, label
	}
	if l.views == nil {
		return u, nil
	}
	v := &l.views[state]
	return v.see(u), l.seen(v, c, t)
}

// known says whether there is anything to compare a state with.
func (l *labels[T]) known(state, c int, t float64) bool {
	return l.at(c, t, state) != nil || l.views != nil && l.seen(&l.views[state], c, t) != nil
}

// split lists the cases of a role in the experiment; without a cases block there
// is one case, for training.
func (s *session[T]) split(r role) []int {
	c := s.exp.Cases
	if c == nil {
		c = &experiment.Cases{Count: 1, Train: []int{0}}
	}
	return [][]int{c.Train, c.Validate, c.Test}[r]
}

// observed are the times that the loss sees; reported those of the final tables,
// the observed ones if none are asked for.
func (s *session[T]) observed() []float64 { return s.union(s.exp.Observe) }

func (s *session[T]) reported() []float64 {
	if len(s.exp.Report) == 0 {
		return s.observed()
	}
	return s.union(s.exp.Report)
}

// reportedAt says whether a state is reported (or else observed) at a time.
func (s *session[T]) reportedAt(state string, t float64) bool {
	if len(s.exp.Report) == 0 {
		return s.within(s.exp.Observe, state, t)
	}
	return s.within(s.exp.Report, state, t)
}

func (s *session[T]) within(all []experiment.Observation, state string, t float64) bool {
	for _, o := range all {
		for _, u := range o.Times {
			if o.State == state && math.Abs(u-t) <= s.timeTolerance() {
				return true
			}
		}
	}
	return false
}

// union of the times of observations, ascending; times closer than the
// tolerance are one.
func (s *session[T]) union(all []experiment.Observation) []float64 {
	var times []float64
	for _, o := range all {
		times = append(times, o.Times...)
	}
	slices.Sort(times)
	return slices.CompactFunc(times, func(a, b float64) bool { return math.Abs(b-a) <= s.timeTolerance() })
}
