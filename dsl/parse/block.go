package parse

import (
	"fmt"
	"slices"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/diag"
)

// itemHelp shows what the items of each block look like.
var itemHelp = map[string]string{
	"domain":   "lines of `domain` look like `x in [0, 1] cells 64` or `t in [0, 1] step 0.01`",
	"boundary": "lines of `boundary` look like `x: periodic`, `x = min: u = 0` or `face(k): zero_gradient`",
	"numerics": "lines of `numerics` are a word and a value, like `precision float64`",
	"exact":    "lines of `exact` look like `u = sin(pi*x)*exp(-t)`",
	"truth":    "lines of `truth` look like `f = sin(x)` or `solve with rk4 step 1e-3`",
	"baseline": "lines of `baseline` look like `f = 0`",
	"cases":    "lines of `cases` look like `u = sin(x)` or `train 0..4`",
	"train":    "lines of `train` are a word and a value, like `epochs 100`, or a call, like `adam(rate: 1e-3)`",
	"closure":  "lines of `closure` start with `input`, `net`, `output` or `pin`",
}

// block reads `KIND [count] { items }`.
func (p *parser) block(word ast.Ident) *ast.Block {
	d := &ast.Block{Kind: word}
	if !p.ended() && !p.is("{") && word.Name == "cases" {
		d.Count = p.expr()
	}
	d.Items = p.items(word)
	d.Span = p.spanFrom(word.Start)
	return d
}

// items reads `{ items }` of the block that began with word. After an error in
// one item it goes on with the next.
func (p *parser) items(word ast.Ident) []ast.Item {
	open := p.expect("{", codeBlock, "the body of `"+word.Name+"` stands in `{ }`, which opens on the same line")
	var items []ast.Item
	for !p.is("}") {
		if p.peek().EOF() || p.startsDeclaration() {
			p.unclosedBlock(word, open)
		}
		first, mark := p.peek(), p.lex.RawCursor()
		var item ast.Item
		ok := p.try(func() {
			p.operators = 0
			item = p.item(word.Name)
			if !p.ended() && !p.is("}") && p.peek().Type != tokIdent {
				p.extra("the item")
			}
		})
		if p.full() {
			panic(giveUp{})
		}
		if ok {
			items = append(items, item)
			continue
		}
		if p.lex.RawCursor() == mark {
			p.next()
		}
		p.skipItem(first.Pos.Column)
	}
	p.next()
	return items
}

// unclosedBlock fails on a block that was not closed before the text or
// another declaration goes on.
func (p *parser) unclosedBlock(word ast.Ident, open *lexer.Token) {
	span, found := p.place()
	if t := p.peek(); !t.EOF() {
		found = fmt.Sprintf("%s starts a new declaration on the next line", quote(t))
	}
	p.fail(diag.Diagnostic{
		Code: codeBlock, Span: span, Label: found,
		Message: fmt.Sprintf("expected `}` at the end of `%s`", word.Name),
		Notes:   []diag.Note{{Span: spanOf(open), Message: "the block opens here"}},
		Help:    "close it with `}`",
	})
}

// skipItem goes on to the end of the block or to the next line that can start
// an item: one that begins with a word, not further to the right than the item
// that is skipped.
func (p *parser) skipItem(column int) {
	for depth := 0; !p.peek().EOF(); p.next() {
		t := p.peek()
		switch {
		case p.lineStart() && p.startsDeclaration():
			return
		case p.lineStart() && t.Type == tokIdent && depth <= 0 && t.Pos.Column <= column:
			return
		case p.is("{"):
			depth++
		case p.is("}"):
			if depth <= 0 {
				return
			}
			depth--
		}
	}
}

// item reads one entry of a block of this kind.
func (p *parser) item(kind string) ast.Item {
	if p.peek().Type != tokIdent {
		p.badToken()
		p.fail(diag.Diagnostic{
			Code: codeItem, Span: spanOf(p.peek()),
			Message: fmt.Sprintf("unexpected %s in `%s`", quote(p.peek()), kind),
			Help:    itemHelp[kind],
		})
	}
	second := p.second()
	sameLine := second.Pos.Line == p.peek().Pos.Line
	switch kind {
	case "domain":
		return p.axis()
	case "boundary":
		if p.is("face") && second.Value == "(" {
			return p.faceRule()
		}
		return p.face()
	case "exact", "baseline":
		if second.Value != "=" {
			p.next()
			p.unexpected(codeMissing, "`=` and what the "+map[string]string{"exact": "state", "baseline": "closure"}[kind]+" is", itemHelp[kind])
		}
		return p.assign()
	case "truth":
		if second.Value == "=" && sameLine {
			return p.assign()
		}
		return p.setting(kind)
	case "cases":
		if slices.Contains(splitWords, p.peek().Value) && second.Value != "=" {
			return p.split()
		}
		if second.Value != "=" {
			p.unknownCase()
		}
		return p.assign()
	case "closure":
		return p.closureItem()
	}
	return p.setting(kind)
}

// unknownCase fails on an item of cases that is neither assignment nor split.
func (p *parser) unknownCase() {
	t := p.peek()
	d := diag.Diagnostic{
		Code: codeItem, Span: spanOf(t),
		Message: fmt.Sprintf("%s is not followed by `=`", quote(t)), Help: itemHelp["cases"],
	}
	if near := diag.Nearest(t.Value, splitWords); near != "" {
		d.Message, d.Help = fmt.Sprintf("unknown item %s of `cases`", quote(t)), "did you mean `"+near+"`?"
	}
	p.fail(d)
}

// extra fails on what stands behind something complete.
func (p *parser) extra(behind string) {
	p.badToken()
	t := p.peek()
	d := diag.Diagnostic{
		Code: codeExtra, Span: spanOf(t),
		Message: fmt.Sprintf("unexpected %s after %s", quote(t), behind),
	}
	switch {
	case t.Value == ",":
		d.Help = "items are not parted by commas: leave it out"
	case t.Value == "=" || t.Value == "==":
		d.Help = "an expression has no `=`; to compare two numbers write `==` in `where(...)`"
	case t.Value == "[" && p.prev.Type == tokNumber:
		d.Help = "a unit stands right behind its number: `" + p.prev.Value + "[K]`"
	case t.Value == ")" || t.Value == "]":
		d.Help = "no bracket is open here"
	case t.Type == tokIdent && isDeclWord(t.Value):
		d.Help = "start the next declaration on a new line"
	case t.Type == tokIdent || t.Type == tokNumber || t.Value == "(":
		d.Help = "is there an operator missing? A product is written with `*`"
	}
	p.fail(d)
}
