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
