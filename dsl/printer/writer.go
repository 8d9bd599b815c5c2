package printer

import (
	"strings"
	"unicode/utf8"

	"github.com/pindiff/pindiffc/dsl/ast"
)

// writer prints one row, token by token. It breaks the line where the source
// did, and puts comments where they stood.
type writer struct {
	p      *printer
	indent int // of the row
	margin int // of the current line
	hang   int // of the next line, if the row is broken here
	at     int // source line of the last token
	cells  []string
	buf    strings.Builder // the current cell
}

// Columns beyond this are not aligned to: a hostile text must not grow without bound.
const maxColumn = 100

// text writes what needs no place.
func (w *writer) text(s string) { w.buf.WriteString(s) }

// token writes a token that stands at offset in the source.
func (w *writer) token(offset int, s string) {
	w.reach(offset)
	w.text(s)
}

// reach prints what stands before the token at offset: comments, a line end.
func (w *writer) reach(offset int) {
	if w.p.src == nil {
		return
	}
	for len(w.p.comments) > 0 && w.p.comments[0].Start < offset {
		c := w.p.comments[0]
		w.p.comments = w.p.comments[1:]
		if line := w.p.lineOf(c.Start); line > w.at {
			w.newline("", 0)
			w.at = line
		}
		w.newline(c.Text, w.p.columnOf(c.Start))
		w.at = w.p.lineOf(c.Start) + 1 // the line is broken already
	}
	if line := w.p.lineOf(offset); line > w.at {
		w.newline("", 0)
		w.at = line
	}
	w.at = w.p.lineOf(offset)
}

// newline ends the current line; one that holds nothing yet is used again.
func (w *writer) newline(comment string, column int) {
	s := strings.TrimRight(w.current(), " ")
	if s != "" || comment != "" {
		l := line{indent: w.margin, comment: comment, column: column}
		if s != "" {
			l.cells = []string{s}
		}
		w.p.lines = append(w.p.lines, l)
	}
	w.cells = nil
	w.buf.Reset()
	w.margin = w.hang
}

// cell ends a cell.
func (w *writer) cell() {
	w.cells = append(w.cells, strings.TrimRight(w.buf.String(), " "))
	w.buf.Reset()
}

// current is the text of the current line as one cell.
func (w *writer) current() string {
	var parts []string
	for _, c := range append(w.cells[:len(w.cells):len(w.cells)], w.buf.String()) {
		if c != "" {
			parts = append(parts, c)
		}
	}
	return strings.Join(parts, " ")
}

// join makes one cell of those so far.
func (w *writer) join() {
	s := w.current()
	w.cells = nil
	w.buf.Reset()
	w.text(s)
}

// end ends the row. A row of one line keeps its cells and takes part in alignment.
func (w *writer) end(key string) {
	w.cell()
	if w.margin != w.indent || key == "" {
		w.join()
		w.cell()
	}
	if w.margin != w.indent {
		key = ""
	}
	w.p.lines = append(w.p.lines, line{indent: w.margin, cells: w.cells, key: key})
}

// column is the width of the current line so far.
func (w *writer) column() int { return w.margin + utf8.RuneCountInString(w.current()) }

// bracket prints an opening sign, what stands inside, and the closing sign at
// offset end. If the source breaks the line right behind the opening sign, the
// inside is indented by a step, else it is aligned behind the sign.
func (w *writer) bracket(opening, closing string, first, end int, inside func()) {
	outer, margin := w.hang, w.margin
	w.text(opening)
	w.hang = w.column()
	closer := w.hang - len(opening)
	if w.hang > maxColumn || w.p.src != nil && w.p.lineOf(first) > w.at {
		w.hang, closer = min(margin+indentStep, maxColumn), margin
	}
	inside()
	w.hang = closer
	w.token(end, closing)
	w.hang = outer
}

// list prints things parted by commas.
func list[T any](w *writer, things []T, print func(T)) {
	for i, t := range things {
		if i > 0 {
			w.text(", ")
		}
		print(t)
	}
}

func (w *writer) ident(id ast.Ident) { w.token(id.Start, id.Name) }

func (w *writer) unit(u *ast.Unit) {
	if u != nil {
		w.text(": " + u.Text)
	}
}
