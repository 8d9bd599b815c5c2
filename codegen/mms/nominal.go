package mms

import (
	"fmt"

	"github.com/pindiff/pindiffc/dsl/model"
)

// Nominal is an order that schemes promise, and the least that is asked of an
// observed one.
type Nominal struct {
	Order, Least float64
	Why          string
}

// slack is how far an observed order may stay behind its nominal one.
const slack = 0.25

// spaceOrder of the schemes in a model's equations: the lowest. Limited schemes
// fall back to first order in the cells of an extremum, so less is asked of them.
func spaceOrder(m *model.Model) Nominal {
	v := &survey{order: 4, why: "dx(central4)", seen: map[*model.Expr]bool{}}
	for _, eq := range m.Equations {
		v.visit(eq.LHS)
		v.visit(eq.RHS)
	}
	if !v.derivative {
		return Nominal{0, -slack, "no derivative in space"}
	}
	walls := false
	for _, a := range m.Axes {
		walls = walls || !a.Periodic
	}
	if walls && v.order > 2 {
		v.lower(2, 0, "walls")
	}
	if m.FaceRules != nil && gradientGiven(m) {
		for _, r := range m.FaceRules {
			if r.Rule == "zero_gradient" && !uniform(r.Of) {
				v.lower(1, 0, fmt.Sprintf("face(%s): zero_gradient where a gradient is given", r.Of))
			}
		}
	}
	return Nominal{v.order, v.order - slack - v.less, v.why}
}

// gradientGiven tells that some condition gives a gradient or a flux.
func gradientGiven(m *model.Model) bool {
	for _, c := range m.Boundary {
		if c.Kind == model.Gradient || c.Kind == model.Robin || c.Kind == model.Flux {
			return true
		}
	}
	return false
}

// survey looks for the scheme of lowest order.
type survey struct {
	order, less float64
	why         string
	derivative  bool
	highest     int // derivatives inside each other
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
		case "upwind":
			v.lower(1, 0, e.Fun+"(upwind)")
		case "central4":
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
	case model.SchemeCentral, model.SchemeCentralFlux, "linear_upwind":
	case "vanleer", "minmod":
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

// uniform tells that e is the same everywhere.
func uniform(e *model.Expr) bool {
	return !holds(e, func(e *model.Expr) bool {
		return e.Op == model.OpRef && (e.Sym.Kind == model.KindState || e.Sym.Kind == model.KindCoord || e.Sym.Kind == model.KindField || e.Sym.Kind == model.KindClosure)
	})
}

// holds looks for something in an expression and the lets in it.
func holds(e *model.Expr, is func(*model.Expr) bool) bool {
	seen := map[*model.Expr]bool{}
	var visit func(e *model.Expr) bool
	visit = func(e *model.Expr) bool {
		if e == nil || seen[e] {
			return false
		}
		seen[e] = true
		if is(e) || e.Op == model.OpRef && e.Sym.Kind == model.KindLet && visit(e.Sym.Value) {
			return true
		}
		for _, x := range e.Args {
			if visit(x) {
				return true
			}
		}
		return false
	}
	return visit(e)
}

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
