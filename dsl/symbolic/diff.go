package symbolic

import (
	"fmt"

	"github.com/pindiff/pindiffc/dsl/model"
)

// slope is the key of a derivative that has been taken.
type slope struct {
	of *model.Expr
	in *model.Symbol
}

// D is the derivative of e in a symbol: the coordinate of an axis, time, a param
// or an argument. Derivatives of comparisons and of sign are 0, those of min, max
// and where are those of the branch that holds.
func (a *Algebra) D(e *model.Expr, in *model.Symbol) *model.Expr {
	s := slope{e, in}
	d, ok := a.slopes[s]
	if !ok {
		d = a.diff(e, in)
		a.slopes[s] = d
	}
	return d
}

func (a *Algebra) diff(e *model.Expr, in *model.Symbol) *model.Expr {
	zero := a.Num(0)
	d := func(i int) *model.Expr { return a.D(e.Args[i], in) }
	switch e.Op {
	case model.OpNum:
		return zero
	case model.OpRef:
		if e.Sym == in {
			return a.Num(1)
		}
		return zero
	case model.OpNeg:
		return a.Neg(d(0))
	case model.OpAdd:
		return a.Add(d(0), d(1))
	case model.OpSub:
		return a.Sub(d(0), d(1))
	case model.OpMul:
		return a.Add(a.Mul(d(0), e.Args[1]), a.Mul(e.Args[0], d(1)))
	case model.OpDiv:
		// (x/y)' = (x' - (x/y) y')/y
		return a.Div(a.Sub(d(0), a.Mul(e, d(1))), e.Args[1])
	case model.OpPow:
		return a.power(e, d(0), d(1))
	case model.OpCall:
		return a.call(e, in)
	}
	panic(fmt.Sprintf("symbolic: no derivative of %s", e))
}

// power is the derivative of x^y: y x^(y-1) x', and x^y log(x) y' where y changes.
func (a *Algebra) power(e, dx, dy *model.Expr) *model.Expr {
	x, y := e.Args[0], e.Args[1]
	sum := a.Mul(a.Mul(y, a.Pow(x, a.Sub(y, a.Num(1)))), dx)
	if is(dy, 0) {
		return sum
	}
	return a.Add(sum, a.Mul(a.Mul(e, a.Call("log", x)), dy))
}

func (a *Algebra) call(e *model.Expr, in *model.Symbol) *model.Expr {
	switch e.Fun {
	case "min":
		return a.Call("where", a.Compare(model.OpLess, e.Args[0], e.Args[1]), a.D(e.Args[0], in), a.D(e.Args[1], in))
	case "max":
		return a.Call("where", a.Compare(model.OpLessEq, e.Args[1], e.Args[0]), a.D(e.Args[0], in), a.D(e.Args[1], in))
	case "where":
		return a.Call("where", e.Args[0], a.D(e.Args[1], in), a.D(e.Args[2], in))
	}
	inner := a.D(e.Args[0], in)
	if is(inner, 0) {
		return inner
	}
	return a.Mul(functions[e.Fun].slope(a, e, e.Args[0]), inner)
}

// Known reports whether fun is a function that this package can differentiate.
func Known(fun string) bool {
	switch fun {
	case "pow", "min", "max", "where":
		return true
	}
	_, ok := functions[fun]
	return ok
}
