package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// floorSection: what each scheme costs where the closures are known.
func floorSection(ctx context.Context, p *page, o options) error {
	if o.labels == "" {
		p.missing("exact-closure errors", "Give the folder of the label files with `-labels DIR`.")
		return nil
	}
	p.printf("Mean relative L1 error over trajectories 5 to 9, per cent, with the closures of the label files. The labels of\n" +
		"advdiff_dynamic were made with the steps of the specification and a first-order scheme, and have its velocity at the\n" +
		"stored times only; between them it is interpolated, phase by phase.\n")
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
		}
		p.printf("\n")
		p.table(names, rows)
	}
	p.printf("Trained models of the *paper*, advection-diffusion, t = 0.2, per cent:")
	for i, e := range publishedErrors {
		p.printf("%s %s: %s", map[bool]string{true: ";"}[i > 0], e[0], e[1])
	}
	p.printf(".\n")
	return nil
}

// trained are the specifications with a train block that the page is about.
var trained = []string{
	"advdiff_steady", "advdiff_dynamic", "burgers_steady", "burgers_dynamic", "cvi_felt", "cvi_dense", "cvi", "cvi_steady_gas",
}

// trainedSection shows the tables of seeds that are checked in.
func trainedSection(_ context.Context, p *page, o options) error {
	done := 0
	for _, name := range trained {
		files, err := filepath.Glob(filepath.Join(o.results, name, "seeds*.txt"))
		if err != nil {
			return err
		}
		p.printf("\n### %s\n\n", name)
		if len(files) == 0 {
			p.missing("training", fmt.Sprintf("`go run ./bench/seeds -spec specs/%s.pde > bench/results/%s/seeds.txt`", name, name))
			continue
		}
		done++
		for _, file := range files {
			text, err := os.ReadFile(file)
			if errors.Is(err, fs.ErrNotExist) {
				continue
			} else if err != nil {
				return err
			}
			p.printf("%s:\n\n```\n%s\n```\n\n", filepath.ToSlash(file), strings.TrimRight(string(text), "\n"))
		}
	}
	p.printf("\n%d of %d systems are trained.\n", done, len(trained))
	return nil
}

// infiltrationSection: mean porosities beside those of separate solvers.
func infiltrationSection(ctx context.Context, p *page, o options) error {
	want, err := readReferences()
	if err != nil {
		return err
	}
	p.printf("Mean porosity with the true S_v, backward Euler, step 1 h; \"separate\" is of solvers written for validation only.\n\n")
	names := []string{""}
	for _, d := range days {
		names = append(names, fmt.Sprintf("%g h", d))
	}
	names = append(names, "largest difference", "Newton, a step", "linear, a step")
	var rows [][]string
	add := func(f furnace, g geometry, what string, hours, reference []float64) error {
		means, stats, err := densify(ctx, f, g, 0, hours)
		if err != nil {
			return err
		}
		rows = append(rows, porosityRow(what, means), porosityRow("separate", reference))
		worst := 0.0
		for i, m := range means {
			worst = max(worst, math.Abs(m-reference[i]))
		}
		n := float64(stats.Steps)
		rows[len(rows)-2] = append(rows[len(rows)-2], fmt.Sprintf("%.1e", worst),
			fmt.Sprintf("%.1f", float64(stats.Outer)/n), fmt.Sprintf("%.0f", float64(stats.Linear)/n))
		return nil
	}
	for _, f := range append(slices.Clone(furnaces), steadyGas) {
		name := strings.TrimSuffix(f.problem.Name, "_steady_gas")
		if err := add(f, line, f.problem.Name+", y only, 64 cells", days, want.Line[name]); err != nil {
			return err
		}
	}
	hours := days[:1]
	if o.full {
		hours = days
	}
	for _, f := range append(slices.Clone(furnaces), steadyGas) {
		reference := want.Plane[strings.TrimSuffix(f.problem.Name, "_steady_gas")]
		if o.labels != "" {
			if reference, err = meanPorosity(o.labels, f.file); err != nil {
				return err
			}
		}
		if err := add(f, plane, f.problem.Name+", 128 x 64 cells", hours, reference); err != nil {
			return err
		}
	}
	p.table(names, rows)
	if !o.full {
		p.missing("the plane beyond a day", "`-full` does that.")
	}
	return nil
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
