package check

import (
	"cmp"
	"slices"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
	"github.com/pindiff/pindiffc/dsl/units"
)

// face is one face of one state.
type face struct {
	state *model.Symbol
	axis  int
	high  bool
}

// boundaries collects what is written before it is judged.
type boundaries struct {
	given    map[face]*model.Condition
	periodic [maxAxes][2]*ast.Condition // by axis and side
	mirrored [maxAxes][2]*ast.Condition // symmetry for all states
	broken   [maxAxes][2]bool           // something was wrong there, and told
}

func (bs *boundaries) breakAll() { bs.broken = [maxAxes][2]bool{{true, true}, {true, true}} }

const supportedConditions = "conditions are `periodic`, `symmetry`, `u = value` and `dn(u) = value` (the derivative along the outward normal)"

// boundary reads the conditions and checks that every face of every state that
// is differentiated across it has exactly one.
func (c *checker) boundary() {
	bs := &boundaries{given: map[face]*model.Condition{}}
	b := c.blocks["boundary"]
	if b != nil {
		for _, item := range items(b) {
			switch item := item.(type) {
			case *ast.FaceItem:
				c.faceItem(bs, item)
			case *ast.FaceRule:
				c.faceRule(item)
			default:
				c.fail("E0208", item.Place(), "this does not belong in `boundary`")
			}
		}
	}
	c.periodicPartners(bs)
	if len(c.m.Equations) == len(c.m.States) {
		c.judge(bs, newReach(c.m))
	}
}

func (c *checker) faceItem(bs *boundaries, f *ast.FaceItem) {
	axis := slices.IndexFunc(c.m.Axes, func(a model.Axis) bool { return a.Name == f.Axis.Name })
	if axis < 0 {
		bs.breakAll()
		if c.unknown[f.Axis.Name] || len(c.m.Axes) == 0 {
			return
		}
		if e := c.names[f.Axis.Name]; e != nil {
			r := c.fail("E0505", f.Axis.Span, "`%s` is not a spatial coordinate", f.Axis.Name)
			if e.sym.Kind == model.KindTime {
				r.help("the value at the first time is the state's own: `state u = 0`, or in `cases`")
			}
		} else {
			var names []string
			for _, a := range c.m.Axes {
				names = append(names, a.Name)
			}
			c.fail("E0201", f.Axis.Span, "unknown coordinate `%s`", clip(f.Axis.Name)).nearest(f.Axis.Name, names)
		}
		return
	}
	sides := []int{0, 1}
	if f.Side != nil {
		switch f.Side.Name {
		case "min":
			sides = []int{0}
		case "max":
			sides = []int{1}
		default:
			bs.breakAll()
			c.fail("E0505", f.Side.Span, "a side is `min` or `max`")
			return
		}
	}
	for i := range f.Conditions {
		before := len(c.found)
		c.condition(bs, axis, sides, &f.Conditions[i])
		for _, s := range sides {
			bs.broken[axis][s] = bs.broken[axis][s] || len(c.found) > before
		}
	}
}

// condition reads one condition for one or both sides of an axis.
func (c *checker) condition(bs *boundaries, axis int, sides []int, d *ast.Condition) {
	word := ""
	if d.Word != nil {
		word = d.Word.Name
	}
	switch {
	case d.LHS == nil && word == "":
		c.fail("E0505", d.Span, "a condition is missing").help(supportedConditions)
	case d.LHS == nil && word == "periodic":
		for _, s := range sides {
			if first := bs.periodic[axis][s]; first != nil {
				c.twice(d.Span, first.Span, c.faceName(axis, s), "all states")
			}
			bs.periodic[axis][s] = d
		}
	case d.LHS == nil && word == "symmetry":
		for _, s := range sides {
			if first := bs.mirrored[axis][s]; first != nil {
				c.twice(d.Span, first.Span, c.faceName(axis, s), "all states")
			}
			bs.mirrored[axis][s] = d
		}
	case word == "outflow":
		c.unsupported("E0504", d.Word.Span, "`outflow` is", supportedConditions)
	case d.LHS == nil, word != "" && word != "symmetry" && word != "periodic":
		r := c.fail("E0208", d.Word.Span, "`%s` is not a boundary condition", clip(word))
		if e := c.names[word]; e != nil {
			r.help("write `%s = value`; %s", word, supportedConditions)
		} else {
			r.nearest(word, []string{"periodic", "symmetry"})
		}
	case word == "periodic":
		c.fail("E0503", d.Span, "a coordinate is periodic for all states, or for none").help("write `%s: periodic`", c.m.Axes[axis].Name)
	default:
		c.stateCondition(bs, axis, sides, d)
	}
}

