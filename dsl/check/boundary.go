package check

import (
	"cmp"
	"slices"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

// face is one face of one state.
type face struct {
	state *model.Symbol
	axis  int
	high  bool
}

// boundaries collects what is written before it is judged.
type boundaries struct {
	given    map[face][]*model.Condition
	periodic [maxAxes][2]*ast.Condition // by axis and side
	blanket  [maxAxes][2]*ast.Condition // symmetry or outflow for all states
	broken   [maxAxes][2]bool           // something was wrong there, and told
}

func (bs *boundaries) breakAll() { bs.broken = [maxAxes][2]bool{{true, true}, {true, true}} }

// blanketKinds are the conditions that may be for all states at once.
var blanketKinds = map[string]model.ConditionKind{"symmetry": model.Symmetry, "outflow": model.Outflow}

const conditionForms = "conditions are `periodic`, `symmetry`, `outflow`, `u = e`, `dn(u) = e` (the derivative along the outward normal), `a*u + b*dn(u) = e` and `flux(u) = e`"

// boundary reads the conditions and checks that every face of every state that
// is differentiated across it has exactly one.
func (c *checker) boundary() {
	bs := &boundaries{given: map[face][]*model.Condition{}}
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
	_, blanket := blanketKinds[word]
	switch {
	case d.LHS == nil && word == "":
		c.fail("E0505", d.Span, "a condition is missing").help(conditionForms)
	case d.LHS == nil && (word == "periodic" || blanket):
		for _, s := range sides {
			to := &bs.periodic[axis][s]
			if blanket {
				to = &bs.blanket[axis][s]
			}
			if *to != nil {
				c.twice(d.Span, (*to).Span, c.faceName(axis, s), "all states")
			}
			*to = d
		}
	case d.LHS == nil, word != "" && !blanket && word != "periodic":
		r := c.fail("E0208", d.Word.Span, "`%s` is not a boundary condition", clip(word))
		if e := c.names[word]; e != nil {
			r.help("write `%s = value`; %s", word, conditionForms)
		} else {
			r.nearest(word, []string{"periodic", "symmetry", "outflow"})
		}
	case word == "periodic":
		c.fail("E0503", d.Span, "a coordinate is periodic for all states, or for none").help("write `%s: periodic`", c.m.Axes[axis].Name)
	default:
		c.stateCondition(bs, axis, sides, d)
	}
}

// stateCondition reads a condition for one state.
func (c *checker) stateCondition(bs *boundaries, axis int, sides []int, d *ast.Condition) {
	cond := c.conditionOf(axis, d)
	if cond == nil {
		return
	}
	for _, s := range sides {
		one := *cond
		one.High = s == 1
		f := face{one.State, axis, one.High}
		bs.given[f] = append(bs.given[f], &one)
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
			if m := bs.blanket[a][s]; p != nil && m != nil {
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
	blanket, periodic := bs.blanket[a][s], bs.periodic[a][s]
	for _, state := range c.m.States {
		given := bs.given[face{state, a, s == 1}]
		order := need.order[state][a]
		used = used || order > 0
		if blanket != nil && len(given) > 0 {
			if !c.m.Axes[a].Periodic {
				c.twice(given[0].Span, blanket.Span, c.faceName(a, s), "`"+state.Name+"`")
			}
			continue
		}
		if blanket != nil && order > 0 {
			given = []*model.Condition{{State: state, Axis: a, High: s == 1, Kind: blanketKinds[blanket.Word.Name], Span: blanket.Span}}
		}
		switch {
		case c.m.Axes[a].Periodic:
			if len(given) > 0 && periodic != nil && blanket == nil {
				c.twice(given[0].Span, periodic.Span, c.faceName(a, s), "`"+state.Name+"`")
			}
		case order == 0:
			for _, g := range given {
				c.warn("W0501", g.Span, "`%s` is not differentiated along `%s`, so this condition has no effect", state.Name, c.m.Axes[a].Name)
			}
		case order == 3:
			if s == 0 {
				c.fail("E0507", c.equation[state].State.Span, "a third derivative of `%s` along `%s`, which is not periodic", state.Name, c.m.Axes[a].Name).
					help("third derivatives are for periodic coordinates: `%s: periodic`", c.m.Axes[a].Name)
			}
		case c.fits(given, order, a, s) && !c.complete(given, order):
			if !bs.broken[a][s] {
				c.missing(state, given, order, a, s)
			}
		default:
			slices.SortStableFunc(given, func(x, y *model.Condition) int { return cmp.Compare(orderOf(x.Kind), orderOf(y.Kind)) })
			c.m.Boundary = append(c.m.Boundary, given...)
		}
	}
	if periodic == nil && !used && blanket != nil {
		c.warn("W0501", blanket.Span, "no state is differentiated along `%s`, so this condition has no effect", c.m.Axes[a].Name)
	}
}

// orderOf the derivative that a condition is about.
func orderOf(k model.ConditionKind) int {
	switch k {
	case model.Value:
		return 0
	case model.Curvature:
		return 2
	case model.Third:
		return 3
	}
	return 1
}

// fits refuses conditions on a face that are too many, of the same order, or of
// a kind that the order of the equation has no use for.
func (c *checker) fits(given []*model.Condition, order, a, s int) bool {
	ok := true
	for i, g := range given {
		what := "`" + g.State.Name + "`"
		switch {
		case order <= 2 && orderOf(g.Kind) > 1:
			c.fail("E0505", g.Span, "a condition on a higher derivative than the equation of %s can use", what).
				note(c.equation[g.State].State.Span, "it is of second order along `%s`", c.m.Axes[a].Name).
				help("write `%s = e` or `dn(%s) = e`", g.State.Name, g.State.Name)
		case order > 2 && (g.Kind == model.Robin || g.Kind == model.Flux):
			c.fail("E0505", g.Span, "this kind of condition is for equations of second order").
				note(c.equation[g.State].State.Span, "this one is of fourth order along `%s`", c.m.Axes[a].Name).
				help("give two among `%[1]s`, `dn(%[1]s)`, `dn(dn(%[1]s))` and `dn(dn(dn(%[1]s)))`", g.State.Name)
		case i > 0 && order <= 2:
			c.twice(g.Span, given[0].Span, c.faceName(a, s), what)
		case i > 1:
			c.fail("E0502", g.Span, "%s has a third condition for %s", c.faceName(a, s), what).note(given[0].Span, "the first is here").
				help("an equation of fourth order takes two")
		case i == 1 && (given[0].Kind == model.Symmetry || given[0].Kind == model.Outflow || g.Kind == model.Symmetry || g.Kind == model.Outflow):
			c.twice(g.Span, given[0].Span, c.faceName(a, s), what)
		case i == 1 && orderOf(g.Kind) == orderOf(given[0].Kind):
			c.fail("E0502", g.Span, "two conditions of the same order for %s at %s", what, c.faceName(a, s)).note(given[0].Span, "the first is here").
				help("they are of different order, such as `%s = e` and `dn(dn(%s)) = e`", g.State.Name, g.State.Name)
		default:
			continue
		}
		ok = false
		break
	}
	return ok
}

// complete tells that a face has all conditions that it needs. Symmetry and
// outflow say how a state goes on beyond it, which is enough for any order.
func (c *checker) complete(given []*model.Condition, order int) bool {
	if len(given) == 1 && (given[0].Kind == model.Symmetry || given[0].Kind == model.Outflow) {
		return true
	}
	return len(given) == max(1, (order+1)/2)
}

// missing says which face of which state lacks a condition.
func (c *checker) missing(state *model.Symbol, given []*model.Condition, order, a, s int) {
	axis, side := c.m.Axes[a].Name, [2]string{"min", "max"}[s]
	if len(given) > 0 {
		c.fail("E0501", given[0].Span, "%s needs a second condition for `%s`", c.faceName(a, s), state.Name).
			note(c.equation[state].State.Span, "its equation is of fourth order along `%s`", axis).
			help("write `dn(%[1]s) = 0`, `dn(dn(%[1]s)) = 0` or `dn(dn(dn(%[1]s))) = 0` beside it", state.Name)
		return
	}
	at := state.Span
	if b := c.blocks["boundary"]; b != nil {
		at = b.Kind.Span
	}
	r := c.fail("E0501", at, "%s has no condition for `%s`", c.faceName(a, s), state.Name).
		note(c.equation[state].State.Span, "its equation differentiates `%s` along `%s`", state.Name, axis)
	if order > 2 {
		r.help("write two, `%s = %s: %s = 0, dn(dn(%s)) = 0`, or `%s: periodic`", axis, side, state.Name, state.Name, axis)
		return
	}
	r.help("write `%s = %s: %s = 0`, or `dn(%s) = 0`, or `%s: periodic`", axis, side, state.Name, state.Name, axis)
}
