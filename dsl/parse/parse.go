// Package parse turns the text of a specification into a syntax tree, with
// several good errors per run instead of one.
//
// It knows the shape of the language and nothing of its meaning: whether a
// name exists, a unit is known or a setting makes sense is for dsl/check.
//
// # Where things end
//
// Inside ( ) and [ ] a line end is a blank. Outside of them:
//
//   - A declaration starts on a line of its own, with a word of the language
//     (`param`, `equation`, `domain`, ...). These words cannot be names.
//   - An expression ends where the next token cannot continue it. No
//     declaration and no item starts with an operator, so an expression goes on
//     over a line end if its last token wants more (an operator, `=`, a comma),
//     or if the next line starts with an operator. Everything else of a
//     declaration (its word, name, unit, attributes) stays on one line.
//   - The items of a block may stand on lines of their own, or on one line one
//     after the other, without commas. A setting is a word and one value; only
//     after `with` do words and values go on to the end of the line.
//   - A unit in brackets stands right behind its number: `1[K]`.
//
// # Precedence
//
// From weak to strong: `then`; comparisons (which do not chain); + and -;
// * and /; the signs; ^. All associate to the left but ^, and -x^2 is -(x^2).
//
// # How it works
//
// participle's lexer cuts the text into tokens (lexer.go), and its parser calls
// one custom production per declaration (declaration.Parse), with recovery at
// the next declaration or item after an error. Expressions are parsed by
// precedence climbing. A hostile text costs bounded time and stack: its size,
// nesting, operators and diagnostics are limited.
package parse

import (
	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/diag"
)

// Limits of a specification.
const (
	MaxSize        = 1 << 20 // bytes
	MaxNesting     = 200     // brackets and signs inside each other
	MaxOperators   = 10000   // of one declaration or item
	MaxDiagnostics = 20      // then the rest of the text is not looked at
)

// grammar parses one declaration from the tokens of specLexer.
var grammar = participle.MustBuild[declaration](participle.Lexer(specLexer))

// Parse reads a specification. The tree holds what could be read, also when
// there are errors; it is nil if the text is not readable text at all.
func Parse(name string, src []byte) (*ast.File, []diag.Diagnostic) {
	if problems := checkText(src); len(problems) > 0 {
		return nil, problems
	}
	file := &ast.File{Name: name, Source: src}
	tap, err := newTap(name, src)
	if err != nil {
		return nil, []diag.Diagnostic{{Code: codeText, Message: err.Error()}}
	}
	tokens, err := lexer.Upgrade(tap)
	if err != nil {
		return nil, []diag.Diagnostic{{Code: codeText, Message: err.Error()}}
	}
	file.Comments = tap.comments

	start := spanOf(tokens.Peek())
	var problems []diag.Diagnostic
	header := false
	for !tokens.Peek().EOF() && len(problems) < MaxDiagnostics {
		d, err := grammar.ParseFromLexer(tokens, participle.AllowTrailing(true))
		if err != nil { // a production reports its problems itself
			problems = append(problems, diag.Diagnostic{Code: codeText, Message: err.Error()})
			break
		}
		header = header || d.word == "model"
		problems = append(problems, d.problems...)
		problems = append(problems, place(file, d)...)
	}
	if !header && len(problems) < MaxDiagnostics {
		problems = append(problems, diag.Diagnostic{
			Code: codeHeader, Span: start, Message: "a specification without `model`", Help: headerHelp,
		})
	}
	problems = problems[:min(len(problems), MaxDiagnostics)]
	if len(problems) == MaxDiagnostics && !tokens.Peek().EOF() {
		last := &problems[MaxDiagnostics-1]
		last.Notes = append(last.Notes, diag.Note{Message: "the rest of the text was not looked at: too many errors"})
	}
	return file, problems
}

const headerHelp = "begin with `model` and a name, once; then comes `language 1`, if at all"

// place puts a declaration into the file, and checks the order of the header.
func place(file *ast.File, d *declaration) []diag.Diagnostic {
	misplaced := func(span ast.Span, message string) []diag.Diagnostic {
		return []diag.Diagnostic{{Code: codeHeader, Span: span, Message: message, Help: headerHelp}}
	}
	switch {
	case d.decl != nil:
		file.Decls = append(file.Decls, d.decl)
	case d.model != nil && file.Model != nil:
		return misplaced(d.model.Span, "a second `model`")
	case d.language != nil && file.Language != nil:
		return misplaced(d.language.Span, "a second `language`")
	case d.model != nil:
		file.Model = d.model
		if len(file.Decls) > 0 || file.Language != nil {
			return misplaced(d.model.Span, "`model` after other declarations")
		}
	case d.language != nil:
		file.Language = d.language
		if len(file.Decls) > 0 {
			return misplaced(d.language.Span, "`language` after other declarations")
		}
	}
	return nil
}
