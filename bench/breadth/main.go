// Command breadth measures the orders of all that the language can say, on the
// interpreter, and writes them as a page. It ends with 1 if a promise is not kept.
//
//	go run ./bench/breadth -out bench/results/breadth.md
package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/pindiff/pindiffc/codegen/mms/breadth"
)

const intro = `# Observed orders

Written by ` + "`go run ./bench/breadth -out bench/results/breadth.md`" + `. Each number is the observed order of the
L2 error between the two finest of three grids (in time: of what halving the step changes, between the two
shortest steps) on a manufactured solution, computed by the interpreter in float64. Bold: below what is
promised by more than 0.25 (limiters, which are of first order at extrema: 0.75; fourth order: 0.4). Empty:
the condition is not for this operator, or the scheme not for this system.
`

func main() {
	out := flag.String("out", "", "write the page to this `file` (default standard output)")
	flag.Parse()
	var page bytes.Buffer
	bad := write(&page)
	if *out == "" {
		os.Stdout.Write(page.Bytes())
	} else if err := os.WriteFile(*out, page.Bytes(), 0o644); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if bad > 0 {
		fmt.Fprintf(os.Stderr, "%d combinations are below what is promised\n", bad)
		os.Exit(1)
	}
}

// write runs everything, and returns how many promises were not kept.
func write(w io.Writer) (bad int) {
	var space [3]breadth.Page
	var time, systems breadth.Page
	total := 0
	count := func(r breadth.Result) {
		total++
		if !r.Good() {
			bad++
			fmt.Fprintf(os.Stderr, "%d-D %s, %s: order %.2f, promised %.0f %v\n", r.Dim, r.What, r.With, r.Observed, r.Order, r.Err)
		}
	}
	breadth.Space(func(r breadth.Result) { count(r); space[r.Dim].Add(r) })
	breadth.Systems(func(r breadth.Result) { count(r); systems.Add(r) })
	breadth.Time(func(r breadth.Result) { count(r); time.Add(r) })

	fmt.Fprintf(w, "%s\n%d of %d combinations keep their promise.\n", intro, total-bad, total)
	for dim, name := range []string{1: "one dimension", 2: "two dimensions"} {
		if dim > 0 {
			fmt.Fprintf(w, "\n## Space, %s\n\n", name)
			space[dim].Write(w, "operator", true)
		}
	}
	fmt.Fprint(w, "## Systems in space\n\n")
	systems.Write(w, "system", true)
	fmt.Fprint(w, "## Schemes in time\n\nPromised: 1, 3, 4, 1, 2, 2, 1, 2, 2; with a lag, 1.\n\n")
	time.Write(w, "system", false)
	return bad
}
