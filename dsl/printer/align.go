package printer

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// Cells wider than this do not move their neighbours.
const maxCell = 60

// bytes lays the lines out: cells first, then comments behind them.
func (p *printer) bytes() []byte {
	code := make([]string, len(p.lines))
	for i := 0; i < len(p.lines); {
		n := i + 1
		for p.lines[i].key != "" && n < len(p.lines) && p.lines[n].key == p.lines[i].key && p.lines[n].indent == p.lines[i].indent {
			n++
		}
		alignCells(p.lines[i:n], code[i:n])
		i = n
	}
	for i := 0; i < len(p.lines); {
		n := i
		for n < len(p.lines) && p.lines[n].behind() {
			n++
		}
		alignComments(p.lines[i:n], code[i:n])
		i = max(n, i+1)
	}
	var out bytes.Buffer
	for i, l := range p.lines {
		if l.comment != "" && !l.behind() {
			code[i] = strings.Repeat(" ", l.indent) + l.comment
		}
		out.WriteString(strings.TrimRight(code[i], " "))
		out.WriteByte('\n')
	}
	return out.Bytes()
}

// behind reports whether the line has a comment that is aligned with others.
func (l line) behind() bool { return l.comment != "" && (l.follows || len(l.cells) > 0) }

// alignCells writes the cells of a run of lines in columns. A column that is
// empty in all of them takes no room.
func alignCells(lines []line, code []string) {
	var widths []int
	for _, l := range lines {
		for j, c := range l.cells {
			if j == len(widths) {
				widths = append(widths, 0)
			}
			if n := utf8.RuneCountInString(c); n <= maxCell && strings.Join(l.cells[j+1:], "") != "" {
				widths[j] = max(widths[j], n)
			}
		}
	}
	for i, l := range lines {
		var b strings.Builder
		b.WriteString(strings.Repeat(" ", l.indent))
		for j, c := range l.cells {
			b.WriteString(c)
			if n := utf8.RuneCountInString(c); j < len(l.cells)-1 && (n > 0 || widths[j] > 0) {
				b.WriteString(strings.Repeat(" ", max(widths[j]-n, 0)+1))
			}
		}
		code[i] = strings.TrimRight(b.String(), " ")
	}
}

// alignComments puts the comments of a run of lines into one column: the
// leftmost that the user chose, or further right if the code needs it. Very
// long lines take no part.
func alignComments(lines []line, code []string) {
	column, widest := maxColumn, 0
	for i, l := range lines {
		column = min(column, l.column)
		if n := utf8.RuneCountInString(code[i]); n <= maxColumn {
			widest = max(widest, n)
		}
	}
	column = max(column, widest+2)
	for i, l := range lines {
		gap := column - utf8.RuneCountInString(code[i])
		code[i] += strings.Repeat(" ", max(gap, 2)) + l.comment
	}
}
