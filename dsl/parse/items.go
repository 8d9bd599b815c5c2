package parse

import (
	"fmt"
	"slices"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/diag"
)

// axis reads `NAME [: unit] in [lo, hi] cells | step | steps VALUE`.
func (p *parser) axis() *ast.AxisItem {
	a := &ast.AxisItem{Name: p.firstName("a coordinate")}
	a.Unit = p.optionalUnit()
	p.expect("in", codeMissing, itemHelp["domain"])
	if p.here("(") {
		p.unexpected(codeMissing, "`[`", "both ends belong to a coordinate: `in [0, 1]`")
	}
	open := p.expect("[", codeMissing, itemHelp["domain"])
	a.Lo, a.Hi = p.bounds(open)
	if !p.is("]") {
		p.unclosed(open, "]", false)
	}
	p.next()
	p.brackets--
	t := p.peek()
	switch {
	case p.ended() || t.Type != tokIdent:
		p.unexpected(codeMissing, oneOf(axisWords), itemHelp["domain"])
	case !slices.Contains(axisWords, t.Value):
		p.fail(diag.Diagnostic{
			Code: codeItem, Span: spanOf(t),
			Message: fmt.Sprintf("unknown word %s for a coordinate", quote(t)), Help: meant(t.Value, axisWords),
		})
	}
	a.Word = p.word()
	a.Value = p.expr()
	a.Span = p.spanFrom(a.Name.Start)
	p.axisEnds()
	return a
}

// axisEnds refuses what follows a coordinate on its line and begins no other one.
func (p *parser) axisEnds() {
	t := p.peek()
	if p.ended() || t.Type != tokIdent || slices.Contains([]string{"in", ":"}, p.second().Value) {
		return
	}
	p.fail(diag.Diagnostic{
		Code: codeItem, Span: spanOf(t), Message: fmt.Sprintf("unexpected %s after a coordinate", quote(t)),
		Help: "coordinates are Cartesian with equal cells: `x in [0, 1] cells 64`; the time has a step, or a list of steps",
	})
}

// face reads `AXIS [= min | max]: condition, ...`.
func (p *parser) face() *ast.FaceItem {
	f := &ast.FaceItem{Axis: p.firstName("a coordinate")}
	if p.acceptHere("=") {
		t := p.peek()
		if p.ended() || t.Value != "min" && t.Value != "max" {
			p.unexpected(codeMissing, "`min` or `max`", "a face is `"+f.Axis.Name+" = min` or `"+f.Axis.Name+" = max`")
		}
		side := p.word()
		f.Side = &side
	}
	p.expect(":", codeMissing, itemHelp["boundary"])
	f.Conditions = append(f.Conditions, p.condition())
	for p.acceptHere(",") {
		f.Conditions = append(f.Conditions, p.condition())
	}
	if p.here(":") && f.Conditions[len(f.Conditions)-1].RHS != nil {
		p.fail(diag.Diagnostic{
			Code: codeExtra, Span: spanOf(p.peek()), Message: "unexpected `:` after a condition",
			Help: "start each face on a new line, without a comma before it",
		})
	}
	f.Span = p.spanFrom(f.Axis.Start)
	return f
}

// condition reads `periodic`, `phi: symmetry` or `lhs = rhs`.
func (p *parser) condition() ast.Condition {
	start := p.peek().Pos.Offset
	lhs := p.side()
	c := ast.Condition{}
	name, isName := lhs.(*ast.Name)
	switch {
	case p.acceptHere("="):
		c.LHS, c.RHS = lhs, p.value()
	case isName && p.acceptHere(":"):
		word := p.name("`symmetry` or another kind of condition")
		c.LHS, c.Word = lhs, &word
	case isName:
		c.Word = &name.Ident
	default:
		p.unexpected(codeMissing, "`=`", "a condition is a word such as `periodic`, or looks like `u = 0` or `dn(u) = 0`")
	}
	c.Span = p.spanFrom(start)
	return c
}

// faceRule reads `face(a), face(b): zero_gradient`.
func (p *parser) faceRule() *ast.FaceRule {
	r := &ast.FaceRule{}
	start := p.peek().Pos.Offset
	for {
		p.next() // face
		open := p.expect("(", codeMissing, itemHelp["boundary"])
		p.brackets++
		r.Of = append(r.Of, p.expr())
		if !p.is(")") {
			p.unclosed(open, ")", false)
		}
		p.next()
		p.brackets--
		if !p.acceptHere(",") {
			break
		}
		if !p.is("face") {
			p.unexpected(codeMissing, "`face(...)`", itemHelp["boundary"])
		}
	}
	p.expect(":", codeMissing, "write `face(k): zero_gradient`")
	r.Rule = p.name("a rule such as `zero_gradient`")
	r.Span = p.spanFrom(start)
	return r
}

