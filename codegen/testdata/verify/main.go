// Command verify lets generated packages verify themselves, and writes the checks
// of each as JSON.
package main

import (
	"context"
	"encoding/json"
	"io"
	"log"
	"math"
	"os"
	"time"

	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/verify"
)

// result of one package.
type result struct {
	Package string
	Checks  []check
	Error   string // why it could not be run
	Seconds float64
}

type check struct{ Name, Detail, Verdict, Value string }

func main() {
	var names []string
	if err := json.NewDecoder(os.Stdin).Decode(&names); err != nil {
		log.Fatal(err)
	}
	w := json.NewEncoder(os.Stdout)
	for _, name := range names {
		r := packages[name](os.Stderr)
		r.Package = name
		if err := w.Encode(r); err != nil {
			log.Fatal(err)
		}
	}
}

// limit of the time for one system: sweeps may be very many.
const limit = 20 * time.Second

// run verifies one system on a grid of a few cells.
func run(p *kernel.Problem[float64], _ io.Writer) (r result) {
	start := time.Now()
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	checks, err := verify.Run(ctx, p, verify.Options{Pairs: 3, Cells: 7, Steps: 2, Seed: 1})
	r.Seconds = time.Since(start).Seconds()
	switch {
	case ctx.Err() != nil:
		r.Checks = append(r.Checks, check{"the rest", "", "out of time", "0"})
	case err != nil:
		r.Error = err.Error()
	}
	for _, c := range checks {
		value, _ := json.Marshal(finite(c.Value))
		r.Checks = append(r.Checks, check{c.Name, c.Detail, string(c.Verdict), string(value)})
	}
	return r
}

func finite(v float64) any {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "not finite"
	}
	return v
}
