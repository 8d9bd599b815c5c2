package main

import (
	"fmt"
	"io"
	"os/exec"
	"runtime"
	"strings"

	"github.com/pindiff/pindiffc/bench/internal/machine"
)

// row is one line of the table.
type row struct {
	workload, rival string
	ours, theirs    float64 // seconds
	unit            string  // "s" or "ns/cell"; "" for none
	ratio           spread
	target          string
	met             bool
	judged          bool // there is a target, and it was measured
	notes           []string
	failed          string // why it was not measured
}

// table prints as it goes, in Markdown.
type table struct {
	w     io.Writer
	notes []string
	count struct{ met, missed, failed int }
}

func (t *table) head(b *bench) {
	fmt.Fprintf(t.w, "# Side by side\n\nWritten by `go run ./bench/peers%s` on %s, %s. Our side: %s, %s, %d threads;\nJAX takes all processors, C and single kernels one.\n",
		flags(b), processor(), runtime.GOOS, runtime.Version(), b.vectors, runtime.GOMAXPROCS(0))
	for _, line := range versions(b) {
		fmt.Fprintf(t.w, "%s.\n", line)
	}
	fmt.Fprintf(t.w, "Ratios are medians of %d runs in turn, with their range; times are medians.\n\n", b.repeats)
	fmt.Fprintf(t.w, "| workload | rival | ours | rival's | ratio (range) | target | |\n|---|---|---|---|---|---|---|\n")
}

func flags(b *bench) string {
	s := ""
	if b.full {
		s += " -full"
	}
	if b.only != "" {
		s += fmt.Sprintf(" -only '%s'", b.only)
	}
	return s
}

func (t *table) row(r row) {
	if r.failed != "" {
		t.count.failed++
		fmt.Fprintf(t.w, "| %s | %s | | | | %s | not measured |\n", r.workload, r.rival, r.target)
		t.notes = append(t.notes, fmt.Sprintf("%s: not measured: %s", r.workload, strings.TrimSpace(r.failed)))
		return
	}
	verdict := ""
	if r.judged {
		if verdict = "met"; r.met {
			t.count.met++
		} else {
			verdict = "**missed**"
			t.count.missed++
		}
	}
	ratio := ""
	if r.ratio.middle != 0 {
		ratio = fmt.Sprintf("%.2f", r.ratio.middle)
		if r.ratio.least != r.ratio.most {
			ratio += fmt.Sprintf(" (%.2f - %.2f)", r.ratio.least, r.ratio.most)
		}
	}
	fmt.Fprintf(t.w, "| %s | %s | %s | %s | %s | %s | %s |\n", r.workload, r.rival, quantity(r.ours, r.unit), quantity(r.theirs, r.unit), ratio, r.target, verdict)
	for _, n := range r.notes {
		t.notes = append(t.notes, r.workload+": "+n)
	}
}

func (t *table) end(b *bench) error {
	fmt.Fprintf(t.w, "\nTargets: %d met, %d missed; %d not measured.\n\n", t.count.met, t.count.missed, t.count.failed)
	for _, n := range t.notes {
		fmt.Fprintf(t.w, "- %s\n", strings.ReplaceAll(n, "\n", "\n  "))
	}
	_, err := fmt.Fprintf(t.w, "\n%s\n", published)
	return err
}

// published are the figures of a program that is not run here.
const published = `The published program of Akhare, Du, Luo and Wang (CMAME 446, 118280, 2025), run once on a machine with two
such cores and not by this command, took 3.4 s and 1.65 GB for an epoch of advdiff_steady, 24 to 39 s and
6.9 GB for one of Burgers. Its code is not used.`

func quantity(v float64, unit string) string {
	switch {
	case v == 0:
		return ""
	case unit == "ns/cell":
		return fmt.Sprintf("%.3f ns/cell", 1e9*v)
	case unit == "MB":
		return fmt.Sprintf("%.0f MB", v/1e6)
	case unit == "s" && v < 1e-3:
		return fmt.Sprintf("%.1f us", 1e6*v)
	case unit == "s" && v < 1:
		return fmt.Sprintf("%.2f ms", 1e3*v)
	case unit == "s":
		return fmt.Sprintf("%.2f s", v)
	}
	return fmt.Sprintf("%.3g %s", v, unit)
}

// processor is the name of this one, and how many there are.
func processor() string {
	return fmt.Sprintf("%d x %s", runtime.NumCPU(), machine.Processor())
}

// versions of the rivals that are installed.
func versions(b *bench) (lines []string) {
	for _, c := range compilers {
		if out, err := exec.Command(c.name, "--version").Output(); err == nil {
			first, _, _ := strings.Cut(string(out), "\n")
			lines = append(lines, first)
		}
	}
	out, err := exec.Command(b.python, "-c", "import sys, jax, jaxlib; print(f'Python {sys.version.split()[0]}, jax {jax.__version__}, jaxlib {jaxlib.__version__}')").Output()
	if err != nil {
		return append(lines, "JAX is not installed (bench/peers/setup.sh installs it)")
	}
	v := strings.TrimSpace(string(out))
	if want := "jax " + b.config.Versions["jax"] + ","; !strings.Contains(v, want) {
		v += ", which is not the pinned version " + b.config.Versions["jax"]
	}
	return append(lines, v)
}
