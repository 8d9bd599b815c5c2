// Package verify tests a generated system on itself: that its adjoints are the
// transposes of its tangents, that the whole gradient is the derivative of the
// run, that fluxes balance, that steps converge at their scheme's order, and
// that threads do not change bits. It runs on a small grid, so that a user can
// afford it after every change.
//
// It must never know a particular system, and no solver links it: programs and
// tests do.
package verify

import (
	"context"
	"fmt"
	"math"
	"unsafe"

	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/solver"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// Options of a verification; the zero value means the defaults.
type Options struct {
	Pairs int    // random pairs of each dot-product test, default 20
	Seed  uint64 // of all random data
	Cells int    // largest number of cells along an axis, default 12 (one dimension: 32)
	Steps int    // time steps of a run, default 3

	// Config is how the system is run: its scheme, solvers, adjoint, relaxation,
	// step lengths, and cells up to the limit above. Tolerances, iterations and
	// workers are the checks' own.
	Config solver.Config
	Params []float64 // by parameter, SI; nil: the defaults
	Fields *Fields   // nil: made up
}

// Fields are the values of the given fields, C order, on a grid of Cells. The
// checks take the nearest ones on their own grid.
type Fields struct {
	Cells  []int
	Values [][]float64 // by field, SI
}

// Verdict of a check.
type Verdict string

const (
	Pass    Verdict = "pass"
	Fail    Verdict = "fail"
	Kink    Verdict = "kink"    // the derivative is right where it exists, but jumps nearby
	Skipped Verdict = "skipped" // Detail says why
)

// Check is one line of the report. Value is compared with Limit in the sense
// that Detail states.
type Check struct {
	Name    string
	Detail  string
	Value   float64
	Limit   float64
	Verdict Verdict
}

// Run makes all checks. An error means that the system could not be run at all.
func Run[T vec.Float](ctx context.Context, p *kernel.Problem[T], o Options) ([]Check, error) {
	b, err := newBench(ctx, p, o)
	if err != nil {
		return nil, fmt.Errorf("verify %s: %w", p.Name, err)
	}
	var checks []Check
	for _, group := range []func(context.Context) ([]Check, error){
		b.dotProducts, b.gradients, b.twoAdjoints, b.checkpoints, b.conservation, b.timeOrder, b.threads,
	} {
		if err := ctx.Err(); err != nil {
			return checks, err
		}
		more, err := group(ctx)
		if err != nil {
			return checks, fmt.Errorf("verify %s: %w", p.Name, err)
		}
		checks = append(checks, more...)
	}
	return checks, nil
}

// below passes a value that does not exceed its limit.
func below(name, detail string, value, limit float64) Check {
	c := Check{Name: name, Detail: detail, Value: value, Limit: limit, Verdict: Fail}
	if value <= limit {
		c.Verdict = Pass
	}
	return c
}

// above passes a value that reaches its limit.
func above(name, detail string, value, limit float64) Check {
	c := Check{Name: name, Detail: detail, Value: value, Limit: limit, Verdict: Fail}
	if value >= limit {
		c.Verdict = Pass
	}
	return c
}

func skip(name, why string) Check { return Check{Name: name, Detail: why, Verdict: Skipped} }

// single says whether T is float32: limits are looser, and what needs more
// digits is skipped.
func single[T vec.Float]() bool { return unsafe.Sizeof(T(0)) == 4 }

// limit chooses by precision.
func limit[T vec.Float](double, float float64) float64 {
	if single[T]() {
		return float
	}
	return double
}

const inSingle = "float32 has too few digits: verify the system in float64"

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
