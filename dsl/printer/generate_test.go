package printer_test

import (
	"strconv"

	"pgregory.net/rapid"

	"github.com/pindiff/pindiffc/dsl/ast"
)

// The functions here draw well-formed trees without places.

var (
	names = rapid.SampledFrom([]string{"a", "phi", "T_hot", "k2", "_x", "lambda", "vx"})
	units = rapid.SampledFrom([]string{"1", "mm", "W/m/K", "1/m", "m^2/s", "J mol^-1", "kg*m^(1/2)"})
)

func ident(t *rapid.T) ast.Ident { return ast.Ident{Name: names.Draw(t, "name")} }

func identPtr(t *rapid.T) *ast.Ident { id := ident(t); return &id }

func word(s string) ast.Ident { return ast.Ident{Name: s} }

func maybe(t *rapid.T) bool { return rapid.Bool().Draw(t, "maybe") }

func unit(t *rapid.T) *ast.Unit {
	if maybe(t) {
		return nil
	}
	return &ast.Unit{Text: units.Draw(t, "unit")}
}

func several[T any](t *rapid.T, least int, draw func(*rapid.T) T) []T {
	var out []T
	for range rapid.IntRange(least, least+2).Draw(t, "count") {
		out = append(out, draw(t))
	}
	return out
}

func number(t *rapid.T) *ast.Number {
	n := &ast.Number{Text: rapid.SampledFrom([]string{"0", "1", "12", "0.5", "1.4e-6", "2E+3"}).Draw(t, "number")}
	n.Value, _ = strconv.ParseFloat(n.Text, 64)
	switch rapid.IntRange(0, 5).Draw(t, "kind") {
	case 0:
		n.Percent = true
	case 1:
		n.Unit = &ast.Unit{Text: units.Draw(t, "unit")}
	}
	return n
}

// expr draws an expression of at most this depth.
func expr(depth int) func(*rapid.T) ast.Expr {
	return func(t *rapid.T) ast.Expr {
		kind := rapid.IntRange(0, 7).Draw(t, "kind")
		if depth == 0 {
			kind %= 3
		}
		switch kind {
		case 0:
			return number(t)
		case 1:
			return &ast.Name{Ident: ident(t)}
		case 2:
			return &ast.String{Value: rapid.StringMatching(`[a-z #,()é]{0,6}`).Draw(t, "text")}
		case 3:
			return &ast.Paren{X: operation(t, depth)}
		case 4:
			return &ast.List{Elems: several(t, 0, expr(depth-1))}
		case 5:
			return call(t, depth)
		case 6:
			return &ast.Unary{Op: rapid.SampledFrom([]string{"-", "+"}).Draw(t, "op"), X: expr(0)(t)}
		}
		return operation(t, depth)
	}
}

// operation draws x op y whose operands need no bracket; it may need one itself.
func operation(t *rapid.T, depth int) ast.Expr {
	op := rapid.SampledFrom([]string{"+", "-", "*", "/", "^", "<", "<=", ">", ">=", "==", "!=", "then"}).Draw(t, "op")
	return &ast.Binary{Op: op, X: operand(t, depth), Y: operand(t, depth)}
}

func operand(t *rapid.T, depth int) ast.Expr {
	x := expr(depth - 1)(t)
	switch x.(type) {
	case *ast.Binary, *ast.Unary:
		return &ast.Paren{X: x}
	}
	return x
}

func call(t *rapid.T, depth int) *ast.Call {
	c := &ast.Call{Fun: ident(t), Args: several(t, 0, expr(depth-1))}
	for i := range rapid.IntRange(0, 2).Draw(t, "keys") {
		c.Keys = append(c.Keys, ast.KeyArg{Key: word("key" + strconv.Itoa(i)), Value: expr(depth - 1)(t)})
	}
	return c
}

func file(t *rapid.T) *ast.File {
	f := &ast.File{Model: identPtr(t), Decls: rapid.SliceOfN(rapid.Custom(decl), 1, 8).Draw(t, "decls")}
	if maybe(t) {
		f.Language = &ast.Number{Text: "1", Value: 1}
	}
	return f
}

func decl(t *rapid.T) ast.Decl {
	e := expr(2)
	switch rapid.IntRange(0, 5).Draw(t, "decl") {
	case 0:
		return scalar(t)
	case 1:
		return &ast.Let{Name: ident(t), Unit: unit(t), Value: e(t)}
	case 2:
		c := &ast.Closure{Name: ident(t), Args: several(t, 0, arg), Unit: unit(t)}
		if maybe(t) {
			c.Net = e(t)
		} else {
			c.Body = several(t, 0, item("closure"))
		}
		return c
	case 3:
		return &ast.Equation{State: ident(t), LHS: side(t), RHS: e(t)}
	case 4:
		o := &ast.Observe{Kind: word(rapid.SampledFrom([]string{"observe", "report"}).Draw(t, "kind")), State: ident(t)}
		if maybe(t) {
			o.Coord, o.Times = identPtr(t), several(t, 1, e)
		}
		if maybe(t) {
			o.On = call(t, 1)
		}
		if maybe(t) {
			o.Noise = number(t)
			if maybe(t) {
				o.Seed = number(t)
			}
		}
		if maybe(t) {
			o.From = &ast.String{Value: "file"}
		}
		return o
	}
	kind := rapid.SampledFrom([]string{"domain", "boundary", "numerics", "truth", "baseline", "cases", "train"}).Draw(t, "block")
	b := &ast.Block{Kind: word(kind), Items: several(t, 0, item(kind))}
	if kind == "cases" && maybe(t) {
		b.Count = e(t)
	}
	return b
}

