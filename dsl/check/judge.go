package check

import (
	"cmp"
	"slices"

	"github.com/pindiff/pindiffc/dsl/model"
)

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
		case order == 0 && need.averaged[state]&(1<<a) != 0:
			c.m.Boundary = append(c.m.Boundary, given...)
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
