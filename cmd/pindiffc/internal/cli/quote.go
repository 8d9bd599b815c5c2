package cli

import (
	"fmt"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/diag"
)

// A quotation is a part of a specification's text that the user wrote elsewhere: on
// the command line, or at another place of the file. Messages cite it there.
type quotation struct {
	span ast.Span // in the text that the compiler reads
	name string   // of where it was written
	text []byte   // all that is written there
	at   int      // where it starts in that
}

// citation is a text and what is wrong in it.
type citation struct {
	name     string
	text     []byte
	problems []diag.Diagnostic
}

// cite sorts problems by the texts that the user wrote: the file, then others in
// the order of their first problem.
func (s *spec) cite(problems []diag.Diagnostic) []citation {
	if s.written == nil {
		return []citation{{s.name, s.src, problems}}
	}
	out := []citation{{name: s.name, text: s.written}}
	for _, d := range problems {
		name, text, shift := s.origin(d.Span)
		d.Notes = append([]diag.Note(nil), d.Notes...)
		for i, n := range d.Notes {
			if n.Span == (ast.Span{}) {
				continue
			}
			other, otherText, by := s.origin(n.Span)
			if other == name && otherText != nil {
				d.Notes[i].Span = moved(n.Span, by)
			} else {
				d.Notes[i] = diag.Note{Message: n.Message + where(other, otherText, moved(n.Span, by))}
			}
		}
		switch {
		case text == nil:
			d.Span = diag.NoPlace
			text = s.written
		case d.Placed():
			d.Span = moved(d.Span, shift)
		}
		at := 0
		for at < len(out) && (out[at].name != name || string(out[at].text) != string(text)) {
			at++
		}
		if at == len(out) {
			out = append(out, citation{name: name, text: text})
		}
		out[at].problems = append(out[at].problems, d)
	}
	if len(out[0].problems) == 0 && len(out) > 1 {
		out = out[1:]
	}
	return out
}

// origin says where a part of the compiler's text was written: the name and the text
// of the place, nil where the user wrote it nowhere, and by how much it is moved.
func (s *spec) origin(span ast.Span) (name string, text []byte, shift int) {
	for _, q := range s.quotes {
		if q.span.Start <= span.Start && span.End <= q.span.End {
			return q.name, q.text, q.at - q.span.Start
		}
	}
	if span.End > len(s.written) {
		return s.name, nil, 0
	}
	return s.name, s.written, 0
}

func moved(span ast.Span, by int) ast.Span {
	span.Start, span.End = span.Start+by, span.End+by
	return span
}

// where names a place in another text, behind a note.
func where(name string, text []byte, span ast.Span) string {
	if text == nil {
		return ""
	}
	line, column := diag.NewSource(text).Position(span.Start)
	return fmt.Sprintf(" (%s:%d:%d)", name, line, column)
}
