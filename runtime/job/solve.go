package job

import (
	"context"
	"errors"
	"fmt"
	"unsafe"

	"github.com/pindiff/pindiffc/runtime/fixedpoint"
	"github.com/pindiff/pindiffc/runtime/solver"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// batch is some cases of the experiment, for one call of the solver.
type batch[T vec.Float] struct {
	index []int // in the experiment
	cases []solver.Case[T]
}

// run advances a batch; errors name cases by their place in the experiment.
func (s *session[T]) run(ctx context.Context, sol *solver.Solver[T], b *batch[T], times []float64) (*solver.Result[T], error) {
	r, err := sol.Simulate(ctx, b.cases, times)
	if err != nil {
		return nil, b.named(err)
	}
	s.count(r.Stats)
	return r, nil
}

// named puts the experiment's number of the case into a solver's error.
func (b *batch[T]) named(err error) error {
	var step *solver.StepError
	var outside *solver.RangeError
	var adjoint *solver.AdjointError
	switch {
	case errors.As(err, &step):
		step.Case = b.index[step.Case]
	case errors.As(err, &outside):
		outside.Case = b.index[outside.Case]
	case errors.As(err, &adjoint):
		adjoint.Case = b.index[adjoint.Case]
	}
	return err
}

// solverCode is the code of a failed step, "" for another error.
func solverCode(err error) string {
	var step *solver.StepError
	var outside *solver.RangeError
	var adjoint *solver.AdjointError
	switch {
	case errors.As(err, &outside):
		return "range"
	case errors.As(err, &step):
		if step.Status == fixedpoint.Diverged || step.Status == fixedpoint.NotFinite {
			return "diverged"
		}
		return "not_converged"
	case errors.As(err, &adjoint):
		return "not_converged"
	}
	return ""
}

// numerics names the arithmetic that the bits of a run depend on.
func numerics[T vec.Float]() string {
	lanes := lanes32
	precision := "float32"
	if unsafe.Sizeof(T(0)) == 8 {
		precision, lanes = "float64", lanes64
	}
	if !vec.SIMD() {
		return precision + ", scalar"
	}
	return fmt.Sprintf("%s, vectors of %d", precision, lanes)
}
