package mms

import (
	"fmt"

	"github.com/pindiff/pindiffc/dsl/manufacture"
)

// Level is one run of a sequence, with the error of each state.
type Level struct {
	Cells  []int   `json:"cells"`
	Steps  int     `json:"steps"`
	Errors []Norms `json:"errors"`           // by state, against the exact solution
	Change []Norms `json:"change,omitempty"` // by state, against the run with half the steps; of the sequence in time, from its second level on
}

// Study is what was run and found.
type Study struct {
	Start    float64  `json:"start"` // SI
	End      float64  `json:"end"`
	States   []string `json:"states"`
	Space    []Level  `json:"space"`
	Time     []Level  `json:"time"`
	Verdicts []Order  `json:"orders"`
	Notes    []string `json:"notes,omitempty"`
}

// Run carries a plan out. free tells which states are known up to a constant; nil:
// none. progress, unless nil, is called before every run.
func Run(k *manufacture.Case, p *Plan, free []bool, solve Solver, progress func(what string)) (*Study, error) {
	out := &Study{Start: k.Model.Time.Lo, End: p.End, Notes: p.Notes}
	for _, s := range k.Model.States {
		out.States = append(out.States, s.Name)
	}
	is := func(s int) bool { return s < len(free) && free[s] }
	var before [][]float64
	level := func(r Resolution) (*Level, [][]float64, error) {
		if progress != nil {
			progress(fmt.Sprintf("%v cells, %d steps", r.Cells, r.Steps))
		}
		z, err := solve(r.Cells, p.End, r.Steps)
		if err != nil {
			return nil, nil, fmt.Errorf("%v cells, %d steps: %w", r.Cells, r.Steps, err)
		}
		l := &Level{Cells: r.Cells, Steps: r.Steps}
		for s, want := range exactly(k, r.Cells, p.End) {
			l.Errors = append(l.Errors, norms(z[s], want, is(s)))
		}
		return l, z, nil
	}
	for _, r := range p.Space {
		l, _, err := level(r)
		if err != nil {
			return nil, err
		}
		out.Space = append(out.Space, *l)
	}
	for _, r := range p.Time {
		l, z, err := level(r)
		if err != nil {
			return nil, err
		}
		if before != nil {
			for s := range z {
				l.Change = append(l.Change, norms(z[s], before[s], is(s)))
			}
		}
		before = z
		out.Time = append(out.Time, *l)
	}
	out.judge(k, p)
	return out, nil
}
