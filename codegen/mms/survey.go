package mms

import "github.com/pindiff/pindiffc/dsl/model"

// survey looks for the scheme of lowest order.
type survey struct {
	order, less float64
	why         string
	derivative  bool
	seen        map[*model.Expr]bool
}

func (v *survey) lower(order, less float64, why string) {
	if order-less < v.order-v.less {
		v.order, v.less, v.why = order, less, why
	}
}

func (v *survey) visit(e *model.Expr) {
	if e == nil || v.seen[e] {
		return
	}
	v.seen[e] = true
	switch e.Op {
	case model.OpDiv_:
		v.derivative = true
		v.divergence(e)
	case model.OpLap, model.OpGrad:
		v.derivative = true
		v.lower(2, 0, "central differences")
	case model.OpD:
		v.derivative = true
		switch e.Scheme {
		case model.SchemeUpwind:
			v.lower(1, 0, e.Fun+"(upwind)")
		case model.SchemeCentral4:
		default:
			v.lower(2, 0, "central differences")
		}
	case model.OpRef:
		if e.Sym.Kind == model.KindLet {
			v.visit(e.Sym.Value)
		}
	}
	for _, x := range e.Args {
		v.visit(x)
	}
}

// divergence judges the scheme of a div by what it transports.
func (v *survey) divergence(e *model.Expr) {
	v.lower(2, 0, "finite volumes")
	transport, carried := transported(e.Args[0], false)
	if !transport {
		return
	}
	switch e.Scheme {
	case model.SchemeCentral, model.SchemeCentralFlux, model.SchemeLinearUpwind:
	case model.SchemeVanLeer, model.SchemeMinmod:
		v.lower(2, 0.75, "div("+e.Scheme+"), of order 1 at extrema")
	default:
		if carried {
			v.lower(1, 0, "div(upwind)")
		}
	}
}

// transported tells whether a vector holds a term without grad, and one that
// carries a state.
func transported(e *model.Expr, factor bool) (transport, carried bool) {
	switch e.Op {
	case model.OpAdd, model.OpSub:
		t1, c1 := transported(e.Args[0], factor)
		t2, c2 := transported(e.Args[1], factor)
		return t1 || t2, c1 || c2
	case model.OpNeg, model.OpLag:
		return transported(e.Args[0], factor)
	case model.OpMul, model.OpDiv:
		x, y := e.Args[0], e.Args[1]
		if x.Shape != model.Vector {
			x, y = y, x
		}
		return transported(x, factor || holds(y, func(e *model.Expr) bool { return e.Op == model.OpRef && e.Sym.Kind == model.KindState }))
	case model.OpRef:
		if e.Sym.Kind == model.KindLet {
			return transported(e.Sym.Value, factor)
		}
	case model.OpVector:
		return true, factor
	}
	return false, false
}
