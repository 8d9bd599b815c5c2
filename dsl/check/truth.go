package check

import (
	"slices"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

// truth reads what the closures really are, and how labels are made: by default
// at a tenth of the shortest step, with rk4, or sdirk2 where no explicit scheme
// can solve the system.
func (c *checker) truth() {
	b := c.blocks["truth"]
	if b == nil {
		return
	}
	t := &model.Truth{Closures: make([]*model.Expr, len(c.m.Closures)), Params: map[int]*model.Expr{}, Fields: map[int]*model.Expr{}, Scheme: "rk4", Refine: 1, Span: b.Span}
	if c.implicit != nil {
		t.Scheme = "sdirk2"
	}
	for _, s := range c.m.Time.Steps {
		if t.Step == 0 || s/10 < t.Step {
			t.Step = s / 10
		}
	}
	seen := map[string]ast.Span{}
	for _, item := range items(b) {
		switch item := item.(type) {
		case *ast.Assign:
			if first, twice := seen[item.Name.Name]; twice {
				c.fail("E0701", item.Name.Span, "a second truth for `%s`", clip(item.Name.Name)).note(first, "the first is here")
				continue
			}
			seen[item.Name.Name] = item.Name.Span
			c.oneTruth(t, item)
		case *ast.Setting:
			if first, twice := seen["solve with"]; twice {
				c.fail("E0701", item.Word.Span, "a second `solve with`").note(first, "the first is here")
				continue
			}
			seen["solve with"] = item.Word.Span
			c.solveWith(t, item)
		default:
			c.fail("E0208", item.Place(), "this does not belong in `truth`")
		}
	}
	for i, cl := range c.m.Closures {
		if _, given := seen[cl.Name]; !given && t.Closures[i] == nil {
			c.fail("E0701", b.Kind.Span, "the closure `%s` has no truth", cl.Name).note(cl.Span, "declared here").
				help("write `%s = ...`: a twin experiment needs the truth of every closure", cl.Name)
		}
	}
	c.m.Truth = t
}

func (c *checker) oneTruth(t *model.Truth, d *ast.Assign) {
	e := c.lookup(d.Name)
	if e == nil {
		return
	}
	switch {
	case e.sym.Kind == model.KindClosure && e.resolved && !e.val.ok(): // told already
	case e.sym.Kind == model.KindClosure:
		t.Closures[e.sym.Index] = c.inPlaceOf(e, d.Value, "the truth of a pointwise closure")
	case e.sym.Kind == model.KindParam && e.sym.Trainable:
		v, ok := c.constant(d.Value)
		if !ok {
			return
		}
		if v = c.folded(c.inUnit(v, e.sym.Unit, e.sym.Name)); v.ok() {
			c.inRange(v, e.sym)
			t.Params[e.sym.Index] = v.e
		}
	case e.sym.Kind == model.KindField && e.sym.Trainable:
		if v := c.inUnit(c.scalarExpr(d.Value, inTrueField), e.sym.Unit, e.sym.Name); v.ok() {
			c.inRange(v, e.sym)
			t.Fields[e.sym.Index] = v.e
		}
	default:
		r := c.fail("E0702", d.Name.Span, "`%s` is a %s, and has no truth", e.sym.Name, e.sym.Kind).note(e.sym.Span, "declared here")
		if e.sym.Kind == model.KindParam || e.sym.Kind == model.KindField {
			r.help("declare it `trainable` if it is to be learned; its value is otherwise known")
		} else {
			r.help("`truth` is for closures, and trainable params and fields")
		}
	}
}

// inPlaceOf reads what stands in the place of a closure: of a field an expression of
// coordinates, of a law one of its arguments. nil if there are errors.
func (c *checker) inPlaceOf(e *entry, x ast.Expr, where string) *model.Expr {
	scope := inTruth
	if e.sym.Closure.Pointwise {
		scope = within(e, where)
	}
	v := c.inUnit(c.scalarExpr(x, scope), e.sym.Unit, e.sym.Name)
	if !v.ok() || !e.sym.Closure.Pointwise && !c.truthFits(v, e.sym) {
		return nil
	}
	return v.e
}

// truthFits checks that a truth depends on no more than its closure does, which
// could not represent it otherwise.
func (c *checker) truthFits(v value, cl *model.Symbol) bool {
	var axes uses
	time := false
	for _, a := range cl.Closure.Args {
		if a.Kind == model.KindTime {
			time = true
		} else {
			axes |= usesAxis << a.Index
		}
	}
	missing := ""
	for _, a := range c.m.Axes {
		if v.uses&(usesAxis<<a.Symbol.Index)&^axes != 0 && missing == "" {
			missing = a.Name
		}
	}
	if v.e.Deps&model.DepTime != 0 && !time {
		missing = "t"
	}
	if missing == "" {
		return true
	}
	c.fail("E0703", v.e.Span, "this depends on `%s`, and `%s` does not", missing, cl.Name).note(cl.Span, "declared here").
		help("add the argument to the closure: `%s(..., %s)`", cl.Name, missing)
	return false
}

// truthSchemes are the time schemes that need no further number.
var truthSchemes = slices.DeleteFunc(slices.Clone(timeSchemes), func(s string) bool { return s == "theta" })

const solveWithHelp = "write `solve with rk4 step 1e-3`, with `refine 2` behind it for a grid that is twice finer"

// maxRefine is how much finer than the model's the grid of the truth may be.
const maxRefine = 8

// solveWith reads `solve with SCHEME [step STEP] [refine N]`.
func (c *checker) solveWith(t *model.Truth, s *ast.Setting) {
	word := func(i int, w string) bool {
		if i >= len(s.Values) {
			return false
		}
		n, ok := s.Values[i].(*ast.Name)
		return ok && n.Name == w
	}
	var step, refine ast.Expr
	rest := s.Values[min(2, len(s.Values)):]
	if len(rest) >= 2 && word(2, "step") {
		step, rest = rest[1], rest[2:]
	}
	if len(rest) == 2 && word(len(s.Values)-2, "refine") {
		refine, rest = rest[1], nil
	}
	if s.Word.Name != "solve" || !word(0, "with") || len(s.Values) < 2 || len(rest) > 0 {
		c.fail("E0704", s.Span, "this is not a setting of `truth`").help(solveWithHelp)
		return
	}
	if refine != nil {
		if n, ok := c.integer(refine, 1, maxRefine, "E0704", "`refine`"); ok {
			t.Refine = n
		}
	}
	switch scheme, ok := c.choice(s.Values[1], truthSchemes, "solve with"); {
	case !ok:
	case c.implicit != nil && slices.Contains(explicitTimes, scheme):
		c.fail("E0606", place(s.Values[1]), "`%s` is explicit, and cannot solve this system", scheme).
			note(c.implicit.span, "%s", c.implicit.why).help("use one of %s", quoted(truthSchemes[len(explicitTimes):], 9))
	default:
		t.Scheme = scheme
	}
	if step == nil || c.m.Time.Symbol == nil {
		return
	}
	dt, ok := c.quantity(step, c.m.Time.Unit, "t")
	if !ok {
		return
	}
	if _, why := uniformSteps(c.m.Time.Lo, c.m.Time.Hi, dt); why != "" {
		c.fail("E0513", place(step), "%s", why)
		return
	}
	c.stepFits(dt, step)
	t.Step = dt
}
