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
	by    []*scheme // of each step
	out   []int     // output k is the state after out[k] steps
	nodes []float64 // time levels of a step, the same for all schemes of a plan
	back  int       // levels before a step's start that it reads
	given []int     // the configured step that each is (a part of)
}

// horizon is where a run may go: its start and step lengths, and by what schemes.
type horizon struct {
	start  float64
	steps  []float64
	scheme *scheme
	damped int // so many first steps are taken as two backward-Euler halves

	halved map[int]int // how often a configured step is halved, where it is
}

// snap is the relative distance, on the scale of the horizon, at which a
// requested time is taken to be a level.
const snap = 1e-9

// newPlan merges the requested times into the levels start, start+steps[0], ...
// No times means the end of the horizon.
func newPlan(h horizon, times []float64) (*plan, error) {
	steps := h.steps
	ends := levelsOf(h.start, steps)
	end := ends[len(ends)-1]
	if len(times) == 0 {
		times = []float64{end}
	}
	near := snap * max(end-h.start, math.Abs(end)*1e-3)
	p := &plan{start: h.start, times: []float64{h.start}, nodes: h.scheme.nodes}
	now, step := h.start, 0
	advance := func(to float64, whole bool) {
		length := to - now
		if whole {
			length = steps[step]
		}
		p.append(h, step, length, to)
		now = to
	}
	whole := true // no part of the present step is done yet
	for k, t := range times {
		if math.IsNaN(t) || k > 0 && t < times[k-1] {
			return nil, fmt.Errorf("solver: requested times must ascend: %g at place %d", t, k)
		}
		if t < h.start-near || t > end+near {
			return nil, fmt.Errorf("solver: requested time %g is outside the horizon from %g to %g", t, h.start, end)
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

// append adds a step of the given length that ends at `to`, part of the
// configured step of that number, in as many pieces as that is halved to.
func (p *plan) append(h horizon, number int, length, to float64) {
	pieces := 1 << h.halved[number]
	piece := length / float64(pieces)
	for i := range pieces {
		end := to - piece*float64(pieces-1-i)
		if number < h.damped {
			p.add(&backwardEuler, number, piece/2, end-piece/2)
			p.add(&backwardEuler, number, piece/2, end)
			continue
		}
		p.add(p.schemeFor(h.scheme, piece), number, piece, end)
	}
}

func (p *plan) add(s *scheme, number int, length, to float64) {
	p.times, p.dt, p.by, p.given = append(p.times, to), append(p.dt, length), append(p.by, s), append(p.given, number)
	if s.usesHistory() {
		p.back = s.parts()
	}
}

// schemeFor gives the next step its coefficients where they depend on the step
// before. Without one, or after a much shorter one, bdf2 starts by backward Euler.
func (p *plan) schemeFor(s *scheme, length float64) *scheme {
	if !s.usesHistory() {
		return s
	}
	n := len(p.dt)
	if n == 0 {
		return &backwardEuler
	}
	ratio := length / p.dt[n-1]
	switch {
	case ratio > largestRatio:
		return &backwardEuler
	case n > 1 && p.by[n-1].usesHistory() && p.dt[n-1]/p.dt[n-2] == ratio:
		return p.by[n-1]
	}
	own := bdf2(ratio)
	return &own
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

// parts is how many levels a step has, its start not counted.
func (p *plan) parts() int { return len(p.nodes) - 1 }

// levels is how many time levels there are, those inside steps included.
func (p *plan) levels() int { return p.steps()*p.parts() + 1 }

// time of level i.
func (p *plan) time(i int) float64 {
	n, part := i/p.parts(), i%p.parts()
	if part == 0 {
		return p.times[n]
	}
	return p.times[n] + p.dt[n]*p.nodes[part]
}

// stages is how many vectors a step leaves on the tape: one, or one for each
// implicit stage.
func (p *plan) stages() int {
	most := 1
	for _, s := range p.by {
		most = max(most, len(s.stages))
	}
	return most
}
