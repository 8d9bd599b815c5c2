package randspec

import (
	"regexp"
	"slices"
)

// Features lists every construct that a specification can have, by group.
func Features() []string { return slices.Concat(Dimensions(), Operators(), Conditions(), Others()) }

// Dimensions of the grid.
func Dimensions() []string { return []string{"1-D", "2-D"} }

// Operators, each with its scheme.
func Operators() []string {
	return []string{
		"div upwind", "div upwind_face", "div central", "div central_flux", "div linear_upwind", "div vanleer", "div minmod",
		"div arithmetic", "div harmonic", "div tensor", "lap", "lap lap", "lap of lap", "third",
		"dx central", "dx central4", "dx upwind", "mixed", "norm grad", "algebraic", "ode",
	}
}

// Conditions are the kinds of boundary conditions.
func Conditions() []string {
	return []string{
		"periodic", "boundary value", "boundary gradient", "boundary symmetry", "boundary outflow", "boundary robin",
		"boundary nonlinear", "boundary flux", "boundary fourth", "boundary state", "boundary closure",
	}
}

// Others are all the rest.
func Others() []string {
	return []string{
		"mass multiple", "mass nonlinear", "mass sum", "ddt factor",
		"closure field", "closure bare", "closure applied", "closure derivative", "closure nested", "closure lagged",
		"closure input", "closure output", "closure pin", "closure hyper", "field", "lag", "units", "explicit", "implicit",
		"picard", "anderson",
	}
}

// visible are the constructs that the text itself shows.
var visible = []struct {
	feature string
	shape   *regexp.Regexp
}{
	{"closure field", regexp.MustCompile(`\bc\d`)},
	{"closure bare", regexp.MustCompile(`[^ ]\bf\d\b[^(]|[-+=*/] f\d\b[^(]`)},
	{"closure applied", regexp.MustCompile(`\([^ ]*f\d\(|[-+=*/] f\d\(|\*f\d\(`)},
	{"closure derivative", regexp.MustCompile(`\bf\d\(([^()]*\*)?(d[xy]|norm)\(`)},
	{"closure nested", regexp.MustCompile(`\bf\d\(f\d`)},
	{"closure lagged", regexp.MustCompile(`lag\(f\d`)},
	{"closure input", regexp.MustCompile(`\n  input `)},
	{"closure output", regexp.MustCompile(`\n  output `)},
	{"closure pin", regexp.MustCompile(`\n  pin `)},
	{"closure hyper", regexp.MustCompile(`hyper: `)},
	{"norm grad", regexp.MustCompile(`norm\(`)},
	{"field", regexp.MustCompile(`\bs0\b`)},
	{"lag", regexp.MustCompile(`lag\(`)},
}

// recognise notes what the text shows.
func (g *generator) recognise(text string) {
	for _, v := range visible {
		if v.shape.MatchString(text) {
			g.has(v.feature)
		}
	}
}
