package ir

import "math"

// Info is one row of the operator table. Adding an operator means adding a row
// (and, if it has algebra of its own, a constructor).
type Info struct {
	Name  string
	Arity int
	Prec  int // of infix operators, higher binds tighter; 0: written as a call

	// Eval is the value in float64; operands beyond Arity are ignored.
	Eval func(x, y, z float64) float64

	// Build is the smart constructor.
	Build func(g *Graph, x, y, z ID) ID

	// Partials are the derivatives in each operand. self is the node itself, so
	// that a derivative can share its value. At a kink the derivative is that of
	// one branch: max(x, y) takes x where x >= y, min(x, y) takes x where x < y
	// (so that max(v, 0) + min(v, 0) has derivative 1 at 0), abs has sign(x),
	// which is 0 at 0. Comparisons and sign have derivative 0.
	Partials func(g *Graph, self ID, n Node) [3]ID
}

const (
	precAdd = 1 + iota
	precMul
	precNeg
	precPow
)

// NumOps is the number of operators.
const NumOps = int(Softplus) + 1

var table [NumOps]Info

// Info returns the table's row of op.
func (op Op) Info() *Info { return &table[op] }

// Leaf tells that a node of this operator has no operands.
func (op Op) Leaf() bool { return op <= Inside }

// String is the operator's name.
func (op Op) String() string { return table[op].Name }

