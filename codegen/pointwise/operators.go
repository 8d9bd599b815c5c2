package pointwise

import (
	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/dsl/model"
)

// binary operators; Swapped ones take their operands in the other order.
var binary = map[model.Op]struct {
	op      ir.Op
	swapped bool
}{
	model.OpAdd: {op: ir.Add}, model.OpSub: {op: ir.Sub}, model.OpMul: {op: ir.Mul}, model.OpDiv: {op: ir.Div},
	model.OpPow: {op: ir.Pow}, model.OpLess: {op: ir.Less}, model.OpLessEq: {op: ir.LessEq},
	model.OpGreater: {ir.Less, true}, model.OpGreaterEq: {ir.LessEq, true},
}

// unary functions by their name in the language.
var unary = map[string]ir.Op{
	"exp": ir.Exp, "log": ir.Log, "sqrt": ir.Sqrt, "sin": ir.Sin, "cos": ir.Cos, "tan": ir.Tan, "tanh": ir.Tanh,
	"abs": ir.Abs, "sign": ir.Sign, "sigmoid": ir.Sigmoid, "softplus": ir.Softplus,
}

// apply builds the node of e's operator; ok is false where e is none of scalars.
func apply(g *ir.Graph, e *model.Expr, args []ir.ID) (id ir.ID, ok bool) {
	if b, ok := binary[e.Op]; ok && len(args) == 2 {
		if b.swapped {
			args[0], args[1] = args[1], args[0]
		}
		return g.Op(b.op, args[0], args[1], 0), true
	}
	switch {
	case e.Op == model.OpNeg && len(args) == 1:
		return g.Neg(args[0]), true
	case e.Op == model.OpCall:
		return call(g, e.Fun, args)
	}
	return 0, false
}

func call(g *ir.Graph, fun string, args []ir.ID) (ir.ID, bool) {
	if op, ok := unary[fun]; ok && len(args) == 1 {
		return g.Op(op, args[0], 0, 0), true
	}
	switch {
	case (fun == "min" || fun == "max") && len(args) > 0:
		id := args[0]
		for _, x := range args[1:] {
			if fun == "min" {
				id = g.Min(id, x)
			} else {
				id = g.Max(id, x)
			}
		}
		return id, true
	case fun == "pow" && len(args) == 2:
		return g.Pow(args[0], args[1]), true
	case fun == "where" && len(args) == 3:
		return g.Select(args[0], args[1], args[2]), true
	}
	return 0, false
}
