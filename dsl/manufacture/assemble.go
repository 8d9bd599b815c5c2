package manufacture

import "github.com/pindiff/pindiffc/dsl/model"

// assemble builds the model: sources in the equations, data on the faces, the
// exact solution as initial values, truths in the places of closures. The
// experiment is left out.
func (c *calculus) assemble(source, data []*model.Expr) *model.Model {
	states := c.states()
	m := *c.m
	m.Boundary = nil
	for i, k := range c.m.Boundary {
		one := *k
		if data[i] != nil {
			one.Expr = data[i]
		}
		m.Boundary = append(m.Boundary, &one)
	}
	out := m.Rewrite(model.Rewriting{Ref: func(e *model.Expr) *model.Expr {
		switch e.Sym.Kind {
		case model.KindState:
			one := *e
			one.Sym = states[e.Sym.Index]
			return &one
		case model.KindClosure:
			return c.m.Truth.Closures[e.Sym.Index]
		}
		return nil
	}})
	out.States, out.Closures, out.Solution = states, nil, nil
	out.Truth, out.Cases, out.Observe, out.Report, out.Train = nil, nil, nil, nil, nil
	names := namesOf(out)
	for i, eq := range out.Equations {
		eq.State = states[i]
		if s := source[i]; !(s.Op == model.OpNum && s.Value == 0) {
			let := names.symbol(states[i], s)
			let.Index = len(out.Lets)
			out.Lets = append(out.Lets, let)
			eq.RHS = plus(eq.RHS, &model.Expr{Op: model.OpRef, Sym: let, Deps: s.Deps, Span: eq.Span})
		}
	}
	for _, k := range out.Boundary {
		k.State = states[k.State.Index]
	}
	return out
}

// plus is a + b, at the place of a.
func plus(a, b *model.Expr) *model.Expr {
	return &model.Expr{Op: model.OpAdd, Args: []*model.Expr{a, b}, Dims: a.Dims, Deps: a.Deps | b.Deps, Span: a.Span}
}

// states are the unknowns, which start from the exact solution.
func (c *calculus) states() []*model.Symbol {
	out := make([]*model.Symbol, len(c.m.States))
	start := c.Num(c.m.Time.Lo)
	for i, s := range c.m.States {
		one := *s
		one.Value = c.Substitute(c.exact[i], c.m.Time.Symbol, start)
		out[i] = &one
	}
	return out
}

// names in use, in the specification and in Go.
type names map[string]bool

func namesOf(m *model.Model) names {
	n := names{}
	for _, list := range [][]*model.Symbol{m.Params, m.Fields, m.States, m.Lets, m.Consts} {
		for _, s := range list {
			n[s.Name], n[s.GoName] = true, true
		}
	}
	for _, a := range m.Axes {
		n[a.Symbol.Name], n[a.Symbol.GoName] = true, true
	}
	return n
}

// symbol is the name of the source of a state's equation.
func (n names) symbol(state *model.Symbol, value *model.Expr) *model.Symbol {
	s := &model.Symbol{
		Kind: model.KindLet, Name: "source_" + state.Name, GoName: "Source" + state.GoName,
		Value: value, Min: state.Min, Max: state.Max,
	}
	for n[s.Name] || n[s.GoName] {
		s.Name, s.GoName = s.Name+"_", s.GoName+"X"
	}
	n[s.Name], n[s.GoName] = true, true
	return s
}
