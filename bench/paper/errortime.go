package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/plot"
	"github.com/pindiff/pindiffc/runtime/solver"
)

// judged are the schemes of the paper's figures of error against time.
var judged = []scheme{{"crank_nicolson", 1e-2}, {"forward_euler", 1e-3}, {"forward_euler", 1e-2}}

// reference is what errors are measured against: converged in time on the same grid,
// with the true closures.
var reference = scheme{"rk4", 1e-3}

// horizonOf a problem as it is specified.
func horizonOf(p *kernel.Problem[float32]) float64 {
	end := 0.0
	for _, dt := range p.Steps {
		end += dt
	}
	return end
}

// pointsOfCurve is at how many times an error is shown.
const pointsOfCurve = 20

// errorTimeSection: errors of held-out trajectories against time, by scheme and step.
func errorTimeSection(ctx context.Context, p *page, o options) error {
	p.printf("Mean relative L1 error over held-out trajectories 5 to 9 of our own twin experiments, per cent, against %v on the same\n"+
		"grid with the true closures. \"True closures\" is what the time scheme costs alone; trained weights are those of\n"+
		"the implicit training, run by each of the schemes.\n", reference)
	for _, problem := range compared {
		t, err := twinOf(ctx, problem, o)
		if err != nil {
			return err
		}
		end := horizonOf(problem)
		times := make([]float64, pointsOfCurve)
		for k := range times {
			times[k] = end * float64(k+1) / pointsOfCurve
		}
		best, err := t.run(ctx, exactClosures, reference, heldOutCases, times)
		if err != nil {
			return err
		}
		title := problem.Name
		if t.weights != "" {
			title += ", trained (dashed: true closures)"
		}
		chart := plot.Chart{Title: title, XLabel: "t", YLabel: "relative L1 (%)", LogY: true}
		names := []string{problem.Name}
		for k := 4; k < len(times); k += 5 {
			names = append(names, fmt.Sprintf("t = %.3g", times[k]))
		}
		var rows [][]string
		for i, s := range judged {
			for _, kind := range t.closureKinds() {
				row := []string{fmt.Sprintf("%v, %s", s, kind)}
				got, err := t.run(ctx, kind, s, heldOutCases, times)
				if failedRun(err) {
					rows = append(rows, append(row, failed))
					continue
				} else if err != nil {
					return err
				}
				e := errorsTo(got, best)
				for k := 4; k < len(times); k += 5 {
					row = append(row, percent(e[k]))
				}
				rows = append(rows, row)
				for k := range e {
					e[k] *= 100
				}
				l := plot.Line{X: times, Y: e, Dashed: kind == exactClosures && t.weights != "", Colour: i + 1}
				if !l.Dashed {
					l.Name = s.String()
				}
				chart.Lines = append(chart.Lines, l)
			}
		}
		p.printf("\n")
		p.table(names, rows)
		if err := p.picture(o, problem.Name, "error-time.png", "error against time", [][]plot.Chart{{chart}}); err != nil {
			return err
		}
	}
	p.printf("*Paper*, trained models, advection-diffusion, t = 0.2, on its own labels, per cent:")
	for i, e := range publishedErrors {
		p.printf("%s %s: %s", map[bool]string{true: ";"}[i > 0], e[0], e[1])
	}
	p.printf(".\n")
	return p.notTrained(o, compared[0].Name, compared[1].Name)
}

// failedRun says whether a run did not get through: a scheme at too long a step.
func failedRun(err error) bool {
	var step *solver.StepError
	return errors.As(err, &step)
}

// picture draws charts beside the results of a specification, and shows them.
func (p *page) picture(o options, spec, file, text string, rows [][]plot.Chart) error {
	dir := filepath.Join(o.results, spec)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if err := plot.SaveCharts(filepath.Join(dir, file), rows); err != nil {
		return err
	}
	p.printf("![%s, %s](%s/%s)\n", spec, text, spec, file)
	return nil
}
