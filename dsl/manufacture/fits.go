package manufacture

import (
	"fmt"
	"math"

	"github.com/pindiff/pindiffc/dsl/model"
)

// fits checks in a lattice of points that the exact solution is finite, smooth,
// in range, periodic where it has to be, and fits the conditions that carry no
// data; and that the sources are finite and smooth.
func (c *calculus) fits(source []*model.Expr) {
	c.smooth()
	for i, s := range c.m.States {
		c.ranges(s, c.exact[i])
		for axis, x := range c.m.Axes {
			if x.Periodic {
				c.periodic(s, c.exact[i], axis)
			}
		}
	}
	for _, k := range c.m.Boundary {
		c.at(k.High)
		switch u := c.exact[k.State.Index]; k.Kind {
		case model.Symmetry:
			c.defect(k, c.normal(u, k.Axis, 1), u, "dn", "symmetry")
		case model.Outflow:
			c.defect(k, c.normal(u, k.Axis, 2), u, "dn(dn", "outflow")
		}
	}
	if !c.failed() {
		c.sources(source)
	}
}

// smooth refuses a kink of the exact solution within the domain.
func (c *calculus) smooth() {
	for i, s := range c.m.States {
		if k := c.crossed(c.exact[i]); k != "" {
			c.report(codeNotSmooth, c.m.Solution[i].Span, fmt.Sprintf("the exact solution of `%s` is not smooth: `%s` has a kink in the domain", s.Name, k),
				"orders are those of smooth solutions; choose one made of polynomials, sin, cos, exp, tanh")
		}
	}
}

// sources must be finite; where an equation itself has a kink at which the exact
// solution passes, orders may be lower than elsewhere.
func (c *calculus) sources(source []*model.Expr) {
	for i, s := range source {
		eq := c.m.Equations[i]
		t := tape(c.Algebra, c.m, []*model.Expr{s})
		c.lattice(true, -1, 0, func(at []float64) bool {
			v := t.Eval(nil, at)[0]
			if v-v == 0 {
				return true
			}
			c.report(codeNotFinite, eq.Span, fmt.Sprintf("the source of `%s` is not finite at %s", eq.State.Name, c.place(at)),
				"an exact solution must stay where the equations are defined: no root, logarithm or division by what becomes zero")
			return false
		})
		if k := c.crossed(s); k != "" {
			c.warn(codeKink, eq.Span, fmt.Sprintf("the equation of `%s` has a kink where the exact solution passes: `%s`", eq.State.Name, k),
				"orders may be lower there; choose a solution on one side of it")
		}
	}
}

// crossed is the first kink of e whose gap changes its sign within the domain; ""
// if there is none. One that is always on its kink is none.
func (c *calculus) crossed(e *model.Expr) string {
	for _, k := range c.Kinks(e) {
		t := tape(c.Algebra, c.m, []*model.Expr{k.Gap})
		low, high := 0.0, 0.0
		c.lattice(false, -1, 0, func(at []float64) bool {
			v := t.Eval(nil, at)[0]
			low, high = min(low, v), max(high, v)
			return true
		})
		if low < 0 && high > 0 {
			return k.Of.String()
		}
	}
	return ""
}

// ranges checks that the solution is finite and in the state's own range.
func (c *calculus) ranges(s *model.Symbol, u *model.Expr) {
	t := tape(c.Algebra, c.m, []*model.Expr{u})
	bounded := s.Min < s.Max
	c.lattice(false, -1, 0, func(at []float64) bool {
		v := t.Eval(nil, at)[0]
		if v-v == 0 && (!bounded || v >= s.Min && v <= s.Max) {
			return true
		}
		message := fmt.Sprintf("the exact solution of `%s` is %.4g at %s", s.Name, v, c.place(at))
		help := "it must be finite in the whole domain"
		if v-v == 0 {
			help = fmt.Sprintf("the range of `%s` is from %g to %g", s.Name, s.Min, s.Max)
		}
		c.report(codeNotFinite, c.m.Solution[s.Index].Span, message, help)
		return false
	})
}

// periodic compares the solution and its slope on both ends of an axis.
func (c *calculus) periodic(s *model.Symbol, u *model.Expr, axis int) {
	x := c.m.Axes[axis]
	t := tape(c.Algebra, c.m, []*model.Expr{u, c.partial(u, axis)})
	size := c.size(u)
	c.lattice(false, axis, x.Lo, func(at []float64) bool {
		low := t.Eval(nil, at)
		other := append([]float64{}, at...)
		other[axis] = x.Hi
		high := t.Eval(nil, other)
		for i, what := range []string{s.Name, "d" + x.Name + "(" + s.Name + ")"} {
			if math.Abs(low[i]-high[i]) > 1e-9*(size+math.Abs(low[i])) {
				c.report(codeNotPeriodic, c.m.Solution[s.Index].Span,
					fmt.Sprintf("the exact solution is not periodic in `%s`: `%s` is %.4g at one end and %.4g at the other", x.Name, what, low[i], high[i]),
					fmt.Sprintf("the boundary block says `%s: periodic`; the period is %.6g", x.Name, x.Hi-x.Lo))
				return false
			}
		}
		return true
	})
}

// defect warns where a condition without data is not fulfilled: what should be
// zero on the face, relative to the solution over the length of the axis.
func (c *calculus) defect(k *model.Condition, zero, u *model.Expr, operator, word string) {
	x := c.m.Axes[k.Axis]
	at, name := x.Lo, "min"
	if k.High {
		at, name = x.Hi, "max"
	}
	t := tape(c.Algebra, c.m, []*model.Expr{zero})
	worst := 0.0
	c.lattice(false, k.Axis, at, func(at []float64) bool {
		worst = max(worst, math.Abs(t.Eval(nil, at)[0]))
		return true
	})
	if worst*(x.Hi-x.Lo) > 1e-9*c.size(u) {
		closing := map[bool]string{true: "))", false: ")"}[operator == "dn(dn"]
		c.warn(codeDefect, k.Span, fmt.Sprintf("the exact solution does not fit `%s` at `%s = %s`: `%s(%s%s` is up to %.3g there",
			word, x.Name, name, operator, k.State.Name, closing, worst),
			"the error cannot vanish with the grid where it acts; choose a solution for which this is zero")
	}
}
