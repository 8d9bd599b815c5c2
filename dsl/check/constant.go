package check

import (
	"math"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

// constant evaluates an expression of numbers and constants.
func (c *checker) constant(e ast.Expr) (value, bool) {
	if e == nil {
		c.fail("E0303", ast.Span{}, "a value is missing")
		return value{}, false
	}
	v := c.expr(e, inConst)
	if !v.ok() || !c.scalar(v, "this place") {
		return value{}, false
	}
	if !v.konst {
		c.fail("E0303", place(e), "the value of this must be known when compiling").help("use numbers and constants")
		return value{}, false
	}
	return v, true
}

// quantity evaluates a constant for a name with a declared unit, to SI; bare
// numbers are in that unit.
func (c *checker) quantity(e ast.Expr, u model.Unit, name string) (float64, bool) {
	v, ok := c.constant(e)
	if !ok {
		return 0, false
	}
	v = c.inUnit(v, u, name)
	return v.v, v.ok()
}

// real evaluates a pure number in [lo, hi]; with open, lo itself is left out.
func (c *checker) real(e ast.Expr, lo, hi float64, open bool, code, what string) (float64, bool) {
	v, ok := c.constant(e)
	if !ok || !c.pure(v, what) {
		return 0, false
	}
	if v.v < lo || v.v > hi || open && v.v == lo {
		r := c.fail(code, place(e), "%s is out of range", what)
		switch {
		case open && math.IsInf(hi, 1):
			r.help("it must be greater than %g", lo)
		case math.IsInf(hi, 1):
			r.help("it must be at least %g", lo)
		case open:
			r.help("it must be greater than %g and at most %g", lo, hi)
		default:
			r.help("it must be from %g to %g", lo, hi)
		}
		return 0, false
	}
	return v.v, true
}

// integer evaluates a whole number in [lo, hi].
func (c *checker) integer(e ast.Expr, lo, hi int, code, what string) (int, bool) {
	v, ok := c.constant(e)
	if !ok || !c.pure(v, what) {
		return 0, false
	}
	if v.v != math.Trunc(v.v) || v.v < float64(lo) || v.v > float64(hi) {
		c.fail(code, place(e), "%s must be a whole number from %d to %d", what, lo, hi).label("this is %g", v.v)
		return 0, false
	}
	return int(v.v), true
}

// word reads a bare word, one of the choices.
func (c *checker) word(e ast.Expr, choices []string, code, what string) (string, bool) {
	n, ok := e.(*ast.Name)
	if !ok {
		c.fail(code, place(e), "%s is a word", what).help("one of %s", quoted(choices, 12))
		return "", false
	}
	for _, w := range choices {
		if n.Name == w {
			return w, true
		}
	}
	c.fail(code, n.Span, "`%s` is not known as %s", clip(n.Name), what).nearest(n.Name, choices)
	return "", false
}

// boolean reads `true` or `false`.
func (c *checker) boolean(e ast.Expr, code, what string) (bool, bool) {
	w, ok := c.word(e, []string{"true", "false"}, code, what)
	return w == "true", ok
}
