package parse

import (
	"slices"
	"strings"

	"github.com/pindiff/pindiffc/dsl/ast"
)

// unit reads the text of a unit behind a colon or a bracket:
//
//	unit   = factor { ["*" | "/"] factor }
//	factor = (name | number | "(" unit ")") [ "^" ["-"] (number | "(" ... ")") ]
//
// What it means, dsl/units says. It stays on one line.
func (p *parser) unit(behind string) *ast.Unit {
	r := unitReader{p: p, behind: behind}
	start := p.peek().Pos.Offset
	r.product()
	return &ast.Unit{Span: p.spanFrom(start), Text: r.text.String()}
}

// optionalUnit reads `: unit`, if there is a colon.
func (p *parser) optionalUnit() *ast.Unit {
	if !p.acceptHere(":") {
		return nil
	}
	return p.unit("`:`")
}

type unitReader struct {
	p      *parser
	behind string
	text   strings.Builder
}

func (r *unitReader) take() { r.text.WriteString(r.p.next().Value) }

func (r *unitReader) product() {
	r.factor()
	for !r.p.ended() {
		switch {
		case r.p.is("*"), r.p.is("/"):
			r.take()
		case r.starts():
			r.text.WriteByte(' ')
		default:
			return
		}
		r.factor()
	}
}

// starts reports whether the next token can be a juxtaposed factor.
func (r *unitReader) starts() bool {
	t := r.p.peek()
	return t.Type == tokIdent && t.Value != "in" && !slices.Contains(scalarFlags, t.Value)
}

func (r *unitReader) factor() {
	t := r.p.peek()
	switch {
	case r.p.ended():
		r.missing()
	case t.Type == tokIdent && t.Value != "in" && !isDeclWord(t.Value), t.Type == tokNumber:
		r.take()
		r.p.wholeWord()
	case r.p.is("("):
		r.group()
	default:
		r.missing()
	}
	if !r.p.acceptHere("^") {
		return
	}
	r.text.WriteByte('^')
	if r.p.here("-") {
		r.take()
	}
	switch {
	case r.p.here("("):
		r.group()
	case !r.p.ended() && r.p.peek().Type == tokNumber:
		r.take()
	default:
		r.p.unexpected(codeUnit, "an exponent", "exponents are numbers: `m^2`, `s^-1`, `m^(1/2)`")
	}
}

// group reads a bracket, in a unit or an exponent.
func (r *unitReader) group() {
	open := r.p.peek()
	r.take()
	r.p.deeper(open)
	if r.p.here("-") {
		r.take()
	}
	r.product()
	r.p.nesting--
	if !r.p.here(")") {
		r.p.unclosed(open, ")", false)
	}
	r.take()
}

func (r *unitReader) missing() {
	help := "write a unit such as `W/m/K`, or `1` for a pure number"
	if r.behind == "`:`" {
		help += ", or leave the colon out"
	}
	r.p.unexpected(codeUnit, "a unit", help)
}
