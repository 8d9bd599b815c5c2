// Package symbolic is calculus on model expressions: it builds them, simplifies
// them, differentiates them in coordinates and time, and evaluates them.
//
// It works on pointwise scalar expressions of numbers and symbols. The operators
// of fields (div, grad, ...), vectors and closures must be gone: what they mean is
// not its business, and neither is a grid or a scheme.
package symbolic

import (
	"math"

	"github.com/pindiff/pindiffc/dsl/model"
)

// Algebra makes expressions. Equal ones are one node, so that derivatives, which
// repeat their parts, stay small; each is differentiated once. The zero value is
// not ready: use New.
type Algebra struct {
	nodes  map[key]*model.Expr
	slopes map[slope]*model.Expr
}

// New returns an algebra without expressions.
func New() *Algebra {
	return &Algebra{nodes: map[key]*model.Expr{}, slopes: map[slope]*model.Expr{}}
}

// key is what makes two nodes equal. A function has three arguments at most.
type key struct {
	op   model.Op
	fun  string
	sym  *model.Symbol
	bits uint64
	args [3]*model.Expr
}

// intern returns the node of that kind, with its dependence on space, time and params.
func (a *Algebra) intern(e model.Expr) *model.Expr {
	k := key{op: e.Op, fun: e.Fun, sym: e.Sym, bits: math.Float64bits(e.Value)}
	copy(k.args[:], e.Args)
	if old, ok := a.nodes[k]; ok {
		return old
	}
	for _, x := range e.Args {
		e.Deps |= x.Deps
	}
	a.nodes[k] = &e
	return &e
}

// Num is a number.
func (a *Algebra) Num(v float64) *model.Expr {
	return a.intern(model.Expr{Op: model.OpNum, Value: v})
}

// Ref is the value of a coordinate, of time, of a param or of an argument.
func (a *Algebra) Ref(s *model.Symbol) *model.Expr {
	deps := map[model.Kind]model.Deps{
		model.KindParam: model.DepParam, model.KindCoord: model.DepSpace, model.KindTime: model.DepTime,
		model.KindState: model.DepState,
	}
	return a.intern(model.Expr{Op: model.OpRef, Sym: s, Deps: deps[s.Kind]})
}

// number is the value of a constant.
func number(e *model.Expr) (float64, bool) { return e.Value, e.Op == model.OpNum }

func is(e *model.Expr, v float64) bool { return e.Op == model.OpNum && e.Value == v }

// Neg is -x.
func (a *Algebra) Neg(x *model.Expr) *model.Expr {
	switch {
	case x.Op == model.OpNum:
		return a.Num(0 - x.Value)
	case x.Op == model.OpNeg:
		return x.Args[0]
	}
	return a.node(model.OpNeg, x)
}

// Add is x + y.
func (a *Algebra) Add(x, y *model.Expr) *model.Expr {
	v, isX := number(x)
	w, isY := number(y)
	switch {
	case isX && isY:
		return a.Num(v + w)
	case is(x, 0):
		return y
	case is(y, 0):
		return x
	case y.Op == model.OpNeg:
		return a.Sub(x, y.Args[0])
	case x.Op == model.OpNeg:
		return a.Sub(y, x.Args[0])
	}
	return a.node(model.OpAdd, x, y)
}

// Sub is x - y.
func (a *Algebra) Sub(x, y *model.Expr) *model.Expr {
	v, isX := number(x)
	w, isY := number(y)
	switch {
	case isX && isY:
		return a.Num(v - w)
	case x == y:
		return a.Num(0)
	case is(x, 0):
		return a.Neg(y)
	case is(y, 0):
		return x
	case y.Op == model.OpNeg:
		return a.Add(x, y.Args[0])
	}
	return a.node(model.OpSub, x, y)
}

// Mul is x*y. Numbers and signs move to the left.
func (a *Algebra) Mul(x, y *model.Expr) *model.Expr {
	if y.Op == model.OpNum && x.Op != model.OpNum {
		x, y = y, x
	}
	switch {
	case x.Op == model.OpNum && y.Op == model.OpNum:
		return a.Num(x.Value * y.Value)
	case is(x, 0):
		return x
	case is(x, 1):
		return y
	case is(x, -1):
		return a.Neg(y)
	case x.Op == model.OpNeg:
		return a.Neg(a.Mul(x.Args[0], y))
	case y.Op == model.OpNeg:
		return a.Neg(a.Mul(x, y.Args[0]))
	case x.Op == model.OpNum && y.Op == model.OpMul && y.Args[0].Op == model.OpNum:
		return a.Mul(a.Num(x.Value*y.Args[0].Value), y.Args[1])
	case x.Op != model.OpNum && y.Op == model.OpMul && y.Args[0].Op == model.OpNum:
		return a.Mul(y.Args[0], a.Mul(x, y.Args[1]))
	case x.Op == model.OpMul && x.Args[0].Op == model.OpNum:
		return a.Mul(x.Args[0], a.Mul(x.Args[1], y))
	}
	return a.node(model.OpMul, x, y)
}

// Div is x/y. A division by zero stays, for whoever evaluates it.
func (a *Algebra) Div(x, y *model.Expr) *model.Expr {
	v, isX := number(x)
	w, isY := number(y)
	switch {
	case isX && isY && w != 0:
		return a.Num(v / w)
	case is(x, 0) && !is(y, 0):
		return x
	case is(y, 1):
		return x
	case x.Op == model.OpNeg:
		return a.Neg(a.Div(x.Args[0], y))
	}
	return a.node(model.OpDiv, x, y)
}

// Pow is x^y.
func (a *Algebra) Pow(x, y *model.Expr) *model.Expr {
	v, isX := number(x)
	w, isY := number(y)
	switch {
	case isX && isY && finite(math.Pow(v, w)):
		return a.Num(math.Pow(v, w))
	case is(y, 0):
		return a.Num(1)
	case is(y, 1):
		return x
	}
	return a.node(model.OpPow, x, y)
}

// Compare is x < y and its like.
func (a *Algebra) Compare(op model.Op, x, y *model.Expr) *model.Expr {
	return a.intern(model.Expr{Op: op, Args: []*model.Expr{x, y}, Shape: model.Bool})
}

// Call is a function of the language. min and max of more than two become nested ones.
func (a *Algebra) Call(fun string, args ...*model.Expr) *model.Expr {
	switch {
	case fun == "pow":
		return a.Pow(args[0], args[1])
	case len(args) > 2 && (fun == "min" || fun == "max"):
		return a.Call(fun, a.Call(fun, args[:len(args)-1]...), args[len(args)-1])
	case fun == "where" && args[1] == args[2]:
		return args[1]
	case fun == "sqrt" && args[0].Op == model.OpPow && is(args[0].Args[1], 2):
		return a.Call("abs", args[0].Args[0])
	}
	if f, ok := functions[fun]; ok && args[0].Op == model.OpNum {
		if v := f.value(args[0].Value); finite(v) {
			return a.Num(v)
		}
	}
	return a.intern(model.Expr{Op: model.OpCall, Fun: fun, Args: args})
}

func (a *Algebra) node(op model.Op, args ...*model.Expr) *model.Expr {
	return a.intern(model.Expr{Op: op, Args: args})
}

func finite(v float64) bool { return v-v == 0 }
