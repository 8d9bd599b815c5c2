package check

import "github.com/pindiff/pindiffc/dsl/model"

// holds tells that an expression has a part of some kind in it, also through
// definitions, of which each is looked at once.
func holds(e *model.Expr, kind func(*model.Expr) bool) bool {
	seen := map[*model.Symbol]bool{}
	var in func(e *model.Expr) bool
	in = func(e *model.Expr) bool {
		if kind(e) {
			return true
		}
		if e.Op == model.OpRef {
			if e.Sym.Kind != model.KindLet || e.Sym.Value == nil || seen[e.Sym] {
				return false
			}
			seen[e.Sym] = true
			return in(e.Sym.Value)
		}
		for _, a := range e.Args {
			if in(a) {
				return true
			}
		}
		return false
	}
	return in(e)
}

func isState(s *model.Symbol) func(*model.Expr) bool {
	return func(e *model.Expr) bool { return e.Op == model.OpRef && e.Sym == s }
}

func isDivergence(e *model.Expr) bool { return e.Op == model.OpDiv_ || e.Op == model.OpLap }

func isDerivative(e *model.Expr) bool {
	return e.Op == model.OpGrad || e.Op == model.OpDiv_ || e.Op == model.OpLap || e.Op == model.OpD
}
