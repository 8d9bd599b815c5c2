package parse

import (
	"slices"

	"github.com/pindiff/pindiffc/dsl/diag"
)

// declWords start a declaration; none of them can be a name.
var declWords = []string{
	"model", "language", "const", "param", "field", "state", "let", "closure", "equation",
	"domain", "boundary", "numerics", "exact", "truth", "baseline", "cases", "train", "observe",
	"report",
}

// otherWords cannot be names either.
var otherWords = []string{"in", "then", "with"}

// scalarFlags are the attributes of a const, param, field or state.
var scalarFlags = []string{"trainable", "positive"}

// axisWords follow the range of a coordinate.
var axisWords = []string{"cells", "step", "steps"}

// splitWords start an item of cases that lists case numbers.
var splitWords = []string{"train", "validate", "test"}

// closureWords start an item in the body of a closure.
var closureWords = []string{"input", "net", "output", "pin"}

func isDeclWord(s string) bool { return slices.Contains(declWords, s) }

func isReserved(s string) bool { return isDeclWord(s) || slices.Contains(otherWords, s) }

// meant is the help for a misspelt word: the nearest of words, or all of them.
func meant(word string, words []string) string {
	if near := diag.Nearest(word, words); near != "" {
		return "did you mean `" + near + "`?"
	}
	return "use " + oneOf(words)
}

// oneOf lists words: `a`, `b` or `c`.
func oneOf(words []string) string {
	out := ""
	for i, w := range words {
		switch {
		case i > 0 && i == len(words)-1:
			out += " or "
		case i > 0:
			out += ", "
		}
		out += "`" + w + "`"
	}
	return out
}
