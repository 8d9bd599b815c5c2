package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pindiff/pindiffc/runtime/plot"
)

// floorSection: what each scheme costs where the closures are known.
func floorSection(ctx context.Context, p *page, o options) error {
	if o.labels == "" {
		p.missing("exact-closure errors", "Give the folder of the label files with `-labels DIR`.")
		return nil
	}
	p.printf("Mean relative L1 error over trajectories 5 to 9, per cent, with the closures of the label files. The labels of\n" +
		"advdiff_dynamic were made with the steps of the specification and a first-order scheme, and have its velocity at the\n" +
		"stored times only; between them it is interpolated, phase by phase. Steps are shortened to land on the times: crank_nicolson\n" +
		"at 0.02 takes one of 0.01 before 0.05 and 0.15.\n")
	for _, s := range systems {
		l, err := readLabels(o.labels, s.file(), s.state, s.closures)
		if err != nil {
			return err
		}
		names := []string{s.problem.Name}
		for _, t := range s.times {
			names = append(names, fmt.Sprintf("t = %g", t))
		}
		var rows [][]string
		var lines []plot.Line
		for _, scheme := range s.schemes {
			errors, err := floor(ctx, s.problem, l, heldOut, scheme, s.times)
			if err != nil {
				return err
			}
			row := []string{scheme.String()}
			for _, e := range errors {
				row = append(row, percent(e))
			}
			rows = append(rows, row)
			lines = append(lines, plot.Line{Name: scheme.String(), X: s.times, Y: percents(errors)})
		}
		p.printf("\n")
		p.table(names, rows)
		if err := p.schemesPicture(s, lines, o); err != nil {
			return err
		}
	}
	p.printf("Trained models of the *paper*, advection-diffusion, t = 0.2, per cent:")
	for i, e := range publishedErrors {
		p.printf("%s %s: %s", map[bool]string{true: ";"}[i > 0], e[0], e[1])
	}
	p.printf(".\n")
	return nil
}

// schemesPicture draws the errors of a system's schemes against time, and shows it.
func (p *page) schemesPicture(s system, lines []plot.Line, o options) error {
	dir := filepath.Join(o.results, s.problem.Name)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	chart := plot.Chart{Title: s.problem.Name + ", exact closure", XLabel: "t", YLabel: "relative L1, %", LogY: true, Lines: lines}
	if err := plot.SaveCharts(filepath.Join(dir, "schemes.png"), [][]plot.Chart{{chart}}); err != nil {
		return err
	}
	p.printf("![exact-closure errors of the schemes, %s](%s/schemes.png)\n", s.problem.Name, s.problem.Name)
	return nil
}

func percents(x []float64) []float64 {
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = 100 * v
	}
	return out
}

// infiltrationSection: mean porosities beside those of separate solvers.
func infiltrationSection(ctx context.Context, p *page, o options) error {
	want, err := readReferences()
	if err != nil {
		return err
	}
	p.printf("Mean porosity with the true S_v, backward Euler, step 1 h; \"separate\" is of solvers written for validation only.\n"+
		"Runs in the plane are long: `-full` makes those that are missing and keeps them in %s.\n\n", filepath.ToSlash(o.results))
	names := []string{""}
	for _, d := range days {
		names = append(names, fmt.Sprintf("%g h", d))
	}
	names = append(names, "largest difference", "Newton, a step", "linear, a step", "s")
	var rows [][]string
	missing := 0
	for _, g := range []geometry{line, plane} {
		for _, f := range append(slices.Clone(furnaces), steadyGas) {
			name := strings.TrimSuffix(f.problem.Name, "_steady_gas")
			what, reference := f.problem.Name+", y only, 64 cells", want.Line[name]
			if g == plane {
				what, reference = f.problem.Name+", 128 x 64 cells", want.Plane[name]
				if o.labels != "" {
					if reference, err = meanPorosity(o.labels, f.file); err != nil {
						return err
					}
				}
			}
			d, err := kept(ctx, f, g, o)
			if err != nil {
				return err
			}
			if d == nil {
				missing++
				continue
			}
			row := porosityRow(what, d.Means)
			row = append(row, fmt.Sprintf("%.1e", farthest(d.Means, reference)),
				fmt.Sprintf("%.1f", d.Outer), fmt.Sprintf("%.0f", d.Linear), fmt.Sprintf("%.0f", d.Seconds))
			rows = append(rows, row, append(porosityRow("separate", reference), "", "", "", ""))
		}
	}
	p.table(names, rows)
	if missing > 0 {
		p.missing(fmt.Sprintf("%d of %d runs in the plane", missing, len(furnaces)+1), "`-full` does that.")
	}
	return nil
}

// kept is a run at days: made anew on a line; in the plane as it was kept, or made
// and kept in the full form, or nil.
func kept(ctx context.Context, f furnace, g geometry, o options) (*densified, error) {
	if g == line {
		return densifyAll(ctx, f, g)
	}
	file := filepath.Join(o.results, f.problem.Name, "plane.json")
	text, err := os.ReadFile(file)
	if err == nil {
		d := new(densified)
		if err := json.Unmarshal(text, d); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		if d.Hash != f.problem.Hash {
			return nil, fmt.Errorf("%s is of another specification: delete it and run with -full", file)
		}
		return d, nil
	}
	if !errors.Is(err, fs.ErrNotExist) || !o.full {
		return nil, ignoreMissing(err)
	}
	d, err := densifyAll(ctx, f, g)
	if err != nil {
		return nil, err
	}
	if text, err = json.MarshalIndent(d, "", "  "); err == nil {
		err = errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, append(text, '\n'), 0o644))
	}
	return d, err
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// farthest is the largest |a - b|.
func farthest(a, b []float64) float64 {
	worst := 0.0
	for i := range a {
		worst = max(worst, math.Abs(a[i]-b[i]))
	}
	return worst
}

// porosityRow has an empty cell for each of the days that are not there.
func porosityRow(name string, means []float64) []string {
	row := []string{name}
	for i := range days {
		text := ""
		if i < len(means) {
			text = fmt.Sprintf("%.5f", means[i])
		}
		row = append(row, text)
	}
	return row
}
