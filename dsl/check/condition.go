package check

import (
	"slices"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
	"github.com/pindiff/pindiffc/dsl/units"
)

// onFace is the scope of a boundary condition across an axis.
func onFace(axis *model.Axis) *scope {
	return &scope{where: "a boundary condition", allow: depAll &^ model.DepLag, may: "coordinates, time, params, constants, fields, states and closures",
		uses: usesField, face: axis}
}

// conditionOf reads one condition, but for its side:
//
//	u: symmetry   u: outflow   u = e   dn(u) = e   dn(dn(u)) = e   flux(u) = e
//	a*u + b*dn(u) = e, any equation that is linear in dn(u)
//
// It gives nil after a mistake.
func (c *checker) conditionOf(axis int, d *ast.Condition) *model.Condition {
	cond := &model.Condition{Axis: axis, Span: d.Span}
	if d.Word != nil {
		name, ok := d.LHS.(*ast.Name)
		if !ok {
			c.fail("E0505", place(d.LHS), "`%s` is for a state", d.Word.Name).help("write `u: %s`", d.Word.Name)
			return nil
		}
		cond.State, cond.Kind = c.conditionState(name), blanketKinds[d.Word.Name]
		return some(cond, cond.State != nil)
	}
	kind, target := form(d.LHS)
	if target == nil {
		return c.robin(cond, d)
	}
	name, ok := target.(*ast.Name)
	if !ok {
		c.fail("E0505", place(target), "a boundary condition is for a state").label("this is not the name of one").help(conditionForms)
		return nil
	}
	if cond.State = c.conditionState(name); cond.State == nil {
		return nil
	}
	s := onFace(&c.m.Axes[axis])
	rhs := c.faceExpr(d.RHS, s)
	if !rhs.ok() {
		return nil
	}
	if rhs.uses&usesNormal != 0 || kind <= model.Gradient && holds(rhs.e, isState(cond.State)) {
		if kind > model.Gradient {
			c.fail("E0505", place(d.RHS), "the right side of this condition cannot hold `dn`").help("it may hold states, but none of their derivatives")
			return nil
		}
		return c.robin(cond, d)
	}
	cond.Kind = kind
	u, ok := c.conditionUnit(kind, cond.State, axis, d)
	if !ok {
		return nil
	}
	if kind == model.Flux {
		rhs.bare = rhs.bare && u.Dims.Dimensionless() // a number alone has no unit to take
	}
	if rhs = c.inUnit(rhs, u, c.short(place(d.LHS), cond.State.Name)); !rhs.ok() {
		return nil
	}
	cond.Expr = rhs.e
	return cond
}

// some is a condition, if it is good.
func some(cond *model.Condition, ok bool) *model.Condition {
	if !ok {
		return nil
	}
	return cond
}

// form tells the kind of a condition by its left side, and whose it is; a nil
// target stands for an equation.
func form(e ast.Expr) (model.ConditionKind, ast.Expr) {
	if _, ok := e.(*ast.Name); ok {
		return model.Value, e
	}
	call, ok := e.(*ast.Call)
	if ok && call.Fun.Name == "flux" && len(call.Args) == 1 && len(call.Keys) == 0 {
		return model.Flux, call.Args[0]
	}
	times, target := 0, e
	for times < 3 {
		call, ok := target.(*ast.Call)
		if !ok || call.Fun.Name != "dn" || len(call.Args) != 1 || len(call.Keys) > 0 {
			break
		}
		times, target = times+1, call.Args[0]
	}
	if times == 0 {
		return 0, nil
	}
	return [...]model.ConditionKind{model.Gradient, model.Curvature, model.Third}[times-1], target
}

// conditionState is the state of that name.
func (c *checker) conditionState(name *ast.Name) *model.Symbol {
	e := c.lookup(name.Ident, c.stateNames()...)
	if e == nil {
		return nil
	}
	if e.sym.Kind != model.KindState {
		c.fail("E0505", name.Span, "`%s` is a %s; a boundary condition is for a state", name.Name, e.sym.Kind).
			note(e.sym.Span, "declared here")
		return nil
	}
	return e.sym
}

// derivativeIn is the first derivative in an expression, or where none is written in it,
// the expression.
func derivativeIn(e *model.Expr) *model.Expr {
	found := e
	var visit func(x *model.Expr) bool
	visit = func(x *model.Expr) bool {
		switch x.Op {
		case model.OpD, model.OpGrad, model.OpDiv_, model.OpLap:
			found = x
			return true
		}
		return slices.ContainsFunc(x.Args, visit)
	}
	visit(e)
	return found
}

// faceExpr types an expression of what is known on a face: values of states
// there, and no derivative but the condition's own dn.
func (c *checker) faceExpr(e ast.Expr, s *scope) value {
	v := c.scalarExpr(e, s)
	switch {
	case !v.ok():
	case v.uses&usesGrad != 0:
		d := derivativeIn(v.e)
		r := c.fail("E0505", d.Span, "a boundary condition holds no derivative but `dn`")
		if d.Op == model.OpD && s.face != nil && s.face.Name == c.m.Axes[d.Axis].Name {
			r.help("`dn(u)` is the derivative along the outward normal: `d%[1]s(u)` at `%[1]s = max`, `-d%[1]s(u)` at `%[1]s = min`", s.face.Name)
		} else {
			r.help("on a face the values of states are known, and the derivative `dn(u)` of the condition's own state")
		}
		return value{}
	case v.e.Deps&model.DepLag != 0:
		c.fail("E0505", v.e.Span, "`lag` cannot stand in a boundary condition").help("a condition holds at the time of the state that it is for")
		return value{}
	}
	return v
}

// conditionUnit is the unit of the left side of a condition.
func (c *checker) conditionUnit(kind model.ConditionKind, state *model.Symbol, axis int, d *ast.Condition) (model.Unit, bool) {
	u, a := state.Unit, c.m.Axes[axis].Unit
	if kind == model.Value {
		return u, true
	}
	var ok bool
	if kind == model.Flux {
		u.Scale = 1
		u.Dims, ok = c.fluxDims(state, axis, d)
	} else {
		times := map[model.ConditionKind]int{model.Gradient: 1, model.Curvature: 2, model.Third: 3}[kind]
		u.Dims, ok = c.dims(d.Span, func() (units.Dims, bool) {
			dims, ok := u.Dims, true
			for range times {
				if ok {
					dims, ok = dims.Div(a.Dims)
				}
			}
			return dims, ok
		})
		for range times {
			u.Scale /= a.Scale
		}
	}
	u.Text = ""
	if c.units {
		u.Text = u.Dims.String()
	}
	return u, ok
}

// fluxDims is the unit of what stands under div in the equation of a state: that
// of its terms times a length.
func (c *checker) fluxDims(state *model.Symbol, axis int, d *ast.Condition) (units.Dims, bool) {
	i := slices.IndexFunc(c.m.Equations, func(e *model.Equation) bool { return e.State == state })
	if i < 0 {
		return units.Dims{}, false // its equation is wrong, and told
	}
	eq := c.m.Equations[i]
	if !holds(eq.LHS, isDivergence) && !holds(eq.RHS, isDivergence) {
		c.fail("E0505", place(d.LHS), "the equation of `%s` has no flux", state.Name).
			note(c.equation[state].State.Span, "a flux is a vector under `div`").help("write `%s = e` or `dn(%s) = e`", state.Name, state.Name)
		return units.Dims{}, false
	}
	dims := eq.LHS.Dims
	return c.dims(d.Span, func() (units.Dims, bool) { return dims.Mul(c.m.Axes[axis].Unit.Dims) })
}
