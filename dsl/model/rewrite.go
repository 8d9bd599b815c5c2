package model

import "maps"

// Rewriting says what stands for parts of expressions. Nil, and a nil result,
// leave a part as it is.
type Rewriting struct {
	Ref   func(e *Expr) *Expr               // for a reference
	Apply func(e *Expr, args []*Expr) *Expr // for an application, to rewritten arguments
}

// Rewrite is the model with the expressions of its lets, equations, boundary
// conditions and face rules rewritten. m is not changed; what is shared stays shared.
func (m *Model) Rewrite(by Rewriting) *Model {
	out := *m
	r := rewriter{Rewriting: by, exprs: map[*Expr]*Expr{}, lets: map[*Symbol]*Symbol{}}
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

// rewriter rebuilds expressions. What is shared stays shared.
type rewriter struct {
	Rewriting
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
		if r.Ref != nil {
			if x := r.Ref(e); x != nil {
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
	if e.Op == OpApply && r.Apply != nil {
		if x := r.Apply(e, args); x != nil {
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
