package check

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

// maxTimes of one observation.
const maxTimes = 100_000

// observations reads `observe` and `report`.
func (c *checker) observations() {
	first := map[string]*ast.Observe{}
	for _, d := range c.file.Decls {
		o, ok := d.(*ast.Observe)
		if !ok || o == nil {
			continue
		}
		e := c.lookup(o.State)
		if e == nil {
			c.unobserved = true
			continue
		}
		key := o.Kind.Name + " " + o.State.Name
		if one, twice := first[key]; twice {
			r := c.fail("E0708", o.State.Span, "a second `%s` for `%s`", o.Kind.Name, o.State.Name).note(one.State.Span, "the first is here")
			if o.On == nil && one.On == nil {
				r.help("put all times into one list")
			} else {
				r.help("a state is seen in one way at all its times: one list of `sensors` can also have the centres of a box's cells, and one `mask` several boxes, with weights")
			}
			continue
		}
		first[key] = o
		switch {
		case o.Kind.Name != "observe" && o.Kind.Name != "report":
			c.fail("E0208", o.Kind.Span, "unknown word `%s`", clip(o.Kind.Name)).nearest(o.Kind.Name, []string{"observe", "report"})
		case e.sym.Kind == model.KindState:
			c.observeState(o, e.sym)
		case e.sym.Kind == model.KindClosure && o.Kind.Name == "observe":
			c.observeClosure(o, e.sym)
		default:
			c.unobserved = true
			c.fail("E0708", o.State.Span, "`%s` is a %s, and cannot be observed", e.sym.Name, e.sym.Kind).
				note(e.sym.Span, "declared here").help("`%s` is for states", o.Kind.Name)
		}
	}
}

// observeClosure gives the name that a closure's values have in data files.
func (c *checker) observeClosure(o *ast.Observe, s *model.Symbol) {
	if len(o.Times) > 0 || o.From == nil || o.On != nil || o.Noise != nil {
		c.fail("E0708", o.State.Span, "a closure is not observed at times").
			help("`observe %s from \"name\"` gives the name of its values in data files, with which it is compared", s.Name)
		return
	}
	s.Closure.Observed = c.arrayName(o.From)
}

func (c *checker) observeState(o *ast.Observe, s *model.Symbol) {
	ob := &model.Observation{Symbol: s, Span: o.Span}
	if o.From != nil {
		if o.Kind.Name == "report" {
			c.fail("E0708", o.From.Span, "`report` reads no data").help("the name of an array belongs to `observe`")
			return
		}
		ob.From = c.arrayName(o.From)
	}
	if o.Coord != nil && (c.names[o.Coord.Name] == nil || c.names[o.Coord.Name].sym.Kind != model.KindTime) {
		c.fail("E0708", o.Coord.Span, "states are observed at times").help("write `%s %s at t = ...`", o.Kind.Name, s.Name)
		return
	}
	if len(o.Times) == 0 || len(o.Times) > maxTimes {
		c.fail("E0708", o.State.Span, "`%s` has %s", o.Kind.Name, [2]string{"no times", "too many times"}[min(1, len(o.Times))]).
			help("write `%s %s at t = 0.1, 0.2`", o.Kind.Name, s.Name)
		return
	}
	for _, e := range o.Times {
		if t, ok := c.observedTime(e); ok {
			ob.Times = append(ob.Times, t)
		}
	}
	c.parted(o, ob)
	slices.Sort(ob.Times)
	ob.Times = slices.Compact(ob.Times)
	if o.Kind.Name == "report" {
		c.m.Report = append(c.m.Report, ob)
	} else {
		c.m.Observe = append(c.m.Observe, ob)
	}
}

// observedTime reads a time after the start and not after the end; one that
// misses the end by rounding is the end.
func (c *checker) observedTime(e ast.Expr) (float64, bool) {
	axis := c.m.Time
	if axis.Symbol == nil {
		return 0, false
	}
	t, ok := c.quantity(e, axis.Unit, "t")
	if !ok {
		return 0, false
	}
	if math.Abs(t-axis.Hi) <= 1e-9*(axis.Hi-axis.Lo) {
		t = axis.Hi
	}
	if t <= axis.Lo || t > axis.Hi {
		c.fail("E0709", place(e), "this time is not in the domain").
			help("times are after %.10g and at most %s; the state at the start is known", axis.Lo/axis.Unit.Scale,
				strings.TrimSpace(fmt.Sprintf("%.10g %s", axis.Hi/axis.Unit.Scale, axis.Unit.Text)))
		return 0, false
	}
	return t, true
}

// arrayName checks the name of an array in a data file.
func (c *checker) arrayName(s *ast.String) string {
	strange := func(r rune) bool { return !unicode.IsPrint(r) || strings.ContainsRune(`/\`, r) }
	if s.Value == "" || len(s.Value) > maxName || strings.ContainsFunc(s.Value, strange) {
		c.fail("E0314", s.Span, "this cannot be the name of an array").help("at most %d printable characters, without `/` and `\\`", maxName)
		return ""
	}
	return s.Value
}
