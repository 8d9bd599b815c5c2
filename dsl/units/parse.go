package units

import (
	"fmt"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits on the text of a unit: generous for people, small for the rest.
const (
	maxText  = 200
	maxDepth = 16
)

// An Error says which bytes of the text are wrong, and why.
type Error struct {
	Start, End int // byte offsets in the text
	Message    string
	Help       string
}

func (e *Error) Error() string { return e.Message }

// Parse reads a unit:
//
//	unit   = term { ("/" | "*") term }
//	term   = factor { factor }               juxtaposed: a product
//	factor = (name | "1" | "(" unit ")") [ "^" exponent ]
//
// Operators associate to the left, so `J/mol/K` is J/(mol K); a product by
// juxtaposition right after a division, `W/m K`, is refused as ambiguous.
// Exponents are integers or fractions: `m^-3`, `m^0.5`, `m^(1/2)`. The error
// is an *Error.
func Parse(text string) (Unit, error) {
	if len(text) > maxText {
		return Unit{}, &Error{0, len(text), fmt.Sprintf("unit of more than %d characters", maxText), ""}
	}
	p := &parser{text: text}
	p.skip()
	if p.pos == len(text) {
		return Unit{}, &Error{0, len(text), "empty unit", "write `1` for a pure number"}
	}
	u := p.unit(0)
	if p.err == nil && p.pos < len(text) {
		p.fail(p.pos, p.pos+p.width(), "unexpected %q in a unit", text[p.pos:p.pos+p.width()])
	}
	if p.err == nil && (u.Scale == 0 || math.IsInf(u.Scale, 0)) {
		p.fail(0, len(text), "the scale of this unit is out of range")
	}
	if p.err != nil {
		return Unit{}, p.err
	}
	u.Text = strings.TrimSpace(text)
	return u, nil
}

// parser holds the first error.
type parser struct {
	text string
	pos  int
	err  *Error
}

func (p *parser) fail(start, end int, format string, args ...any) {
	if p.err == nil {
		p.err = &Error{Start: start, End: max(end, start), Message: fmt.Sprintf(format, args...)}
	}
}

func (p *parser) skip() {
	for p.pos < len(p.text) && (p.text[p.pos] == ' ' || p.text[p.pos] == '\t') {
		p.pos++
	}
}

func (p *parser) width() int {
	_, n := utf8.DecodeRuneInString(p.text[p.pos:])
	return max(n, 1)
}

func (p *parser) at(chars string) bool {
	p.skip()
	return p.err == nil && p.pos < len(p.text) && strings.IndexByte(chars, p.text[p.pos]) >= 0
}

// combine returns a*b, or a/b.
func (p *parser) combine(a, b Unit, divide bool, start int) Unit {
	var ok bool
	if divide {
		a.Scale /= b.Scale
		a.Dims, ok = a.Dims.Div(b.Dims)
	} else {
		a.Scale *= b.Scale
		a.Dims, ok = a.Dims.Mul(b.Dims)
	}
	if !ok {
		p.fail(start, p.pos, "exponent out of range in a unit")
	}
	return a
}

func (p *parser) unit(depth int) Unit {
	start := p.pos
	u := p.term(depth, false)
	for p.at("/*") {
		divide := p.text[p.pos] == '/'
		p.pos++
		u = p.combine(u, p.term(depth, divide), divide, start)
	}
	return u
}

func (p *parser) term(depth int, divisor bool) Unit {
	p.skip()
	start := p.pos
	u := p.factor(depth)
	for {
		p.skip()
		if p.err != nil || p.pos == len(p.text) || strings.IndexByte("/*)", p.text[p.pos]) >= 0 {
			return u
		}
		first := strings.TrimSpace(p.text[start:p.pos])
		again := p.pos
		f := p.factor(depth)
		if divisor && p.err == nil {
			second := p.text[again:p.pos]
			p.fail(start, p.pos, "`/%s %s` can be read in two ways", first, second)
			p.err.Help = fmt.Sprintf("write `/(%s*%s)` or `/%s*%s`", first, second, first, second)
		}
		u = p.combine(u, f, false, start)
	}
}

func (p *parser) factor(depth int) Unit {
	p.skip()
	start := p.pos
	u := p.primary(depth)
	if !p.at("^") {
		return u
	}
	p.pos++
	r := p.exponent()
	if p.err != nil {
		return u
	}
	dims, ok := u.Dims.Pow(r)
	if !ok {
		p.fail(start, p.pos, "exponent out of range in a unit")
	}
	return Unit{Scale: math.Pow(u.Scale, r.Float()), Dims: dims}
}

func (p *parser) primary(depth int) Unit {
	start := p.pos
	switch {
	case p.err != nil:
		return One
	case p.pos == len(p.text):
		p.fail(0, start, "a unit is missing at the end of `%s`", strings.TrimSpace(p.text))
		return One
	case p.text[p.pos] == '(':
		if depth >= maxDepth {
			p.fail(start, start+1, "unit nested too deeply")
			return One
		}
		p.pos++
		u := p.unit(depth + 1)
		if !p.at(")") {
			p.fail(start, p.pos, "missing `)` in a unit")
			return One
		}
		p.pos++
		return u
	case p.text[p.pos] >= '0' && p.text[p.pos] <= '9':
		for p.pos < len(p.text) && strings.IndexByte("0123456789.", p.text[p.pos]) >= 0 {
			p.pos++
		}
		if p.text[start:p.pos] != "1" {
			p.fail(start, p.pos, "a unit has no factor `%s`", p.text[start:p.pos])
			p.err.Help = "use a prefix (`mm`, `kPa`), or multiply the value instead"
		}
		return One
	}
	return p.name()
}

func (p *parser) name() Unit {
	start := p.pos
	for p.pos < len(p.text) {
		r, n := utf8.DecodeRuneInString(p.text[p.pos:])
		if !unicode.IsLetter(r) && r != '%' && r != '°' && r != '_' {
			break
		}
		p.pos += n
	}
	name := p.text[start:p.pos]
	if name == "" {
		p.fail(start, start+p.width(), "unexpected %q in a unit", p.text[start:start+p.width()])
		return One
	}
	a, ok := lookup(name)
	if !ok {
		p.fail(start, p.pos, "unknown unit `%s`", name)
		p.err.Help = hint(name)
		return One
	}
	if a.refused != "" {
		p.fail(start, p.pos, "unit `%s` is not supported", name)
		p.err.Help = a.refused
		return One
	}
	return Unit{Scale: a.scale, Dims: a.dims}
}

// exponent = ["-"|"+"] digits ["." digits] | "(" ["-"] digits ["/" digits] ")".
func (p *parser) exponent() Rational {
	p.skip()
	start := p.pos
	paren := p.at("(")
	if paren {
		p.pos++
	}
	negative := p.at("-")
	if negative || p.at("+") {
		p.pos++
	}
	num, den := p.digits(), 1
	switch {
	case p.pos < len(p.text) && p.text[p.pos] == '.':
		p.pos++
		at := p.pos
		frac := p.digits()
		for i := at; i < p.pos && i < at+4; i++ {
			den *= 10
		}
		num = num*den + frac
	case paren && p.at("/"):
		p.pos++
		den = p.digits()
	}
	if paren {
		if !p.at(")") {
			p.fail(start, p.pos, "missing `)` in an exponent")
		} else {
			p.pos++
		}
	}
	if negative {
		num = -num
	}
	if p.err == nil && den == 0 {
		p.fail(start, p.pos, "exponent divides by zero")
	}
	if p.err != nil {
		return Rational{}
	}
	r, ok := NewRational(num, den)
	if !ok {
		p.fail(start, p.pos, "exponent out of range in a unit")
	}
	return r
}

// digits reads a number of at most four digits.
func (p *parser) digits() int {
	p.skip()
	start, n := p.pos, 0
	for p.pos < len(p.text) && p.text[p.pos] >= '0' && p.text[p.pos] <= '9' {
		if p.pos-start >= 4 {
			p.fail(start, p.pos, "exponent out of range in a unit")
			return 0
		}
		n = 10*n + int(p.text[p.pos]-'0')
		p.pos++
	}
	if p.pos == start {
		p.fail(start, start, "an exponent is missing")
		if p.err.Help == "" {
			p.err.Help = "write an integer or a fraction: `m^-3`, `m^(1/2)`"
		}
	}
	return n
}

// hint for common names that are written differently here.
func hint(name string) string {
	if s, ok := map[string]string{
		"sec": "s", "second": "s", "seconds": "s", "hr": "h", "hour": "h", "hours": "h", "day": "d", "days": "d",
		"year": "yr", "meter": "m", "metre": "m", "micron": "um", "kelvin": "K", "celsius": "K", "mole": "mol",
		"pascal": "Pa", "joule": "J", "watt": "W", "litre": "L", "liter": "L", "kgs": "kg", "amp": "A", "volt": "V",
	}[strings.ToLower(name)]; ok {
		return "write `" + s + "`"
	}
	return "units are SI names with prefixes (`mm`, `kJ`, `W/m/K`) and `min h d yr bar atm L eV`"
}
