package printer

import "github.com/pindiff/pindiffc/dsl/ast"

// itemKey names the kind of items that are aligned with each other.
func itemKey(i ast.Item) string {
	switch i.(type) {
	case *ast.AxisItem:
		return "axis"
	case *ast.Assign:
		return "assign"
	case *ast.Setting, *ast.Pin:
		return "setting"
	}
	return ""
}

// items prints items one after the other.
func (w *writer) items(items []ast.Item) {
	for i, item := range items {
		if i > 0 {
			w.join()
			w.text("   ")
		}
		w.item(item)
	}
}

func (w *writer) item(i ast.Item) {
	switch i := i.(type) {
	case *ast.AxisItem:
		w.axis(i)
	case *ast.FaceItem:
		w.face(i)
	case *ast.FaceRule:
		w.faceRule(i)
	case *ast.Assign:
		w.ident(i.Name)
		w.cell()
		w.text("= ")
		w.expr(i.Value)
	case *ast.Pin:
		w.text("pin")
		w.cell()
		w.expr(i.LHS)
		w.text(" = ")
		w.expr(i.RHS)
	case *ast.Setting:
		w.setting(i)
	case *ast.Split:
		w.split(i)
	}
}

func (w *writer) axis(a *ast.AxisItem) {
	w.ident(a.Name)
	w.cell()
	w.unit(a.Unit)
	w.cell()
	w.text("in ")
	w.bounds("[", "]", a.Lo, a.Hi, w.p.find("]", a.Hi.Place().End, a.Word.Start))
	w.cell()
	w.ident(a.Word)
	w.text(" ")
	w.expr(a.Value)
}

func (w *writer) face(f *ast.FaceItem) {
	w.ident(f.Axis)
	if f.Side != nil {
		w.text(" = ")
		w.ident(*f.Side)
	}
	w.text(": ")
	list(w, f.Conditions, func(c ast.Condition) {
		switch {
		case c.LHS == nil:
			w.ident(*c.Word)
		case c.Word != nil:
			w.expr(c.LHS)
			w.text(": ")
			w.ident(*c.Word)
		default:
			w.expr(c.LHS)
			w.text(" = ")
			w.expr(c.RHS)
		}
	})
}

func (w *writer) faceRule(r *ast.FaceRule) {
	for i, of := range r.Of {
		if i > 0 {
			w.text(", ")
			w.reach(w.p.find("f", r.Of[i-1].Place().End, of.Place().Start))
		}
		end := w.p.find(")", of.Place().End, r.Rule.Start)
		w.text("face")
		w.bracket("(", ")", of.Place().Start, end, func() { w.expr(of) })
	}
	w.text(": ")
	w.ident(r.Rule)
}

func (w *writer) setting(s *ast.Setting) {
	if len(s.Values) == 1 {
		if call, ok := first(s.Values[0]).(*ast.Call); ok && call.Fun.Name == s.Word.Name && call.Fun.Start == s.Word.Start {
			w.expr(s.Values[0])
			return
		}
	}
	w.ident(s.Word)
	w.cell()
	if s.Word.Name == "input" {
		list(w, s.Values, w.expr)
		return
	}
	for i, v := range s.Values {
		if i > 0 {
			w.text(" ")
		}
		w.expr(v)
	}
}

// first of what `then` joins.
func first(e ast.Expr) ast.Expr {
	for {
		b, ok := e.(*ast.Binary)
		if !ok || b.Op != "then" {
			return e
		}
		e = b.X
	}
}

func (w *writer) split(s *ast.Split) {
	w.ident(s.Word)
	w.text(" ")
	list(w, s.Ranges, func(r ast.CaseRange) {
		w.expr(r.Lo)
		if r.Hi != r.Lo {
			w.text("..")
			w.expr(r.Hi)
		}
	})
}
