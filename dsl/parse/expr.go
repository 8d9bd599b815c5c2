package parse

import (
	"fmt"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/diag"
)

// Levels of precedence, from weak to strong.
const (
	levelThen = iota
	levelCompare
	levelSum
	levelProduct
)

// binaryLevel of each operator but ^, which binds stronger than a sign and
// associates to the right.
var binaryLevel = map[string]int{
	"then": levelThen,
	"<":    levelCompare, "<=": levelCompare, ">": levelCompare, ">=": levelCompare, "==": levelCompare, "!=": levelCompare,
	"+": levelSum, "-": levelSum,
	"*": levelProduct, "/": levelProduct,
}

// expr reads an expression.
func (p *parser) expr() ast.Expr { return p.binary(levelThen) }

// sum reads an expression without comparisons.
func (p *parser) sum() ast.Expr { return p.binary(levelSum) }

// binary reads a chain of operators that bind at least as strong as level.
func (p *parser) binary(level int) ast.Expr {
	x := p.unary()
	for {
		t := p.peek()
		at, known := binaryLevel[t.Value]
		if !known || at < level {
			return x
		}
		if before, ok := x.(*ast.Binary); ok && at == levelCompare && binaryLevel[before.Op] == levelCompare {
			p.fail(diag.Diagnostic{
				Code: codeCompare, Span: spanOf(t), Message: "a comparison of a comparison",
				Help: "nest two: `where(a < b, where(b < c, ..., ...), ...)`",
			})
		}
		p.operator(t)
		p.next()
		y := p.binary(at + 1)
		x = &ast.Binary{Span: x.Place().Join(y.Place()), Op: t.Value, OpSpan: spanOf(t), X: x, Y: y}
	}
}

// operator counts an operator against the limit.
func (p *parser) operator(t *lexer.Token) {
	if p.operators++; p.operators > MaxOperators {
		p.fail(diag.Diagnostic{
			Code: codeNesting, Span: spanOf(t),
			Message: fmt.Sprintf("more than %d operators in one declaration", MaxOperators),
			Help:    "name parts of it with `let`",
		})
	}
}

// deeper counts a level of nesting against the limit; the caller takes it back.
func (p *parser) deeper(t *lexer.Token) {
	if p.nesting++; p.nesting > MaxNesting {
		p.fail(diag.Diagnostic{
			Code: codeNesting, Span: spanOf(t),
			Message: fmt.Sprintf("more than %d levels of nesting", MaxNesting),
			Help:    "name parts of it with `let`",
		})
	}
}

// unary reads `-x`, `+x` or a power.
func (p *parser) unary() ast.Expr {
	t := p.peek()
	if t.Type != tokPunct || t.Value != "-" && t.Value != "+" {
		return p.power()
	}
	p.deeper(t)
	p.next()
	x := p.unary()
	p.nesting--
	return &ast.Unary{Span: spanOf(t).Join(x.Place()), Op: t.Value, X: x}
}

// power reads `x` or `x^y`.
func (p *parser) power() ast.Expr {
	x := p.primary()
	t := p.peek()
	if !p.is("^") {
		return x
	}
	p.deeper(t)
	p.next()
	y := p.unary()
	p.nesting--
	return &ast.Binary{Span: x.Place().Join(y.Place()), Op: "^", OpSpan: spanOf(t), X: x, Y: y}
}

// primary reads a number, text, name, call, list or bracket.
func (p *parser) primary() ast.Expr {
	t := p.peek()
	switch {
	case t.Type == tokNumber:
		return p.number()
	case t.Type == tokString:
		return p.text()
	case t.Type == tokIdent && !(isReserved(t.Value) && p.prev != nil && p.lineStart()) && t.Value != "then":
		id := p.firstName("a name")
		if p.here("(") && p.peek().Pos.Line == p.prev.Pos.Line {
			return p.call(id)
		}
		return &ast.Name{Ident: id}
	case p.is("("):
		return p.paren()
	case p.is("["):
		return p.list()
	}
	p.noOperand()
	return nil
}

// noOperand fails because an expression should stand here.
func (p *parser) noOperand() {
	help := "write a number, a name, a call or a bracket here"
	switch t := p.peek(); {
	case p.prev.Value == ",":
		help = "write what follows the comma, or leave it out"
	case p.adjacent() && p.prev.Value == "*" && t.Value == "*":
		help = "a power is written `x^2`"
	case p.adjacent() && p.prev.Value == "/" && (t.Value == "/" || t.Value == "*"):
		help = "a comment starts with `#`"
	case t.Value == "=" && (p.prev.Value == "=" || p.prev.Value == "<" || p.prev.Value == ">"):
		help = "comparisons are `<`, `<=`, `>`, `>=`, `==` and `!=`"
	}
	p.unexpected(codeExpression, "an expression", help)
}

// text reads `"..."`.
func (p *parser) text() *ast.String {
	t := p.next()
	return &ast.String{Span: spanOf(t), Value: t.Value[1 : len(t.Value)-1]}
}

// paren reads `(x)`.
func (p *parser) paren() ast.Expr {
	open := p.open()
	x := p.expr()
	p.close(open, ")", false)
	return &ast.Paren{Span: p.spanFrom(open.Pos.Offset), X: x}
}

// list reads `[a, b, c]`; a comma may follow the last.
func (p *parser) list() ast.Expr {
	open := p.open()
	l := &ast.List{}
	for !p.is("]") {
		l.Elems = append(l.Elems, p.expr())
		if !p.accept(",") {
			break
		}
	}
	p.close(open, "]", true)
	l.Span = p.spanFrom(open.Pos.Offset)
	return l
}

// call reads `(a, b, key: value)` behind a function's name.
func (p *parser) call(fun ast.Ident) ast.Expr {
	open := p.open()
	c := &ast.Call{Fun: fun}
	for !p.is(")") {
		p.argument(c)
		if !p.accept(",") {
			break
		}
	}
	p.close(open, ")", true)
	c.Span = p.spanFrom(fun.Start)
	return c
}

// argument reads one argument of a call, by place or by name.
func (p *parser) argument(c *ast.Call) {
	t := p.peek()
	if t.Type == tokIdent {
		switch p.second().Value {
		case ":":
			p.keyArgument(c)
			return
		case "=":
			p.word()
			p.fail(diag.Diagnostic{
				Code: codeArgument, Span: spanOf(p.peek()), Message: "a named argument takes `:`, not `=`",
				Help: fmt.Sprintf("write `%s: ...`; to compare two numbers write `==`", t.Value),
			})
		}
	}
	x := p.expr()
	if len(c.Keys) > 0 {
		p.report(diag.Diagnostic{
			Code: codeArgument, Span: x.Place(), Message: "an argument without a name behind one with a name",
			Help: "put it before the named ones, or give it a name",
		})
	}
	c.Args = append(c.Args, x)
}

func (p *parser) keyArgument(c *ast.Call) {
	k := ast.KeyArg{Key: p.word()}
	p.next()
	for _, other := range c.Keys {
		if other.Key.Name == k.Key.Name {
			p.report(diag.Diagnostic{
				Code: codeArgument, Span: k.Key.Span, Message: fmt.Sprintf("`%s` is given twice", k.Key.Name),
				Notes: []diag.Note{{Span: other.Key.Span, Message: "first given here"}},
				Help:  "leave one of them out",
			})
		}
	}
	k.Value = p.expr()
	k.Span = p.spanFrom(k.Key.Start)
	c.Keys = append(c.Keys, k)
}
