package mms

import "github.com/pindiff/pindiffc/dsl/model"

// stiffness is how many derivatives in space stand inside each other.
func stiffness(m *model.Model) int {
	deepest := 0
	for _, eq := range m.Equations {
		deepest = max(deepest, nested(eq.LHS), nested(eq.RHS))
	}
	return deepest
}

func nested(e *model.Expr) int {
	memo := map[*model.Expr]int{}
	var visit func(e *model.Expr) int
	visit = func(e *model.Expr) int {
		if e == nil {
			return 0
		}
		if n, ok := memo[e]; ok {
			return n
		}
		n := 0
		for _, x := range e.Args {
			n = max(n, visit(x))
		}
		switch e.Op {
		case model.OpDiv_, model.OpGrad, model.OpD:
			n++
		case model.OpLap:
			n += 2
		case model.OpRef:
			if e.Sym.Kind == model.KindLet {
				n = max(n, visit(e.Sym.Value))
			}
		}
		memo[e] = n
		return n
	}
	return visit(e)
}
