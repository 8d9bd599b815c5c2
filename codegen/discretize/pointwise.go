package discretize

import (
	"fmt"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/dsl/model"
)

var functions = map[string]ir.Op{
	"exp": ir.Exp, "log": ir.Log, "sqrt": ir.Sqrt, "sin": ir.Sin, "cos": ir.Cos,
	"tan": ir.Tan, "tanh": ir.Tanh, "abs": ir.Abs, "sign": ir.Sign,
	"sigmoid": ir.Sigmoid, "softplus": ir.Softplus,
}

// pointwise lowers an operation on values at one place; arg lowers its operands.
func (b *builder) pointwise(e *model.Expr, arg func(*model.Expr) ir.ID) ir.ID {
	g := b.g
	binary := func(op ir.Op) ir.ID { return g.Op(op, arg(e.Args[0]), arg(e.Args[1]), 0) }
	switch e.Op {
	case model.OpNum:
		return g.Num(e.Value)
	case model.OpNeg:
		return g.Neg(arg(e.Args[0]))
	case model.OpAdd:
		return binary(ir.Add)
	case model.OpSub:
		return binary(ir.Sub)
	case model.OpMul:
		return binary(ir.Mul)
	case model.OpDiv:
		return binary(ir.Div)
	case model.OpPow:
		return binary(ir.Pow)
	case model.OpLess:
		return binary(ir.Less)
	case model.OpLessEq:
		return binary(ir.LessEq)
	case model.OpGreater:
		return g.Less(arg(e.Args[1]), arg(e.Args[0]))
	case model.OpGreaterEq:
		return g.LessEq(arg(e.Args[1]), arg(e.Args[0]))
	case model.OpCall:
		if id, ok := b.call(e, arg); ok {
			return id
		}
	}
	b.unsupported(e, "this cannot be evaluated at a cell")
	return g.Num(0)
}

func (b *builder) call(e *model.Expr, arg func(*model.Expr) ir.ID) (ir.ID, bool) {
	g := b.g
	if op, ok := functions[e.Fun]; ok && len(e.Args) == 1 {
		return g.Call(op, arg(e.Args[0])), true
	}
	switch {
	case (e.Fun == "min" || e.Fun == "max") && len(e.Args) > 0:
		op := ir.Min
		if e.Fun == "max" {
			op = ir.Max
		}
		id := arg(e.Args[0])
		for _, a := range e.Args[1:] {
			id = g.Op(op, id, arg(a), 0)
		}
		return id, true
	case e.Fun == "pow" && len(e.Args) == 2:
		return g.Pow(arg(e.Args[0]), arg(e.Args[1])), true
	case e.Fun == "where" && len(e.Args) == 3:
		return g.Select(arg(e.Args[0]), arg(e.Args[1]), arg(e.Args[2])), true
	}
	return 0, false
}

func (b *builder) unsupported(e *model.Expr, message string) {
	if e.Fun != "" {
		message = fmt.Sprintf("`%s` cannot stand here", e.Fun)
	}
	b.report(codeUnsupported, e.Span, message, "")
}
