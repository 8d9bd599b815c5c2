package dataset

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pindiff/pindiffc/runtime/experiment"
	"github.com/pindiff/pindiffc/runtime/safetensors"
)

func (r *fitter) states() {
	for _, q := range r.spec.States {
		observed, reported := timesOf(r.spec.Observed, q.Name), timesOf(r.spec.Reported, q.Name)
		name := q.array()
		expected := fmt.Sprintf("axes (time, case, %s) of shape (%d, cases, %s)", strings.Join(r.spec.Axes, ", "), len(r.l.Times), join(r.spec.Cells))
		if q.Sensors > 0 {
			expected += fmt.Sprintf(", or (%d, cases, %d) at its sensors", len(r.l.Times), q.Sensors)
		}
		present := slices.Contains(r.f.Names(), name)
		if !present && len(observed) == 0 && q.Default {
			continue
		}
		a := r.read(name, expected, q.Scale)
		if a == nil {
			continue
		}
		if safetensors.SameShape(a.Shape, append([]int{len(r.l.Times)}, r.spec.Cells...)) {
			a.Shape = append([]int{len(r.l.Times), 1}, r.spec.Cells...)
		}
		atSensors := r.atSensors(a, q)
		if !atSensors && (len(a.Shape) != 2+len(r.spec.Cells) || a.Shape[0] != len(r.l.Times) || a.Shape[1] == 0 || !safetensors.SameShape(a.Shape[2:], r.spec.Cells)) {
			r.problem(name, expected, "shape %v", a.Shape)
			continue
		}
		if r.l.Cases != 0 && a.Shape[1] != r.l.Cases {
			r.problem(name, fmt.Sprintf("%d cases, as in the states before it", r.l.Cases), "%d", a.Shape[1])
			continue
		}
		r.l.Cases = a.Shape[1]
		for _, t := range observed {
			if !r.has(t) {
				r.problem(name, fmt.Sprintf("values at t = %g, where the spec observes %s", t, q.Name), "t = %v", r.l.Times)
			}
		}
		for _, t := range reported {
			if !r.has(t) {
				r.l.Notes = append(r.l.Notes, fmt.Sprintf("%s is not there at t = %g: no error is reported for that time", name, t))
			}
		}
		if atSensors {
			r.l.Notes = append(r.l.Notes, fmt.Sprintf("%s is given at its %d sensors: errors are reported there", q.Name, q.Sensors))
			if !q.Default {
				r.problem(name, "the initial state: an expression in `cases`, or the whole field at the start", "values at sensors only")
			}
			a.Name = experiment.SensorTensor(q.Name)
			r.l.States = append(r.l.States, *a)
			continue
		}
		if !q.Default && !r.has(r.spec.Start) {
			r.problem(name, fmt.Sprintf("the initial state, at t = %g", r.spec.Start), "t = %v", r.l.Times)
		}
		a.Name = q.Name
		r.l.States = append(r.l.States, *a)
	}
	if r.l.Cases == 0 && len(r.problems) == 0 {
		r.problem(strings.Join(names(r.spec.States), ", "), "trajectories of at least one state", "none of these arrays (there are %s)", strings.Join(r.f.Names(), ", "))
	}
}

// atSensors says whether an array has the values of a state at its sensors; an
// array that is both is the whole field. One case may leave out its axis.
func (r *fitter) atSensors(a *Array, q Quantity) bool {
	if q.Sensors == 0 {
		return false
	}
	if safetensors.SameShape(a.Shape, []int{len(r.l.Times), q.Sensors}) {
		a.Shape = []int{len(r.l.Times), 1, q.Sensors}
	}
	return len(a.Shape) == 3 && a.Shape[0] == len(r.l.Times) && a.Shape[1] > 0 && a.Shape[2] == q.Sensors &&
		!safetensors.SameShape(a.Shape[2:], r.spec.Cells)
}

// names of the arrays that quantities are read from.
func names(list []Quantity) []string {
	out := make([]string, len(list))
	for i, q := range list {
		out[i] = q.array()
	}
	return out
}

func (r *fitter) closures() {
	for _, q := range r.spec.Closures {
		name := q.array()
		if !slices.Contains(r.f.Names(), name) {
			r.l.Notes = append(r.l.Notes, fmt.Sprintf("the true %s is not there: its error is not reported", q.Name))
			continue
		}
		if r.used[name] {
			continue // an array that is already a state
		}
		many := append([]int{len(r.l.Times)}, r.spec.Cells...)
		a := r.read(name, fmt.Sprintf("shape (%s) or (%s)", join(r.spec.Cells), join(many)), q.Scale)
		if a == nil {
			continue
		}
		if !safetensors.SameShape(a.Shape, r.spec.Cells) && !safetensors.SameShape(a.Shape, many) {
			r.problem(name, fmt.Sprintf("shape (%s) or (%s)", join(r.spec.Cells), join(many)), "shape %v", a.Shape)
			continue
		}
		a.Name = q.Name
		r.l.Closures = append(r.l.Closures, *a)
	}
}
