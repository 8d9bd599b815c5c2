package parse

import (
	"fmt"
	"slices"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/diag"
)

// declaration is the production that participle's parser starts from: one
// declaration, a block, or a line of the header. It never fails: problems are
// kept beside what could be read, and what could not is skipped.
type declaration struct {
	word     string // the first word, as written
	decl     ast.Decl
	model    *ast.Ident
	language *ast.Number
	problems []diag.Diagnostic
}

// Parse implements participle.Parseable.
func (d *declaration) Parse(lex *lexer.PeekingLexer) error {
	p := &parser{lex: lex}
	d.word = p.peek().Value
	ok := p.try(func() {
		p.read(d)
		if !p.ended() {
			p.extra("the declaration")
		}
	})
	if !ok {
		p.skipDeclaration()
	}
	d.problems = p.problems
	return nil
}

// read a declaration by its first word.
func (p *parser) read(d *declaration) {
	t := p.peek()
	if t.Type != tokIdent || !isDeclWord(t.Value) {
		p.unknownDeclaration()
	}
	word := p.word()
	switch word.Name {
	case "model":
		id := p.name("the model's name")
		d.model = &id
	case "language":
		if p.ended() || p.peek().Type != tokNumber {
			p.unexpected(codeHeader, "the version of the language", "write `language 1`, or leave it out")
		}
		d.language = p.number()
	case "const", "param", "field", "state":
		d.decl = p.scalar(word)
	case "let":
		d.decl = p.let(word)
	case "closure":
		d.decl = p.closure(word)
	case "equation":
		d.decl = p.equation(word)
	case "observe", "report":
		d.decl = p.observe(word)
	default:
		d.decl = p.block(word)
	}
}

// unknownDeclaration fails on what does not start a declaration.
func (p *parser) unknownDeclaration() {
	t := p.peek()
	p.badToken()
	d := diag.Diagnostic{Code: codeDeclaration, Span: spanOf(t)}
	switch {
	case t.Value == "}":
		d.Code, d.Message = codeBlock, "`}` closes nothing"
		d.Help = "delete it, or look for a block that was closed too early"
	case t.Type == tokIdent:
		d.Message = fmt.Sprintf("unknown declaration %s", quote(t))
		d.Help = meant(t.Value, declWords)
	default:
		d.Message = fmt.Sprintf("expected a declaration, found %s", quote(t))
		d.Help = "a declaration starts with " + oneOf(declWords)
	}
	p.fail(d)
}

// skipDeclaration goes on to the next line that starts a declaration. A block
// that was not understood is skipped to its closing bracket.
func (p *parser) skipDeclaration() {
	for depth := 0; !p.peek().EOF(); p.next() {
		t := p.peek()
		first := p.prev != nil && p.lineStart() && t.Type == tokIdent
		switch {
		case first && t.Pos.Column == 1, first && depth <= 0 && p.startsDeclaration():
			return
		case p.is("{"):
			depth++
		case p.is("}"):
			depth--
		}
	}
}

// startsDeclaration reports whether the next token, first of its line, can
// only be the start of a declaration.
func (p *parser) startsDeclaration() bool {
	t := p.peek()
	if !p.lineStart() || t.Type != tokIdent || !isDeclWord(t.Value) {
		return false
	}
	after := p.second()
	if after.Pos.Line != t.Pos.Line {
		return false
	}
	if t.Value == "train" { // `train 0..4` is an item of cases
		return after.Value == "{"
	}
	return after.Type == tokIdent || after.Type == tokNumber || after.Value == "{"
}

// scalar reads `const | param | field | state NAME [: unit] [= value] {attribute}`.
func (p *parser) scalar(word ast.Ident) *ast.Scalar {
	d := &ast.Scalar{Kind: word.Name}
	d.Name = p.name("a name")
	d.Unit = p.optionalUnit()
	if p.acceptHere("=") {
		d.Value = p.expr()
	}
	for !p.ended() {
		t := p.peek()
		switch {
		case p.is("in") && d.Range == nil:
			d.Range = p.rangeAttribute()
		case slices.Contains(scalarFlags, t.Value):
			d.Flags = append(d.Flags, p.word())
		case t.Type == tokNumber && d.Value == nil, p.is("==") && d.Value == nil:
			p.unexpected(codeMissing, "`=`", "a value follows `=`: `"+d.Kind+" "+d.Name.Name+" = 1`")
		case p.is("=") && d.Value == nil:
			p.fail(diag.Diagnostic{
				Code: codeExtra, Span: spanOf(t), Message: "the value of `" + d.Name.Name + "` stands before its range and words",
				Help: "write `" + d.Kind + " " + d.Name.Name + " = ...`, and what else is said of it behind that",
			})
		case t.Type == tokIdent && !isReserved(t.Value):
			p.unknownAttribute(d)
		default:
			p.extra("the declaration of `" + d.Name.Name + "`")
		}
	}
	d.Span = p.spanFrom(word.Start)
	return d
}

// unknownAttribute fails on a word behind a declaration, which may be a unit.
func (p *parser) unknownAttribute(d *ast.Scalar) {
	t := p.peek()
	problem := diag.Diagnostic{
		Code: codeAttribute, Span: spanOf(t),
		Message: fmt.Sprintf("unknown attribute %s of `%s`", quote(t), d.Name.Name),
		Help:    meant(t.Value, append([]string{"in"}, scalarFlags...)),
	}
	if n, ok := d.Value.(*ast.Number); ok && d.Unit == nil && diag.Nearest(t.Value, scalarFlags) == "" {
		var unit *ast.Unit
		if known := len(p.problems); !p.try(func() { unit = p.unit("") }) {
			p.problems = p.problems[:known]
			unit = &ast.Unit{Span: problem.Span, Text: t.Value}
		}
		problem.Span = unit.Span
		problem.Message = fmt.Sprintf("unexpected %s behind the value of `%s`", quoteText(unit.Text), d.Name.Name)
		problem.Help = fmt.Sprintf("a unit stands behind the name: `%s %s : %s = %s`", d.Kind, d.Name.Name, unit.Text, n.Text)
	}
	p.fail(problem)
}

