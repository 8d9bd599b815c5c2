package parse

import (
	"strings"

	"github.com/pindiff/pindiffc/dsl/diag"
)

// example is a small complete specification; the stories below change one place of it.
const example = `model bar

domain {
  x in [0, 1] cells 16
  t in [0, 1] step 0.1
}

param k = 0.5

state u = 1

equation u:
  ddt(u) = div(k*grad(u))

boundary {
  x = min: u = 0
  x = max: dn(u) = 0
}
`

// story tells of a code by example: right stands in the example already, or
// takes the place of the pattern before it; wrong takes the place of right.
func story(code, title, text, right, wrong string) diag.Explanation {
	return diag.Explanation{
		Code: code, Title: title, Story: text,
		Wrong: strings.Replace(example, right, wrong, 1), Right: example,
	}
}

// changed is story with an example in which old was replaced by right first.
func changed(code, title, text, old, right, wrong string) diag.Explanation {
	e := story(code, title, text, old, wrong)
	e.Right = strings.Replace(example, old, right, 1)
	return e
}

// Codes explains every code of this package.
var Codes = []diag.Explanation{
	story(codeText, "not readable text",
		`A specification is UTF-8 text. Control characters, and marks that hide or reorder what
stands around them, are refused everywhere, also in comments: what a person reads must be
what the compiler reads.`,
		"param k = 0.5", "param k = 0.5  # \u202Eknown"),
	{
		Code: codeSize, Title: "the specification is too large",
		Story: `A specification has at most one mebibyte. Tables belong in data files.`,
	},
	story(codeNesting, "too deeply nested",
		`Brackets, signs and powers may stand at most 200 levels inside each other, and one
declaration may hold at most 10000 operators. Name parts of a long expression with let.`,
		"k*grad(u)", strings.Repeat("(", MaxNesting+1)+"k"+strings.Repeat(")", MaxNesting+1)+"*grad(u)"),
	story(codeNumber, "not a number",
		`A number is written 12, 0.5 or 1.4e-6: with digits on both sides of its dot. A product
needs its *, and a unit its brackets: 2*k, 3[mm].`,
		"param k = 0.5", "param k = 0.5e"),
	story(codeRange, "a number that cannot be held",
		`Numbers are held with 64 bits: their size is between about 4.9e-324 and 1.8e308, or zero.`,
		"param k = 0.5", "param k = 5e999"),
	changed(codeString, "a text without its end",
		`A text starts and ends with a double quote, on one line.`,
		"state u = 1", "state u = 1\n\nobserve u at t = 1 from \"u_measured\"", "state u = 1\n\nobserve u at t = 1 from \"u_measured"),
	story(codeStray, "a character without a use",
		`Names, numbers and operators are plain ASCII, so that what looks alike is alike. Letters
of other alphabets are fine in comments and texts.`,
		"ddt(u) = div(k*grad(u))", "ddt(u) = div(k·grad(u))"),
	story(codeHeader, "the header is missing or out of place",
		`A specification begins with the word model and its name, once. The version of the language
may follow: language 1. Comments may come before.`,
		"model bar\n", ""),
	story(codeDeclaration, "unknown declaration",
		`A declaration starts with a word of the language at the start of a line: const, param,
field, state, let, closure, equation, domain, boundary, numerics, exact, truth, baseline,
cases, train, observe or report.`,
		"param k", "parameter k"),
	story(codeName, "a name is missing",
		`A name is made of the letters A-Z and a-z, digits and _, and does not start with a digit.`,
		"param k = 0.5", "param = 0.5"),
	story(codeReserved, "a word of the language as a name",
		`The words that start declarations, and in, then and with, cannot be names.`,
		"param k = 0.5", "param state = 0.5"),
	story(codeExpression, "an expression is missing",
		`Something to compute with should stand here: a number, a name, a call, a list or a bracket.
An expression goes on over the end of a line only if the line ends with an operator or a
comma, if the next line starts with an operator, or if a bracket is open.`,
		"param k = 0.5", "param k ="),
	story(codeMissing, "something is missing",
		`The text stops being of the form that its beginning promised; the message names what should
stand here and the help shows the whole form.`,
		"x in [0, 1] cells 16", "x in [0, 1]"),
	story(codeUnit, "not a unit",
		`Behind a colon stands a unit: names with *, / and ^, such as W/m/K or m^2/s, or 1 for a pure
number. Without a unit, leave the colon out too.`,
		"param k = 0.5", "param k : = 0.5"),
	story(codeBracket, "a bracket is not closed",
		`Every ( needs its ) and every [ its ], and what stands in between is parted by commas.`,
		"div(k*grad(u))", "div(k*grad(u)"),
	story(codeBlock, "a block is not opened or closed",
		`The body of a block stands between { and }. The opening bracket stands on the line of the
block's word.`,
		"  t in [0, 1] step 0.1\n}", "  t in [0, 1] step 0.1"),
	story(codeItem, "not an item of this block",
		`Each block takes items of its own form; the help shows it.`,
		"t in [0, 1] step 0.1", "t in [0, 1] stepp 0.1"),
	story(codeExtra, "more than expected",
		`The declaration or item is complete before this place. Often an operator is missing, or a
comma stands between items, which need none.`,
		"x = min: u = 0", "x = min: u = 0,"),
	changed(codeCompare, "a comparison of a comparison",
		`A comparison gives a truth value, which cannot be compared again. Nest two where(...).`,
		"state u = 1", "state u = where(0.2 < x, where(x < 0.4, 1, 0), 0)", "state u = where(0.2 < x < 0.4, 1, 0)"),
	changed(codeAttribute, "unknown attribute",
		`Behind its value, a declaration may have a range (in [0, 1]) and the words trainable and
positive. A unit stands behind the name: param k : W/m/K = 0.5.`,
		"param k = 0.5", "param k = 0.5 trainable", "param k = 0.5 trainble"),
	changed(codeArgument, "a wrong argument",
		`The arguments of a call come by place first, then by name; each name once, with a colon.`,
		"boundary {", "numerics { solve newton(tol: 1e-6) }\n\nboundary {", "numerics { solve newton(tol = 1e-6) }\n\nboundary {"),
}
