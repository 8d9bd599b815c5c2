package check

import "github.com/pindiff/pindiffc/dsl/model"

// reach finds, for every state and axis, the highest derivative of the state
// along the axis in any equation.
type reach struct {
	dim   int
	order map[*model.Symbol]orders
	seen  map[visit]bool
}

// orders of derivatives, by axis.
type orders [maxAxes]int

type visit struct {
	e    *model.Expr
	o    orders
	flux bool // as a vector under div
}

// newReach looks through all equations of the model.
func newReach(m *model.Model) *reach {
	r := &reach{dim: len(m.Axes), order: map[*model.Symbol]orders{}, seen: map[visit]bool{}}
	for _, eq := range m.Equations {
		r.walk(eq.LHS, orders{})
		r.walk(eq.RHS, orders{})
	}
	return r
}

func (r *reach) all() int { return 1<<r.dim - 1 }

// plus adds derivatives along the axes of a mask.
func (o orders) plus(mask, times int) orders {
	for a := range o {
		if mask>>a&1 == 1 {
			o[a] += times
		}
	}
	return o
}

// walk visits an expression that stands under derivatives of these orders. What
// is shared between lets is visited once for each.
func (r *reach) walk(e *model.Expr, o orders) {
	v := visit{e, o, false}
	if r.seen[v] {
		return
	}
	r.seen[v] = true
	switch e.Op {
	case model.OpRef:
		switch {
		case e.Sym.Kind == model.KindState:
			most := r.order[e.Sym]
			for a := range most {
				most[a] = max(most[a], o[a])
			}
			r.order[e.Sym] = most
		case e.Sym.Kind == model.KindLet && e.Sym.Value != nil:
			r.walk(e.Sym.Value, o)
		}
	case model.OpGrad:
		r.walk(e.Args[0], o.plus(r.all(), 1))
	case model.OpLap:
		r.walk(e.Args[0], o.plus(r.all(), 2))
	case model.OpD:
		r.walk(e.Args[0], o.plus(1<<e.Axis, 1))
	case model.OpDiv_:
		r.flux(e.Args[0], o)
	default:
		for _, a := range e.Args {
			r.walk(a, o)
		}
	}
}

// flux visits a vector under div: its component a is differentiated along a.
func (r *reach) flux(e *model.Expr, o orders) {
	v := visit{e, o, true}
	if r.seen[v] {
		return
	}
	r.seen[v] = true
	switch e.Op {
	case model.OpVector:
		for a, x := range e.Args {
			if !literalZero(x) {
				r.walk(x, o.plus(1<<a, 1))
			}
		}
	case model.OpGrad:
		for a := range r.dim {
			r.walk(e.Args[0], o.plus(1<<a, 2))
		}
	case model.OpAdd, model.OpSub, model.OpNeg, model.OpLag:
		for _, a := range e.Args {
			r.flux(a, o)
		}
	case model.OpMul, model.OpDiv:
		along := r.components(e)
		for _, a := range e.Args {
			if a.Shape == model.Vector {
				r.flux(a, o)
				continue
			}
			for axis := range r.dim {
				if along>>axis&1 == 1 {
					r.walk(a, o.plus(1<<axis, 1))
				}
			}
		}
	case model.OpRef:
		if e.Sym.Kind == model.KindLet && e.Sym.Value != nil {
			r.flux(e.Sym.Value, o)
		}
	default:
		r.walk(e, o.plus(r.all(), 1))
	}
}

// components of a vector that are not literally zero, as a mask.
func (r *reach) components(e *model.Expr) int {
	switch {
	case e.Op == model.OpVector:
		mask := 0
		for a, x := range e.Args {
			if !literalZero(x) {
				mask |= 1 << a
			}
		}
		return mask
	case (e.Op == model.OpMul || e.Op == model.OpDiv) && e.Args[0].Shape == model.Vector:
		return r.components(e.Args[0])
	case e.Op == model.OpMul:
		return r.components(e.Args[1])
	}
	return r.all()
}

func literalZero(e *model.Expr) bool { return e.Op == model.OpNum && e.Value == 0 }
