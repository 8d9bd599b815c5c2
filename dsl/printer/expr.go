package printer

import (
	"strconv"

	"github.com/pindiff/pindiffc/dsl/ast"
)

// tight operators stand without blanks.
var tight = map[string]bool{"*": true, "/": true, "^": true}

// expr prints an expression.
func (w *writer) expr(e ast.Expr) {
	switch e := e.(type) {
	case *ast.Number:
		w.token(e.Start, number(e))
	case *ast.Name:
		w.ident(e.Ident)
	case *ast.String:
		w.token(e.Start, `"`+e.Value+`"`)
	case *ast.Unary:
		w.token(e.Start, e.Op)
		w.expr(e.X)
	case *ast.Binary:
		w.binary(e)
	case *ast.Paren:
		w.reach(e.Start)
		w.bracket("(", ")", e.X.Place().Start, e.End-1, func() { w.expr(e.X) })
	case *ast.List:
		w.reach(e.Start)
		first := e.End - 1
		if len(e.Elems) > 0 {
			first = e.Elems[0].Place().Start
		}
		w.bracket("[", "]", first, e.End-1, func() { list(w, e.Elems, w.expr) })
	case *ast.Call:
		w.call(e)
	}
}

func (w *writer) binary(e *ast.Binary) {
	gap := " "
	if tight[e.Op] {
		gap = ""
	}
	w.expr(e.X)
	w.text(gap)
	w.token(e.OpSpan.Start, e.Op)
	w.text(gap)
	w.expr(e.Y)
}

func (w *writer) call(e *ast.Call) {
	w.ident(e.Fun)
	first := e.End - 1
	if len(e.Args) > 0 {
		first = e.Args[0].Place().Start
	} else if len(e.Keys) > 0 {
		first = e.Keys[0].Start
	}
	w.bracket("(", ")", first, e.End-1, func() {
		list(w, e.Args, w.expr)
		if len(e.Args) > 0 && len(e.Keys) > 0 {
			w.text(", ")
		}
		list(w, e.Keys, func(k ast.KeyArg) {
			w.ident(k.Key)
			w.text(": ")
			w.expr(k.Value)
		})
	})
}

// number is a literal as it was written; one made by a program by its value.
func number(n *ast.Number) string {
	s := n.Text
	if s == "" {
		s = strconv.FormatFloat(n.Value, 'g', -1, 64)
	}
	if n.Percent {
		s += " %"
	}
	if n.Unit != nil {
		s += "[" + n.Unit.Text + "]"
	}
	return s
}
