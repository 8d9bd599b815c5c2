package parse

import (
	"strings"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/pindiff/pindiffc/dsl/ast"
)

// specLexer cuts a specification into tokens. The last two rules catch what is
// not part of the language, so that cutting never fails and the parser can say
// what is wrong in its place. `0..4` is 0, `..`, 4: a number has a digit behind
// its dot. Rules with a small first letter are dropped.
var specLexer = lexer.MustSimple([]lexer.SimpleRule{
	{Name: "blank", Pattern: `(?:[ \t\r\n]|\x{FEFF})+`},
	{Name: "Comment", Pattern: `#[^\r\n]*`},
	{Name: "Ident", Pattern: `[A-Za-z_][A-Za-z0-9_]*`},
	{Name: "Number", Pattern: `[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?`},
	{Name: "String", Pattern: `"[^"\r\n]*"`},
	{Name: "OpenString", Pattern: `"[^"\r\n]*`},
	{Name: "Punct", Pattern: `\.\.|[<>=!]=|[][(){}<>=:,+*/^%-]`},
	{Name: "Foreign", Pattern: `[^\x00-\x7F]+`},
	{Name: "Stray", Pattern: `(?s:.)`},
})

var (
	tokComment    = specLexer.Symbols()["Comment"]
	tokIdent      = specLexer.Symbols()["Ident"]
	tokNumber     = specLexer.Symbols()["Number"]
	tokString     = specLexer.Symbols()["String"]
	tokOpenString = specLexer.Symbols()["OpenString"]
	tokPunct      = specLexer.Symbols()["Punct"]
	tokForeign    = specLexer.Symbols()["Foreign"]
	tokStray      = specLexer.Symbols()["Stray"]
)

// tap takes the comments out of the stream of tokens and keeps them.
type tap struct {
	lexer.Lexer
	comments []ast.Comment
}

func newTap(name string, src []byte) (*tap, error) {
	lx, err := specLexer.LexString(name, string(src))
	return &tap{Lexer: lx}, err
}

// Next token that is not a comment.
func (t *tap) Next() (lexer.Token, error) {
	for {
		tok, err := t.Lexer.Next()
		if err != nil || tok.Type != tokComment {
			return tok, err
		}
		text := strings.TrimRight(tok.Value, " \t")
		start := tok.Pos.Offset
		t.comments = append(t.comments, ast.Comment{Span: ast.Span{Start: start, End: start + len(text)}, Text: text})
	}
}

// spanOf a token.
func spanOf(t *lexer.Token) ast.Span {
	return ast.Span{Start: t.Pos.Offset, End: t.Pos.Offset + len(t.Value)}
}
