// Package diag is how the compiler speaks to a person about a specification:
// a diagnostic has a stable code, the smallest span that is wrong, what was
// expected, and help. The package renders diagnostics as text (Render) and as
// data (Reports), orders them (Sort), and finds the nearest name for a
// suggestion (Nearest). It knows nothing of the language.
//
// How a message is written: lower case, no final stop, the user's own text in
// backquotes, the compiler is not a person. Message says what is wrong, Label
// says it again at the caret in fewer words or says more, Help says what to
// write instead.
package diag

import "github.com/pindiff/pindiffc/dsl/ast"

// Severity of a diagnostic; only errors stop the compiler.
type Severity int

const (
	Error Severity = iota
	Warning
)

// A Diagnostic is one mistake, told once.
type Diagnostic struct {
	Severity Severity
	Code     string   // "E0203", looked up by `pindiffc explain`
	Span     ast.Span // NoPlace for what is not about the text
	Message  string   // lower case, no final stop: "unknown name `kapa`"
	Label    string   // what the caret says, optional
	Notes    []Note   // other places that matter
	Help     string   // what to write instead, optional
}

// NoPlace is the span of a diagnostic that is about no place in the text, such
// as one on an option of the command line.
var NoPlace = ast.Span{Start: -1, End: -1}

// Placed tells that a diagnostic is about a place in the text.
func (d *Diagnostic) Placed() bool { return d.Span != NoPlace }

// A Note points to a second place, or to none (zero Span).
type Note struct {
	Span    ast.Span
	Message string
}
