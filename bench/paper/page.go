package main

import (
	"fmt"
	"io"
	"runtime"
	"strings"

	"github.com/pindiff/pindiffc/bench/internal/machine"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// page is a results page in Markdown. The first error of the writer sticks.
type page struct {
	w   io.Writer
	err error
}

func (p *page) printf(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format, args...)
	}
}

func (p *page) heading(text string) { p.printf("\n## %s\n\n", text) }

// missing says that something was not run, and how it is.
func (p *page) missing(what, how string) { p.printf("Not run yet: %s. %s\n", what, how) }

// table has a row of names and rows of cells; all but the first column are numbers.
func (p *page) table(names []string, rows [][]string) {
	p.printf("| %s |\n|---|%s\n", strings.Join(names, " | "), strings.Repeat("--:|", len(names)-1))
	for _, r := range rows {
		p.printf("| %s |\n", strings.Join(r, " | "))
	}
	p.printf("\n")
}

func percent(x float64) string { return fmt.Sprintf("%.4f", 100*x) }

func megabytes(n int64) string { return fmt.Sprintf("%.2f", float64(n)/1e6) }

// published is a figure of the paper, or nothing where it has none.
func published(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

// setting says where figures come from.
func setting() string {
	return fmt.Sprintf("%s, %d cores used, %s, %s", machine.Processor(), runtime.GOMAXPROCS(0), runtime.GOOS, runtime.Version())
}

// withCode is setting, and the bodies of kernels that this process runs.
func withCode() string {
	if vec.SIMD() {
		return setting() + ", vector code"
	}
	return setting() + ", scalar code"
}
