package check

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/diag"
)

// maxReports of one run: beyond that many, more do not help.
const maxReports = 100

// report is a diagnostic in the making.
type report struct{ d diag.Diagnostic }

// fail reports an error.
func (c *checker) fail(code string, span ast.Span, format string, args ...any) *report {
	return c.add(diag.Error, code, span, fmt.Sprintf(format, args...))
}

// warn reports a warning.
func (c *checker) warn(code string, span ast.Span, format string, args ...any) *report {
	return c.add(diag.Warning, code, span, fmt.Sprintf(format, args...))
}

func (c *checker) add(s diag.Severity, code string, span ast.Span, message string) *report {
	r := &report{diag.Diagnostic{Severity: s, Code: code, Span: span, Message: message}}
	if len(c.found) <= 10*maxReports { // a few more than are shown, so that sorting keeps the first
		c.found = append(c.found, r)
	}
	return r
}

func (c *checker) failed() bool {
	return slices.ContainsFunc(c.found, func(r *report) bool { return r.d.Severity == diag.Error })
}

func (r *report) label(format string, args ...any) *report {
	r.d.Label = fmt.Sprintf(format, args...)
	return r
}

func (r *report) help(format string, args ...any) *report {
	r.d.Help = fmt.Sprintf(format, args...)
	return r
}

func (r *report) note(span ast.Span, format string, args ...any) *report {
	r.d.Notes = append(r.d.Notes, diag.Note{Span: span, Message: fmt.Sprintf(format, args...)})
	return r
}

// nearest suggests the name that was probably meant, or lists the choice.
func (r *report) nearest(name string, candidates []string) *report {
	if n := diag.Nearest(name, candidates); n != "" {
		return r.help("did you mean `%s`?", n)
	}
	if len(candidates) == 0 {
		return r
	}
	return r.help("known here: %s", quoted(candidates, 12))
}

// quoted lists words in backquotes, at most n of them.
func quoted(words []string, n int) string {
	var b strings.Builder
	for i, w := range words {
		if i > 0 {
			b.WriteString(", ")
		}
		if i == n {
			b.WriteString("...")
			break
		}
		b.WriteString("`" + w + "`")
	}
	return b.String()
}

// unsupported reports something that the design has and the compiler does not have yet.
func (c *checker) unsupported(code string, span ast.Span, what string, instead string, args ...any) *report {
	return c.fail(code, span, "%s not supported yet", what).help(instead, args...)
}

// quote returns the source text of a span for a message: on one line, short,
// or other where it is neither.
func (c *checker) quote(s ast.Span, other string) string {
	if s.Start < 0 || s.End > len(c.file.Source) || s.Start >= s.End || s.End-s.Start > 40 {
		return other
	}
	text := string(c.file.Source[s.Start:s.End])
	if !utf8.ValidString(text) || strings.ContainsAny(text, "\r\n#`") {
		return other
	}
	return "`" + text + "`"
}
