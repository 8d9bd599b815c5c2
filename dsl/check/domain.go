package check

import (
	"math"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

// Limits of the grid and of the time levels.
const (
	maxAxes  = 2
	maxCells = 1_000_000_000
	maxSteps = 10_000_000
)

// domain reads the coordinates: spatial ones with cells, time with steps.
func (c *checker) domain() {
	b := c.blocks["domain"]
	if b == nil {
		c.fail("E0510", c.header1(), "the specification has no domain").
			help("write `domain { x in [0, 1] cells 64` and `t in [0, 1] step 0.01 }`, on two lines")
		return
	}
	var space, time []*ast.AxisItem
	for _, item := range items(b) {
		a, ok := item.(*ast.AxisItem)
		if !ok {
			c.fail("E0208", item.Place(), "this does not belong in `domain`")
			continue
		}
		switch a.Word.Name {
		case "step", "steps":
			time = append(time, a)
		case "cells":
			space = append(space, a)
		default:
			c.fail("E0208", a.Word.Span, "unknown word `%s` for a coordinate", clip(a.Word.Name)).nearest(a.Word.Name, []string{"cells", "step", "steps"})
		}
	}
	for i, a := range space {
		if i == maxAxes {
			for _, more := range space[i:] {
				c.unknown[more.Name.Name] = true
			}
			c.unsupported("E0510", a.Name.Span, "three dimensions are", "a domain has one or two spatial coordinates and the time")
			break
		}
		c.space(a)
	}
	switch {
	case len(space) == 0:
		c.fail("E0510", b.Kind.Span, "the domain has no spatial coordinate").help("write `x in [0, 1] cells 64`")
	case len(time) == 0:
		c.fail("E0510", b.Kind.Span, "the domain has no time").help("write `t in [0, 1] step 0.01`")
	case len(time) > 1:
		c.fail("E0510", time[1].Name.Span, "a second time axis").note(time[0].Name.Span, "the first is here").
			help("a spatial coordinate has `cells`")
	}
	if len(time) > 0 {
		c.time(time[0])
	}
	if c.m.Time.Symbol == nil || len(c.m.Axes) == 0 {
		c.units = false // what is differentiated has no unit
	}
	product := 1.0
	for _, a := range c.m.Axes {
		product *= float64(a.Cells)
	}
	if product > maxCells {
		c.fail("E0512", b.Kind.Span, "the grid has %.3g cells", product).help("at most %.0e in all", float64(maxCells))
	}
}

// header1 is a place for what is missing altogether: the model's name.
func (c *checker) header1() ast.Span {
	if c.file.Model != nil {
		return c.file.Model.Span
	}
	return ast.Span{}
}

// space reads one spatial coordinate.
func (c *checker) space(a *ast.AxisItem) {
	u := c.axisUnit(a.Unit)
	sym := &model.Symbol{Kind: model.KindCoord, Index: len(c.m.Axes), Unit: u, Min: negInf, Max: posInf, MinOpen: true, MaxOpen: true}
	switch name := a.Name.Name; {
	case name == "t":
		c.fail("E0510", a.Name.Span, "`t` is the time, and has steps").help("write `t in [0, 1] step 0.01`, or rename the coordinate")
		return
	case isFunction("d" + name):
		c.fail("E0203", a.Name.Span, "a coordinate cannot be called `%s`: its derivative would be `d%s`, which means something else", clip(name), clip(name)).
			help("choose another name")
		c.unknown[name] = true
		return
	}
	e := &entry{sym: sym, resolved: true}
	if !c.define(a.Name, "coordinate", e) {
		return
	}
	e.used = true
	c.m.Axes = append(c.m.Axes, model.Axis{Name: a.Name.Name, Symbol: sym, Unit: u, Span: a.Span})
	axis := &c.m.Axes[len(c.m.Axes)-1]
	e.val = c.coordinate(sym, model.DepSpace, usesAxis<<sym.Index, a.Name.Span)
	axis.Lo, axis.Hi, _ = c.extent(a, u)
	if n, ok := c.integer(a.Value, 2, maxCells, "E0512", "the number of cells"); ok {
		axis.Cells = n
	}
	sym.Min, sym.Max = axis.Lo, axis.Hi
}

// axisUnit reads the unit of an axis. Without it nothing with a derivative has
// a unit, so after a mistake units are left alone.
func (c *checker) axisUnit(text *ast.Unit) model.Unit {
	u, ok := c.unit(text)
	if !ok {
		c.units = false
	}
	return u
}

// coordinate is the value of a reference to a coordinate or to time.
func (c *checker) coordinate(sym *model.Symbol, dep model.Deps, u uses, span ast.Span) value {
	v := c.node(model.OpRef, span, model.Scalar)
	if !v.ok() {
		return v
	}
	v.e.Sym, v.e.Deps, v.uses, v.konst = sym, dep, u, false
	if c.units {
		v.e.Dims = sym.Unit.Dims
	}
	return v
}

// extent reads the bounds of an axis; bare numbers are in its unit.
func (c *checker) extent(a *ast.AxisItem, u model.Unit) (lo, hi float64, ok bool) {
	lo, ok1 := c.quantity(a.Lo, u, a.Name.Name)
	hi, ok2 := c.quantity(a.Hi, u, a.Name.Name)
	if !ok1 || !ok2 {
		return 0, 1, false
	}
	span := place(a.Lo).Join(place(a.Hi))
	switch {
	case hi <= lo:
		c.fail("E0511", span, "the coordinate `%s` ends before it begins", a.Name.Name).help("the lower bound stands first: `[0, 1]`")
		return lo, lo + 1, false
	case math.IsInf(hi-lo, 0) || hi-lo < 1e-300 || hi-lo < 1e-12*max(math.Abs(lo), math.Abs(hi)):
		c.fail("E0511", span, "the length of `%s` is out of range", a.Name.Name)
		return lo, hi, false
	}
	return lo, hi, true
}

// time reads the time axis.
func (c *checker) time(a *ast.AxisItem) {
	u := c.axisUnit(a.Unit)
	sym := &model.Symbol{Kind: model.KindTime, Unit: u, Min: negInf, Max: posInf, MinOpen: true, MaxOpen: true}
	if a.Name.Name != "t" {
		c.unknown[a.Name.Name], c.unknown["t"] = true, true
		c.fail("E0510", a.Name.Span, "the time is called `t`").help("write `t in [...] %s ...`; a spatial coordinate has `cells`", a.Word.Name)
		return
	}
	e := &entry{sym: sym, resolved: true}
	if !c.define(a.Name, "coordinate", e) {
		return
	}
	e.used = true
	e.val = c.coordinate(sym, model.DepTime, 0, a.Name.Span)
	t := &c.m.Time
	*t = model.TimeAxis{Symbol: sym, Unit: u, Span: a.Span}
	var ok bool
	if t.Lo, t.Hi, ok = c.extent(a, u); !ok {
		return
	}
	sym.Min, sym.Max = t.Lo, t.Hi
	if a.Word.Name == "steps" {
		c.stepList(a, u)
		return
	}
	if step, ok := c.quantity(a.Value, u, "t"); ok {
		t.Step = step
		var why string
		if t.Steps, why = uniformSteps(t.Lo, t.Hi, step); why != "" {
			c.fail("E0513", place(a.Value), "%s", why)
		} else {
			c.stepFits(step, a.Value)
		}
	}
}

// uniformSteps cuts [lo, hi] into steps; the last is shortened to land on hi.
// The second result says what is wrong.
func uniformSteps(lo, hi, step float64) ([]float64, string) {
	if !(step > 0) {
		return nil, "the step must be positive"
	}
	n := math.Ceil((hi-lo)/step - 1e-9)
	if !(n <= maxSteps) {
		return nil, "this step gives more than 10 million steps"
	}
	steps := make([]float64, max(int(n), 1))
	for i := range steps {
		steps[i] = step
	}
	if last := hi - lo - float64(len(steps)-1)*step; math.Abs(last-step) > 1e-9*step {
		steps[len(steps)-1] = last
	}
	return steps, ""
}

// beyond tells that a step is longer than the whole time.
func beyond(t *model.TimeAxis, step float64) bool { return step > (t.Hi-t.Lo)*(1+1e-9) }

// stepFits refuses a step that is longer than the whole time, in which there is most
// often a wrong unit or a slip.
func (c *checker) stepFits(step float64, at ast.Expr) {
	t := &c.m.Time
	if !beyond(t, step) {
		return
	}
	whole := (t.Hi - t.Lo) / t.Unit.Scale
	c.fail("E0513", place(at), "this step is longer than the whole time, which is %g", whole).help("write `step %g` for one step", whole)
}

// stepList reads `steps [...]`, which must add up to the horizon.
func (c *checker) stepList(a *ast.AxisItem, u model.Unit) {
	list, ok := a.Value.(*ast.List)
	if !ok || len(list.Elems) == 0 {
		c.fail("E0513", place(a.Value), "`steps` takes a list of step lengths").help("write `steps [0.1, 0.2, 0.2]`, or `step 0.1`")
		return
	}
	if len(list.Elems) > maxSteps {
		c.fail("E0513", list.Span, "more than 10 million steps")
		return
	}
	t, sum := &c.m.Time, 0.0
	steps := make([]float64, 0, len(list.Elems))
	for _, e := range list.Elems {
		s, ok := c.quantity(e, u, "t")
		if !ok {
			return
		}
		if s <= 0 {
			c.fail("E0513", place(e), "a step must be positive")
			return
		}
		steps = append(steps, s)
		sum += s
	}
	if horizon := t.Hi - t.Lo; math.Abs(sum-horizon) > 1e-9*horizon {
		c.fail("E0513", list.Span, "the steps add up to %.10g, the time from %.10g to %.10g is %.10g",
			sum/u.Scale, t.Lo/u.Scale, t.Hi/u.Scale, horizon/u.Scale).
			help("change the steps, or end the time at %.10g", (t.Lo+sum)/u.Scale)
		return
	}
	t.Steps = steps
}
