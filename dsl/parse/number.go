package parse

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/diag"
)

// numberValue is a literal as a float64. One that is too large to be held, or so
// small that it would become zero, is an error.
func (p *parser) numberValue(n *ast.Number) float64 {
	v, err := strconv.ParseFloat(n.Text, 64)
	d := diag.Diagnostic{Code: codeRange, Span: n.Span}
	mantissa, _, _ := strings.Cut(strings.ToLower(n.Text), "e")
	switch {
	case v == 0 && strings.Trim(mantissa, "0.") != "":
		d.Message = "a number too small to tell from zero"
		d.Help = fmt.Sprintf("the smallest is about %.1e", math.SmallestNonzeroFloat64)
	case err != nil || math.IsInf(v, 0):
		d.Message = "a number too large"
		d.Help = fmt.Sprintf("the largest is about %.1e", math.MaxFloat64)
	default:
		return v
	}
	if len(n.Text) > 40 {
		d.Label = fmt.Sprintf("%d digits", len(n.Text))
	}
	p.report(d)
	return 0
}
