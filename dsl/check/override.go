package check

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/pindiff/pindiffc/dsl/diag"
	"github.com/pindiff/pindiffc/dsl/model"
	"github.com/pindiff/pindiffc/dsl/units"
)

// Setting is one override, `name=value` on the command line. Names are the
// params of the specification, and
//
//	cells=64,32  cells.x=64  end=0.1  step=1e-3
//	precision time theta damped
//	solve linear precondition restart depth tol linear_tol max max_linear relax
//	adjoint adjoint_tol checkpoint slots bytes disk
//	epochs rate seed validate_every
//	noise refine
//
// A param that has the name of a setting is meant by `param.NAME`. A number may
// carry a unit, `0.3[mm]`; without one it is in the declared unit of the param,
// or of the time axis. Of two settings of one name the last counts. The truth stays
// as the file says; of the labels that it makes, noise sets that of everything that is
// observed, `0.01` in the unit of the state or `1%`, and refine the grid.
type Setting struct{ Name, Value string }

// overriding is the state of applying settings.
type overriding struct {
	c         *checker
	text      string // `name=value` of the setting at work
	value     string
	raw       model.Numerics // before tolerances are filled in
	end, step float64        // SI, 0 where not set
}

// settings in the order in which they are applied.
var settings = []struct {
	name  string
	train bool // needs a train block
	apply func(*overriding)
}{
	{"precision", false, func(o *overriding) { o.choose(&o.raw.Precision, precisions) }},
	{"time", false, (*overriding).scheme},
	{"theta", false, (*overriding).theta},
	{"damped", false, (*overriding).damped},
	{"solve", false, (*overriding).solve},
	{"linear", false, func(o *overriding) { o.choose(&o.raw.Linear, linears) }},
	{"precondition", false, func(o *overriding) { o.choose(&o.raw.Precond, preconds) }},
	{"restart", false, func(o *overriding) { o.integer(&o.raw.Restart, 1, maxRestart) }},
	{"depth", false, (*overriding).depth},
	{"tol", false, func(o *overriding) { o.real(&o.raw.Tol, 0, 0.5) }},
	{"linear_tol", false, func(o *overriding) { o.real(&o.raw.LinearTol, 0, 0.5) }},
	{"max", false, func(o *overriding) { o.integer(&o.raw.MaxIter, 1, maxIterations) }},
	{"max_linear", false, func(o *overriding) { o.integer(&o.raw.MaxLinear, 1, maxIterations) }},
	{"relax", false, func(o *overriding) { o.real(&o.raw.Relax, 0, 1) }},
	{"adjoint", false, func(o *overriding) { o.choose(&o.raw.Adjoint, adjoints) }},
	{"adjoint_tol", false, func(o *overriding) { o.real(&o.raw.AdjointTol, 0, 0.5) }},
	{"checkpoint", false, (*overriding).checkpoint},
	{"slots", false, (*overriding).slots},
	{"bytes", false, (*overriding).bytes},
	{"disk", false, (*overriding).disk},
	{"end", false, func(o *overriding) { o.time(&o.end) }},
	{"step", false, func(o *overriding) { o.time(&o.step) }},
	{"cells", false, (*overriding).cells},
	{"epochs", true, (*overriding).epochs},
	{"rate", true, (*overriding).rate},
	{"seed", true, (*overriding).seed},
	{"noise", false, (*overriding).noise},
	{"refine", false, (*overriding).refine},
	{"validate_every", true, func(o *overriding) { o.integer(&o.c.m.Train.ValidateEvery, 1, maxEpochs) }},
}

// SettingNames lists what can be set besides params.
func SettingNames() []string {
	var names []string
	for _, s := range settings {
		names = append(names, s.name)
	}
	return names
}

func (o *overriding) fail(format string, args ...any) *report {
	return o.c.fail("E0605", diag.NoPlace, "-set %s: %s", o.text, fmt.Sprintf(format, args...))
}

// override applies the settings to the finished model.
func (c *checker) override(sets []Setting) {
	if len(sets) == 0 {
		return
	}
	o := &overriding{c: c, raw: c.raw}
	last := map[string]Setting{}
	for _, s := range sets {
		s.Value = strings.TrimSpace(s.Value)
		c.m.Overrides = append(c.m.Overrides, s.Name+"="+s.Value)
		o.text, o.value = clip(s.Name)+"="+clip(s.Value), s.Value
		if o.known(s.Name) {
			last[s.Name] = s
		}
	}
	for _, p := range c.m.Params {
		for _, name := range []string{p.Name, "param." + p.Name} {
			if s, ok := last[name]; ok {
				o.at(s)
				o.param(p)
			}
		}
	}
	for _, def := range settings {
		if s, ok := last[def.name]; ok {
			o.at(s)
			if def.train && c.m.Train == nil {
				o.fail("the specification has no `train` block")
				continue
			}
			def.apply(o)
		}
	}
	for i := range c.m.Axes {
		if s, ok := last["cells."+c.m.Axes[i].Name]; ok {
			o.at(s)
			o.integer(&c.m.Axes[i].Cells, 2, maxCells)
		}
	}
	o.gridSize()
	o.levels()
	o.schemeFits()
	finishNumerics(&o.raw)
	c.m.Numerics = o.raw
}