// stateCondition reads `u = e`, `dn(u) = e` or `u: symmetry`.
func (c *checker) stateCondition(bs *boundaries, axis int, sides []int, d *ast.Condition) {
	kind, target := model.Value, d.LHS
	if call, ok := d.LHS.(*ast.Call); ok && call.Fun.Name == "dn" && len(call.Args) == 1 && len(call.Keys) == 0 {
		kind, target = model.Gradient, call.Args[0]
	}
	name, ok := target.(*ast.Name)
	if !ok {
		c.unsupported("E0504", place(d.LHS), "this kind of boundary condition is", supportedConditions)
		return
	}
	e := c.lookup(name.Ident)
	if e == nil {
		return
	}
	if e.sym.Kind != model.KindState {
		c.fail("E0505", name.Span, "`%s` is a %s; a boundary condition is for a state", name.Name, e.sym.Kind).
			note(e.sym.Span, "declared here")
		return
	}
	cond := model.Condition{State: e.sym, Axis: axis, Kind: kind, Span: d.Span}
	if d.Word != nil {
		cond.Kind = model.Symmetry
	} else {
		u := e.sym.Unit
		if kind == model.Gradient {
			a := c.m.Axes[axis].Unit
			u.Scale /= a.Scale
			u.Dims, ok = c.dims(d.Span, func() (units.Dims, bool) { return u.Dims.Div(a.Dims) })
			u.Text = ""
			if c.units {
				u.Text = u.Dims.String()
			}
		}
		rhs := c.inUnit(c.scalarExpr(d.RHS, inBoundary), u, c.short(place(d.LHS), e.sym.Name))
		if !rhs.ok() || !ok {
			cond.Expr = nil
		} else {
			cond.Expr = rhs.e
		}
	}
	for _, s := range sides {
		one := cond
		one.High = s == 1
		f := face{e.sym, axis, one.High}
		if first := bs.given[f]; first != nil {
			c.twice(d.Span, first.Span, c.faceName(axis, s), "`"+e.sym.Name+"`")
			continue
		}
		bs.given[f] = &one
	}
}

func (c *checker) twice(second, first ast.Span, where, what string) {
	c.fail("E0502", second, "%s has two conditions for %s", where, what).note(first, "the first is here").help("leave one of them out")
}

func (c *checker) faceName(axis, side int) string {
	return "`" + c.m.Axes[axis].Name + " = " + [2]string{"min", "max"}[side] + "`"
}

// periodicPartners checks that periodic faces come in pairs.
func (c *checker) periodicPartners(bs *boundaries) {
	for a := range c.m.Axes {
		lo, hi := bs.periodic[a][0], bs.periodic[a][1]
		if (lo == nil) != (hi == nil) {
			one, missing := lo, 1
			if one == nil {
				one, missing = hi, 0
			}
			c.fail("E0503", one.Span, "%s is not periodic, and its partner is", c.faceName(a, missing)).
				help("write `%s: periodic` for both", c.m.Axes[a].Name)
		}
		c.m.Axes[a].Periodic = lo != nil || hi != nil
		for s, p := range bs.periodic[a] {
			if m := bs.mirrored[a][s]; p != nil && m != nil {
				c.twice(m.Span, p.Span, c.faceName(a, s), "all states")
			}
		}
	}
}

