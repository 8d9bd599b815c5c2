// Package printer lays a syntax tree out as text, canonically: what `fmt` does.
//
// It keeps every comment, and of the user's layout what carries meaning for a
// reader: single blank lines, blocks and items on one line, lines broken inside
// of brackets and around operators, the column of comments behind a line.
// Everything else (blanks, indentation, the alignment of consecutive lines of
// one kind) has one form. Printing is idempotent, and parsing the result gives
// the same tree, up to places.
//
// A tree must be as the parser makes it: with an ast.Paren where precedence
// needs one. Without Source (a tree made by a program) each declaration and
// item gets a line of its own. The printer judges nothing, and knows nothing
// of what a specification means.
package printer

import (
	"bytes"
	"io"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/diag"
)

// Blanks between levels of blocks.
const indentStep = 2

// Print returns the canonical text of f.
func Print(f *ast.File) []byte {
	p := &printer{comments: f.Comments}
	if len(f.Source) > 0 {
		p.src, p.text = diag.NewSource(f.Source), f.Source
	}
	p.file(f)
	return p.bytes()
}

// Fprint writes the canonical text of f.
func Fprint(w io.Writer, f *ast.File) error {
	_, err := w.Write(Print(f))
	return err
}

// printer collects lines; layout of cells and comments comes last (align.go).
type printer struct {
	src      *diag.Source // nil without source: then there is no layout to keep
	text     []byte
	comments []ast.Comment // those not yet printed
	lines    []line
	last     int // source line on which the last printed thing ends, 0 at the start of a block
}

// A line of the result.
type line struct {
	indent  int
	cells   []string // aligned with those of neighbours of the same key
	key     string   // "" stands alone
	comment string
	column  int  // of the comment in the source, from 0
	follows bool // no code: the comment goes on from the line before
}

func (p *printer) lineOf(offset int) int {
	if p.src == nil {
		return 0
	}
	n, _ := p.src.Position(offset)
	return n
}

func (p *printer) columnOf(offset int) int {
	_, n := p.src.Position(offset)
	return n - 1
}

// file prints the header and the declarations.
func (p *printer) file(f *ast.File) {
	end := len(f.Source)
	if f.Model != nil {
		p.row(row{span: f.Model.Span, print: func(w *writer) { w.text("model " + f.Model.Name) }}, 0, end)
	}
	if f.Language != nil {
		p.row(row{span: f.Language.Span, print: func(w *writer) { w.text("language "); w.expr(f.Language) }}, 0, end)
	}
	for i, d := range f.Decls {
		if p.src == nil && (i == 0 || keyOf(d) != keyOf(f.Decls[i-1]) || keyOf(d) == "") && len(p.lines) > 0 {
			p.lines = append(p.lines, line{})
		}
		p.decl(d, end)
	}
	p.ownComments(end, 0)
}

// decl prints one declaration, and its block if it has one.
func (p *printer) decl(d ast.Decl, end int) {
	r := row{span: d.Place(), key: keyOf(d), print: func(w *writer) { w.decl(d) }}
	var items []ast.Item
	switch d := d.(type) {
	case *ast.Block:
		items = d.Items
	case *ast.Closure:
		items = d.Body
	}
	if len(items) == 0 && r.key != "" || p.oneLine(d.Place()) {
		p.row(r, 0, end)
		return
	}
	p.head(d, items, end)
	p.last = 0
	for _, r := range p.rows(items) {
		p.row(r, indentStep, d.Place().End)
	}
	p.ownComments(d.Place().End, indentStep)
	p.lines = append(p.lines, line{cells: []string{"}"}})
	p.last = p.lineOf(d.Place().End)
	p.trailing(end)
}

// head prints the first line of a block that has several.
func (p *printer) head(d ast.Decl, items []ast.Item, end int) {
	span := ast.Span{Start: d.Place().Start, End: d.Place().Start}
	if b, ok := d.(*ast.Block); ok && b.Count != nil {
		span.End = b.Count.Place().End
	}
	if c, ok := d.(*ast.Closure); ok {
		span.End = c.Name.End
		if len(c.Args) > 0 {
			span.End = c.Args[len(c.Args)-1].Place().End
		}
		span.End = p.find(")", span.End, d.Place().End)
	}
	limit := d.Place().End
	if len(items) > 0 {
		limit = items[0].Place().Start
	}
	p.row(row{span: span, print: func(w *writer) { w.head(d) }}, 0, min(limit, end))
}

// oneLine reports whether a thing stood on one line of the source.
func (p *printer) oneLine(s ast.Span) bool {
	return p.src != nil && p.lineOf(s.Start) == p.lineOf(s.End)
}

// A row is what shares a line of the result: a declaration, or the items that
// shared a line of the source.
type row struct {
	span  ast.Span
	key   string
	print func(*writer)
}

// rows groups items by the line of the source on which they start.
func (p *printer) rows(items []ast.Item) []row {
	var out []row
	for i := 0; i < len(items); {
		group := items[i : i+1]
		for n := len(group); i+n < len(items) && p.src != nil &&
			p.lineOf(items[i+n].Place().Start) == p.lineOf(items[i+n-1].Place().End); n++ {
			group = items[i : i+n+1]
		}
		r := row{span: group[0].Place().Join(group[len(group)-1].Place()), print: func(w *writer) { w.items(group) }}
		if len(group) == 1 {
			r.key = itemKey(group[0])
		}
		out = append(out, r)
		i += len(group)
	}
	return out
}

// row prints a row with the comments before and behind it; those behind end
// before limit.
func (p *printer) row(r row, indent, limit int) {
	p.ownComments(r.span.Start, indent)
	p.blank(p.lineOf(r.span.Start))
	w := &writer{p: p, indent: indent, margin: indent, hang: indent + 2*indentStep, at: p.lineOf(r.span.Start)}
	r.print(w)
	w.end(r.key)
	p.last = p.lineOf(r.span.End)
	p.trailing(limit)
}

// blank prints an empty line if the source has one before line next.
func (p *printer) blank(next int) {
	if p.last > 0 && next > p.last+1 {
		p.lines = append(p.lines, line{})
	}
}

// ownComments prints the comments before offset on lines of their own.
func (p *printer) ownComments(offset, indent int) {
	for len(p.comments) > 0 && p.comments[0].Start < offset {
		c := p.comments[0]
		p.comments = p.comments[1:]
		at := p.lineOf(c.Start)
		p.blank(at)
		l := line{indent: indent, comment: c.Text, column: p.columnOf(c.Start)}
		if n := len(p.lines); n > 0 && p.last == at-1 {
			before := p.lines[n-1]
			l.follows = before.comment != "" && before.column == l.column && (before.follows || len(before.cells) > 0)
		}
		p.lines = append(p.lines, l)
		p.last = at
	}
}

// trailing puts the next comment behind the last line, if it stood there and
// before limit.
func (p *printer) trailing(limit int) {
	if len(p.comments) == 0 {
		return
	}
	c := p.comments[0]
	if c.Start < limit && p.lineOf(c.Start) == p.last {
		l := &p.lines[len(p.lines)-1]
		l.comment, l.column = c.Text, p.columnOf(c.Start)
		p.comments = p.comments[1:]
	}
}

// find is the offset of the first sign after from that is not in a comment;
// from if there is none before to.
func (p *printer) find(sign string, from, to int) int {
	if p.src == nil {
		return from
	}
	for i := from; i < to; i++ {
		switch {
		case p.text[i] == sign[0]:
			return i
		case p.text[i] == '#':
			if n := bytes.IndexByte(p.text[i:to], '\n'); n >= 0 {
				i += n
			}
		}
	}
	return from
}
