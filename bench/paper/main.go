// Command paper compares with D. Akhare, P. Du, T. Luo, J.-X. Wang, Implicit Neural
// Differential Model for Spatiotemporal Dynamics, CMAME 446, 118280 (2025), and
// writes a page. Every figure on it is of a run: of this command, or of one whose
// result is checked in; what was not run is said to be so; figures of the paper are
// marked. From the top of the repository:
//
//	go run ./bench/paper -out bench/results/paper.md
//	go run ./bench/paper -labels DIR -out bench/results/paper.md
//	go run ./bench/paper -labels DIR -full
//	go run ./bench/paper -labels DIR -full -only '^burgers_steady/'
//
// With GOEXPERIMENT=simd before it, on amd64, what it measures is the vector code.
// DIR holds label files of the paper's published program and of separate solvers
// (advdiff_steady.npz, cvi_case1.npz and so on). The short form takes some minutes.
//
// -full trains what is missing of the list in runs.go, a matter of many hours, and
// keeps each result as its run ends; what is interrupted, in whatever way, goes on
// where it was. Then it writes the page with smaller steps, longer horizons and the
// whole infiltration. With -only it performs the runs that match, and writes no page.
// -list says what is done and what is not. -section REGEXP writes a part of the page; with -full it
// measures what that part lacks, and trains nothing.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/pindiff/pindiffc/bench/internal/command"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// options of the command.
type options struct {
	labels  string
	results string // checked-in results of trainings
	specs   string // specifications
	runs    string // run directories of trainings
	only    string // which runs
	full    bool
}

func main() {
	var o options
	flag.StringVar(&o.labels, "labels", "", "folder `dir` with label files")
	flag.BoolVar(&o.full, "full", false, "train what is missing; smaller steps, longer horizons, all of the infiltration")
	flag.StringVar(&o.only, "only", "", "with -full: perform the runs whose SPEC/NAME matches this `regexp`, and write no page")
	flag.StringVar(&o.results, "results", "bench/results", "folder `dir` with the results of trainings")
	flag.StringVar(&o.runs, "runs", "runs/paper", "folder `dir` for run directories")
	flag.StringVar(&o.specs, "specs", "specs", "folder `dir` of the specifications")
	listed := flag.Bool("list", false, "say which runs are done, and write no page")
	out := flag.String("out", "", "write the page to this `file` (default standard output)")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := run(ctx, o, *listed, *out)
	if err != nil {
		fmt.Fprintln(os.Stderr, "paper:", err)
		os.Exit(1)
	}
}

// run does what the flags say.
func run(ctx context.Context, o options, listed bool, out string) error {
	switch {
	case o.only != "" && !o.full:
		return errors.New("-only goes with -full")
	case listed:
		return printList(o)
	case o.full && *sectionPattern == "":
		c, err := command.Build()
		if err != nil {
			return err
		}
		defer c.Close()
		if err := perform(ctx, workshop{command: c, options: o}); err != nil || o.only != "" {
			return err
		}
	}
	var text bytes.Buffer
	if err := write(ctx, &page{w: &text}, o); err != nil {
		return err
	}
	if out != "" {
		return os.WriteFile(out, text.Bytes(), 0o644)
	}
	_, err := os.Stdout.Write(text.Bytes())
	return err
}

func printList(o options) error {
	done, open, err := list(o)
	if err != nil {
		return err
	}
	fmt.Printf("%d of %d runs are done\n", done, done+len(open))
	for _, r := range open {
		fmt.Println(" ", r)
	}
	return nil
}

// section writes a part of the page.
type section struct {
	title string
	write func(context.Context, *page, options) error
}

// sections in the order of the page.
var sections = []section{
	{"Exact-closure error against time, on the labels of the paper's program", floorSection},
	{"Trained models, held-out trajectories", trainedSection},
	{"Infiltration against separate solvers", infiltrationSection},
	{"Memory and time of one gradient against the step", stepSection},
	{"Memory and time against the horizon", horizonSection},
	{"Memory and time against iterations forced in a step", iterationSection},
	{"Stability of explicit steps", stabilitySection},
	{"The largest step that predicts", stableStepSection},
	{"Error against time, by scheme and step", errorTimeSection},
	{"Rollouts beyond the training", rolloutSection},
	{"The gradient of a long horizon", longSection},
	{"What the data determine", identifySection},
}

func write(ctx context.Context, p *page, o options) error {
	command := "go run ./bench/paper"
	if vec.SIMD() {
		command = "GOEXPERIMENT=simd " + command
	}
	if o.labels != "" {
		command += " -labels DIR"
	}
	form := "the short form"
	if o.full {
		command += " -full"
		form = "the full form"
	}
	p.printf("# Comparison with the paper\n\nWritten by `%s -out bench/results/paper.md`, %s, on %s. Figures are\n"+
		"of runs of that command, except those marked *paper*: Akhare, Du, Luo, Wang, CMAME 446, 118280 (2025), on their GPU.\n"+
		"Seconds are of wall clock where they are not of the processor; other work on the machine makes them larger.\n", command, form, withCode())
	list, err := chosen(sections)
	if err != nil {
		return err
	}
	for _, s := range list {
		p.heading(s.title)
		begin := time.Now()
		if err := s.write(ctx, p, o); err != nil {
			return fmt.Errorf("%s: %w", s.title, err)
		}
		fmt.Fprintf(os.Stderr, "%s: %.0f s\n", s.title, time.Since(begin).Seconds())
	}
	return p.err
}
