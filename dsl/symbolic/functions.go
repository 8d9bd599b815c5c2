package symbolic

import (
	"math"

	"github.com/pindiff/pindiffc/dsl/model"
)

// function of one variable: its value, and its derivative as an expression of
// itself and its argument.
type function struct {
	value func(float64) float64
	slope func(a *Algebra, self, x *model.Expr) *model.Expr
	kink  bool // its derivative jumps at 0
}

// functions of one variable by name. abs and sign have the derivative sign and 0
// everywhere, as in the compiler.
var functions map[string]function

func init() { // not a literal: slopes call functions by name
	functions = map[string]function{
		"exp":  {math.Exp, func(_ *Algebra, self, _ *model.Expr) *model.Expr { return self }, false},
		"log":  {math.Log, func(a *Algebra, _, x *model.Expr) *model.Expr { return a.Div(a.Num(1), x) }, false},
		"sqrt": {math.Sqrt, func(a *Algebra, self, _ *model.Expr) *model.Expr { return a.Div(a.Num(0.5), self) }, false},
		"sin":  {math.Sin, func(a *Algebra, _, x *model.Expr) *model.Expr { return a.Call("cos", x) }, false},
		"cos":  {math.Cos, func(a *Algebra, _, x *model.Expr) *model.Expr { return a.Neg(a.Call("sin", x)) }, false},
		"tan": {math.Tan, func(a *Algebra, self, _ *model.Expr) *model.Expr {
			return a.Add(a.Num(1), a.Mul(self, self))
		}, false},
		"tanh": {math.Tanh, func(a *Algebra, self, _ *model.Expr) *model.Expr {
			return a.Sub(a.Num(1), a.Mul(self, self))
		}, false},
		"sigmoid": {func(x float64) float64 { return 1 / (1 + math.Exp(-x)) },
			func(a *Algebra, self, _ *model.Expr) *model.Expr { return a.Mul(self, a.Sub(a.Num(1), self)) }, false},
		"softplus": {func(x float64) float64 { return max(x, 0) + math.Log1p(math.Exp(-math.Abs(x))) },
			func(a *Algebra, _, x *model.Expr) *model.Expr { return a.Call("sigmoid", x) }, false},
		"abs":  {math.Abs, func(a *Algebra, _, x *model.Expr) *model.Expr { return a.Call("sign", x) }, true},
		"sign": {sign, func(a *Algebra, _, _ *model.Expr) *model.Expr { return a.Num(0) }, true},
	}
}

func sign(x float64) float64 {
	switch {
	case x > 0:
		return 1
	case x < 0:
		return -1
	}
	return 0
}