// judge compares what is given with what is needed, face by face.
func (c *checker) judge(bs *boundaries, need *reach) {
	for a := range c.m.Axes {
		for s := range 2 {
			c.judgeFace(bs, need, a, s)
		}
	}
	slices.SortStableFunc(c.m.Boundary, func(x, y *model.Condition) int {
		return cmp.Or(cmp.Compare(x.State.Index, y.State.Index), cmp.Compare(x.Axis, y.Axis))
	})
}

func (c *checker) judgeFace(bs *boundaries, need *reach, a, s int) {
	used := false
	for _, state := range c.m.States {
		given := bs.given[face{state, a, s == 1}]
		needed := need.need[state]&(1<<a) != 0
		mirrored, periodic := bs.mirrored[a][s], bs.periodic[a][s]
		used = used || needed
		switch {
		case c.m.Axes[a].Periodic:
			if given != nil && periodic != nil {
				c.twice(given.Span, periodic.Span, c.faceName(a, s), "`"+state.Name+"`")
			}
		case given != nil && mirrored != nil:
			c.twice(given.Span, mirrored.Span, c.faceName(a, s), "`"+state.Name+"`")
		case given != nil && !needed:
			c.warn("W0501", given.Span, "`%s` is not differentiated along `%s`, so this condition has no effect", state.Name, c.m.Axes[a].Name)
		case given != nil:
			c.m.Boundary = append(c.m.Boundary, given)
		case needed && mirrored != nil:
			c.m.Boundary = append(c.m.Boundary, &model.Condition{State: state, Axis: a, High: s == 1, Kind: model.Symmetry, Span: mirrored.Span})
		case needed && !bs.broken[a][s]:
			at := state.Span
			if b := c.blocks["boundary"]; b != nil {
				at = b.Kind.Span
			}
			c.fail("E0501", at, "%s has no condition for `%s`", c.faceName(a, s), state.Name).
				note(c.equation[state].State.Span, "its equation differentiates `%s` along `%s`", state.Name, c.m.Axes[a].Name).
				help("write `%s = %s: %s = 0`, or `dn(%s) = 0`, or `%s: periodic`", c.m.Axes[a].Name, [2]string{"min", "max"}[s], state.Name, state.Name, c.m.Axes[a].Name)
		}
	}
	if p := bs.periodic[a][s]; p == nil && !used && bs.mirrored[a][s] != nil {
		c.warn("W0501", bs.mirrored[a][s].Span, "no state is differentiated along `%s`, so this condition has no effect", c.m.Axes[a].Name)
	}
}

var faceRules = []string{"zero_gradient", "value"}

// faceRule reads `face(a), face(b): rule`.
func (c *checker) faceRule(d *ast.FaceRule) {
	rule := d.Rule.Name
	if !slices.Contains(faceRules, rule) {
		c.fail("E0208", d.Rule.Span, "unknown face rule `%s`", clip(rule)).nearest(rule, faceRules)
		return
	}
	for _, of := range d.Of {
		v := c.scalarExpr(of, inFace)
		if !v.ok() {
			continue
		}
		if rule == "value" && v.uses&(usesClosure|usesFile) != 0 {
			c.fail("E0506", place(of), "the values of %s are known at cell centres only", c.quote(place(of), "this")).
				help("write `face(...): zero_gradient`, which takes the value of the nearest cell")
			continue
		}
		text := v.e.String()
		if i := slices.IndexFunc(c.m.FaceRules, func(r *model.FaceRule) bool { return r.Of.String() == text }); i >= 0 {
			c.fail("E0506", place(of), "a second face rule for %s", c.quote(place(of), "this")).note(c.m.FaceRules[i].Span, "the first is here")
			continue
		}
		c.m.FaceRules = append(c.m.FaceRules, &model.FaceRule{Of: v.e, Rule: rule, Span: d.Span})
	}
}
