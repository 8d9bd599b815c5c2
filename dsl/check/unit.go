package check

import (
	"errors"
	"slices"
	"strings"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
	"github.com/pindiff/pindiffc/dsl/units"
)

// declaresUnits reports whether any declaration or number has a unit. If none
// has, units are not checked; if one has, all are, and a name without unit is
// a pure number.
func declaresUnits(f *ast.File) bool {
	budget := maxNodes
	in := func(e ast.Expr) bool { return literalUnit(e, 0, &budget) }
	for _, d := range f.Decls {
		found := false
		switch d := d.(type) {
		case *ast.Scalar:
			found = d.Unit != nil || in(d.Value)
		case *ast.Let:
			found = d.Unit != nil || in(d.Value)
		case *ast.Closure:
			found = d.Unit != nil || in(d.Net)
			for _, a := range d.Args {
				found = found || a.Unit != nil
			}
			for _, item := range d.Body {
				if s, ok := item.(*ast.Setting); ok && s != nil {
					found = found || slices.ContainsFunc(s.Values, in)
				}
			}
		case *ast.Equation:
			found = in(d.LHS) || in(d.RHS)
		case *ast.Block:
			for _, item := range d.Items {
				a, ok := item.(*ast.AxisItem)
				found = found || ok && a.Unit != nil
			}
		}
		if found {
			return true
		}
	}
	return false
}

// literalUnit reports whether a number in e has a unit; it looks at no more
// than budget expressions.
func literalUnit(e ast.Expr, depth int, budget *int) bool {
	if *budget--; *budget < 0 || depth > maxDepth {
		return false
	}
	depth++
	some := func(list []ast.Expr) bool {
		for _, x := range list {
			if literalUnit(x, depth, budget) {
				return true
			}
		}
		return false
	}
	switch e := e.(type) {
	case *ast.Number:
		return e.Unit != nil
	case *ast.Unary:
		return literalUnit(e.X, depth, budget)
	case *ast.Paren:
		return literalUnit(e.X, depth, budget)
	case *ast.Binary:
		return literalUnit(e.X, depth, budget) || literalUnit(e.Y, depth, budget)
	case *ast.List:
		return some(e.Elems)
	case *ast.Call:
		for _, k := range e.Keys {
			if literalUnit(k.Value, depth, budget) {
				return true
			}
		}
		return some(e.Args)
	}
	return false
}

// unit reads a declared unit; nil is a pure number. A mistake is reported and
// gives false.
func (c *checker) unit(u *ast.Unit) (model.Unit, bool) {
	if u == nil {
		return plain, true
	}
	parsed, err := units.Parse(u.Text)
	if err != nil {
		span := u.Span
		var e *units.Error
		if errors.As(err, &e) {
			if u.End-u.Start == len(u.Text) { // the text stands in the source as it is
				span = ast.Span{Start: u.Start + e.Start, End: u.Start + max(e.End, e.Start+1)}
			}
			c.fail("E0401", span, "%s", e.Message).d.Help = e.Help
		}
		return plain, false
	}
	if text := c.unitText[parsed.Dims.String()]; text == "" && parsed.Scale == 1 {
		c.unitText[parsed.Dims.String()] = parsed.Text
	}
	return parsed, true
}

// unitOf prints the unit of a value for a message: as declared where it is a
// name, in the words of the file where those fit, in SI otherwise.
func (c *checker) unitOf(v value) string {
	if v.e.Op == model.OpRef && v.e.Sym.Unit.Text != "" && v.e.Sym.Unit.Dims == v.e.Dims {
		return "`" + v.e.Sym.Unit.Text + "`"
	}
	return c.dimsText(v.e.Dims)
}

// unitless finds a name declared without a unit.
func unitless(e *model.Expr) *model.Symbol {
	if e.Op == model.OpRef {
		switch e.Sym.Kind {
		case model.KindLet, model.KindCase, model.KindNet:
			return nil
		}
		if e.Sym.Unit.Text == "" && e.Dims.Dimensionless() {
			return e.Sym
		}
	}
	for _, a := range e.Args {
		if s := unitless(a); s != nil {
			return s
		}
	}
	return nil
}

func (c *checker) dimsText(d units.Dims) string {
	if d.Dimensionless() {
		return "a pure number"
	}
	if text := c.unitText[d.String()]; text != "" {
		return "`" + text + "`"
	}
	return "`" + d.String() + "`"
}

// agree makes two operands share a unit; a literal 0 takes the other's. It
// reports whether they do.
func (c *checker) agree(x, y value) (units.Dims, bool) {
	switch {
	case !c.units || x.e.Dims == y.e.Dims:
		return x.e.Dims, true
	case x.zero:
		c.adopt(x, y.e.Dims)
		return y.e.Dims, true
	case y.zero:
		c.adopt(y, x.e.Dims)
		return x.e.Dims, true
	}
	return units.Dims{}, false
}