// rangeAttribute reads `in [a, b]`; a round bracket leaves that end out.
func (p *parser) rangeAttribute() *ast.Range {
	start := p.next().Pos.Offset
	r := &ast.Range{}
	open := p.peek()
	if !p.here("(") && !p.here("[") {
		p.unexpected(codeMissing, "`[`", rangeHelp)
	}
	p.next()
	r.LoOpen = open.Value == "("
	r.Lo, r.Hi = p.bounds(open)
	if p.is(")") {
		r.HiOpen = true
	} else if !p.is("]") {
		p.unclosed(open, "]", false)
	}
	p.next()
	p.brackets--
	r.Span = p.spanFrom(start)
	return r
}

const rangeHelp = "a range is written `in [0, 1]`; a round bracket leaves that end out: `in (0, 1]`"

// bounds reads `a, b` behind the bracket open, and leaves the closing bracket.
func (p *parser) bounds(open *lexer.Token) (lo, hi ast.Expr) {
	p.brackets++
	lo = p.expr()
	if p.is("..") {
		p.unexpected(codeMissing, "`,`", "the ends of a range are parted by a comma: `[0, 1]`")
	}
	if !p.accept(",") {
		p.inBracket(open, "`,` and the upper end", rangeHelp)
	}
	return lo, p.expr()
}

// let reads `let NAME [: unit] = expr`.
func (p *parser) let(word ast.Ident) *ast.Let {
	d := &ast.Let{}
	d.Name = p.name("a name")
	d.Unit = p.optionalUnit()
	p.expect("=", codeMissing, "write `let "+d.Name.Name+" = ...`")
	d.Value = p.expr()
	d.Span = p.spanFrom(word.Start)
	return d
}

// closure reads `closure NAME(arg [: unit], ...) [: unit]` and `= net` or a body.
func (p *parser) closure(word ast.Ident) *ast.Closure {
	const help = "write `closure f(x, t) = mlp(hidden: [16])`, or a body in `{ }`"
	d := &ast.Closure{}
	d.Name = p.name("a name")
	open := p.expect("(", codeMissing, "say what it depends on: `closure "+d.Name.Name+"(x, y) = ...`")
	p.brackets++
	for !p.is(")") {
		a := ast.Arg{Ident: p.name("an argument's name")}
		a.Unit = p.optionalUnit()
		d.Args = append(d.Args, a)
		if !p.accept(",") && !p.is(")") {
			p.unclosed(open, ")", true)
		}
	}
	p.next()
	p.brackets--
	d.Unit = p.optionalUnit()
	switch {
	case p.acceptHere("="):
		d.Net = p.expr()
	case p.here("{"):
		d.Body = p.items(word)
	default:
		p.unexpected(codeMissing, "`=` and a network", help)
	}
	d.Span = p.spanFrom(word.Start)
	return d
}

// equation reads `equation STATE: lhs = rhs`.
func (p *parser) equation(word ast.Ident) *ast.Equation {
	d := &ast.Equation{}
	d.State = p.name("the name of a state")
	p.expect(":", codeMissing, "write `equation "+d.State.Name+": ddt("+d.State.Name+") = ...`")
	d.LHS = p.side()
	if !p.accept("=") {
		if p.ended() {
			p.unexpected(codeMissing, "`=` and the right side of the equation", "an equation has two sides; the right one may be `0`")
		}
		p.extra("the left side of the equation")
	}
	d.RHS = p.expr()
	d.Span = p.spanFrom(word.Start)
	return d
}

// side reads the left side of an equation or condition.
func (p *parser) side() ast.Expr {
	x := p.expr()
	if b, ok := x.(*ast.Binary); ok && b.Op == "==" {
		p.fail(diag.Diagnostic{
			Code: codeMissing, Span: b.OpSpan, Message: "`==` instead of `=`",
			Help: "the two sides are joined by `=`; `==` compares two numbers in `where(...)`",
		})
	}
	return x
}

// observe reads `observe | report NAME [at t = t1, t2, ...] [on where]
// [noise size [seed n]] [from "name"]`.
func (p *parser) observe(word ast.Ident) *ast.Observe {
	d := &ast.Observe{Kind: word}
	d.State = p.name("what to " + word.Name)
	if p.acceptHere("at") {
		if t := p.peek(); t.Type != tokIdent || p.ended() {
			p.unexpected(codeMissing, "the name of the time and `=`", "write `at t = 0.1, 0.2`")
		}
		coord := p.name("the name of the time")
		d.Coord = &coord
		p.expect("=", codeMissing, "write `at "+coord.Name+" = 0.1, 0.2`")
		d.Times = append(d.Times, p.expr())
		for p.acceptHere(",") {
			d.Times = append(d.Times, p.expr())
		}
	}
	if p.acceptHere("on") {
		d.On = p.sum()
	}
	if p.acceptHere("noise") {
		d.Noise = p.sum()
		if p.acceptHere("seed") {
			d.Seed = p.sum()
		}
	}
	if p.acceptHere("from") {
		t := p.peek()
		if p.ended() || t.Type != tokString {
			p.unexpected(codeMissing, "the name of an array in double quotes", "write `from \"name\"`")
		}
		d.From = p.text()
	}
	d.Span = p.spanFrom(word.Start)
	return d
}
