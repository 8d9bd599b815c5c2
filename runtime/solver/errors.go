package solver

import (
	"fmt"

	"github.com/pindiff/pindiffc/runtime/fixedpoint"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/krylov"
)

// StepError says that a step did not succeed. Case and Step count from 0 (step -1
// makes the initial values of states without a time derivative fit); Time is that of the step's end, Length that of the step, SI (the message has them in
// Unit).
type StepError struct {
	Case, Step   int
	Time, Length float64
	Unit         kernel.Unit // of the time axis
	Scheme       string
	Explicit     bool              // the scheme is
	Status       fixedpoint.Status // of an explicit step: NotFinite, or Diverged beyond any sensible size
	Krylov       krylov.Status     // of the last linear solve of a Newton step
	Residual     float64           // relative, measured
	Iterations   int               // outer
	History      []float64         // relative residual before and after each outer iteration
	Cause        error             // of status NoPreconditioner
}

// Unwrap is the cause.
func (e *StepError) Unwrap() error { return e.Cause }

func (e *StepError) Error() string {
	s := fmt.Sprintf("solver: case %d, %s: %s", e.Case, when(e.Step, e.Time, e.Unit), e.Status)
	if e.Explicit {
		what := "the state has become infinite or no number"
		if e.Status == fixedpoint.Diverged {
			what = "the state has grown beyond all bounds"
		}
		return s + fmt.Sprintf(": %s; %s is hardly stable with a step of %s: take a shorter step, or an implicit scheme",
			what, e.Scheme, timeText(e.Length, e.Unit))
	}
	if e.Status == fixedpoint.LinearFailed {
		s += fmt.Sprintf(" (%s)", e.Krylov)
	}
	if e.Cause != nil {
		return s + ": " + e.Cause.Error()
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
	Unit       kernel.Unit // of the time axis
	State      string
	Cell       []int
	Value      float64
	Range      string // "(0, 1]"
}

func (e *RangeError) Error() string {
	return fmt.Sprintf("solver: case %d, %s: %s is %g in cell %v, outside its range %s",
		e.Case, when(e.Step, e.Time, e.Unit), e.State, e.Value, e.Cell, e.Range)
}

// AdjointError says that the adjoint of a step did not succeed: there is no
// gradient. Steps that are reversed without a solve (explicit and unrolled ones)
// have the status NotFinite.
type AdjointError struct {
	Case, Step int
	Time       float64
	Unit       kernel.Unit // of the time axis
	Status     krylov.Status
	Residual   float64 // relative, measured
	Iterations int
}

func (e *AdjointError) Error() string {
	s := fmt.Sprintf("solver: adjoint of case %d, %s: %s", e.Case, when(e.Step, e.Time, e.Unit), e.Status)
	if e.Iterations > 0 {
		s += fmt.Sprintf(" after %d iterations, relative residual %.3g", e.Iterations, e.Residual)
	}
	return s + ": " + e.Status.Advice()
}

// when names a step; -1 is the initial state.
func when(step int, t float64, u kernel.Unit) string {
	if step < 0 {
		return "initial state"
	}
	return fmt.Sprintf("step %d to time %s", step, timeText(t, u))
}

// timeText prints a time, given in SI, in its declared unit.
func timeText(t float64, u kernel.Unit) string {
	if u.Scale == 0 || u.Text == "" {
		return fmt.Sprintf("%.6g", t)
	}
	return fmt.Sprintf("%.6g %s", t/u.Scale, u.Text)
}

// lengthError is the one wording for a slice of the wrong length.
func lengthError(what string, found, expected int) error {
	return fmt.Errorf("solver: %s has %d values, expected %d", what, found, expected)
}
