package symbolic

import "github.com/pindiff/pindiffc/dsl/model"

// Substitute is e with an expression in the place of a symbol.
func (a *Algebra) Substitute(e *model.Expr, from *model.Symbol, to *model.Expr) *model.Expr {
	made := map[*model.Expr]*model.Expr{}
	var visit func(e *model.Expr) *model.Expr
	visit = func(e *model.Expr) *model.Expr {
		if out, ok := made[e]; ok {
			return out
		}
		out := e
		if e.Op == model.OpRef && e.Sym == from {
			out = to
		} else if len(e.Args) > 0 {
			args := make([]*model.Expr, len(e.Args))
			for i, x := range e.Args {
				args[i] = visit(x)
			}
			out = a.Apply(e, args)
		}
		made[e] = out
		return out
	}
	return visit(e)
}

// Apply is the operation of a node on other arguments; nil if e is no number, no
// operation of arithmetic, no comparison and no function.
func (a *Algebra) Apply(e *model.Expr, args []*model.Expr) *model.Expr {
	switch e.Op {
	case model.OpNum:
		return a.Num(e.Value)
	case model.OpNeg:
		return a.Neg(args[0])
	case model.OpAdd:
		return a.Add(args[0], args[1])
	case model.OpSub:
		return a.Sub(args[0], args[1])
	case model.OpMul:
		return a.Mul(args[0], args[1])
	case model.OpDiv:
		return a.Div(args[0], args[1])
	case model.OpPow:
		return a.Pow(args[0], args[1])
	case model.OpLess, model.OpLessEq, model.OpGreater, model.OpGreaterEq:
		return a.Compare(e.Op, args[0], args[1])
	case model.OpCall:
		if Known(e.Fun) {
			return a.Call(e.Fun, args...)
		}
	}
	return nil
}
