package check

import (
	"strings"

	"github.com/pindiff/pindiffc/dsl/diag"
)

var nameCodes = []diag.Explanation{
	story("E0201", "unknown name", bar, "div(k*grad(u))", "div(kappa*grad(u))",
		`Every name is declared: as a coordinate, const, param, field, state, closure or let. The
help names the declared one that is spelled most alike.`),
	story("E0202", "declared twice", bar, "param k = 0.5", "param k = 0.5\nparam k = 0.7",
		`A name means one thing in the whole specification, and each block is written once.`),
	story("E0203", "a word of the language as a name", bar, "param k = 0.5", "param exp = 0.5",
		"Functions, operators and the words of the language cannot be names. The derivative along\na coordinate x is written dx(...), so dx is such a word where there is an x."),
	changed("E0204", "a name that cannot be used here", bar, "state u = 1", "state u = sin(pi*x)", "state u = exp(-t)",
		`What an expression may use depends on where it stands. A constant is made of numbers; an
initial value may use coordinates and params; generators and reductions over the grid belong to
truth and cases.`),
	withUse(changed("E0205", "a definition in a circle", bar, "param k = 0.5", "param k = 0.5\nlet a = k*u\nlet b = a + 1", "param k = 0.5\nlet a = k*b\nlet b = a + 1",
		`Definitions may stand in any order, but each must be computable from others that do not
come back to it.`), "div(k*grad(u))", "div(k*grad(u)) - b"),
	story("E0206", "unknown function", bar, "div(k*grad(u))", "divergence(k*grad(u))",
		`Functions are exp log sqrt sin cos tan tanh softplus sigmoid abs min max sign pow where; operators are ddt
grad div lap dot norm lag and the derivatives along the coordinates, such as dx.`),
	story("E0207", "not a name", bar, "param k = 0.5", "param "+strings.Repeat("k", maxName+1)+" = 0.5",
		`A name is made of letters, digits and _, begins with a letter, and has at most 64
characters. The name of the model becomes the name of a Go package, and so cannot be a word
of Go.`),
	changed("E0208", "unknown word", bar, "div(k*grad(u))", "div(harmonic, k*grad(u))", "div(harmonious, k*grad(u))",
		`Here stands one of a few words; the help names the nearest, or all.`),
	changed("E0211", "unknown version of the language", bar, "model bar", "model bar\nlanguage 1", "model bar\nlanguage 7",
		`A specification may say for which version of the language it was written. This compiler
reads version 1.`),
}

// withUse replaces text in both examples.
func withUse(e diag.Explanation, old, use string) diag.Explanation {
	e.Wrong, e.Right = strings.Replace(e.Wrong, old, use, 1), strings.Replace(e.Right, old, use, 1)
	return e
}
