package job

import (
	"context"
	"fmt"
	"slices"

	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// visitedRange is how the values of one argument of a pointwise closure are
// spread over cells, times, trajectories and the places where it is applied, SI.
type visitedRange struct {
	Argument string  `json:"argument"`
	Min      float64 `json:"min"`
	Low      float64 `json:"quantile_01"`
	Median   float64 `json:"median"`
	High     float64 `json:"quantile_99"`
	Max      float64 `json:"max"`
}

// visited is what a pointwise closure was applied to.
type visited[T vec.Float] struct {
	index  int // of the closure
	values [][]T
	ranges []visitedRange
}

// Limits of how much of the trajectories is looked at.
const (
	mostVisits     = 1 << 22 // values of one argument, for each place where it is applied
	mostVisitTimes = 33
)

// visit runs a batch as the solver is set and collects what every pointwise
// closure is applied to, at times spread evenly from the start to the last
// observed one. A closure that the equations do not apply is left out.
func (s *session[T]) visit(ctx context.Context, b *batch[T]) ([]visited[T], error) {
	if !slices.ContainsFunc(s.p.Closures, func(c kernel.Closure) bool { return c.Pointwise }) {
		return nil, nil
	}
	r, err := s.run(ctx, s.solver, b, s.visitTimes(len(b.cases)))
	if err != nil {
		return nil, err
	}
	var out []visited[T]
	for i, c := range s.p.Closures {
		if !c.Pointwise {
			continue
		}
		v := visited[T]{index: i}
		if v.values, err = s.solver.Applied(c.Name, b.cases, r); err != nil {
			return nil, err
		}
		if len(v.values) == 0 || len(v.values[0]) == 0 {
			continue
		}
		for k, name := range c.Args {
			v.ranges = append(v.ranges, spreadOf(name, v.values[k]))
		}
		out = append(out, v)
	}
	return out, nil
}

// visitTimes are time levels from the start to the last observed time, the end
// where nothing is observed.
func (s *session[T]) visitTimes(cases int) []float64 {
	end := s.end
	if t := s.observed(); len(t) > 0 {
		end = t[len(t)-1]
	}
	levels := []float64{s.p.Time0}
	t := s.p.Time0
	for _, dt := range s.steps {
		if t += dt; t < end-s.timeTolerance() {
			levels = append(levels, t)
		}
	}
	levels = append(levels, end)
	n := min(max(mostVisits/(s.cells*max(cases, 1)), 2), mostVisitTimes, len(levels))
	out := make([]float64, n)
	for i := range out {
		out[i] = levels[i*(len(levels)-1)/max(n-1, 1)]
	}
	return out
}

// spreadOf takes the quantiles of values, which it leaves as they are.
func spreadOf[T vec.Float](name string, values []T) visitedRange {
	v := slices.Clone(values)
	slices.Sort(v)
	at := func(q float64) float64 { return float64(v[int(q*float64(len(v)-1)+0.5)]) }
	return visitedRange{Argument: name, Min: at(0), Low: at(0.01), Median: at(0.5), High: at(0.99), Max: at(1)}
}

// visitedTable prints the ranges of one closure in the units of its arguments.
func (s *session[T]) visitedTable(v visited[T]) {
	c := s.p.Closures[v.index]
	t := Table{
		Title:   fmt.Sprintf("%s: what it was applied to, along the trajectories", c.Name),
		Columns: []string{"argument", "min", "1 %", "median", "99 %", "max"},
		Notes:   []string{"over all cells, the times from the start to the last observed one, and all places where it is applied"},
	}
	for k, r := range v.ranges {
		u := argUnit(&c, k)
		row := []string{r.Argument}
		if u.Text != "" {
			row[0] += " (" + u.Text + ")"
		}
		for _, x := range []float64{r.Min, r.Low, r.Median, r.High, r.Max} {
			row = append(row, fmt.Sprintf("%.4g", x/u.Scale))
		}
		t.Rows = append(t.Rows, row)
	}
	s.ev.send(Event{Kind: "table", Table: &t})
}

// argUnit is the declared unit of an argument of a pointwise closure, without
// its text where that says nothing.
func argUnit(c *kernel.Closure, k int) kernel.Unit {
	if k < len(c.ArgUnits) {
		return plainUnit(c.ArgUnits[k])
	}
	return kernel.Unit{Scale: 1}
}

// plainUnit is a declared unit, 1 where there is none, without its text where that
// says nothing.
func plainUnit(u kernel.Unit) kernel.Unit {
	if u.Scale == 0 {
		return kernel.Unit{Scale: 1}
	}
	if u.Text == "1" {
		u.Text = ""
	}
	return u
}
