package manufacture

import (
	"strings"

	"github.com/pindiff/pindiffc/dsl/diag"
)

const (
	codeNoSolution     = "E0900"
	codeUnknownClosure = "E0901"
	codeNoDerivative   = "E0902"
	codeNotSmooth      = "E0903"
	codeNotFinite      = "E0904"
	codeNotPeriodic    = "E0905"
	codeDefect         = "W0901"
	codeKink           = "W0902"
)

// example is a specification with an exact solution; the examples below change
// one place of it.
const example = `model example

domain {
  x in [0, 1] cells 16
  t in [0, 1] step 0.1
}

state u

closure f(x) = mlp(hidden: [8])

equation u: ddt(u) = lap(u) - f*max(u, 0)

boundary { x: periodic }

exact { u = 2 + sin(2*pi*x)*exp(-t) }

truth { f = 1 + 0.5*cos(2*pi*x) }
`

func story(code, title, right, wrong, text string) diag.Explanation {
	return diag.Explanation{Code: code, Title: title, Story: text, Wrong: strings.Replace(example, right, wrong, 1), Right: example}
}

// on is story on walls of a kind in the place of periodic ends.
func on(wall, code, title, right, wrong, text string) diag.Explanation {
	base := strings.NewReplacer("x: periodic", wall, "2 + sin(2*pi*x)", right).Replace(example)
	return diag.Explanation{Code: code, Title: title, Story: text, Wrong: strings.Replace(base, right, wrong, 1), Right: base}
}

// Codes explains the diagnostics of manufactured solutions, in the order of their codes.
var Codes = []diag.Explanation{
	story(codeNoSolution, "no exact solution", "exact { u = 2 + sin(2*pi*x)*exp(-t) }\n\n", "",
		"`pindiffc verify -mms` measures the error of a solution that is known. Give an expression for "+
			"every state, in a block `exact` or as `-mms 'u = ...'`: any smooth function will do, for the "+
			"source terms that make it the solution are derived."),
	story(codeUnknownClosure, "a closure that is not known", "\ntruth { f = 1 + 0.5*cos(2*pi*x) }\n", "",
		"The source terms of a manufactured solution follow from the equations, and the closures in them: "+
			"the block `truth` or `-mms 'f = ...'` says what they are. No network is evaluated."),
	story(codeNoDerivative, "something without a derivative", "1 + 0.5*cos(2*pi*x)", "waves(seed: 1, modes: 3, k_max: 2)",
		"The source terms are derived symbolically. A random field, a reduction over the grid and a field "+
			"from a file are numbers in cells, which have no derivative: give an expression in their place."),
	story(codeNotSmooth, "an exact solution with a kink", "2 + sin(2*pi*x)", "2 + abs(sin(2*pi*x))",
		"A scheme shows its order on smooth solutions only. Functions with a kink (abs, sign, min, max, "+
			"where) may stand in an exact solution as long as it stays on one side of it."),
	story(codeNotFinite, "an exact solution that leaves what is allowed", "2 + sin(2*pi*x)", "1/(x - 0.5)^2",
		"The exact solution is finite everywhere in the domain, within the range that the state declares, "+
			"and where the equations are defined: no logarithm of zero may follow from it."),
	story(codeNotPeriodic, "an exact solution that is not periodic", "2 + sin(2*pi*x)", "2 + sin(2*x)",
		"On a periodic axis the exact solution and its derivative are the same at both ends."),
	on("x: symmetry", codeDefect, "an exact solution that does not fit a face", "2 + cos(pi*x)", "2 + sin(x)",
		"Data of boundary conditions are replaced by those of the exact solution. `symmetry` and `outflow` "+
			"have no data: they say that the normal derivative is zero, or the second one. A solution for "+
			"which it is not leaves an error that no grid can remove."),
	story(codeKink, "a kink of the equations", "2 + sin(2*pi*x)", "sin(2*pi*x)",
		"The equations have a kink (abs, sign, min, max, where, the norm of a vector that vanishes) at a value that the "+
			"exact solution takes. Schemes may be of lower order there."),
}
