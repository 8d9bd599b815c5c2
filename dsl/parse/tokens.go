package parse

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/diag"
)

// spelled says how to write characters that people paste or type by habit.
var spelled = map[string]string{
	"·": "*", "×": "*", "⋅": "*", "−": "-", "–": "-", "—": "-", "÷": "/", "²": "^2", "³": "^3",
	"≤": "<=", "≥": ">=", "≠": "!=", "“": `"`, "”": `"`, "„": `"`, "'": `"`, "∂": "ddt(...) or dx(...)",
	"∇": "grad(...) or div(...)", "Δ": "lap(...)", "√": "sqrt(...)", "°": "deg", "µ": "u", "μ": "mu",
	"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "eps", "ϵ": "eps", "ζ": "zeta", "η": "eta",
	"θ": "theta", "κ": "kappa", "λ": "lambda", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma",
	"τ": "tau", "φ": "phi", "ϕ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega", "Γ": "Gamma", "Φ": "Phi", "Ω": "Omega",
}

// strayHelp says what to do about ASCII signs that have no use in the language.
var strayHelp = map[string]string{
	";": "leave it out: a line end is enough",
	"'": "text stands in double quotes: \"...\"",
	".": "write numbers with a digit on both sides of the dot, `0.5` or `1.0`, and ranges with two dots, `0..4`",
	"&": "nest `where(...)` instead",
	"|": "nest `where(...)` instead",
	"!": "write `!=` for different",
}

// badToken fails if the next token is none of the language.
func (p *parser) badToken() {
	t := p.peek()
	d := diag.Diagnostic{Code: codeStray, Span: spanOf(t)}
	switch t.Type {
	case tokOpenString:
		d.Code, d.Message = codeString, "a text without its closing quote"
		d.Help = "end it with `\"` on the same line"
	case tokForeign:
		if p.adjacent() && p.prev.Type == tokIdent {
			d.Span.Start = spanOf(p.prev).Start
			d.Message = fmt.Sprintf("a name with other than plain letters: `%s`", p.prev.Value+t.Value)
		} else {
			d.Message = fmt.Sprintf("%s outside of a comment or text", quote(t))
		}
		d.Help = foreignHelp(t.Value)
	case tokStray:
		d.Message = fmt.Sprintf("`%s` is not used in this language", strings.ReplaceAll(t.Value, "`", "'"))
		d.Help = strayHelp[t.Value]
	default:
		return
	}
	p.fail(d)
}

// foreignHelp spells the first character that has a spelling.
func foreignHelp(text string) string {
	first, _ := utf8.DecodeRuneInString(text)
	for _, c := range text {
		if s, ok := spelled[string(c)]; ok {
			return fmt.Sprintf("for `%c` write `%s`", c, s)
		}
	}
	if first == '\u00A0' || first == '\u3000' || first == '\u200B' || first == '\uFEFF' {
		return fmt.Sprintf("U+%04X looks like a blank; write a plain one", first)
	}
	return "names are made of the letters A-Z and a-z, digits and `_`"
}

// number reads a literal: `1e-3`, `25 %`, `1[K]`.
func (p *parser) number() *ast.Number {
	t := p.next()
	n := &ast.Number{Span: spanOf(t), Text: t.Value}
	if p.adjacent() {
		p.numberTail(n)
	}
	n.Value = p.numberValue(n)
	switch {
	case p.acceptHere("%"):
		n.Percent = true
	case p.adjacent() && p.is("["):
		open := p.next()
		n.Unit = p.unit("`[`")
		if !p.here("]") {
			p.unclosed(open, "]", false)
		}
		p.next()
	}
	n.Span = p.spanFrom(n.Start)
	return n
}

// numberTail fails on letters and dots right behind a number.
func (p *parser) numberTail(n *ast.Number) {
	t, tail := p.peek(), ""
	for p.adjacent() && (p.peek().Type == tokIdent || p.peek().Type == tokNumber || p.peek().Value == ".") {
		tail += p.next().Value
	}
	if tail == "" {
		return
	}
	d := diag.Diagnostic{
		Code: codeNumber, Span: p.spanFrom(n.Start),
		Message: fmt.Sprintf("%s is not a number", quoteText(n.Text+tail)),
	}
	switch {
	case n.Text == "0" && strings.ContainsAny(t.Value[:1], "xXbBoO"):
		d.Help = "numbers are decimal"
	case t.Type == tokStray && strings.Contains(n.Text, "."):
		d.Help = "a number has one dot"
	case t.Type == tokStray:
		d.Help = fmt.Sprintf("a dot has digits on both sides: write `%s.0`", n.Text)
	case t.Value == "e" || t.Value == "E":
		d.Help = fmt.Sprintf("write the exponent, e.g. `%se-3`, or leave the `%s` out", n.Text, t.Value)
	case strings.HasPrefix(t.Value, "_"):
		d.Help = "write the digits without signs between them"
	default:
		d.Help = fmt.Sprintf("for a product write `%s*%s`, for a unit `%s[%s]`", n.Text, t.Value, n.Text, t.Value)
	}
	p.fail(d)
}
