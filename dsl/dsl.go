// Package dsl reads specifications: text to syntax tree to checked model. It
// is the door to the packages below it (parse and its tree ast, check and its units,
// the model, printer, diag) and reads as the pipeline that they form; it holds no logic
// itself. Of a model, manufacture makes one whose solution is known, by the calculus of
// symbolic. LANGUAGE.md describes the language.
//
// Nothing below dsl knows how a model is discretised, or that Go is generated.
package dsl

import (
	"slices"
	"strings"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/check"
	"github.com/pindiff/pindiffc/dsl/diag"
	"github.com/pindiff/pindiffc/dsl/model"
	"github.com/pindiff/pindiffc/dsl/parse"
	"github.com/pindiff/pindiffc/dsl/printer"
)

// Load reads a specification from its text; name is shown in messages. The
// model is nil if there are errors; warnings come with a model. The tree is
// nil only if the text could not be read at all. A text with syntax errors is
// not checked, so that one mistake is told once.
func Load(name string, src []byte) (*model.Model, *ast.File, []diag.Diagnostic) {
	file, problems := parse.Parse(name, src)
	if diag.HasErrors(problems) {
		return nil, file, diag.Sort(problems)
	}
	m, found := check.Check(file)
	problems = diag.Sort(append(problems, found...))
	if diag.HasErrors(problems) {
		return nil, file, problems
	}
	return m, file, problems
}

// Format lays a specification out canonically. Text with syntax errors is not
// formatted: the result is nil, and the diagnostics say why. What a
// specification means is not looked at, so that an unfinished one can be
// formatted too.
func Format(name string, src []byte) ([]byte, []diag.Diagnostic) {
	file, problems := parse.Parse(name, src)
	if diag.HasErrors(problems) {
		return nil, diag.Sort(problems)
	}
	return printer.Print(file), diag.Sort(problems)
}

// Explanations of all diagnostic codes, sorted by code.
func Explanations() []diag.Explanation {
	all := slices.Concat(parse.Codes, check.Codes)
	slices.SortFunc(all, func(a, b diag.Explanation) int {
		return strings.Compare(a.Code, b.Code)
	})
	return all
}