// adopt gives a literal 0 (and its signs and vector) a unit.
func (c *checker) adopt(v value, d units.Dims) {
	for e := v.e; ; e = e.Args[0] {
		e.Dims = d
		if e.Op == model.OpVector {
			for _, a := range e.Args {
				a.Dims = d
			}
			return
		}
		if len(e.Args) == 0 {
			return
		}
	}
}

// mismatch says that two units part, showing both.
func (c *checker) mismatch(span ast.Span, what string, x, y value) {
	c.fail("E0402", span, "%s", what).
		label("%s is %s, %s is %s", c.quote(x.e.Span, "the left"), inWord(c.unitOf(x)), c.quote(y.e.Span, "the right"), inWord(c.unitOf(y))).
		d.Help = c.unitHelp(x, y)
}

// unitHelp tells how a pure number gets a unit, where one of two is; otherwise
// it points at a name without a unit among their parts.
func (c *checker) unitHelp(x, y value) string {
	if !x.e.Dims.Dimensionless() {
		x, y = y, x
	}
	switch {
	case !x.e.Dims.Dimensionless():
		for _, v := range []value{x, y} {
			if s := unitless(v.e); s != nil {
				return "`" + s.Name + "` is declared without a unit, so it is a pure number; should it have one?"
			}
		}
		return ""
	case x.e.Op == model.OpNum:
		return "give the number a unit: `" + c.short(x.e.Span, "1") + "[" + y.e.Dims.String() + "]`"
	case x.e.Op == model.OpRef && x.e.Sym.Unit.Text == "":
		return "`" + x.e.Sym.Name + "` is declared without a unit, so it is a pure number; declare one: `" + x.e.Sym.Name + " : " + y.e.Dims.String() + "`"
	}
	return "a name declared without a unit is a pure number; a number gets one in brackets, such as `1[" + y.e.Dims.String() + "]`"
}

// pure requires a pure number.
func (c *checker) pure(v value, of string) bool {
	if !c.units || v.e.Dims.Dimensionless() {
		return true
	}
	c.fail("E0403", v.e.Span, "%s needs a pure number", of).label("this is in %s", c.unitOf(v)).
		help("divide by a reference value: `%s/1[%s]`", c.short(v.e.Span, "x"), v.e.Dims.String())
	return false
}

// short is quote without the quotes.
func (c *checker) short(s ast.Span, other string) string {
	return strings.Trim(c.quote(s, other), "`")
}

// dims computes the dimensions of a product, quotient or power where units are
// checked, and refuses exponents out of range.
func (c *checker) dims(span ast.Span, f func() (units.Dims, bool)) (units.Dims, bool) {
	if !c.units {
		return units.Dims{}, true
	}
	d, ok := f()
	if !ok {
		c.fail("E0404", span, "the exponents of this unit are out of range")
	}
	return d, ok
}

// inUnit converts a value that is given to a name with a declared unit to SI:
// numbers without unit are in that unit, everything else must match it.
func (c *checker) inUnit(v value, u model.Unit, name string) value {
	if !v.ok() || !c.units {
		return v
	}
	if v.bare {
		return c.attach(v, u)
	}
	if v.zero {
		c.adopt(v, u.Dims)
	}
	if v.e.Dims == u.Dims {
		return v
	}
	want := "a pure number"
	if u.Text != "" {
		want = "`" + u.Text + "`"
	}
	c.fail("E0402", v.e.Span, "the unit of this value is not the unit of `%s`", name).
		label("this is %s, `%s` is %s", inWord(c.unitOf(v)), name, inWord(want)).
		d.Help = c.unitHelp(v, value{e: &model.Expr{Op: model.OpRef, Sym: &model.Symbol{Name: name, Unit: u}, Dims: u.Dims}})
	return value{}
}

// attach gives numbers without unit the unit of the name they are for.
func (c *checker) attach(v value, u model.Unit) value {
	switch {
	case v.konst:
		if v = c.folded(c.known(v, v.v*u.Scale)); !v.ok() {
			return v
		}
		v.e.Value = v.v
	case u.Scale != 1:
		span := v.e.Span
		v = c.node(model.OpMul, span, v.e.Shape, c.number(u.Scale, u.Dims, span), v)
	}
	if v.ok() {
		e := *v.e
		e.Dims = u.Dims
		v.e, v.bare, v.zero = &e, false, false
	}
	return v
}

// inWord puts "in" before a unit, and nothing before "a pure number".
func inWord(unit string) string {
	if unit[0] == '`' {
		return "in " + unit
	}
	return unit
}
