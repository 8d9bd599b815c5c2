package layout

import (
	"go/token"
	"unicode"
	"unicode/utf8"
)

// node of an expression.
type node struct {
	kind    kind
	text    string // of an atom, an operator, or a selected name
	prec    int    // of a binary operator
	x, y, z *node  // operands; of a call: the function, and the first argument
	more    *node  // the next in a list
}

type kind uint8

const (
	atom      kind = iota // a name or a number
	unary                 // -x
	binary                // x + y
	bracketed             // (x)
	selector              // x.text
	element               // x[y]
	slice                 // x[y:z]
	call                  // x(y, ...)
)

// precedences of the binary operators that kernels use, as Go has them.
var precedences = map[string]int{
	"||": 1, "&&": 2,
	"==": 3, "!=": 3, "<": 3, "<=": 3, ">": 3, ">=": 3,
	"+": 4, "-": 4,
	"*": 5, "/": 5,
}

// parser reads the tokens of one line. A token that it does not know is "?", which
// nothing accepts; where the line ends it is "".
type parser struct {
	src   string
	at    int    // behind the current token
	token string // the current one
	nodes []node // room for the line's expressions
	used  int
	nest  int
}

const (
	roomNodes = 1 << 10
	maxNest   = 500 // deeper expressions are go/format's, which refuses or takes them
)

// reset starts a line.
func (p *parser) reset(line []byte) {
	if p.nodes == nil {
		p.nodes = make([]node, roomNodes)
	}
	p.src, p.at, p.used, p.nest = string(line), 0, 0, 0
	p.scan()
}

func (p *parser) is(text string) bool { return p.token == text }
func (p *parser) done() bool          { return p.token == "" }

// next returns the current token and goes on.
func (p *parser) next() string {
	text := p.token
	p.scan()
	return text
}

func (p *parser) take(text string) bool {
	if p.token != text {
		return false
	}
	p.scan()
	return true
}

// name takes a name; "" if there is none.
func (p *parser) name() string {
	if p.token == "" || !letter(p.token[0]) {
		return ""
	}
	return p.next()
}

// ahead tells that a token stands third: i := range.
func (p *parser) ahead(text string) bool {
	at, now := p.at, p.token
	p.scan()
	p.scan()
	found := p.token == text
	p.at, p.token = at, now
	return found
}

// scan reads the next token.
func (p *parser) scan() {
	s := p.src
	for p.at < len(s) && s[p.at] == ' ' {
		p.at++
	}
	start := p.at
	if start == len(s) {
		p.token = ""
		return
	}
	switch c := s[start]; {
	case letter(c):
		p.at = wordEnd(s, start)
	case digit(c) || c == '.' && start+1 < len(s) && digit(s[start+1]):
		p.at = numberEnd(s, start)
	default:
		p.at += symbol(s[start:])
	}
	p.token = s[start:p.at]
	if p.at == start { // not known
		p.at, p.token = len(s), "?"
	}
}

