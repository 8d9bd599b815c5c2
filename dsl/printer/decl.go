package printer

import "github.com/pindiff/pindiffc/dsl/ast"

// keyOf names the kind of declarations that are aligned with each other; "" for
// those that are not.
func keyOf(d ast.Decl) string {
	switch d := d.(type) {
	case *ast.Scalar:
		return "scalar"
	case *ast.Let:
		return "let"
	case *ast.Closure:
		if d.Net != nil {
			return "closure"
		}
	case *ast.Equation:
		return "equation"
	case *ast.Observe:
		return "observe"
	}
	return ""
}

// decl prints a declaration; a block on one line.
func (w *writer) decl(d ast.Decl) {
	switch d := d.(type) {
	case *ast.Scalar:
		w.scalar(d)
	case *ast.Let:
		w.text("let ")
		w.ident(d.Name)
		w.cell()
		w.unit(d.Unit)
		w.cell()
		w.text("= ")
		w.expr(d.Value)
	case *ast.Equation:
		w.equation(d)
	case *ast.Observe:
		w.observe(d)
	case *ast.Closure:
		if d.Net == nil {
			w.head(d)
			w.body(d.Body)
			return
		}
		w.closure(d)
		w.cell()
		w.text("= ")
		w.expr(d.Net)
	case *ast.Block:
		w.head(d)
		w.body(d.Items)
	}
}

// head prints a block or closure up to its opening bracket.
func (w *writer) head(d ast.Decl) {
	switch d := d.(type) {
	case *ast.Closure:
		w.closure(d)
		w.join()
	case *ast.Block:
		w.ident(d.Kind)
		if d.Count != nil {
			w.text(" ")
			w.expr(d.Count)
		}
	}
	w.text(" {")
}

// body prints the items of a block on one line, and the closing bracket.
func (w *writer) body(items []ast.Item) {
	if len(items) > 0 {
		w.text(" ")
		w.items(items)
		w.join()
		w.text(" ")
	}
	w.text("}")
}

func (w *writer) scalar(d *ast.Scalar) {
	w.text(d.Kind + " ")
	w.ident(d.Name)
	w.cell()
	w.unit(d.Unit)
	w.cell()
	if d.Value != nil {
		w.text("= ")
		w.expr(d.Value)
	}
	w.cell()
	if r := d.Range; r != nil {
		opening, closing := "[", "]"
		if r.LoOpen {
			opening = "("
		}
		if r.HiOpen {
			closing = ")"
		}
		w.text("in ")
		w.bounds(opening, closing, r.Lo, r.Hi, r.End-1)
	}
	w.cell()
	for i, f := range d.Flags {
		if i > 0 {
			w.text(" ")
		}
		w.ident(f)
	}
}

// bounds prints `[lo, hi]`.
func (w *writer) bounds(opening, closing string, lo, hi ast.Expr, end int) {
	w.bracket(opening, closing, lo.Place().Start, end, func() { list(w, []ast.Expr{lo, hi}, w.expr) })
}

// closure prints `closure f(x, y) : unit`.
func (w *writer) closure(d *ast.Closure) {
	w.text("closure ")
	w.ident(d.Name)
	first, end := d.Name.End, d.Name.End
	if n := len(d.Args); n > 0 {
		first, end = d.Args[0].Start, d.Args[n-1].Place().End
	}
	end = w.p.find(")", end, d.End)
	if len(d.Args) == 0 {
		first = end
	}
	w.bracket("(", ")", first, end, func() { list(w, d.Args, w.arg) })
	w.cell()
	w.unit(d.Unit)
}

// arg prints an argument of a closure, `s` or `s : K`.
func (w *writer) arg(a ast.Arg) {
	w.ident(a.Ident)
	if a.Unit != nil {
		w.text(" ")
		w.unit(a.Unit)
	}
}

// equation prints `equation u: lhs = rhs`. Where its body starts on a line of
// its own, it is indented by a step, and lines that go on by two.
func (w *writer) equation(d *ast.Equation) {
	w.text("equation ")
	w.ident(d.State)
	w.text(":")
	w.cell()
	hang := w.hang
	w.hang = w.indent + indentStep
	w.reach(d.LHS.Place().Start)
	w.hang = hang
	w.expr(d.LHS)
	w.cell()
	w.token(w.p.find("=", d.LHS.Place().End, d.RHS.Place().Start), "= ")
	w.expr(d.RHS)
}

func (w *writer) observe(d *ast.Observe) {
	w.ident(d.Kind)
	w.cell()
	w.ident(d.State)
	w.cell()
	if d.Coord != nil {
		w.text("at ")
		w.ident(*d.Coord)
		w.text(" = ")
		list(w, d.Times, w.expr)
	}
	gap := ""
	if d.Coord != nil {
		gap = " "
	}
	part := func(word string, e ast.Expr) {
		w.text(gap + word + " ")
		w.expr(e)
		gap = " "
	}
	if d.On != nil {
		part("on", d.On)
	}
	if d.Noise != nil {
		part("noise", d.Noise)
		if d.Seed != nil {
			part("seed", d.Seed)
		}
	}
	if d.From != nil {
		part("from", d.From)
	}
}
