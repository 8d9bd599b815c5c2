// Command checkpoint measures what a gradient costs when few states are kept. It
// runs a horizon of moderate length with everything kept and under several
// schedules, compares the gradients bit by bit, and from the cost of a step
// forward and a step reversed it computes the cost of a long horizon, which is
// not run. Run it from the top of the repository:
//
//	go run ./bench/checkpoint
//	go run ./bench/checkpoint -steps 2000 -horizon 1000000 -bytes 32e6
package main

import (
	"context"
	"flag"
	"fmt"
	"math"
	"os"
	"slices"
	"time"

	"github.com/pindiff/pindiffc/generated/advdiff_steady"
	"github.com/pindiff/pindiffc/runtime/checkpoint"
	"github.com/pindiff/pindiffc/runtime/solver"
)

const length = 1e-3 // of a step

var cells = []int{128, 64}

func main() {
	steps := flag.Int("steps", 200, "steps of the horizon that is run")
	horizon := flag.Int("horizon", 100_000, "steps of the horizon that is computed")
	bytes := flag.Float64("bytes", 64e6, "memory for states there")
	flag.Parse()
	if err := run(*steps, *horizon, *bytes); err != nil {
		fmt.Fprintln(os.Stderr, "checkpoint:", err)
		os.Exit(1)
	}
}

// storages that are compared with keeping everything.
var storages = []solver.Config{
	{Checkpoint: "revolve", Slots: 40}, {Checkpoint: "revolve", Slots: 20}, {Checkpoint: "revolve", Slots: 10}, {Checkpoint: "revolve", Slots: 5},
	{Checkpoint: "revolve", Slots: 10, Disk: 100}, {Checkpoint: "revolve", Slots: 5, Disk: 20},
}

// measured is one forward run and its reverse.
type measured struct {
	forward, back time.Duration
	stats         solver.Stats // of the reverse, with what was written
	gradient      *solver.Gradient[float32]
}

func (m measured) total() float64 { return (m.forward + m.back).Seconds() }

func run(steps, horizon int, bytes float64) error {
	all, err := measure(steps, solver.Config{})
	if err != nil {
		return err
	}
	f, b := all.forward.Seconds()/float64(steps), all.back.Seconds()/float64(steps)
	fmt.Printf("advdiff_steady, float32, %d x %d cells, %d steps of crank_nicolson\n", cells[0], cells[1], steps)
	fmt.Printf("a step takes %.3f ms forward and %.3f ms in reverse\n\n", 1e3*f, 1e3*b)
	fmt.Printf("%-30s %12s %10s %10s %9s %9s  %s\n", "kept", "bytes", "executed", "transfers", "cost", "computed", "gradient")
	fmt.Printf("%-30s %12d %10d %10d %9.2f %9.2f\n", "everything", all.stats.TapeBytes, steps, 0, 1.0, 1.0)
	for _, c := range storages {
		m, err := measure(steps, c)
		if err != nil {
			return err
		}
		same := "the same bits"
		if !equal(m.gradient, all.gradient) {
			same = "DIFFERS"
		}
		executed := steps + m.stats.Recomputed
		fmt.Printf("%-30s %12d %10d %10d %9.2f %9.2f  %s\n", kept(c), m.stats.TapeBytes, executed, m.stats.Stores+m.stats.Loads,
			m.total()/all.total(), ratio(f, b, executed, steps), same)
	}

	state := float64(cells[0] * cells[1] * 4)
	begin := time.Now()
	s, err := checkpoint.New(horizon, checkpoint.Storage{Buffers: int(bytes / state)})
	if err != nil {
		return err
	}
	actions := 0
	for _, ok := s.Next(); ok; _, ok = s.Next() {
		actions++
	}
	took := time.Since(begin)
	executed := s.Cost().Steps
	fmt.Printf("\n%d steps in %.0f MB, %d buffers (everything: %.0f MB), planned with all its %d actions in %.1f ms:\n",
		horizon, bytes/1e6, int(bytes/state), float64(horizon+1)*state/1e6, actions, 1e3*took.Seconds())
	fmt.Printf("%d steps executed, %.2f times the cost of one forward and reverse pass with everything kept\n",
		executed, ratio(f, b, executed, horizon))
	return nil
}

// ratio of the cost to that with everything kept, from the costs of a step.
func ratio(f, b float64, executed, steps int) float64 {
	return (f*float64(executed) + b*float64(steps)) / ((f + b) * float64(steps))
}

func kept(c solver.Config) string {
	if c.Disk > 0 {
		return fmt.Sprintf("%d slots, %d on disk", c.Slots, c.Disk)
	}
	return fmt.Sprintf("%d slots", c.Slots)
}

// repeats of each measurement; the fastest counts, the first allocates.
const repeats = 3

// measure runs and times forward and reverse.
func measure(steps int, c solver.Config) (m measured, err error) {
	c.Cells, c.Steps = cells, slices.Repeat([]float64{length}, steps)
	s, err := solver.New(advdiff_steady.Problem(), c)
	if err != nil {
		return m, err
	}
	defer s.Close()
	w := make([]float32, s.NumWeights())
	s.InitWeights(w, 1)
	if err := s.SetWeights(w); err != nil {
		return m, err
	}
	cases := []solver.Case[float32]{{Initial: [][]float32{bump()}}}
	m.forward, m.back = math.MaxInt64, math.MaxInt64
	for range repeats {
		begin := time.Now()
		tape, err := s.Forward(context.Background(), cases, nil)
		if err != nil {
			return m, err
		}
		middle := time.Now()
		g, err := tape.Pullback(context.Background(), tape.At)
		if err != nil {
			return m, err
		}
		m.forward, m.back = min(m.forward, middle.Sub(begin)), min(m.back, time.Since(middle))
		m.stats, m.gradient = g.Stats, g
		m.stats.Stores = tape.Stats.Stores
	}
	return m, nil
}

// bump is the initial state.
func bump() []float32 {
	u := make([]float32, cells[0]*cells[1])
	for i := range u {
		x, y := (float64(i/cells[1])+0.5)/float64(cells[0]), (float64(i%cells[1])+0.5)/float64(cells[1])
		u[i] = float32(math.Exp(-20 * ((x-0.4)*(x-0.4) + (y-0.5)*(y-0.5))))
	}
	return u
}

// equal says whether two gradients have the same bits.
func equal(a, b *solver.Gradient[float32]) bool {
	return slices.Equal(a.Initial[0][0], b.Initial[0][0]) && slices.Equal(a.Weights, b.Weights) && slices.Equal(a.Params, b.Params)
}
