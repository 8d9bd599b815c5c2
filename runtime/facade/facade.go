// Package facade holds what the public APIs of all generated packages share, so
// that generated files stay short: options with useful zero values, the
// conversion of cases, and weights from a file.
//
// It knows solver and safetensors. It must never know a particular system, nor
// training, plots or other file formats: a shipped solver links against it.
package facade

import (
	"fmt"
	"math"

	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/solver"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// Options is the common form of a generated package's Options. All quantities
// are SI; zero values keep the spec's defaults.
type Options struct {
	Cells        []int     // by axis
	Lower, Upper []float64 // by axis; an axis with both 0 keeps its default
	Steps        []float64 // step lengths; overrides Step and End
	Step, End    float64   // equal steps, the last shortened to land on End
	Scheme       string
	Config       solver.Config // everything else
}

// maxSteps bounds a list of steps: more is a mistake in units.
const maxSteps = 100_000_000

// Configure turns options into the solver's configuration. Options that are set
// win over the same ones in o.Config. Errors name the option.
func Configure[T vec.Float](p *kernel.Problem[T], o Options) (solver.Config, error) {
	cfg := o.Config
	if cells := cellsOf(p, o.Cells); cells != nil {
		cfg.Cells = cells
	}
	if lower, upper := extentOf(p, o.Lower, o.Upper); lower != nil {
		cfg.Lower, cfg.Upper = lower, upper
	}
	if o.Scheme != "" {
		cfg.Scheme = o.Scheme
	}
	steps, err := stepsOf(p, o)
	if steps != nil {
		cfg.Steps = steps
	}
	return cfg, err
}

func cellsOf[T vec.Float](p *kernel.Problem[T], cells []int) []int {
	var out []int
	for i, n := range cells[:min(len(cells), len(p.Axes))] {
		if n != 0 && out == nil {
			for _, a := range p.Axes {
				out = append(out, a.Cells)
			}
		}
		if n != 0 {
			out[i] = n
		}
	}
	return out
}

func extentOf[T vec.Float](p *kernel.Problem[T], lower, upper []float64) (lo, hi []float64) {
	for i := range min(len(lower), len(upper), len(p.Axes)) {
		if lower[i] == 0 && upper[i] == 0 {
			continue
		}
		if lo == nil {
			for _, a := range p.Axes {
				lo, hi = append(lo, a.Lo), append(hi, a.Hi)
			}
		}
		lo[i], hi[i] = lower[i], upper[i]
	}
	return lo, hi
}

func stepsOf[T vec.Float](p *kernel.Problem[T], o Options) ([]float64, error) {
	switch {
	case len(o.Steps) > 0:
		return o.Steps, nil
	case o.Step == 0 && o.End == 0:
		return nil, nil
	case o.Step < 0 || math.IsNaN(o.Step) || math.IsInf(o.Step, 0):
		return nil, fmt.Errorf("option Step: %g is not a step length", o.Step)
	}
	length := 0.0
	for _, dt := range p.Steps {
		length += dt
	}
	if o.End != 0 {
		length = o.End - p.Time0
	}
	if !(length > 0) || math.IsInf(length, 0) {
		return nil, fmt.Errorf("option End: %g is not after the start of the horizon, %g", o.End, p.Time0)
	}
	step := o.Step
	if step == 0 {
		step = p.Steps[0]
	}
	count := math.Max(1, math.Ceil(length/step-1e-9))
	if count > maxSteps {
		return nil, fmt.Errorf("option Step: %g makes %.3g steps of a horizon of %g", o.Step, count, length)
	}
	steps := make([]float64, int(count))
	for i := range steps {
		steps[i] = step
	}
	steps[len(steps)-1] = length - step*(count-1)
	return steps, nil
}

// Case makes a solver's case: an initial state of which nothing is given means
// the spec's default.
func Case[T vec.Float](initial [][]T, params []float64) solver.Case[T] {
	for _, v := range initial {
		if v != nil {
			return solver.Case[T]{Initial: initial, Params: params}
		}
	}
	return solver.Case[T]{Params: params}
}
