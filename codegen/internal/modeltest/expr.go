// Package modeltest builds checked models by hand, for tests of the compiler
// that should not depend on the text of the language. It checks nothing.
package modeltest

import "github.com/pindiff/pindiffc/dsl/model"

// Num is a number.
func Num(v float64) *model.Expr { return &model.Expr{Op: model.OpNum, Value: v} }

// Ref is a reference to a symbol.
func Ref(s *model.Symbol) *model.Expr {
	e := &model.Expr{Op: model.OpRef, Sym: s}
	if s.Kind == model.KindLet {
		e.Shape = s.Value.Shape
	}
	return e
}

func node(op model.Op, args ...*model.Expr) *model.Expr {
	e := &model.Expr{Op: op, Args: args}
	for _, a := range args {
		if a.Shape == model.Vector && op != model.OpDiv_ && op != model.OpDot && op != model.OpNorm {
			e.Shape = model.Vector
		}
	}
	return e
}

// Neg is -a.
func Neg(a *model.Expr) *model.Expr { return node(model.OpNeg, a) }

// Add is the sum of its arguments.
func Add(a ...*model.Expr) *model.Expr { return chain(model.OpAdd, a) }

// Mul is the product of its arguments.
func Mul(a ...*model.Expr) *model.Expr { return chain(model.OpMul, a) }

func chain(op model.Op, a []*model.Expr) *model.Expr {
	e := a[0]
	for _, x := range a[1:] {
		e = node(op, e, x)
	}
	return e
}

// Sub is a - b.
func Sub(a, b *model.Expr) *model.Expr { return node(model.OpSub, a, b) }

// Over is a / b.
func Over(a, b *model.Expr) *model.Expr { return node(model.OpDiv, a, b) }

// Pow is a ^ b.
func Pow(a, b *model.Expr) *model.Expr { return node(model.OpPow, a, b) }

// Less is a < b.
func Less(a, b *model.Expr) *model.Expr { return node(model.OpLess, a, b) }

// Call is fun(args).
func Call(fun string, args ...*model.Expr) *model.Expr {
	e := node(model.OpCall, args...)
	e.Fun = fun
	return e
}

// Vec is [args].
func Vec(args ...*model.Expr) *model.Expr {
	return &model.Expr{Op: model.OpVector, Args: args, Shape: model.Vector}
}

// Ddt is ddt(a).
func Ddt(a *model.Expr) *model.Expr { return node(model.OpDdt, a) }

// Grad is grad(a).
func Grad(a *model.Expr) *model.Expr {
	return &model.Expr{Op: model.OpGrad, Args: []*model.Expr{a}, Shape: model.Vector}
}

// Div is div(scheme, a).
func Div(scheme string, a *model.Expr) *model.Expr {
	e := node(model.OpDiv_, a)
	e.Scheme = scheme
	return e
}

// Lap is lap(a).
func Lap(a *model.Expr) *model.Expr { return node(model.OpLap, a) }

// D is the derivative of a along an axis.
func D(axis int, a *model.Expr) *model.Expr {
	e := node(model.OpD, a)
	e.Axis = axis
	return e
}

// DScheme is the derivative of a along an axis by a scheme.
func DScheme(scheme string, axis int, a *model.Expr) *model.Expr {
	e := D(axis, a)
	e.Scheme = scheme
	return e
}

// Dn is the outward normal derivative of a state, on a face across an axis.
func Dn(axis int, a *model.Expr) *model.Expr {
	e := D(axis, a)
	e.Fun = "dn"
	return e
}

// Apply is a pointwise closure at arguments.
func Apply(f *model.Expr, args ...*model.Expr) *model.Expr {
	return &model.Expr{Op: model.OpApply, Sym: f.Sym, Args: args}
}

// Dot is dot(a, b).
func Dot(a, b *model.Expr) *model.Expr { return node(model.OpDot, a, b) }

// Norm is norm(a).
func Norm(a *model.Expr) *model.Expr { return node(model.OpNorm, a) }

// Lag is lag(a).
func Lag(a *model.Expr) *model.Expr { return node(model.OpLag, a) }
