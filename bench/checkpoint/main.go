// Command checkpoint measures what a gradient costs when few states are kept. It
// runs a horizon of moderate length with everything kept and under several
// schedules, compares the gradients bit by bit, and from the cost of a step
// forward and a step reversed it computes the cost of a long horizon. A part of that
// it runs to its end and back, in as small a part of the memory; with -run all of
// it, which takes a quarter of an hour and, with everything kept, 3.3 GB. Run it from
// the top of the repository:
//
//	go run ./bench/checkpoint
//	go run ./bench/checkpoint -run
//	go run ./bench/checkpoint -steps 2000 -horizon 1000000 -bytes 32e6
//
// Times are of the processor, not of the clock.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/pindiff/pindiffc/bench/internal/longrun"
	"github.com/pindiff/pindiffc/runtime/checkpoint"
	"github.com/pindiff/pindiffc/runtime/solver"
)

// part of the horizon, and of the memory, that is always run.
const part = 50

func main() {
	steps := flag.Int("steps", 200, "steps of the horizon that is run")
	horizon := flag.Int("horizon", 100_000, "steps of the horizon that is computed, or run with -run")
	bytes := flag.Float64("bytes", 64e6, "memory for states there")
	whole := flag.Bool("run", false, "run the whole horizon")
	out := flag.String("out", "", "keep what was measured of the whole horizon in this `file` (.json)")
	flag.Parse()
	if err := run(context.Background(), *steps, *horizon, *bytes, *whole, *out); err != nil {
		fmt.Fprintln(os.Stderr, "checkpoint:", err)
		os.Exit(1)
	}
}

// storages that are compared with keeping everything.
var storages = []solver.Config{
	{Checkpoint: "revolve", Slots: 40}, {Checkpoint: "revolve", Slots: 20}, {Checkpoint: "revolve", Slots: 10}, {Checkpoint: "revolve", Slots: 5},
	{Checkpoint: "revolve", Slots: 10, Disk: 100}, {Checkpoint: "revolve", Slots: 5, Disk: 20},
}

// repeats of each measurement that is short.
const repeats = 3

func run(ctx context.Context, steps, horizon int, bytes float64, whole bool, out string) error {
	all, err := longrun.Measure(ctx, steps, repeats, solver.Config{})
	if err != nil {
		return err
	}
	f, b := all.Forward/float64(steps), all.Back/float64(steps)
	fmt.Printf("%s, float32, %d x %d cells, %d steps of crank_nicolson\n", longrun.Name, longrun.Cells[0], longrun.Cells[1], steps)
	fmt.Printf("a step takes %.3f ms forward and %.3f ms in reverse\n\n", 1e3*f, 1e3*b)
	fmt.Printf("%-30s %12s %10s %10s %9s %9s  %s\n", "kept", "bytes", "executed", "transfers", "cost", "computed", "gradient")
	fmt.Printf("%-30s %12d %10d %10d %9.2f %9.2f\n", "everything", all.Stats.TapeBytes, steps, 0, 1.0, 1.0)
	for _, c := range storages {
		m, err := longrun.Measure(ctx, steps, repeats, c)
		if err != nil {
			return err
		}
		same := "the same bits"
		if !longrun.Same(m.Gradient, all.Gradient) {
			same = "DIFFERS"
		}
		executed := steps + m.Stats.Recomputed
		fmt.Printf("%-30s %12d %10d %10d %9.2f %9.2f  %s\n", kept(c), m.Stats.TapeBytes, executed, m.Stats.Stores+m.Stats.Loads,
			m.Seconds()/all.Seconds(), ratio(f, b, executed, steps), same)
	}

	state := longrun.StateBytes()
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

	if err := complete(ctx, horizon/part, bytes/part, repeats, ""); err != nil || !whole {
		return err
	}
	return complete(ctx, horizon, bytes, 1, out)
}

// complete runs a horizon in a budget and with everything kept, and says what it took.
func complete(ctx context.Context, steps int, budget float64, repeats int, out string) error {
	r, err := longrun.Complete(ctx, steps, budget, repeats)
	if err != nil {
		return err
	}
	same := "the same bits"
	if !r.SameBits {
		same = "gradients that DIFFER"
	}
	fmt.Printf("\nrun: %d steps in %.2f MB of states (everything: %.2f MB): %d steps executed, %.1f s against %.1f s, %.2f times; %s\n",
		r.Steps, float64(r.Stored)/1e6, float64(r.All)/1e6, r.Executed, r.Seconds, r.AllTook, r.Ratio(), same)
	if out == "" {
		return nil
	}
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil {
		return err
	}
	return os.WriteFile(out, append(text, '\n'), 0o644)
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
