package dataset

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/pindiff/pindiffc/runtime/experiment"
)

// Read fits a file to a spec. An error is a *FitError unless the file cannot be
// read at all.
func Read(path string, spec *Spec) (*Labels, error) {
	f, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := &fitter{f: f, spec: spec, l: &Labels{}, used: map[string]bool{}}
	r.fit()
	if len(r.problems) > 0 {
		return nil, &FitError{path, r.problems}
	}
	return r.l, nil
}

// fitter collects problems as it goes.
type fitter struct {
	f        *File
	spec     *Spec
	l        *Labels
	used     map[string]bool
	problems []Problem
}

func (r *fitter) problem(array, expected, found string, args ...any) {
	r.problems = append(r.problems, Problem{array, fmt.Sprintf(found, args...), expected})
}

func (r *fitter) fit() {
	if !r.times() {
		return
	}
	r.states()
	r.closures()
	r.roles()
	for _, name := range r.f.Names() {
		if !r.used[name] {
			r.l.Unused = append(r.l.Unused, name)
		}
	}
}

// read an array that must be finite, in SI.
func (r *fitter) read(name, expected string, scale float64) *Array {
	if !slices.Contains(r.f.Names(), name) {
		r.problem(name, expected, "no such array (there are %s)", strings.Join(r.f.Names(), ", "))
		return nil
	}
	r.used[name] = true
	a, err := r.f.Read(name)
	if err != nil {
		r.problem(name, expected, "an array that cannot be read: %v", err)
		return nil
	}
	for i, x := range a.Data {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			r.problem(name, "finite values", "%g at %v", x, place(i, a.Shape))
			return nil
		}
		if scale != 0 && scale != 1 {
			a.Data[i] = x * scale
		}
	}
	return a
}

// place is the multi-index of element i.
func place(i int, shape []int) []int {
	idx := make([]int, len(shape))
	for a := len(shape) - 1; a >= 0; a-- {
		idx[a] = i % shape[a]
		i /= shape[a]
	}
	return idx
}

func (r *fitter) times() bool {
	name := r.spec.Time.Array
	if name == "" {
		name = "t"
	}
	a := r.read(name, "the times", r.spec.Time.Scale)
	if a == nil {
		return false
	}
	if len(a.Shape) != 1 || len(a.Data) == 0 {
		r.problem(name, "one axis of times", "shape %v", a.Shape)
		return false
	}
	for i := 1; i < len(a.Data); i++ {
		if a.Data[i] <= a.Data[i-1] {
			r.problem(name, "ascending times", "%g after %g", a.Data[i], a.Data[i-1])
			return false
		}
	}
	r.l.Times = a.Data
	return true
}

// has says whether the file has a time.
func (r *fitter) has(t float64) bool {
	return slices.ContainsFunc(r.l.Times, func(u float64) bool { return math.Abs(u-t) <= r.spec.TimeTolerance() })
}

// roles follows the cases block as far as the file has trajectories.
func (r *fitter) roles() {
	const unused = 3
	r.l.Split = make([]int, r.l.Cases)
	c := r.spec.Cases
	if c == nil || r.l.Cases == 0 {
		return
	}
	for i := range r.l.Split {
		r.l.Split[i] = unused
	}
	training := 0
	for role, list := range [][]int{c.Train, c.Validate, c.Test} {
		n := 0
		for _, i := range list {
			if i < r.l.Cases {
				r.l.Split[i] = role
				n++
			}
		}
		if name := []string{"training", "validation", "held-out"}[role]; n < len(list) {
			r.l.Notes = append(r.l.Notes, fmt.Sprintf("of the spec's %d %s trajectories the file has %d", len(list), name, n))
		}
		if role == 0 {
			training = n
		}
	}
	if training == 0 && len(c.Train) > 0 {
		r.problem("-", fmt.Sprintf("training trajectories %v", c.Train), "%d trajectories", r.l.Cases)
	}
}

func timesOf(all []experiment.Observation, state string) []float64 {
	var t []float64
	for _, o := range all {
		if o.State == state {
			t = append(t, o.Times...)
		}
	}
	return t
}

func join(shape []int) string {
	return strings.Trim(strings.Join(strings.Fields(fmt.Sprint(shape)), ", "), "[]")
}