func (o *overriding) at(s Setting) { o.text, o.value = clip(s.Name)+"="+clip(s.Value), s.Value }

// known refuses names that mean nothing, or two things.
func (o *overriding) known(name string) bool {
	isParam := func(n string) bool {
		return slices.ContainsFunc(o.c.m.Params, func(p *model.Symbol) bool { return p.Name == n })
	}
	isSetting := slices.Contains(SettingNames(), name)
	switch {
	case isParam(name) && isSetting:
		o.fail("the name means a param and a setting").help("write `param.%s` for the param; rename it to reach the setting", name)
		return false
	case isParam(name), isSetting:
		return true
	}
	if p, ok := strings.CutPrefix(name, "param."); ok && isParam(p) {
		return true
	}
	var candidates []string
	for _, p := range o.c.m.Params {
		candidates = append(candidates, p.Name)
	}
	candidates = append(candidates, SettingNames()...)
	for _, a := range o.c.m.Axes {
		if name == "cells."+a.Name {
			return true
		}
		candidates = append(candidates, "cells."+a.Name)
	}
	r := o.fail("there is nothing of this name to set")
	if e := o.c.names[name]; e != nil {
		r.help("`%s` is a %s; params and numerics can be set", name, e.sym.Kind)
	} else if near := diag.Nearest(name, candidates); near != "" {
		r.help("did you mean `%s`?", near)
	} else {
		r.help("known here: %s", quoted(candidates, 40))
	}
	return false
}

// number reads `1e-3` or `0.3[mm]` for something with a unit, to SI.
func (o *overriding) number(u model.Unit) (float64, bool) {
	text, unit, has := strings.Cut(o.value, "[")
	x, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
		o.fail("this is not a number").help("write `1e-3`, or `0.3[mm]` with a unit")
		return 0, false
	}
	if !has {
		return o.finite(x * u.Scale)
	}
	unit, closed := strings.CutSuffix(strings.TrimSpace(unit), "]")
	if !closed {
		o.fail("`]` is missing after the unit").help("write `0.3[mm]`")
		return 0, false
	}
	given, err := units.Parse(unit)
	switch {
	case err != nil:
		o.fail("%s", err)
	case !o.c.units:
		o.fail("the specification declares no units")
	case given.Dims != u.Dims:
		o.fail("the unit does not match: %s is declared", o.c.dimsText(u.Dims))
	default:
		return o.finite(x * given.Scale)
	}
	return 0, false
}

// finite refuses what is too large in SI.
func (o *overriding) finite(x float64) (float64, bool) {
	if math.IsInf(x, 0) {
		o.fail("a number too large")
		return 0, false
	}
	return x, true
}

func (o *overriding) param(p *model.Symbol) {
	x, ok := o.number(p.Unit)
	if !ok {
		return
	}
	if o.c.m.Cases != nil && o.c.m.Cases.Params[p.Index] != nil {
		o.fail("`%s` has a value of its own in each case", p.Name)
		return
	}
	low := x < p.Min || x == p.Min && p.MinOpen || p.Trainable && x == p.Min
	high := x > p.Max || x == p.Max && p.MaxOpen || p.Trainable && x == p.Max
	if low || high || p.Positive && x <= 0 {
		o.fail("the value is outside the range declared for `%s`", p.Name)
		return
	}
	v := *p.Value
	v.Op, v.Value, v.Args = model.OpNum, x, nil
	p.Value = &v
}

// choose sets a word.
func (o *overriding) choose(to *string, known []string) {
	if !slices.Contains(known, o.value) {
		o.fail("unknown value").nearest(o.value, known)
		return
	}
	*to = o.value
}

func (o *overriding) real(to *float64, lo, hi float64) {
	x, ok := o.number(plain)
	switch {
	case !ok:
	case x <= lo || x > hi:
		o.fail("out of range").help("it must be greater than %g and at most %g", lo, hi)
	default:
		*to = x
	}
}