// wordEnd is where a name ends; a name with letters that Go would not take ends
// early, and what follows is not known.
func wordEnd(s string, at int) int {
	for at < len(s) {
		if c := s[at]; c < utf8.RuneSelf {
			if !letter(c) && !digit(c) {
				return at
			}
			at++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[at:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return at
		}
		at += n
	}
	return at
}

// numberEnd is where a decimal number ends: 2, 0.5, 1e-05.
func numberEnd(s string, at int) int {
	digits := func() {
		for at < len(s) && digit(s[at]) {
			at++
		}
	}
	digits()
	if at < len(s) && s[at] == '.' {
		at++
		digits()
	}
	if rest := s[at:]; len(rest) > 1 && rest[0] == 'e' && (digit(rest[1]) || len(rest) > 2 && (rest[1] == '-' || rest[1] == '+') && digit(rest[2])) {
		at += 2
		digits()
	}
	return at
}

// symbol is the length of the operator or the bracket at the start of s; 0 for one
// that kernels do not use.
func symbol(s string) int {
	if len(s) > 1 {
		switch s[:2] {
		case ":=", "+=", "-=", "++", "==", "!=", "<=", ">=", "&&", "||":
			return 2
		case "--", "*=", "/=", "<<", ">>", "&^", "..":
			return 0
		}
	}
	switch s[0] {
	case '+', '-', '*', '/', '<', '>', '=', '(', ')', '[', ']', '{', '}', ',', ';', ':', '.', '!', '&':
		return 1
	}
	return 0
}

func letter(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' || c >= utf8.RuneSelf
}
func digit(c byte) bool { return '0' <= c && c <= '9' }

// list reads expressions with commas between them; nil: there is none, or something
// else.
func (p *parser) list() *node {
	first := p.expr()
	for last := first; last != nil && p.take(","); last = last.more {
		if last.more = p.expr(); last.more == nil {
			return nil
		}
	}
	return first
}

func (p *parser) expr() *node { return p.binary(1) }

// binary reads operators that bind at least as strongly as prec.
func (p *parser) binary(prec int) *node {
	p.nest++
	defer func() { p.nest-- }()
	if p.nest > maxNest {
		return nil
	}
	x := p.operand()
	for x != nil {
		own := precedences[p.token]
		if own < prec {
			return x
		}
		op := p.next()
		y := p.binary(own + 1)
		if y == nil {
			return nil
		}
		x = p.make(node{kind: binary, text: op, prec: own, x: x, y: y})
	}
	return nil
}

// operand reads an operand with what stands before and behind it.
func (p *parser) operand() *node {
	switch p.token {
	case "-", "!", "&":
		op := p.next()
		p.nest++
		x := (*node)(nil)
		if p.nest <= maxNest {
			x = p.operand()
		}
		p.nest--
		if x == nil {
			return nil
		}
		return p.make(node{kind: unary, text: op, x: x})
	}
	x := p.first()
	for x != nil {
		switch {
		case p.take("."):
			name := p.name()
			if name == "" {
				return nil
			}
			x = p.make(node{kind: selector, text: name, x: x})
		case p.take("["):
			x = p.index(x)
		case p.take("("):
			x = p.call(x)
		default:
			return x
		}
	}
	return nil
}

// first reads a name, a number or an expression in brackets.
func (p *parser) first() *node {
	if p.take("(") {
		x := p.expr()
		if x == nil || x.kind == bracketed || !p.take(")") { // gofmt drops double brackets
			return nil
		}
		return p.make(node{kind: bracketed, x: x})
	}
	if p.token == "" || p.token == "." || token.IsKeyword(p.token) {
		return nil
	}
	if c := p.token[0]; !letter(c) && !digit(c) && c != '.' {
		return nil
	}
	return p.make(node{kind: atom, text: p.next()})
}

// index reads what is behind the bracket of an element or a slice.
func (p *parser) index(x *node) *node {
	var low, high *node
	if !p.is(":") {
		if low = p.expr(); low == nil {
			return nil
		}
		if p.take("]") {
			return p.make(node{kind: element, x: x, y: low})
		}
	}
	if !p.take(":") {
		return nil
	}
	if !p.is("]") {
		if high = p.expr(); high == nil {
			return nil
		}
	}
	if !p.take("]") {
		return nil
	}
	return p.make(node{kind: slice, x: x, y: low, z: high})
}

// call reads the arguments of a call.
func (p *parser) call(x *node) *node {
	if p.take(")") {
		return p.make(node{kind: call, x: x})
	}
	args := p.list()
	if args == nil || !p.take(")") {
		return nil
	}
	return p.make(node{kind: call, x: x, y: args})
}

// make stores a node; those of a line are given up together.
func (p *parser) make(n node) *node {
	if p.used == len(p.nodes) {
		p.nodes, p.used = make([]node, roomNodes), 0
	}
	x := &p.nodes[p.used]
	*x = n
	p.used++
	return x
}
