package model

// Exact is the model with every pointwise closure replaced by what the truth
// says that it is, wherever it is applied: the system of the labels of a twin
// experiment. The closures stay declared, in their places, and nothing applies
// them. Closures that the truth does not give stay as they are. m is not changed.
func (m *Model) Exact() *Model {
	out := *m
	if m.Truth == nil {
		return &out
	}
	return m.Rewrite(Rewriting{Apply: func(e *Expr, args []*Expr) *Expr {
		if i := e.Sym.Index; i < len(m.Truth.Closures) && m.Truth.Closures[i] != nil {
			return bind(m.Truth.Closures[i], e.Sym.Closure.Args, args)
		}
		return nil
	}})
}

// bind puts arguments in the places of a closure's own names in an expression.
func bind(e *Expr, names []*Symbol, args []*Expr) *Expr {
	r := rewriter{Rewriting: Rewriting{Ref: func(e *Expr) *Expr {
		for i, s := range names {
			if e.Sym == s {
				return args[i]
			}
		}
		return nil
	}}, exprs: map[*Expr]*Expr{}, lets: map[*Symbol]*Symbol{}}
	return r.expr(e)
}
