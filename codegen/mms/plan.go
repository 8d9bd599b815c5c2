package mms

import (
	"fmt"
	"math"
	"slices"

	"github.com/pindiff/pindiffc/dsl/manufacture"
)

// Resolution of one run.
type Resolution struct {
	Cells []int
	Steps int
}

// Plan is a sequence of grids, with steps that shrink so that their error does at
// the same rate, and a sequence of steps on one grid.
type Plan struct {
	End             float64 // SI
	Space, Time     []Resolution
	InSpace, InTime Nominal
	Roundoff        float64 // of a solution: what is smaller is no error of a scheme
	Notes           []string
}

// Options of a plan. Zero values mean the defaults.
type Options struct {
	Grids    int // of the sequence in space, each with twice the cells of the one before; default 3, at least 2
	Halvings int // of the step, in the sequence in time; default 3, at least 2
	Coarsest int // cells along the longest axis of the first grid, about; default 16
	MaxSteps int // of the run with the most; beyond, the horizon is shortened; default 20000
}

func (o Options) withDefaults() Options {
	def := func(v *int, least, fallback int) {
		if *v == 0 {
			*v = fallback
		}
		*v = max(*v, least)
	}
	def(&o.Grids, 2, 3)
	def(&o.Halvings, 2, 3)
	def(&o.Coarsest, 2, 16)
	def(&o.MaxSteps, 1, 20000)
	return o
}

// roundoff of a plan: steps are solved to a hundredth of it.
const roundoff = 1e-9

// leastSteps of the first run.
const leastSteps = 8

// NewPlan plans the study of a case. The step of a grid follows from that of the
// specification,
//
//	dt = step*(h/h_spec)^r,   r = order in space / order in time,
//
// for an explicit scheme with r at least the order of the derivatives, so that
// what is stable on the specification's grid is on all.
func NewPlan(k *manufacture.Case, o Options) *Plan {
	o = o.withDefaults()
	m := k.Model
	n := m.Numerics
	p := &Plan{End: m.Time.Hi, InSpace: spaceOrder(m), Roundoff: roundoff}
	order := TimeOrder(n.Scheme, n.Theta, k.Lagged)
	p.InTime = Nominal{order, order - slack, n.Scheme}
	if k.Lagged {
		p.InTime.Why = "lag"
	}
	cells, ratio := coarsest(k, o.Coarsest)
	r := p.InSpace.Order / order
	if explicit(n.Scheme) {
		r = math.Max(r, float64(stiffness(m)))
	}
	step := (m.Time.Hi - m.Time.Lo) / float64(len(m.Time.Steps))
	dt := step * math.Pow(ratio, r)
	horizon := p.End - m.Time.Lo
	dt = math.Min(dt, horizon/leastSteps)
	growth := math.Pow(2, r*float64(o.Grids-1))
	if !explicit(n.Scheme) {
		dt = math.Max(dt, horizon*growth/float64(o.MaxSteps))
		dt = math.Min(dt, horizon/leastSteps)
	}
	if steps := horizon / dt * growth; steps > float64(o.MaxSteps) {
		horizon = math.Max(leastSteps*dt, dt*float64(o.MaxSteps)/growth)
		p.End = m.Time.Lo + horizon
		p.Notes = append(p.Notes, fmt.Sprintf("the end is at t = %.4g instead of %.4g, to keep the number of steps below %d",
			p.End/scale(m.Time.Unit.Scale), m.Time.Hi/scale(m.Time.Unit.Scale), o.MaxSteps))
	}
	first := math.Ceil(horizon/dt - 1e-9)
	for g := range o.Grids {
		c := slices.Clone(cells)
		for a := range c {
			c[a] <<= g
		}
		p.Space = append(p.Space, Resolution{c, int(math.Ceil(first*math.Pow(2, r*float64(g)) - 1e-9))})
	}
	middle := p.Space[min(1, o.Grids-1)]
	start := middle.Steps
	if !explicit(n.Scheme) {
		start = min(start, 2*leastSteps)
	}
	for h := range o.Halvings + 1 {
		p.Time = append(p.Time, Resolution{middle.Cells, start << h})
	}
	return p
}

// coarsest is the first grid: that of the model, halved along every axis while all
// are even and the longest has more cells than asked. ratio is how much larger its
// cells are.
func coarsest(k *manufacture.Case, most int) (cells []int, ratio float64) {
	ratio = 1
	for _, a := range k.Model.Axes {
		cells = append(cells, a.Cells)
	}
	for slices.Max(cells) > most && slices.Min(cells) >= 16 && !slices.ContainsFunc(cells, func(n int) bool { return n%2 == 1 }) {
		for a := range cells {
			cells[a] /= 2
		}
		ratio *= 2
	}
	return cells, ratio
}

func scale(s float64) float64 {
	if s == 0 {
		return 1
	}
	return s
}
