package solver

import (
	"fmt"

	"github.com/pindiff/pindiffc/runtime/fixedpoint"
	"github.com/pindiff/pindiffc/runtime/krylov"
)

// StepError says that a step did not succeed. Case and Step count from 0; Time
// is that of the step's end, SI.
type StepError struct {
	Case, Step int
	Time       float64
	Status     fixedpoint.Status
	Krylov     krylov.Status // of the last linear solve of a Newton step
	Residual   float64       // relative, measured
	Iterations int           // outer
	History    []float64     // relative residual before and after each outer iteration
}

func (e *StepError) Error() string {
	s := fmt.Sprintf("solver: case %d, step %d to time %g: %s", e.Case, e.Step, e.Time, e.Status)
	if e.Status == fixedpoint.LinearFailed {
		s += fmt.Sprintf(" (%s)", e.Krylov)
	}
	if len(e.History) > 0 {
		s += fmt.Sprintf(" after %d iterations, relative residual %.3g", e.Iterations, e.Residual)
	}
	return s + ": " + e.Status.Advice()
}

// RangeError says that a state left its declared range. Step is -1 for the
// initial state. Cell is the interior index.
type RangeError struct {
	Case, Step int
	Time       float64
	State      string
	Cell       []int
	Value      float64
	Range      string // "(0, 1]"
}

func (e *RangeError) Error() string {
	when := fmt.Sprintf("step %d to time %g", e.Step, e.Time)
	if e.Step < 0 {
		when = "initial state"
	}
	return fmt.Sprintf("solver: case %d, %s: %s is %g in cell %v, outside its range %s",
		e.Case, when, e.State, e.Value, e.Cell, e.Range)
}

// AdjointError says that the adjoint solve of a step did not succeed: there is
// no gradient.
type AdjointError struct {
	Case, Step int
	Time       float64
	Status     krylov.Status
	Residual   float64 // relative, measured
	Iterations int
}

func (e *AdjointError) Error() string {
	return fmt.Sprintf("solver: adjoint of case %d, step %d to time %g: %s after %d iterations, relative residual %.3g: %s",
		e.Case, e.Step, e.Time, e.Status, e.Iterations, e.Residual, e.Status.Advice())
}

// lengthError is the one wording for a slice of the wrong length.
func lengthError(what string, found, expected int) error {
	return fmt.Errorf("solver: %s has %d values, expected %d", what, found, expected)
}
