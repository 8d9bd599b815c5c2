// Command seeds trains a specification from several seeds and prints the held-out
// error of each at the last reported time, beside the exact-closure error, with
// the median. Nothing is chosen by these figures. From the top of the repository:
//
//	go run ./bench/seeds
//	go run ./bench/seeds -data labels.npz
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/pindiff/pindiffc/bench/internal/command"
)

func main() {
	spec := flag.String("spec", "specs/advdiff_steady.pde", "specification with a train block")
	data := flag.String("data", "", "labels, instead of the specification's truth")
	n := flag.Int("n", 5, "number of seeds, 1 to n")
	flag.Parse()
	if err := run(*spec, *data, *n); err != nil {
		fmt.Fprintln(os.Stderr, "seeds:", err)
		os.Exit(1)
	}
}

func run(spec, data string, n int) error {
	c, err := command.Build()
	if err != nil {
		return err
	}
	defer c.Close()
	var extra []string
	if data != "" {
		extra = []string{"-data", data}
	}
	fmt.Printf("%s: mean relative L1 over held-out trajectories at the last reported time\n", filepath.Base(spec))
	fmt.Printf("%-6s %10s %16s %7s %10s %10s\n", "seed", "error, %", "exact closure, %", "ratio", "seconds", "peak, MiB")
	var errors, ratios []float64
	for seed := 1; seed <= n; seed++ {
		s := strconv.Itoa(seed)
		t, err := c.Train(spec, s, append([]string{"-seed", s}, extra...)...)
		if err != nil {
			return fmt.Errorf("seed %d: %w", seed, err)
		}
		if len(t.Result.Errors) == 0 {
			return fmt.Errorf("seed %d: the run reports no held-out errors", seed)
		}
		e := t.Result.Errors[len(t.Result.Errors)-1]
		errors, ratios = append(errors, e.RelativeL1), append(ratios, e.RelativeL1/e.ExactL1)
		fmt.Printf("%-6d %10.4f %16.4f %7.2f %10.0f %10.1f\n", seed, 100*e.RelativeL1, 100*e.ExactL1,
			e.RelativeL1/e.ExactL1, t.Seconds, float64(t.PeakBytes)/(1<<20))
	}
	fmt.Printf("%-6s %10.4f %16s %7.2f\n", "median", 100*median(errors), "", median(ratios))
	return nil
}

func median(x []float64) float64 {
	x = slices.Sorted(slices.Values(x))
	n := len(x)
	return (x[(n-1)/2] + x[n/2]) / 2
}
