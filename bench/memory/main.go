// Command memory measures what the solver's tolerance costs in memory: it trains
// a specification for two epochs at tolerances from 1e-2 to 1e-10 in float64,
// and prints, for each, the Krylov iterations, the bytes stored for the reverse
// pass, and the peak resident memory of the solver process (the median of three).
//
// With the implicit adjoint nothing of an iteration is stored, so both columns
// must be flat while the iterations grow. -adjoint unrolled shows the naive
// baseline, which stores every iterate. Run it from the top of the repository:
//
//	go run ./bench/memory
//	go run ./bench/memory -adjoint unrolled
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/pindiff/pindiffc/bench/internal/command"
)

var tolerances = []string{"1e-2", "1e-4", "1e-6", "1e-8", "1e-10"}

const repeats = 3 // of each measurement; the median counts

func main() {
	spec := flag.String("spec", "specs/advdiff_steady.pde", "specification with a train block")
	adjoint := flag.String("adjoint", "implicit", "implicit or unrolled")
	flag.Parse()
	if err := run(*spec, *adjoint); err != nil {
		fmt.Fprintln(os.Stderr, "memory:", err)
		os.Exit(1)
	}
}

func run(spec, adjoint string) error {
	c, err := command.Build()
	if err != nil {
		return err
	}
	defer c.Close()
	fmt.Printf("%s, float64, %s adjoint, 2 epochs\n", filepath.Base(spec), adjoint)
	fmt.Printf("%-10s %8s %8s %14s %14s\n", "tolerance", "outer", "Krylov", "stored, bytes", "peak, MiB")
	for _, tol := range tolerances {
		var peaks []int64
		var last *command.Training
		for i := range repeats {
			last, err = c.Train(spec, fmt.Sprintf("%s-%d", tol, i), "-epochs", "2", "-set", "precision=float64",
				"-set", "tol="+tol, "-set", "adjoint_tol="+tol, "-set", "adjoint="+adjoint)
			if err != nil {
				return fmt.Errorf("tolerance %s: %w", tol, err)
			}
			peaks = append(peaks, last.PeakBytes)
		}
		slices.Sort(peaks)
		fmt.Printf("%-10s %8d %8d %14d %14.1f\n", tol, last.Stats.Outer, last.Stats.Linear,
			last.Stats.TapeBytes, float64(peaks[repeats/2])/(1<<20))
	}
	return nil
}
