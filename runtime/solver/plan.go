package solver

import (
	"fmt"
	"math"
)

// plan is the sequence of steps of one run: the configured steps up to the last
// requested time, split where a requested time falls inside one.
type plan struct {
	start float64
	times []float64 // of step ends, with the start before them
	dt    []float64
	out   []int // output k is the state after out[k] steps
	parts int   // time levels per step, the start counted
}

// horizon is where a run may go: its start and step lengths.
type horizon struct {
	start float64
	steps []float64
}

// snap is the relative distance, on the scale of the horizon, at which a
// requested time is taken to be a level.
const snap = 1e-9

// newPlan merges the requested times into the levels start, start+steps[0], ...
// No times means the end of the horizon.
func newPlan(h horizon, times []float64, parts int) (*plan, error) {
	start, steps := h.start, h.steps
	ends := levelsOf(start, steps)
	end := ends[len(ends)-1]
	if len(times) == 0 {
		times = []float64{end}
	}
	near := snap * max(end-start, math.Abs(end)*1e-3)
	p := &plan{start: start, times: []float64{start}, parts: parts}
	now, step := start, 0
	advance := func(to float64, whole bool) {
		h := to - now
		if whole {
			h = steps[step]
		}
		p.times, p.dt, now = append(p.times, to), append(p.dt, h), to
	}
	whole := true // no part of the present step is done yet
	for k, t := range times {
		if math.IsNaN(t) || k > 0 && t < times[k-1] {
			return nil, fmt.Errorf("solver: requested times must ascend: %g at place %d", t, k)
		}
		if t < start-near || t > end+near {
			return nil, fmt.Errorf("solver: requested time %g is outside the horizon from %g to %g", t, start, end)
		}
		for step < len(steps) && ends[step+1] <= t+near {
			advance(ends[step+1], whole)
			step, whole = step+1, true
		}
		if t > now+near {
			advance(t, false)
			whole = false
		}
		p.out = append(p.out, len(p.dt))
	}
	return p, nil
}

// levelsOf returns start and the end of every step.
func levelsOf(start float64, steps []float64) []float64 {
	t := make([]float64, len(steps)+1)
	t[0] = start
	sum := 0.0
	for i, h := range steps {
		sum += h
		t[i+1] = start + sum
	}
	return t
}

// steps is how many there are.
func (p *plan) steps() int { return len(p.dt) }

// levels is how many time levels there are, those inside steps included.
func (p *plan) levels() int { return p.steps()*p.parts + 1 }

// time of level i.
func (p *plan) time(i int) float64 {
	n, part := i/p.parts, i%p.parts
	if part == 0 {
		return p.times[n]
	}
	return p.times[n] + p.dt[n]*float64(part)/float64(p.parts)
}
