package cli

import (
	"slices"
	"strconv"
	"strings"

	"github.com/pindiff/pindiffc/dsl/model"
)

// parseCases reads "0..4,7", sorted, each once; nil for "".
func parseCases(text string, count int) ([]int, error) {
	if text == "" {
		return nil, nil
	}
	var out []int
	for _, part := range strings.Split(text, ",") {
		lo, hi, isRange := strings.Cut(strings.TrimSpace(part), "..")
		a, err := strconv.Atoi(lo)
		b := a
		if err == nil && isRange {
			b, err = strconv.Atoi(hi)
		}
		if err != nil || a < 0 || b < a {
			return nil, usageErrorf("-cases: %q is neither a number nor a range such as 0..4", part)
		}
		if b >= count {
			return nil, usageErrorf("-cases: there is no case %d; the specification has cases 0..%d", b, count-1)
		}
		for i := a; i <= b; i++ {
			out = append(out, i)
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// parseTimes reads "0.05,0.1" in the unit of the time axis; SI, ascending.
func parseTimes(text string, t model.TimeAxis) ([]float64, error) {
	if text == "" {
		return nil, nil
	}
	scale := t.Unit.Scale
	if scale == 0 {
		scale = 1
	}
	var out []float64
	for _, part := range strings.Split(text, ",") {
		v, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil {
			return nil, usageErrorf("-times: %q is not a number", part)
		}
		if v *= scale; !(v >= t.Lo) || v > t.Hi*(1+1e-9) {
			return nil, usageErrorf("-times: %s lies outside the time axis, %g to %g %s", part, t.Lo/scale, t.Hi/scale, t.Unit.Text)
		}
		out = append(out, min(v, t.Hi))
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// caseCount of a model; without a cases block there is one.
func caseCount(m *model.Model) int {
	if m.Cases == nil {
		return 1
	}
	return m.Cases.Count
}
