package model

import "maps"

// Exact is the model with every pointwise closure replaced by what the truth
// says that it is, wherever it is applied: the system of the labels of a twin
// experiment. The closures stay declared, in their places, and nothing applies
// them. Closures that the truth does not give stay as they are. m is not changed.
func (m *Model) Exact() *Model {
	out := *m
	if m.Truth == nil {
		return &out
	}
	r := rewriter{exprs: map[*Expr]*Expr{}, lets: map[*Symbol]*Symbol{}}
	r.apply = func(e *Expr, args []*Expr) *Expr {
		if i := e.Sym.Index; i < len(m.Truth.Closures) && m.Truth.Closures[i] != nil {
			return bind(m.Truth.Closures[i], e.Sym.Closure.Args, args)
		}
		return nil
	}
	out.Lets = nil
	for _, s := range m.Lets {
		out.Lets = append(out.Lets, r.let(s))
	}
	out.Equations = nil
	for _, eq := range m.Equations {
		one := *eq
		one.LHS, one.RHS = r.expr(eq.LHS), r.expr(eq.RHS)
		out.Equations = append(out.Equations, &one)
	}
	out.Boundary = nil
	for _, c := range m.Boundary {
		one := *c
		one.Left, one.Expr = r.expr(c.Left), r.expr(c.Expr)
		out.Boundary = append(out.Boundary, &one)
	}
	out.FaceRules = nil
	for _, f := range m.FaceRules {
		one := *f
		one.Of = r.expr(f.Of)
		out.FaceRules = append(out.FaceRules, &one)
	}
	return &out
}

// bind puts arguments in the places of a closure's own names in an expression.
func bind(e *Expr, names []*Symbol, args []*Expr) *Expr {
	r := rewriter{exprs: map[*Expr]*Expr{}, lets: map[*Symbol]*Symbol{}}
	r.ref = func(e *Expr) *Expr {
		for i, s := range names {
			if e.Sym == s {
				return args[i]
			}
		}
		return nil
	}
	return r.expr(e)
}

// rewriter rebuilds expressions. What is shared stays shared.
type rewriter struct {
	ref   func(e *Expr) *Expr               // what stands for a reference; nil: itself
	apply func(e *Expr, args []*Expr) *Expr // what stands for an application to rewritten arguments; nil: itself
	exprs map[*Expr]*Expr
	lets  map[*Symbol]*Symbol
}

func (r *rewriter) expr(e *Expr) *Expr {
	if e == nil {
		return nil
	}
	if made, ok := r.exprs[e]; ok {
		return made
	}
	made := r.rebuild(e)
	r.exprs[e] = made
	return made
}

func (r *rewriter) rebuild(e *Expr) *Expr {
	if e.Op == OpRef {
		if r.ref != nil {
			if x := r.ref(e); x != nil {
				return x
			}
		}
		if e.Sym.Kind == KindLet {
			if s := r.let(e.Sym); s != e.Sym {
				one := *e
				one.Sym, one.Deps = s, s.Value.Deps
				return &one
			}
		}
		return e
	}
	args := make([]*Expr, len(e.Args))
	changed := false
	for i, a := range e.Args {
		args[i] = r.expr(a)
		changed = changed || args[i] != a
	}
	if e.Op == OpApply && r.apply != nil {
		if x := r.apply(e, args); x != nil {
			return x
		}
	}
	if !changed {
		return e
	}
	one := *e
	one.Args, one.Keys = args, maps.Clone(e.Keys)
	one.Deps = one.inherited()
	return &one
}

// inherited is what an expression depends on through its operands.
func (e *Expr) inherited() Deps {
	var d Deps
	for _, a := range e.Args {
		d |= a.Deps
	}
	switch {
	case e.Op == OpApply:
		d |= DepClosure | e.Deps&DepParam
	case e.Op == OpLag && d&(DepState|DepTime) != 0:
		d = d&^(DepState|DepTime) | DepLag
	}
	return d
}

// let is the symbol with its definition rewritten, itself if that is the same.
func (r *rewriter) let(s *Symbol) *Symbol {
	if made, ok := r.lets[s]; ok {
		return made
	}
	made := s
	if v := r.expr(s.Value); v != s.Value {
		one := *s
		one.Value = v
		made = &one
	}
	r.lets[s] = made
	return made
}
