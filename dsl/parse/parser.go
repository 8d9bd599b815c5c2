package parse

import (
	"fmt"
	"strings"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/diag"
)

// parser reads one declaration from participle's tokens. Its productions
// return a node or give up through fail; try catches that.
type parser struct {
	lex       *lexer.PeekingLexer
	prev      *lexer.Token // the token read last; nil at the start
	brackets  int          // open ( and [: line ends do not count inside
	nesting   int
	operators int
	problems  []diag.Diagnostic
}

// giveUp ends a production whose problem has been recorded.
type giveUp struct{}

// try runs a production and reports whether it came to its end.
func (p *parser) try(production func()) (ok bool) {
	brackets, nesting := p.brackets, p.nesting
	defer func() {
		if r := recover(); r != nil {
			if _, mine := r.(giveUp); !mine {
				panic(r)
			}
			p.brackets, p.nesting = brackets, nesting
		}
	}()
	production()
	return true
}

// report records a problem and goes on.
func (p *parser) report(d diag.Diagnostic) { p.problems = append(p.problems, d) }

// fail records a problem and leaves the production.
func (p *parser) fail(d diag.Diagnostic) {
	p.report(d)
	panic(giveUp{})
}

func (p *parser) full() bool { return len(p.problems) >= MaxDiagnostics }

func (p *parser) peek() *lexer.Token { return p.lex.Peek() }

func (p *parser) next() *lexer.Token {
	t := p.lex.Peek()
	if !t.EOF() {
		p.prev = p.lex.Next()
	}
	return t
}

// ahead is the n-th token after the next one.
func (p *parser) ahead(n int) *lexer.Token {
	mark := p.lex.MakeCheckpoint()
	defer p.lex.LoadCheckpoint(mark)
	for ; n > 0; n-- {
		p.lex.Next()
	}
	return p.lex.Peek()
}

// second is the token after the next one.
func (p *parser) second() *lexer.Token { return p.ahead(1) }

// end is the offset behind the token read last.
func (p *parser) end() int { return spanOf(p.prev).End }

// spanFrom covers what was read since start.
func (p *parser) spanFrom(start int) ast.Span { return ast.Span{Start: start, End: p.end()} }

// lineStart reports whether the next token is the first of its line.
func (p *parser) lineStart() bool {
	return p.prev == nil || p.peek().Pos.Line > p.prev.Pos.Line
}

// ended reports whether a line end that counts, or the text's end, comes next.
func (p *parser) ended() bool {
	return p.peek().EOF() || p.brackets == 0 && p.lineStart()
}

// adjacent reports whether the next token follows without a blank.
func (p *parser) adjacent() bool { return p.prev != nil && p.peek().Pos.Offset == p.end() }

// is reports whether the next token is this sign or word.
func (p *parser) is(text string) bool {
	t := p.peek()
	return t.Value == text && (t.Type == tokPunct || t.Type == tokIdent)
}

// here is is, on the same line.
func (p *parser) here(text string) bool { return !p.ended() && p.is(text) }

// accept takes the next token if it is text, wherever it stands.
func (p *parser) accept(text string) bool {
	if !p.is(text) {
		return false
	}
	p.next()
	return true
}

// acceptHere takes the next token if it is text and on the same line.
func (p *parser) acceptHere(text string) bool { return p.here(text) && p.accept(text) }

// expect takes text, on the same line, or fails with code.
func (p *parser) expect(text, code, help string) *lexer.Token {
	if !p.here(text) {
		p.unexpected(code, "`"+text+"`", help)
	}
	return p.next()
}

// after names the token read last, for a message.
func (p *parser) after() string {
	if p.prev == nil {
		return ""
	}
	return " after " + quote(p.prev)
}

// unexpected fails because want is not what comes next. A token that is none
// of the language is the better thing to tell.
func (p *parser) unexpected(code, want, help string) {
	if !p.ended() {
		p.badToken()
	}
	span, found := p.place()
	p.fail(diag.Diagnostic{Code: code, Span: span, Message: "expected " + want + p.after(), Label: found, Help: help})
}

// place is where something is missing, and what stands there instead: the next
// token, or the end of the line behind the last one.
func (p *parser) place() (ast.Span, string) {
	t := p.peek()
	switch {
	case t.EOF() && p.prev == nil:
		return spanOf(t), "the text ends here"
	case t.EOF():
		return ast.Span{Start: p.end(), End: p.end()}, "the text ends here"
	case p.prev != nil && p.lineStart():
		return ast.Span{Start: p.end(), End: p.end()}, "the line ends here"
	}
	return spanOf(t), "found " + quote(t)
}

// quote shows a token in a message, shortened.
func quote(t *lexer.Token) string { return quoteText(t.Value) }

func quoteText(s string) string {
	text := []rune(s)
	if len(text) > 40 {
		text = append(text[:37:37], []rune("...")...)
	}
	return "`" + strings.ReplaceAll(string(text), "`", "'") + "`"
}

// name takes a name that the user may choose, on the same line; what says of what.
func (p *parser) name(what string) ast.Ident {
	if p.ended() {
		p.unexpected(codeName, what, nameHelp)
	}
	return p.firstName(what)
}

const nameHelp = "a name is made of letters, digits and `_`, and does not start with a digit"

// firstName is name where a line may begin.
func (p *parser) firstName(what string) ast.Ident {
	t := p.peek()
	if t.Type != tokIdent {
		p.unexpected(codeName, what, nameHelp)
	}
	if isReserved(t.Value) {
		p.fail(diag.Diagnostic{
			Code: codeReserved, Span: spanOf(t),
			Message: fmt.Sprintf("`%s` is a word of the language and cannot be a name", t.Value),
			Help:    "choose another name, e.g. `" + t.Value + "_`",
		})
	}
	return p.word()
}

// word takes the next token, which is known to be a word.
func (p *parser) word() ast.Ident {
	t := p.next()
	p.wholeWord()
	return ast.Ident{Span: spanOf(t), Name: t.Value}
}

// wholeWord fails if the word read last goes on with foreign letters.
func (p *parser) wholeWord() {
	if t := p.peek(); p.adjacent() && t.Type == tokForeign {
		p.badToken()
	}
}