func init() { // in init, because rows and constructors refer to each other
	table = [NumOps]Info{
		Const:  {Name: "const"},
		Scalar: {Name: "scalar"},
		Load:   {Name: "load"},
		Coord:  {Name: "coord"},
		Inside: {Name: "inside"},

		Neg: {Name: "-", Arity: 1, Prec: precNeg,
			Eval:  func(x, _, _ float64) float64 { return -x },
			Build: func(g *Graph, x, _, _ ID) ID { return g.Neg(x) },
			Partials: func(g *Graph, _ ID, _ Node) [3]ID {
				return [3]ID{g.Num(-1)}
			}},
		Add: {Name: "+", Arity: 2, Prec: precAdd,
			Eval:  func(x, y, _ float64) float64 { return x + y },
			Build: func(g *Graph, x, y, _ ID) ID { return g.Add(x, y) },
			Partials: func(g *Graph, _ ID, _ Node) [3]ID {
				return [3]ID{g.Num(1), g.Num(1)}
			}},
		Sub: {Name: "-", Arity: 2, Prec: precAdd,
			Eval:  func(x, y, _ float64) float64 { return x - y },
			Build: func(g *Graph, x, y, _ ID) ID { return g.Sub(x, y) },
			Partials: func(g *Graph, _ ID, _ Node) [3]ID {
				return [3]ID{g.Num(1), g.Num(-1)}
			}},
		Mul: {Name: "*", Arity: 2, Prec: precMul,
			Eval:  func(x, y, _ float64) float64 { return x * y },
			Build: func(g *Graph, x, y, _ ID) ID { return g.Mul(x, y) },
			Partials: func(g *Graph, _ ID, n Node) [3]ID {
				return [3]ID{n.Y, n.X}
			}},
		Div: {Name: "/", Arity: 2, Prec: precMul,
			Eval:  func(x, y, _ float64) float64 { return x / y },
			Build: func(g *Graph, x, y, _ ID) ID { return g.Div(x, y) },
			Partials: func(g *Graph, self ID, n Node) [3]ID {
				return [3]ID{g.Div(g.Num(1), n.Y), g.Neg(g.Div(self, n.Y))}
			}},
		Pow: {Name: "pow", Arity: 2,
			Eval:  func(x, y, _ float64) float64 { return math.Pow(x, y) },
			Build: func(g *Graph, x, y, _ ID) ID { return g.Pow(x, y) },
			Partials: func(g *Graph, self ID, n Node) [3]ID {
				zero := g.Num(0)
				inY := g.Select(g.Less(zero, n.X), g.Mul(self, g.Call(Log, n.X)), zero) // 0^y does not change with y
				return [3]ID{g.Mul(n.Y, g.Pow(n.X, g.Sub(n.Y, g.Num(1)))), inY}
			}},
		Min: {Name: "min", Arity: 2,
			Eval:  func(x, y, _ float64) float64 { return math.Min(x, y) },
			Build: func(g *Graph, x, y, _ ID) ID { return g.Min(x, y) },
			Partials: func(g *Graph, _ ID, n Node) [3]ID {
				c := g.Less(n.X, n.Y)
				return [3]ID{g.Select(c, g.Num(1), g.Num(0)), g.Select(c, g.Num(0), g.Num(1))}
			}},
		Max: {Name: "max", Arity: 2,
			Eval:  func(x, y, _ float64) float64 { return math.Max(x, y) },
			Build: func(g *Graph, x, y, _ ID) ID { return g.Max(x, y) },
			Partials: func(g *Graph, _ ID, n Node) [3]ID {
				c := g.LessEq(n.Y, n.X)
				return [3]ID{g.Select(c, g.Num(1), g.Num(0)), g.Select(c, g.Num(0), g.Num(1))}
			}},
		Less: {Name: "less", Arity: 2,
			Eval:     func(x, y, _ float64) float64 { return truth(x < y) },
			Build:    func(g *Graph, x, y, _ ID) ID { return g.Less(x, y) },
			Partials: flat},
		LessEq: {Name: "lessEq", Arity: 2,
			Eval:     func(x, y, _ float64) float64 { return truth(x <= y) },
			Build:    func(g *Graph, x, y, _ ID) ID { return g.LessEq(x, y) },
			Partials: flat},
		Select: {Name: "select", Arity: 3,
			Eval: func(x, y, z float64) float64 {
				if x != 0 {
					return y
				}
				return z
			},
			Build: func(g *Graph, x, y, z ID) ID { return g.Select(x, y, z) },
			Partials: func(g *Graph, _ ID, n Node) [3]ID {
				return [3]ID{g.Num(0), g.Select(n.X, g.Num(1), g.Num(0)), g.Select(n.X, g.Num(0), g.Num(1))}
			}},

		Abs: function("abs", Abs, math.Abs, func(g *Graph, _, x ID) ID { return g.Call(Sign, x) }),
		Sign: {Name: "sign", Arity: 1,
			Eval:     func(x, _, _ float64) float64 { return sign(x) },
			Build:    func(g *Graph, x, _, _ ID) ID { return g.Call(Sign, x) },
			Partials: flat},
		Exp:  function("exp", Exp, math.Exp, func(_ *Graph, self, _ ID) ID { return self }),
		Log:  function("log", Log, math.Log, func(g *Graph, _, x ID) ID { return g.Div(g.Num(1), x) }),
		Sqrt: function("sqrt", Sqrt, math.Sqrt, rootSlope),
		CubeRoot: function("cbrt", CubeRoot, cubeRoot, func(g *Graph, self, _ ID) ID {
			return g.Select(g.Less(g.Num(0), self), g.Div(g.Num(1./3), g.Mul(self, self)), g.Num(0)) // as rootSlope
		}),
		Sin: function("sin", Sin, math.Sin, func(g *Graph, _, x ID) ID { return g.Call(Cos, x) }),
		Cos: function("cos", Cos, math.Cos, func(g *Graph, _, x ID) ID { return g.Neg(g.Call(Sin, x)) }),
		Tan: function("tan", Tan, math.Tan, func(g *Graph, self, _ ID) ID {
			return g.Add(g.Num(1), g.Mul(self, self))
		}),
		Tanh: function("tanh", Tanh, math.Tanh, func(g *Graph, self, _ ID) ID {
			return g.Sub(g.Num(1), g.Mul(self, self))
		}),
		Sigmoid: function("sigmoid", Sigmoid, sigmoid, func(g *Graph, self, _ ID) ID {
			return g.Mul(self, g.Sub(g.Num(1), self))
		}),
		Softplus: function("softplus", Softplus, softplus, func(g *Graph, _, x ID) ID { return g.Call(Sigmoid, x) }),
	}
}

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

func softplus(x float64) float64 { return max(x, 0) + math.Log1p(math.Exp(-math.Abs(x))) }

func cubeRoot(x float64) float64 {
	if x < 0 {
		return math.NaN()
	}
	return math.Cbrt(x)
}

// function is the row of a smooth function of one variable.
func function(name string, op Op, eval func(float64) float64, deriv func(g *Graph, self, x ID) ID) Info {
	return Info{
		Name: name, Arity: 1,
		Eval:  func(x, _, _ float64) float64 { return eval(x) },
		Build: func(g *Graph, x, _, _ ID) ID { return g.Call(op, x) },
		Partials: func(g *Graph, self ID, n Node) [3]ID {
			return [3]ID{deriv(g, self, n.X)}
		},
	}
}

// rootSlope is the derivative of a root, 0 at 0 as that of abs: norm(grad(u))
// then has one where u is uniform.
func rootSlope(g *Graph, self, _ ID) ID {
	return g.Select(g.Less(g.Num(0), self), g.Div(g.Num(0.5), self), g.Num(0))
}

// flat is the derivative of what is constant almost everywhere.
func flat(g *Graph, _ ID, _ Node) [3]ID {
	zero := g.Num(0)
	return [3]ID{zero, zero, zero}
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
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
