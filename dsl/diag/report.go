package diag

import "github.com/pindiff/pindiffc/dsl/ast"

// A Report is a diagnostic as data, for `-json`. Lines and columns count from
// 1, columns in characters; the end is exclusive. They are 0 where a diagnostic
// has no place in the text.
type Report struct {
	File      string       `json:"file"`
	Line      int          `json:"line"`
	Column    int          `json:"column"`
	EndLine   int          `json:"end_line"`
	EndColumn int          `json:"end_column"`
	Code      string       `json:"code"`
	Severity  string       `json:"severity"`
	Message   string       `json:"message"`
	Label     string       `json:"label,omitempty"`
	Help      string       `json:"help,omitempty"`
	Notes     []ReportNote `json:"notes,omitempty"`
}

// A ReportNote is a Note as data; Line is 0 for a note without a place.
type ReportNote struct {
	Line    int    `json:"line,omitempty"`
	Column  int    `json:"column,omitempty"`
	Message string `json:"message"`
}

// Reports turns diagnostics on the file name with text src into data, sorted.
// It is never nil, so that it marshals to a JSON array.
func Reports(name string, src []byte, ds []Diagnostic) []Report {
	s := NewSource(src)
	out := []Report{}
	for _, d := range Sort(ds) {
		r := Report{
			File: name, Code: d.Code, Severity: d.Severity.String(),
			Message: d.Message, Label: d.Label, Help: d.Help,
		}
		if d.Placed() {
			r.Line, r.Column = s.Position(d.Span.Start)
			r.EndLine, r.EndColumn = s.Position(d.Span.End)
		}
		for _, n := range d.Notes {
			note := ReportNote{Message: n.Message}
			if n.Span != (ast.Span{}) {
				note.Line, note.Column = s.Position(n.Span.Start)
			}
			r.Notes = append(r.Notes, note)
		}
		out = append(out, r)
	}
	return out
}
