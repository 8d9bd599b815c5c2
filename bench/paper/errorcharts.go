package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pindiff/pindiffc/bench/internal/stats"
	"github.com/pindiff/pindiffc/runtime/plot"
)

// trainedPictures draws the errors against time, and shows that and the pictures of
// the headline run that are kept beside the results.
func (p *page) trainedPictures(l *learned, o options) error {
	dir := filepath.Join(o.results, l.spec)
	if charts := l.charts(); len(charts) > 0 {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		if err := plot.SaveCharts(filepath.Join(dir, "errors.png"), [][]plot.Chart{charts}); err != nil {
			return err
		}
	}
	names := []string{filepath.Join(dir, "errors.png")}
	closures, err := filepath.Glob(filepath.Join(dir, "closure*.png"))
	if err != nil {
		return err
	}
	for _, path := range append(names, closures...) {
		there, err := exists(path)
		if err != nil {
			return err
		}
		if there {
			name := filepath.Base(path)
			p.printf("![%s of %s](%s/%s)\n", strings.TrimSuffix(name, ".png"), l.spec, l.spec, name)
		}
	}
	p.printf("\n")
	return nil
}

// charts of the relative L1 error against time: one for labels of the specification,
// one for the paper's where there are any.
func (l *learned) charts() []plot.Chart {
	var out []plot.Chart
	for _, kind := range []labelKind{clean, files} {
		list := l.done[kind]
		if len(list) == 0 {
			continue
		}
		chart := plot.Chart{Title: l.spec + map[labelKind]string{clean: ", our labels", files: ", labels of the paper's program"}[kind], XLabel: l.timeLabel(), YLabel: "relative L1, %", LogY: true}
		for _, state := range statesOf(list[0]) {
			trained, exact := l.curve(list, state, func(c stateError) float64 { return stats.Median(errorsAt(list, c)) }), l.curve(list, state, func(c stateError) float64 {
				if x := exactAt(list, c); x != nil {
					return *x
				}
				return nan
			})
			trained.Name, exact.Name, exact.Dashed = "trained, "+state, "exact closure, "+state, true
			colour := len(chart.Lines) + 1 // of trained
			chart.Lines = append(chart.Lines, trained, exact)
			if kind == clean && len(list) > 1 {
				for _, end := range []func([]float64) float64{slices.Min[[]float64], slices.Max[[]float64]} {
					spread := l.curve(list, state, func(c stateError) float64 { return end(errorsAt(list, c)) })
					spread.Dashed, spread.Colour = true, colour
					chart.Lines = append(chart.Lines, spread)
				}
			}
			if b := l.done[baseline]; kind == clean && len(b) > 0 {
				line := l.curve(b, state, func(c stateError) float64 { return c.L1 })
				line.Name, line.Colour = "baseline, "+state, colour+2
				chart.Lines = append(chart.Lines, line)
			}
		}
		if kind == files && strings.HasPrefix(l.spec, "advdiff") {
			chart.Lines = append(chart.Lines, plot.Line{Name: "paper, trained, t = 0.2", X: []float64{0.19, 0.21}, Y: []float64{publishedTrained, publishedTrained}, Colour: 4})
		}
		out = append(out, chart)
	}
	return out
}

// curve of a state over its times, in per cent.
func (l *learned) curve(list []*outcome, state string, value func(stateError) float64) plot.Line {
	var line plot.Line
	scale := l.model.Time.Unit.Scale
	if scale == 0 {
		scale = 1
	}
	for _, c := range list[0].Errors {
		if c.State == state {
			line.X, line.Y = append(line.X, c.Time/scale), append(line.Y, 100*value(c))
		}
	}
	return line
}

func (l *learned) timeLabel() string {
	if unit := l.model.Time.Unit; unit.Text != "" {
		return "t, " + unit.Text
	}
	return "t"
}

// statesOf a result, each once.
func statesOf(o *outcome) []string {
	var names []string
	for _, e := range o.Errors {
		if !slices.Contains(names, e.State) {
			names = append(names, e.State)
		}
	}
	return names
}