func (o *overriding) integer(to *int, lo, hi int) {
	n, err := strconv.Atoi(o.value)
	if err != nil || n < lo || n > hi {
		o.fail("not a whole number from %d to %d", lo, hi)
		return
	}
	*to = n
}

// scheme sets the time scheme; what belongs to another one is forgotten.
func (o *overriding) scheme() {
	before := o.raw.Scheme
	o.choose(&o.raw.Scheme, timeSchemes)
	if o.raw.Scheme != before {
		o.raw.Theta, o.raw.Damped = 0, 0
	}
}

func (o *overriding) theta() {
	if o.raw.Scheme != "theta" {
		o.fail("the time scheme is `%s`", o.raw.Scheme).help("set `time=theta`, too")
		return
	}
	if x, ok := o.number(plain); ok {
		if x < minTheta || x > 1 {
			o.fail("out of range").help("it must be from %g to 1", minTheta)
			return
		}
		o.raw.Theta = x
	}
}

func (o *overriding) damped() {
	if o.raw.Scheme != "crank_nicolson" {
		o.fail("the time scheme is `%s`", o.raw.Scheme).help("`crank_nicolson` can start with damped steps")
		return
	}
	o.integer(&o.raw.Damped, 0, maxSteps)
}

func (o *overriding) depth() {
	if o.raw.Nonlinear != "anderson" {
		o.fail("the solver is `%s`", o.raw.Nonlinear).help("set `solve=anderson`, too")
		return
	}
	o.integer(&o.raw.Depth, 1, maxDepthKept)
}

// schemeFits checks the time scheme that the settings give.
func (o *overriding) schemeFits() {
	o.text, o.value = "time="+o.raw.Scheme, ""
	switch {
	case o.raw.Scheme == "theta" && o.raw.Theta == 0:
		o.fail("the weight of the new time is missing").help("set it, too: `theta=0.6`")
	case o.c.implicit != nil && slices.Contains(explicitTimes, o.raw.Scheme):
		o.fail("the scheme is explicit, and cannot solve this system: %s", o.c.implicit.why).
			help("use one of %s", quoted(timeSchemes[len(explicitTimes):], 9))
	}
}

func (o *overriding) solve() {
	before := o.raw.Nonlinear
	o.choose(&o.raw.Nonlinear, nonlinears)
	if _, given := o.raw.Spans["solve.max"]; !given && o.raw.Nonlinear != before {
		o.raw.MaxIter = defaultMax(o.raw.Nonlinear)
	}
}

func (o *overriding) epochs() {
	t := o.c.m.Train
	o.integer(&t.Epochs, 1, maxEpochs)
	if !o.c.validateGiven {
		t.ValidateEvery = defaultValidate(t.Epochs)
	}
	if at, ok := beforeLBFGS(t); ok && curriculumEnd(t) > float64(at) {
		o.fail("the curriculum would not be over when `lbfgs` begins, at epoch %d", at)
	}
}

// rate sets that of the first phase that has one.
func (o *overriding) rate() {
	for i := range o.c.m.Train.Phases {
		if p := &o.c.m.Train.Phases[i]; p.Rate > 0 {
			o.real(&p.Rate, 0, 1e3)
			return
		}
	}
	o.fail("no optimiser of the training has a rate")
}

func (o *overriding) seed() {
	n, err := strconv.ParseUint(o.value, 10, 53)
	if err != nil {
		o.fail("a seed is a whole number, not negative")
		return
	}
	o.c.m.Train.Seed = n
}

// noise of everything that is observed; 0 is none. Seeds stay.
func (o *overriding) noise() {
	m := o.c.m
	if m.Truth == nil || len(m.Observe) == 0 {
		o.fail("noise is added to what is observed of labels that the `truth` makes, and there is none")
		return
	}
	text, relative := strings.CutSuffix(o.value, "%")
	for _, ob := range m.Observe {
		n := model.Noise{Relative: relative}
		if ob.Noise != nil {
			n.Seed = ob.Noise.Seed
		}
		unit := ob.Symbol.Unit
		if relative {
			o.value, unit = text, plain
		}
		x, ok := o.number(unit)
		if !ok {
			return
		}
		if n.Size = x; relative {
			n.Size /= 100
		}
		if n.Size < 0 {
			o.fail("`noise` cannot be negative")
			return
		}
		if ob.Noise = &n; n.Size == 0 {
			ob.Noise = nil
		}
	}
}

// refine the grid of the labels.
func (o *overriding) refine() {
	if o.c.m.Truth == nil {
		o.fail("there is no `truth` that makes labels")
		return
	}
	o.integer(&o.c.m.Truth.Refine, 1, maxRefine)
}