// assign reads `NAME = expr`.
func (p *parser) assign() *ast.Assign {
	a := &ast.Assign{Name: p.firstName("a name")}
	p.expect("=", codeMissing, "write `"+a.Name.Name+" = ...`")
	a.Value = p.value()
	a.Span = p.spanFrom(a.Name.Start)
	return a
}

// value reads the expression behind `=` in an item. If the line ends there and
// the next one is an item of its own, the expression is missing.
func (p *parser) value() ast.Expr {
	if p.ended() && p.peek().Type == tokIdent {
		if after := p.second().Value; after == "=" || after == ":" {
			p.noOperand()
		}
	}
	return p.expr()
}

// split reads `train | validate | test RANGE, ...`.
func (p *parser) split() *ast.Split {
	s := &ast.Split{Word: p.word()}
	for {
		r := ast.CaseRange{Lo: p.sum()}
		r.Hi = r.Lo
		if p.acceptHere("..") {
			r.Hi = p.sum()
		}
		r.Span = r.Lo.Place().Join(r.Hi.Place())
		s.Ranges = append(s.Ranges, r)
		if !p.acceptHere(",") {
			break
		}
	}
	s.Span = p.spanFrom(s.Word.Start)
	return s
}

// setting reads `WORD value`, `WORD with word value ...` or `WORD(...)`, and
// `WORD(...) then WORD(...)`. With a
// blank before the bracket, `loss (a + b)/c` is a word and a value, but
// `adam (rate: 1)` can only be a call.
func (p *parser) setting(kind string) *ast.Setting {
	help := itemHelp[kind]
	t := p.peek()
	open := p.second()
	isCall := open.Pos.Offset == spanOf(t).End || open.Pos.Line == t.Pos.Line && p.ahead(3).Value == ":"
	if open.Value == "(" && isCall {
		call := p.primary()
		for p.is("then") {
			op := p.next()
			y := p.sum()
			call = &ast.Binary{Span: call.Place().Join(y.Place()), Op: "then", OpSpan: spanOf(op), X: call, Y: y}
		}
		return &ast.Setting{Span: call.Place(), Word: ast.Ident{Span: spanOf(t), Name: t.Value}, Values: []ast.Expr{call}}
	}
	s := &ast.Setting{Word: p.word()}
	if p.here("=") || p.here(":") {
		p.fail(diag.Diagnostic{
			Code: codeExtra, Span: spanOf(p.peek()),
			Message: fmt.Sprintf("unexpected %s after `%s`", quote(p.peek()), s.Word.Name), Help: help,
		})
	}
	if p.ended() || p.is("}") {
		p.unexpected(codeMissing, "a value", help)
	}
	if p.is("with") {
		with := &ast.Name{Ident: p.word()}
		s.Values = append(s.Values, with)
		for more := true; more; more = !p.ended() && p.startsValue() {
			s.Values = append(s.Values, p.expr())
		}
	} else {
		s.Values = append(s.Values, p.expr())
	}
	s.Span = p.spanFrom(s.Word.Start)
	return s
}

// startsValue reports whether the next token can start an expression.
func (p *parser) startsValue() bool {
	t := p.peek()
	return t.Type == tokIdent || t.Type == tokNumber || t.Type == tokString || p.is("[") || p.is("(")
}

// closureItem reads an item in the body of a closure.
func (p *parser) closureItem() ast.Item {
	t := p.peek()
	if !slices.Contains(closureWords, t.Value) {
		p.fail(diag.Diagnostic{
			Code: codeItem, Span: spanOf(t),
			Message: fmt.Sprintf("unknown item %s of `closure`", quote(t)), Help: meant(t.Value, closureWords),
		})
	}
	word := p.word()
	if word.Name != "pin" {
		s := &ast.Setting{Word: word, Values: []ast.Expr{p.expr()}}
		for word.Name == "input" && p.acceptHere(",") {
			s.Values = append(s.Values, p.expr())
		}
		s.Span = p.spanFrom(word.Start)
		return s
	}
	pin := &ast.Pin{LHS: p.expr()}
	p.expect("=", codeMissing, "write `pin f(x0) = f0`")
	pin.RHS = p.expr()
	pin.Span = p.spanFrom(word.Start)
	return pin
}