func arg(t *rapid.T) ast.Arg { return ast.Arg{Ident: ident(t), Unit: unit(t)} }

// side draws a left side, which is no comparison.
func side(t *rapid.T) ast.Expr {
	x := expr(2)(t)
	if b, ok := x.(*ast.Binary); ok {
		return &ast.Paren{X: b}
	}
	return x
}

func scalar(t *rapid.T) *ast.Scalar {
	s := &ast.Scalar{Kind: rapid.SampledFrom([]string{"const", "param", "field", "state"}).Draw(t, "kind"), Name: ident(t), Unit: unit(t)}
	if maybe(t) {
		s.Value = expr(2)(t)
	}
	if maybe(t) {
		s.Range = &ast.Range{Lo: expr(1)(t), Hi: expr(1)(t), LoOpen: maybe(t), HiOpen: maybe(t)}
	}
	if maybe(t) {
		s.Flags = []ast.Ident{word("trainable"), word("positive")}
	}
	return s
}

func item(kind string) func(*rapid.T) ast.Item {
	return func(t *rapid.T) ast.Item {
		e := expr(2)
		switch kind {
		case "domain":
			w := rapid.SampledFrom([]string{"cells", "step", "steps"}).Draw(t, "word")
			return &ast.AxisItem{Name: ident(t), Unit: unit(t), Lo: e(t), Hi: e(t), Word: word(w), Value: e(t)}
		case "boundary":
			if maybe(t) {
				return &ast.FaceRule{Of: several(t, 1, e), Rule: ident(t)}
			}
			f := &ast.FaceItem{Axis: ident(t), Conditions: several(t, 1, condition)}
			if maybe(t) {
				side := word(rapid.SampledFrom([]string{"min", "max"}).Draw(t, "side"))
				f.Side = &side
			}
			return f
		case "cases":
			if maybe(t) {
				return &ast.Split{Word: word(rapid.SampledFrom([]string{"train", "validate", "test"}).Draw(t, "word")), Ranges: several(t, 1, caseRange)}
			}
			return &ast.Assign{Name: ident(t), Value: e(t)}
		case "baseline":
			return &ast.Assign{Name: ident(t), Value: e(t)}
		case "truth":
			if maybe(t) {
				return &ast.Assign{Name: ident(t), Value: e(t)}
			}
		case "closure":
			if maybe(t) {
				return &ast.Pin{LHS: side(t), RHS: e(t)}
			}
			if maybe(t) {
				return &ast.Setting{Word: word("input"), Values: several(t, 1, e)}
			}
			return &ast.Setting{Word: word("net"), Values: []ast.Expr{e(t)}}
		}
		return setting(t)
	}
}

func condition(t *rapid.T) ast.Condition {
	switch rapid.IntRange(0, 2).Draw(t, "condition") {
	case 0:
		return ast.Condition{Word: identPtr(t)}
	case 1:
		return ast.Condition{LHS: &ast.Name{Ident: ident(t)}, Word: identPtr(t)}
	}
	return ast.Condition{LHS: side(t), RHS: expr(2)(t)}
}

func caseRange(t *rapid.T) ast.CaseRange {
	lo := &ast.Number{Text: "3", Value: 3}
	r := ast.CaseRange{Lo: lo, Hi: lo}
	if maybe(t) {
		r.Hi = &ast.Number{Text: "5", Value: 5}
	}
	return r
}

func setting(t *rapid.T) *ast.Setting {
	switch rapid.IntRange(0, 3).Draw(t, "setting") {
	case 3:
		c := call(t, 2)
		return &ast.Setting{Word: c.Fun, Values: []ast.Expr{&ast.Binary{Op: "then", X: c, Y: call(t, 1)}}}
	case 0:
		c := call(t, 2)
		return &ast.Setting{Word: c.Fun, Values: []ast.Expr{c}}
	case 1:
		return &ast.Setting{Word: word("solve"), Values: []ast.Expr{
			&ast.Name{Ident: word("with")}, &ast.Name{Ident: word("rk4")}, &ast.Name{Ident: word("step")}, number(t),
		}}
	}
	return &ast.Setting{Word: ident(t), Values: []ast.Expr{&ast.Name{Ident: ident(t)}}}
}
