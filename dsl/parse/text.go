package parse

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/diag"
)

// checkText says what keeps src from being readable text: too long, not UTF-8,
// or with characters that hide or reorder what stands around them. Tabs and
// both kinds of line ends are fine, and so is a byte order mark at the start.
func checkText(src []byte) []diag.Diagnostic {
	if len(src) > MaxSize {
		return []diag.Diagnostic{{
			Code:    codeSize,
			Message: fmt.Sprintf("a specification of %d bytes; the limit is %d", len(src), MaxSize),
			Help:    "long tables belong in a data file",
		}}
	}
	var problems []diag.Diagnostic
	for i := 0; i < len(src) && len(problems) < MaxDiagnostics; {
		start := i
		c, size := utf8.DecodeRune(src[i:])
		i += size
		d := diag.Diagnostic{Code: codeText, Help: "save the file as plain UTF-8 text"}
		switch {
		case c == utf8.RuneError && size == 1:
			for i < len(src) && src[i]&0xC0 == 0x80 { // the rest of a broken character
				i++
			}
			d.Message = "bytes that are not UTF-8 text"
		case c == '\r' && bytes.HasPrefix(src[i:], []byte("\n")), c == '\n', c == '\t':
			continue
		case c == '\uFEFF' && start > 0, diag.Unprintable(c):
			d.Message = fmt.Sprintf("invisible character U+%04X", c)
			d.Help = "delete it"
		default:
			continue
		}
		d.Span = ast.Span{Start: start, End: i}
		problems = append(problems, d)
	}
	return problems
}
