package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/pindiff/pindiffc/bench/internal/stats"
)

// writeSystem writes the section of one system: a row for each state and reported
// time, then one for each closure, with a column for each seed.
func writeSystem(w io.Writer, name string, all []trained) {
	fmt.Fprintf(w, "\n## %s\n\n| error, %% | t |", name)
	for n := range all {
		fmt.Fprintf(w, " seed %d |", n+1)
	}
	fmt.Fprintf(w, " exact closure | median ratio |\n|---|--:|%s\n", strings.Repeat("--:|", len(all)+2))
	for i, e := range all[0].Errors {
		time := fmt.Sprintf("%.4g", e.Time)
		beyond := e.Time > all[0].observed*(1+1e-9)
		if beyond {
			time += ", not observed"
		}
		fmt.Fprintf(w, "| %s | %s |", e.State, time)
		var errors []float64
		for _, t := range all {
			l1 := t.Errors[i].L1
			errors = append(errors, l1)
			text := percent(l1)
			if e.Exact != nil && !beyond && l1 > 1.5**e.Exact+5e-4 {
				text = "**" + text + "**"
			}
			fmt.Fprintf(w, " %s |", text)
		}
		if e.Exact == nil {
			fmt.Fprintln(w, " - | - |")
			continue
		}
		fmt.Fprintf(w, " %s | %.3g |\n", percent(*e.Exact), stats.Median(errors) / *e.Exact)
	}
	laws := func(t trained) []law { return slices.Concat(t.Closures, t.Pointwise) }
	for i, l := range laws(all[0]) {
		fmt.Fprintf(w, "| %s, relative L2 | |", l.Name)
		for _, t := range all {
			if e := laws(t)[i].L2; e != nil {
				fmt.Fprintf(w, " %s |", percent(*e))
			} else {
				fmt.Fprint(w, " - |")
			}
		}
		fmt.Fprintln(w, " | |")
	}
	row := func(what string, of func(t trained) string) {
		fmt.Fprintf(w, "| %s | |", what)
		for _, t := range all {
			fmt.Fprintf(w, " %s |", of(t))
		}
		fmt.Fprintln(w, " | |")
	}
	row("seconds", func(t trained) string { return fmt.Sprintf("%.0f", t.Seconds) })
	row("peak memory, MiB", func(t trained) string { return fmt.Sprintf("%.0f", t.Stats.Memory) })
	fmt.Fprintln(w)
	for _, l := range laws(all[0]) {
		fmt.Fprintf(w, "The error of %s is over %s.\n", l.Name, where(l))
	}
}

// where is the range that an error is over.
func where(l law) string {
	if len(l.Visited) == 0 {
		return "the grid"
	}
	var parts []string
	for _, v := range l.Visited {
		parts = append(parts, fmt.Sprintf("%s from %.4g to %.4g", v.Argument, v.Min, v.Max))
	}
	return "what the trajectories visit, " + strings.Join(parts, " and ")
}

func percent(x float64) string { return fmt.Sprintf("%.2g", 100*x) }
