package codegen

import (
	"fmt"
	"math"
	"slices"

	"github.com/pindiff/pindiffc/codegen/explain"
	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/dsl/diag"
)

// unstable warns of a step beyond what the explicit scheme is stable with, where
// the limit can be computed.
func unstable(p *program.Program) []diag.Diagnostic {
	limit, ok := explain.SchemeLimit(p)
	t := p.Model.Time
	if !ok || len(t.Steps) == 0 {
		return nil
	}
	step := slices.Max(t.Steps)
	if step <= limit*(1+1e-9) {
		return nil
	}
	scale, unit := t.Unit.Scale, ""
	if scale == 0 {
		scale = 1
	}
	if t.Unit.Text != "" {
		unit = " " + t.Unit.Text
	}
	scheme := p.Model.Numerics.Scheme
	return []diag.Diagnostic{{
		Severity: diag.Warning, Code: codeUnstable, Span: t.Span,
		Message: fmt.Sprintf("`%s` is stable up to a step of about %.3g%s, and the step is %.6g%s", scheme, limit/scale, unit, step/scale, unit),
		Help:    fmt.Sprintf("write `step %.2g`, or take an implicit scheme: `time crank_nicolson`", roundDown(limit/scale)),
	}}
}

// roundDown keeps two digits, and never more than x.
func roundDown(x float64) float64 {
	unit := math.Pow(10, math.Floor(math.Log10(x))-1)
	return math.Floor(x/unit*(1+1e-12)) * unit
}
