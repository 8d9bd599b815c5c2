// Package longrun measures gradients of long horizons: how a run is gone back over
// in a budget for states, and with everything kept.
package longrun

import (
	"context"
	"math"
	"slices"

	"github.com/pindiff/pindiffc/bench/internal/clock"
	"github.com/pindiff/pindiffc/generated/advdiff_steady"
	"github.com/pindiff/pindiffc/runtime/solver"
)

const step = 1e-3

// Cells of the grid, and Name of the system.
var Cells = []int{128, 64}

// Name of the system.
const Name = "advdiff_steady"

// StateBytes is the size of one state.
func StateBytes() float64 { return float64(Cells[0] * Cells[1] * 4) }

// Measured is one forward run and its reverse. Seconds are of processor time.
type Measured struct {
	Forward, Back float64
	Stats         solver.Stats // of the reverse, with what was written
	Gradient      *solver.Gradient[float32]
}

// Seconds of both.
func (m *Measured) Seconds() float64 { return m.Forward + m.Back }

// Measure takes the gradient of half the sum of squares of the final state, in the
// weights of seed 1, so often; the fastest counts, the first allocates.
func Measure(ctx context.Context, steps, repeats int, c solver.Config) (*Measured, error) {
	c.Cells, c.Steps = Cells, slices.Repeat([]float64{step}, steps)
	s, err := solver.New(advdiff_steady.Problem(), c)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	w := make([]float32, s.NumWeights())
	s.InitWeights(w, 1)
	if err := s.SetWeights(w); err != nil {
		return nil, err
	}
	cases := []solver.Case[float32]{{Initial: [][]float32{bump()}}}
	m := &Measured{Forward: math.Inf(1), Back: math.Inf(1)}
	for range repeats {
		watch := clock.Start()
		tape, err := s.Forward(ctx, cases, nil)
		if err != nil {
			return nil, err
		}
		forward := watch.Seconds()
		watch = clock.Start()
		g, err := tape.Pullback(ctx, tape.At)
		if err != nil {
			return nil, err
		}
		m.Forward, m.Back = min(m.Forward, forward), min(m.Back, watch.Seconds())
		m.Stats, m.Gradient = g.Stats, g
		m.Stats.Stores = tape.Stats.Stores
	}
	return m, nil
}

// bump is the initial state.
func bump() []float32 {
	u := make([]float32, Cells[0]*Cells[1])
	for i := range u {
		x, y := (float64(i/Cells[1])+0.5)/float64(Cells[0]), (float64(i%Cells[1])+0.5)/float64(Cells[1])
		u[i] = float32(math.Exp(-20 * ((x-0.4)*(x-0.4) + (y-0.5)*(y-0.5))))
	}
	return u
}

// Same says whether two gradients have the same bits.
func Same(a, b *solver.Gradient[float32]) bool {
	return slices.Equal(a.Initial[0][0], b.Initial[0][0]) && slices.Equal(a.Weights, b.Weights) && slices.Equal(a.Params, b.Params)
}

// Result of a complete run in a budget beside one with everything kept.
type Result struct {
	Steps    int
	Budget   float64 // bytes for states
	Executed int     // steps, the first time forward included
	Stored   int64   // bytes in the budget, working buffers not counted
	All      int64   // and with everything kept
	Seconds  float64 // of processor time
	AllTook  float64
	SameBits bool
}

// Ratio of the cost in the budget to that with everything kept.
func (r *Result) Ratio() float64 { return r.Seconds / r.AllTook }

// Complete runs a horizon to its end and back, in a budget and with everything kept.
func Complete(ctx context.Context, steps int, budget float64, repeats int) (*Result, error) {
	little, err := Measure(ctx, steps, repeats, solver.Config{Checkpoint: "revolve", Bytes: budget})
	if err != nil {
		return nil, err
	}
	all, err := Measure(ctx, steps, repeats, solver.Config{Checkpoint: "all"})
	if err != nil {
		return nil, err
	}
	return &Result{
		Steps: steps, Budget: budget, Executed: steps + little.Stats.Recomputed,
		Stored: little.Stats.TapeBytes, All: all.Stats.TapeBytes,
		Seconds: little.Seconds(), AllTook: all.Seconds(), SameBits: Same(little.Gradient, all.Gradient),
	}, nil
}
