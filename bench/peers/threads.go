package main

import (
	"fmt"
	"path/filepath"
	"strings"
)

// threadWorkloads are what an epoch gains on all threads over one, beside what a loop
// that only computes gains on them.
func (b *bench) threadWorkloads() (list []workload) {
	c := b.config.Threads
	for _, spec := range c.Specs {
		name := "threads, " + strings.TrimSuffix(filepath.Base(spec), ".pde")
		list = append(list, workload{name: name, measure: func() ([]row, error) {
			r := row{workload: name, rival: "one thread", unit: "s", judged: true}
			var e epochLine
			if err := b.pindiffc(&e, "bench", "-kernels", "^apply$", spec); err != nil {
				return nil, err
			}
			times, gain := e.Measured.Epoch.Threads, e.Measured.Machine.Gain
			if len(times) < 2 {
				return nil, fmt.Errorf("pindiffc bench measured an epoch with one thread only")
			}
			one, all := times[0], times[len(times)-1]
			g := one.Seconds / all.Seconds
			r.ours, r.theirs, r.ratio = all.Seconds, one.Seconds, spread{g, g, g}
			r.target = fmt.Sprintf(">= %g x, or %g of what a loop that only computes gains: %.2f x", c.Gain, c.Part, gain)
			r.met = g >= c.Gain || g >= c.Part*gain
			r.notes = []string{fmt.Sprintf("%d threads", all.Threads)}
			return []row{r}, nil
		}})
	}
	return list
}
