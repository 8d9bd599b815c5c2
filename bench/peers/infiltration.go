package main

import (
	"fmt"
	"os"
)

// simulated is what pindiffc simulate says of its work.
type simulated struct {
	Stats struct {
		Seconds float64 `json:"seconds"`
		Steps   int     `json:"steps"`
		Outer   int     `json:"outer"`
		Linear  int     `json:"linear"`
	} `json:"stats"`
}

// infiltrationWorkload is the growth, with the grid, of the iterations and the time of
// coupled, stiff states with variable coefficients, multigrid at work. Its steps are
// long: what a solve costs is what a Newton iteration needs of linear ones.
func (b *bench) infiltrationWorkload() workload {
	c := b.config.Infiltration
	name := "growth with the grid, cvi"
	return workload{name: name, measure: func() ([]row, error) {
		grids := c.Cells
		if !b.full {
			grids = grids[:c.Short]
		}
		r := row{workload: name, rival: "itself", unit: "ns/cell", judged: true}
		var times, solves []float64
		for _, cells := range grids {
			dir, err := os.MkdirTemp(b.command.Dir, "simulated-")
			if err != nil {
				return nil, err
			}
			args := []string{"simulate", c.Spec, "-cases", "0", "-out", dir + "/run", "-set", fmt.Sprintf("cells=%d,%d", cells[0], cells[1])}
			for _, s := range c.Sets {
				args = append(args, "-set", s)
			}
			var a simulated
			if err := b.pindiffc(&a, args...); err != nil {
				return nil, err
			}
			t := a.Stats.Seconds / float64(a.Stats.Steps*cells[0]*cells[1])
			times, solves = append(times, t), append(solves, float64(a.Stats.Linear)/float64(a.Stats.Outer))
			r.notes = append(r.notes, fmt.Sprintf("%d x %d: %.0f ns per cell and step, forward; %.1f Newton iterations a step, %.1f linear iterations in each",
				cells[0], cells[1], 1e9*t, float64(a.Stats.Outer)/float64(a.Stats.Steps), solves[len(solves)-1]))
		}
		last := len(times) - 1
		growth := solves[last] / solves[0]
		r.ours, r.theirs, r.ratio = times[last], times[0], spread{growth, growth, growth}
		r.target = fmt.Sprintf("iterations of a linear solve <= %g and flat (<= 1.5)", c.Most)
		r.met = solves[last] <= c.Most && growth <= 1.5
		r.notes = append(r.notes, "ours is the time per cell and step of the largest grid, the rival's column the smallest; the ratio is that of the linear iterations of a solve")
		return []row{r}, nil
	}}
}
