package dataset

import (
	"fmt"
	"strings"

	"github.com/pindiff/pindiffc/runtime/experiment"
)

// Spec is what a specification wants of a data file. Times are SI.
type Spec struct {
	States   []Quantity
	Closures []Quantity
	Axes     []string // names, for messages
	Cells    []int
	Start    float64 // of the horizon
	End      float64
	Time     Quantity // Array and Scale of the times; Array "" means "t"
	Observed []experiment.Observation
	Reported []experiment.Observation
	Cases    *experiment.Cases
}

// Quantity is a state or closure: its name in the spec, the array that holds it
// ("" = the same name), and the scale to SI of its declared unit (0 = 1).
type Quantity struct {
	Name    string
	Array   string
	Scale   float64
	Default bool // a state that has a value to start from, if the file gives no fields
	Sensors int  // a state that may be given at so many points instead of in all cells
}

func (q Quantity) array() string {
	if q.Array != "" {
		return q.Array
	}
	return q.Name
}

// TimeTolerance is how far apart two times of a horizon may be and still be one.
func (s *Spec) TimeTolerance() float64 { return 1e-6 * (s.End - s.Start) }

// Problem is one thing about a file that does not fit.
type Problem struct {
	Array           string
	Found, Expected string
}

func (p Problem) String() string {
	return fmt.Sprintf("array %s: expected %s, found %s", p.Array, p.Expected, p.Found)
}

// FitError holds all problems of a file.
type FitError struct {
	Path     string
	Problems []Problem
}

func (e *FitError) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = p.String()
	}
	return e.Path + ": " + strings.Join(lines, "; ")
}

// Labels is a data file in the solver's terms, SI.
type Labels struct {
	Times    []float64
	States   []Array // named for the state: (times, cases, cells...); as experiment.SensorTensor: (times, cases, sensors)
	Closures []Array // named for the closure
	Cases    int
	Split    []int    // by case: 0 train, 1 validate, 2 test, 3 unused
	Unused   []string // arrays of the file that the spec does not need
	Notes    []string // what is missing but not needed
}
