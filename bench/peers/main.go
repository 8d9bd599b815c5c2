// Command peers compares generated solvers with what an expert would write by hand,
// on this machine: forward kernels with C, epochs of training with JAX. Every figure
// that it prints is of this run. From the top of the repository, once and then:
//
//	bench/peers/setup.sh
//	go run ./bench/peers
//	go run ./bench/peers -only 'burgers|stencil'
//	go run ./bench/peers -full -out bench/results/peers.md
//
// Both sides of a comparison are processes that read one configuration
// (bench/peers/config.json) and the same data; before anything is timed they are
// compared: states and gradients must agree. They then run in turn, several times;
// what is printed is the median of the ratios and their range. A rival that is not
// installed is "not measured". A target that is missed is printed as missed.
//
// Our side is built as `pindiffc train` builds a solver: with vectors where the
// processor has them. The short form takes some ten minutes on two quiet cores;
// -full runs all steps of the long workloads.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
)

func main() {
	only := flag.String("only", "", "workloads whose name matches this `regexp`")
	out := flag.String("out", "", "write the page to this `file` besides")
	full := flag.Bool("full", false, "all steps of the long workloads, all grids")
	python := flag.String("python", "bench/peers/.venv/bin/python", "`file` that has JAX; see setup.sh")
	config := flag.String("config", "bench/peers/config.json", "what both sides read, `file`")
	repeats := flag.Int("repeats", 0, "runs of each side, `n` (default as configured)")
	list := flag.Bool("list", false, "list the workloads")
	flag.Parse()
	var page bytes.Buffer
	err := run(options{*only, *full, *python, *config, *repeats, *list}, io.MultiWriter(os.Stdout, &page))
	if err == nil && *out != "" {
		err = os.WriteFile(*out, page.Bytes(), 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(1)
	}
}

// options of the command.
type options struct {
	only    string
	full    bool
	python  string
	config  string
	repeats int
	list    bool
}

func run(o options, w io.Writer) error {
	want, err := regexp.Compile(o.only)
	if err != nil {
		return err
	}
	b, err := newBench(o)
	if err != nil {
		return err
	}
	defer b.close()
	var chosen []workload
	for _, x := range b.workloads() {
		if !want.MatchString(x.name) {
			continue
		}
		if chosen = append(chosen, x); o.list {
			fmt.Fprintln(w, x.name)
		}
	}
	if o.list {
		return nil
	}
	if len(chosen) == 0 {
		return fmt.Errorf("no workload matches -only %s; -list shows them", o.only)
	}
	if err := b.build(chosen); err != nil {
		return err
	}
	t := &table{w: w}
	t.head(b)
	for _, x := range chosen {
		fmt.Fprintf(os.Stderr, "%s ...\n", x.name)
		rows, err := x.measure()
		if err != nil {
			rows = append(rows, row{workload: x.name, failed: err.Error()})
		}
		for _, r := range rows {
			t.row(r)
		}
	}
	return t.end(b)
}
