package parse

import (
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/pindiff/pindiffc/dsl/diag"
)

// open takes an opening bracket; close takes its partner.
func (p *parser) open() *lexer.Token {
	t := p.next()
	p.deeper(t)
	p.brackets++
	return t
}

func (p *parser) close(open *lexer.Token, with string, comma bool) {
	if !p.is(with) {
		p.unclosed(open, with, comma)
	}
	p.next()
	p.brackets--
	p.nesting--
}

// unclosed fails because open is not closed by with, where it could be; a
// comma could follow as well.
func (p *parser) unclosed(open *lexer.Token, with string, comma bool) {
	want, help := "`"+with+"`", "close the bracket with `"+with+"`"
	if comma {
		want = "`,` or " + want
	}
	if t := p.peek(); !p.lineStart() && (t.Type == tokIdent || t.Type == tokNumber || t.Value == "(") {
		help = "is there an operator missing? A product is written with `*`"
	}
	p.inBracket(open, want, help)
}

// inBracket fails because want is not what comes next, and shows where the
// bracket opens if that may be the mistake.
func (p *parser) inBracket(open *lexer.Token, want, help string) {
	if !p.ended() {
		p.badToken()
	}
	span, found := p.place()
	d := diag.Diagnostic{Code: codeBracket, Span: span, Label: found, Message: "expected " + want + p.after(), Help: help}
	if open.Pos.Line != p.prev.Pos.Line || p.lineStart() || p.peek().EOF() {
		d.Notes = []diag.Note{{Span: spanOf(open), Message: "the bracket opens here"}}
	}
	p.fail(d)
}
