package model

// Exact is the model with every pointwise closure replaced by what the truth
// says that it is, wherever it is applied: the system of the labels of a twin
// experiment. The closures stay declared, in their places, and nothing applies
// them. Closures that the truth does not give stay as they are. m is not changed.
func (m *Model) Exact() *Model {
	if m.Truth == nil {
		return m.With(nil)
	}
	return m.With(m.Truth.Closures)
}

// With is the model with every pointwise closure replaced by an expression of its
// arguments, where there is one, by closure.
func (m *Model) With(closures []*Expr) *Model {
	return m.Rewrite(Rewriting{Apply: func(e *Expr, args []*Expr) *Expr {
		if i := e.Sym.Index; i < len(closures) && closures[i] != nil {
			return bind(closures[i], e.Sym.Closure.Args, args)
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
