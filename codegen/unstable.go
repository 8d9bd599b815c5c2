package codegen

import (
	"fmt"
	"math"
	"slices"

	"github.com/pindiff/pindiffc/codegen/discretize"
	"github.com/pindiff/pindiffc/codegen/explain"
	"github.com/pindiff/pindiffc/codegen/pass"
	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/diag"
	"github.com/pindiff/pindiffc/dsl/model"
)

// unstable warns of steps beyond what an explicit scheme is stable with, where the
// limit can be computed: those of the system, and those of its labels.
func unstable(p *program.Program) []diag.Diagnostic {
	m := p.Model
	var problems []diag.Diagnostic
	if len(m.Time.Steps) > 0 {
		problems = tooLong(p, m.Numerics.Scheme, nil, slices.Max(m.Time.Steps), m.Time.Span,
			"`%s` is stable up to a step of about %.3g%s, and the step is %.6g%s", "write `step %.2g`, or take an implicit scheme: `time crank_nicolson`")
	}
	if exact := labelled(p); exact != nil {
		params := map[int]float64{}
		for i, e := range m.Truth.Params {
			params[i] = e.Value
		}
		problems = append(problems, tooLong(exact, m.Truth.Scheme, params, m.Truth.Step, m.Truth.Span,
			"labels are made with `%s`, which is stable up to a step of about %.3g%s, and their step is %.6g%s",
			"write `solve with "+m.Truth.Scheme+" step %.2g`, or `solve with sdirk2`, which has no such limit")...)
	}
	return problems
}

// maxSecond bounds the programs for whose labels a second one is compiled.
const maxSecond = 1 << 15

// labelled is the system of the labels: the same, or with laws replaced by the truth;
// nil where there is none, or where its limit cannot be computed.
func labelled(p *program.Program) *program.Program {
	m := p.Model
	switch {
	case m.Truth == nil || m.Truth.Step == 0 || slices.Contains([]string{"backward_euler", "crank_nicolson", "bdf2", "sdirk2"}, m.Truth.Scheme):
		return nil
	case len(m.Truth.Fields) > 0, slices.ContainsFunc(m.Closures, func(s *model.Symbol) bool { return !s.Closure.Pointwise }), p.Graph.Len() > maxSecond:
		return nil
	case len(m.Closures) == 0:
		return p
	}
	exact, _ := discretize.Discretize(m.Exact())
	if exact != nil {
		pass.Run(exact)
	}
	return exact
}

// tooLong warns of one step at a place.
func tooLong(p *program.Program, scheme string, params map[int]float64, step float64, at ast.Span, message, help string) []diag.Diagnostic {
	limit, ok := explain.SchemeLimit(p, scheme, params)
	if !ok || step <= limit*(1+1e-9) {
		return nil
	}
	scale, unit := unitOf(p.Model.Time)
	return []diag.Diagnostic{{
		Severity: diag.Warning, Code: codeUnstable, Span: at,
		Message: fmt.Sprintf(message, scheme, limit/scale, unit, step/scale, unit),
		Help:    fmt.Sprintf(help, roundDown(limit/scale)),
	}}
}

// unitOf is the size of a time's unit, and how it is written behind a number.
func unitOf(t model.TimeAxis) (scale float64, text string) {
	scale = t.Unit.Scale
	if scale == 0 {
		scale = 1
	}
	if t.Unit.Text != "" {
		text = " " + t.Unit.Text
	}
	return scale, text
}

// roundDown keeps two digits, and never more than x.
func roundDown(x float64) float64 {
	unit := math.Pow(10, math.Floor(math.Log10(x))-1)
	return math.Floor(x/unit*(1+1e-12)) * unit
}
