package model

import (
	"slices"
	"strconv"
	"strings"
)

// Binding strength of what an expression prints as, weak to strong.
const (
	bindCompare = iota
	bindSum
	bindProduct
	bindUnary
	bindPower
	bindAtom
)

var infix = map[Op]struct {
	text string
	bind int
}{
	OpAdd: {" + ", bindSum}, OpSub: {" - ", bindSum}, OpMul: {"*", bindProduct}, OpDiv: {"/", bindProduct}, OpPow: {"^", bindPower},
	OpLess: {" < ", bindCompare}, OpLessEq: {" <= ", bindCompare}, OpGreater: {" > ", bindCompare}, OpGreaterEq: {" >= ", bindCompare},
}

// String prints the expression in the specification's own notation, with
// numbers in SI.
func (e *Expr) String() string {
	var b strings.Builder
	e.print(&b, bindCompare)
	return b.String()
}

func (e *Expr) print(b *strings.Builder, least int) {
	if in, ok := infix[e.Op]; ok {
		left, right := in.bind, in.bind+1 // left associative
		if e.Op == OpPow {
			left, right = bindAtom, bindPower
		}
		e.wrap(b, in.bind < least, func() {
			e.Args[0].print(b, left)
			b.WriteString(in.text)
			e.Args[1].print(b, right)
		})
		return
	}
	switch e.Op {
	case OpNum:
		e.wrap(b, e.Value < 0 && least > bindSum, func() { b.WriteString(strconv.FormatFloat(e.Value, 'g', -1, 64)) })
	case OpRef:
		b.WriteString(e.Sym.Name)
	case OpNeg:
		e.wrap(b, bindUnary < least, func() {
			b.WriteByte('-')
			e.Args[0].print(b, bindUnary)
		})
	case OpVector:
		b.WriteByte('[')
		e.list(b, "")
		b.WriteByte(']')
	default:
		b.WriteString(e.name())
		b.WriteByte('(')
		e.list(b, e.Scheme)
		b.WriteByte(')')
	}
}

func (e *Expr) wrap(b *strings.Builder, paren bool, body func()) {
	if paren {
		b.WriteByte('(')
	}
	body()
	if paren {
		b.WriteByte(')')
	}
}

// list prints arguments, then named ones in the order of their names.
func (e *Expr) list(b *strings.Builder, first string) {
	sep := ""
	if first != "" {
		b.WriteString(first)
		sep = ", "
	}
	for _, a := range e.Args {
		b.WriteString(sep)
		a.print(b, bindCompare)
		sep = ", "
	}
	keys := make([]string, 0, len(e.Keys))
	for k := range e.Keys {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		b.WriteString(sep + k + ": ")
		e.Keys[k].print(b, bindCompare)
		sep = ", "
	}
}

// name of an operator as the user writes it.
func (e *Expr) name() string {
	switch e.Op {
	case OpDdt:
		return "ddt"
	case OpGrad:
		return "grad"
	case OpDiv_:
		return "div"
	case OpLap:
		return "lap"
	case OpDot:
		return "dot"
	case OpNorm:
		return "norm"
	case OpLag:
		return "lag"
	case OpApply:
		return e.Sym.Name
	}
	return strings.TrimPrefix(e.Fun, "grid_")
}
