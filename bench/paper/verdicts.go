package main

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/pindiff/pindiffc/bench/internal/stats"
)

var nan = math.NaN()

// Targets for laws: of the mean over the domain, of the law itself, and of how much
// closer than the baseline the mean is.
const (
	targetMean   = 2e-4
	targetLaw    = 0.03
	targetCloser = 300
)

// verdicts is a row for each target of each specification: what the median over the
// seeds gives, and how many seeds hold it.
func (p *page) verdicts(all []*learned) {
	var rows [][]string
	for _, l := range all {
		list := l.done[clean]
		if len(list) == 0 {
			rows = append(rows, []string{l.spec, "", "", fmt.Sprintf("0 of %d", l.wanted[clean]), "", "not run yet"})
			continue
		}
		row := func(target, value string, holds bool, seeds int) {
			rows = append(rows, []string{l.spec, target, value, fmt.Sprintf("%d of %d", len(list), l.wanted[clean]),
				fmt.Sprintf("%d of %d", seeds, len(list)), map[bool]string{true: "holds", false: "does not hold"}[holds]})
		}
		if !l.law() {
			all, seeds := l.shares(list)
			row("error at most 1.5 x exact closure + 0.05 points, at all judged times to "+l.columnName(stateError{Time: l.window()}),
				fmt.Sprintf("%.2f of the target, worst time", all), all <= 1, seeds)
			continue
		}
		judge := func(name, format string, most float64, of func(o *outcome) float64) {
			values := each(list, of)
			seeds := len(slices.DeleteFunc(slices.Clone(values), func(x float64) bool { return !(x <= most) }))
			row(name, fmt.Sprintf(format, stats.Median(values)), stats.Median(values) <= most, seeds)
		}
		judge("mean of the state, largest error, at most 2e-4", "%.1e", targetMean, meanError)
		judge("law, largest relative error, at most 0.03", "%.4f", targetLaw, lawErrorOf)
		if b := l.done[baseline]; len(b) > 0 {
			judge("mean of the state, at least 300 x closer than the baseline (share of its error, at most 1/300)", "%.1e",
				1.0/targetCloser, func(o *outcome) float64 { return meanError(o) / meanError(b[0]) })
		}
	}
	p.printf("\nTargets, on clean labels, by the median over the seeds:\n\n")
	p.table([]string{"system", "target", "median", "seeds run", "seeds that hold", "verdict"}, rows)
}

// shares is the largest share of the target at any judged time: of the median, and
// how many seeds stay below 1 on their own.
func (l *learned) shares(list []*outcome) (ofMedian float64, seeds int) {
	worst := make([]float64, len(list))
	for _, c := range list[0].Errors {
		t, ok := l.target(list, c)
		if !ok {
			continue
		}
		e := errorsAt(list, c)
		ofMedian = max(ofMedian, stats.Median(e)/t)
		for i, x := range e {
			worst[i] = max(worst[i], x/t)
		}
	}
	for _, x := range worst {
		if x <= 1 {
			seeds++
		}
	}
	return ofMedian, seeds
}

func each(list []*outcome, of func(*outcome) float64) []float64 {
	var out []float64
	for _, o := range list {
		out = append(out, of(o))
	}
	return out
}

// meanError is the largest error of the mean over the domain, over held-out
// trajectories, times and states.
func meanError(o *outcome) float64 {
	worst := 0.0
	for _, e := range o.Errors {
		if e.Mean == nil {
			return nan
		}
		worst = max(worst, *e.Mean)
	}
	return worst
}

// lawErrorOf is the largest relative error of a law in the range where it is judged.
func lawErrorOf(o *outcome) float64 {
	worst := nan
	for _, c := range o.Pointwise {
		if c.Within != nil {
			worst = max(orZero(worst), c.Within.Max)
		}
	}
	return worst
}

func orZero(x float64) float64 {
	if math.IsNaN(x) {
		return 0
	}
	return x
}

// lawTable has the figures of a law and of the mean of the state.
func (p *page) lawTable(l *learned) {
	var rows [][]string
	for _, k := range kinds {
		for _, o := range l.done[k.kind] {
			row := []string{l.kindName(k.kind, k.name), "", fmt.Sprintf("%.2e", meanError(o)), "", "", ""}
			if o.Seed > 0 {
				row[1] = fmt.Sprint(o.Seed)
			}
			for _, c := range o.Pointwise {
				if c.Within != nil {
					row[3] = fmt.Sprintf("%.4g to %.4g", c.Within.Lo, c.Within.Hi)
					row[4] = fmt.Sprintf("%.2f", 100*c.Within.Max)
				}
				if c.L2 != nil {
					row[5] = fmt.Sprintf("%.2f", 100**c.L2)
				}
			}
			rows = append(rows, row)
		}
	}
	p.table([]string{"", "seed", "mean of the state, largest error", "range of the law, SI", "largest relative error there, %", "relative L2 over all visited, %"}, rows)
}

// runTable says what the trainings took, and the errors of closures that are fields.
func (p *page) runTable(l *learned) {
	var rows [][]string
	for _, k := range kinds {
		list := l.done[k.kind]
		if len(list) == 0 || k.kind == baseline {
			continue
		}
		var parts []string
		for i, c := range list[0].Closures {
			if c.L1 != nil {
				parts = append(parts, c.Name+" "+fmt.Sprintf("%.2f", 100*stats.Median(each(list, func(o *outcome) float64 {
					if i < len(o.Closures) && o.Closures[i].L1 != nil {
						return *o.Closures[i].L1
					}
					return nan
				}))))
			}
		}
		rows = append(rows, []string{l.kindName(k.kind, k.name), strings.Join(parts, ", "),
			distinct(list, (*outcome).epochs),
			fmt.Sprintf("%.1f", stats.Median(each(list, func(o *outcome) float64 { return o.seconds() / 60 }))),
			fmt.Sprintf("%.0f", stats.Median(each(list, func(o *outcome) float64 { return o.Peak }))),
			distinct(list, func(o *outcome) string { return o.Processor })})
	}
	if len(rows) > 0 {
		p.table([]string{"medians over the runs", "closures, relative L1 over the grid, %", "epochs", "minutes of wall clock", "peak memory, MiB", "on"}, rows)
	}
}

// distinct are the texts of results, each once.
func distinct(list []*outcome, of func(*outcome) string) string {
	var texts []string
	for _, o := range list {
		if t := of(o); !slices.Contains(texts, t) {
			texts = append(texts, t)
		}
	}
	return strings.Join(texts, "; ")
}
