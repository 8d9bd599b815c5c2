package layout

import "go/token"

// expr formats an expression by gofmt's rules (go/printer, nodes.go): depth says how
// deep an expression is in others; blanks stand around operators that bind less than
// a limit, which depends on the depth and on what other operators there are.
func (b *body) expr(x *node, depth int) {
	switch x.kind {
	case atom:
		b.out.WriteString(x.text)
	case unary:
		b.out.WriteString(x.text)
		b.expr(x.x, depth)
	case binary:
		b.binary(x, depth)
	case bracketed:
		b.out.WriteByte('(')
		b.expr(x.x, max(depth-1, 1))
		b.out.WriteByte(')')
	case selector:
		b.expr(x.x, depth)
		b.out.WriteByte('.')
		b.out.WriteString(x.text)
	case element:
		b.expr(x.x, 1)
		b.out.WriteByte('[')
		b.expr(x.y, depth+1)
		b.out.WriteByte(']')
	case slice:
		b.slice(x, depth)
	case call:
		if x.y != nil && x.y.more != nil {
			depth++
		}
		b.expr(x.x, depth)
		b.out.WriteByte('(')
		b.exprs(x.y, depth)
		b.out.WriteByte(')')
	}
}

// exprs formats a list.
func (b *body) exprs(x *node, depth int) {
	for first := x; x != nil; x = x.more {
		if x != first {
			b.out.WriteString(", ")
		}
		b.expr(x, depth)
	}
}

func (b *body) binary(x *node, depth int) {
	below := func(operand *node) int {
		if operand.kind == binary && operand.prec == x.prec {
			return depth
		}
		return depth + 1
	}
	blank := x.prec < limit(x, depth)
	b.expr(x.x, below(x.x))
	if blank {
		b.out.WriteByte(' ')
	}
	b.out.WriteString(x.text)
	if blank {
		b.out.WriteByte(' ')
	}
	b.expr(x.y, depth+1)
}

// slice formats x[low:high].
func (b *body) slice(x *node, depth int) {
	low, high := x.y, x.z
	blank := depth <= 1 && low != nil && high != nil && (low.kind == binary || high.kind == binary)
	b.expr(x.x, 1)
	b.out.WriteByte('[')
	if low != nil {
		b.expr(low, depth+1)
	}
	if blank {
		b.out.WriteByte(' ')
	}
	b.out.WriteByte(':')
	if blank {
		b.out.WriteByte(' ')
	}
	if high != nil {
		b.expr(high, depth+1)
	}
	b.out.WriteByte(']')
}

// limit is the precedence from which on operators stand without blanks.
func limit(x *node, depth int) int {
	sums, products, signs := operators(x)
	switch {
	case signs:
		return 5 // "a - -b" stands apart
	case sums && products && depth == 1:
		return 5
	case sums && products:
		return 4
	case depth == 1:
		return 6
	}
	return 4
}

// operators says what a binary expression is made of, without brackets and calls.
func operators(x *node) (sums, products, signs bool) {
	sums, products = x.prec == precSum, x.prec == precProduct
	for _, operand := range []*node{x.x, x.y} {
		switch operand.kind {
		case binary:
			s, p, m := operators(operand)
			sums, products, signs = sums || s, products || p, signs || m
		case unary:
			signs = signs || operand == x.y && (x.text == "+" || x.text == "-") && x.text == operand.text
		}
	}
	return sums, products, signs
}

// Go's precedences of two kinds of operators.
var (
	precSum     = token.ADD.Precedence()
	precProduct = token.MUL.Precedence()
)
