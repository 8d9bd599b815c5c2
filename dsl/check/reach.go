package check

import "github.com/pindiff/pindiffc/dsl/model"

// reach finds, for every state, the axes along which an equation differentiates
// it: bit a of the mask stands for axis a.
type reach struct {
	dim  int
	need map[*model.Symbol]int
	seen map[visit]bool
}

type visit struct {
	e    *model.Expr
	mask int
}

// newReach looks through all equations of the model.
func newReach(m *model.Model) *reach {
	r := &reach{dim: len(m.Axes), need: map[*model.Symbol]int{}, seen: map[visit]bool{}}
	for _, eq := range m.Equations {
		r.walk(eq.LHS, 0)
		r.walk(eq.RHS, 0)
	}
	return r
}

func (r *reach) all() int { return 1<<r.dim - 1 }

// walk visits an expression that stands under derivatives along mask. What is
// shared between lets is visited once for each mask.
func (r *reach) walk(e *model.Expr, mask int) {
	if v := (visit{e, mask}); r.seen[v] {
		return
	} else {
		r.seen[v] = true
	}
	switch e.Op {
	case model.OpRef:
		switch {
		case e.Sym.Kind == model.KindState:
			r.need[e.Sym] |= mask
		case e.Sym.Kind == model.KindLet && e.Sym.Value != nil:
			r.walk(e.Sym.Value, mask)
		}
	case model.OpGrad, model.OpLap:
		r.walk(e.Args[0], mask|r.all())
	case model.OpD:
		r.walk(e.Args[0], mask|1<<e.Axis)
	case model.OpDiv_:
		r.flux(e.Args[0], mask)
	default:
		for _, a := range e.Args {
			r.walk(a, mask)
		}
	}
}

// flux visits a vector under div: its component a is differentiated along a.
func (r *reach) flux(e *model.Expr, mask int) {
	switch e.Op {
	case model.OpVector:
		for a, x := range e.Args {
			if !literalZero(x) {
				r.walk(x, mask|1<<a)
			}
		}
	case model.OpAdd, model.OpSub, model.OpNeg, model.OpLag:
		for _, a := range e.Args {
			r.flux(a, mask)
		}
	case model.OpMul, model.OpDiv:
		along := r.components(e)
		for _, a := range e.Args {
			if a.Shape == model.Vector {
				r.flux(a, mask)
			} else {
				r.walk(a, mask|along)
			}
		}
	case model.OpRef:
		if e.Sym.Kind == model.KindLet && e.Sym.Value != nil {
			r.flux(e.Sym.Value, mask)
		}
	default:
		r.walk(e, mask|r.all())
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
