package discretize

import "github.com/pindiff/pindiffc/dsl/model"

// orders says how many derivatives of each state stand inside each other along each
// axis in the equations: by state, then axis. A state that is not there has -1.
type orders struct {
	dim  int
	most []int8
}

func (o orders) of(state, axis int) int { return int(o.most[state*o.dim+axis]) }

// orders visits every equation.
func (b *builder) orders() orders {
	w := &orderer{b: b, dim: len(b.m.Axes), size: len(b.m.States) * len(b.m.Axes), done: map[*model.Expr][]int8{}}
	out := orders{w.dim, w.none()}
	for _, eq := range b.m.Equations {
		for _, e := range []*model.Expr{eq.LHS, eq.RHS} {
			merge(out.most, w.of(e))
		}
	}
	return out
}

type orderer struct {
	b         *builder
	dim, size int
	done      map[*model.Expr][]int8
}

func (w *orderer) none() []int8 {
	out := make([]int8, w.size)
	for i := range out {
		out[i] = -1
	}
	return out
}

func merge(into, from []int8) {
	for i, v := range from {
		into[i] = max(into[i], v)
	}
}

// of is nil for what holds no state.
func (w *orderer) of(e *model.Expr) []int8 {
	if e == nil || !w.b.of(e).state {
		return nil
	}
	if out, ok := w.done[e]; ok {
		return out
	}
	out := w.visit(e)
	w.done[e] = out
	return out
}

func (w *orderer) visit(e *model.Expr) []int8 {
	switch e.Op {
	case model.OpRef:
		switch s := e.Sym; s.Kind {
		case model.KindState:
			out := w.none()
			for a := range w.dim {
				out[s.Index*w.dim+a] = 0
			}
			return out
		case model.KindLet:
			return w.of(s.Value)
		}
		return nil
	case model.OpDiv_:
		if v := e.Args[0]; v.Op == model.OpVector {
			out := w.none()
			for a, x := range v.Args {
				merge(out, w.raised(w.of(x), a, 1))
			}
			return out
		}
	}
	if len(e.Args) == 1 {
		x := w.of(e.Args[0])
		switch e.Op {
		case model.OpD:
			return w.raised(x, e.Axis, 1)
		case model.OpGrad, model.OpDiv_, model.OpLap:
			by := int8(1)
			if e.Op == model.OpLap {
				by = 2
			}
			for a := range w.dim {
				x = w.raised(x, a, by)
			}
			return x
		}
		return x
	}
	out := w.none()
	for _, x := range e.Args {
		merge(out, w.of(x))
	}
	return out
}

// raised are the orders with more derivatives along an axis.
func (w *orderer) raised(x []int8, axis int, by int8) []int8 {
	out := append([]int8{}, x...)
	for i := range out {
		if i%w.dim == axis && out[i] >= 0 {
			out[i] = min(out[i]+by, 100)
		}
	}
	return out
}
