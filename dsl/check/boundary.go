package check

import (
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
			r.nearest(word, conditionWords)
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
