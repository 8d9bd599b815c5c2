package diag

import (
	"cmp"
	"slices"
)

// Sort returns the diagnostics in the order of the text, each place and code
// once: of two with the same code and span the first stays. Those without a
// place come first, in the order given; they are doubles only if they say the
// same.
func Sort(ds []Diagnostic) []Diagnostic {
	ds = slices.Clone(ds)
	slices.SortStableFunc(ds, func(a, b Diagnostic) int {
		if !a.Placed() && !b.Placed() {
			return 0
		}
		return cmp.Or(cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Span.End, b.Span.End), cmp.Compare(a.Code, b.Code))
	})
	return slices.CompactFunc(ds, func(a, b Diagnostic) bool {
		return a.Span == b.Span && a.Code == b.Code && (a.Placed() || a.Message == b.Message)
	})
}

// HasErrors reports whether one of the diagnostics is an error.
func HasErrors(ds []Diagnostic) bool {
	return slices.ContainsFunc(ds, func(d Diagnostic) bool { return d.Severity == Error })
}

// String is "error" or "warning".
func (s Severity) String() string {
	if s == Warning {
		return "warning"
	}
	return "error"
}
