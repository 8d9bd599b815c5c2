package mms

import (
	"math"

	"github.com/pindiff/pindiffc/dsl/manufacture"
)

// Order is what was observed of one state in space or in time.
type Order struct {
	State   string  `json:"state"`
	In      string  `json:"in"`       // "space", "time"
	Nominal float64 `json:"nominal"`  // what the schemes promise
	Least   float64 `json:"least"`    // what is asked of Last
	Why     string  `json:"why"`      // which scheme says so
	Fit     float64 `json:"fit"`      // least squares over all levels, L2
	Last    float64 `json:"last"`     // the last pair, L2
	LastMax float64 `json:"last_max"` // the last pair, largest error
	Verdict string  `json:"verdict"`  // "pass", "fail", "exact": nothing but round-off is left
}

// judge compares observed orders to nominal ones.
func (s *Study) judge(k *manufacture.Case, p *Plan) {
	for i, name := range s.States {
		size := norms(exactly(k, s.Space[0].Cells, s.End)[i], make([]float64, product(s.Space[0].Cells)), false).L2
		var h, tau []float64
		var inSpace, inTime []Norms
		for _, l := range s.Space {
			h = append(h, 1/float64(l.Cells[0]))
			inSpace = append(inSpace, l.Errors[i])
		}
		for _, l := range s.Time {
			if l.Change != nil {
				tau = append(tau, 1/float64(l.Steps))
				inTime = append(inTime, l.Change[i])
			}
		}
		if p.InSpace.Order > 0 {
			s.Verdicts = append(s.Verdicts, observed(name, "space", p.InSpace, h, inSpace, p.Roundoff*size))
		}
		if len(tau) > 1 {
			s.Verdicts = append(s.Verdicts, observed(name, "time", p.InTime, tau, inTime, p.Roundoff*size))
		}
	}
}

func observed(state, in string, n Nominal, h []float64, e []Norms, floor float64) Order {
	o := Order{State: state, In: in, Nominal: n.Order, Least: n.Least, Why: n.Why}
	last := len(e) - 1
	if e[last].L2 <= floor {
		o.Verdict = "exact"
		return o
	}
	l2 := func(n Norms) float64 { return n.L2 }
	o.Fit = slope(h, e, l2)
	o.Last = slope(h[last-1:], e[last-1:], l2)
	o.LastMax = slope(h[last-1:], e[last-1:], func(n Norms) float64 { return n.Max })
	o.Verdict = "pass"
	if !(o.Last >= o.Least) {
		o.Verdict = "fail"
	}
	return o
}

// slope is that of log e over log h by least squares.
func slope(h []float64, e []Norms, of func(Norms) float64) float64 {
	n := float64(len(h))
	var sx, sy, sxx, sxy float64
	for i := range h {
		x, y := math.Log(h[i]), math.Log(of(e[i]))
		sx, sy, sxx, sxy = sx+x, sy+y, sxx+x*x, sxy+x*y
	}
	return (n*sxy - sx*sy) / (n*sxx - sx*sx)
}

func product(n []int) int {
	p := 1
	for _, v := range n {
		p *= v
	}
	return p
}

// Passed tells that no order is below what is asked.
func (s *Study) Passed() bool {
	for _, o := range s.Verdicts {
		if o.Verdict == "fail" {
			return false
		}
	}
	return true
}
