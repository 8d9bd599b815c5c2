package discretize

import (
	"fmt"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

// equations lowers lhs = rhs to d Mass/dt = Cell + differences of Flux: the
// term with ddt is the mass, with its factor, and everything else goes to the
// right, with the sign that makes ddt positive on the left.
func (b *builder) equations() {
	for _, eq := range b.m.Equations {
		b.p.Equations = append(b.p.Equations, b.equation(eq))
	}
}

// term is one term of an equation, seen from the right-hand side.
type term struct {
	factors []factor
	sign    float64
}

func (b *builder) equation(eq *model.Equation) program.Equation {
	zero := b.g.Num(0)
	out := program.Equation{Mass: zero, Cell: zero, Scale: b.g.Num(1), Spans: []ast.Span{eq.Span}}
	for a := range out.Flux {
		out.Flux[a] = zero
	}
	terms := b.terms(eq.LHS, nil, -1)
	terms = append(terms, b.terms(eq.RHS, nil, 1)...)

	side, found := 1.0, 0 // side is 1 when ddt is positive on the left
	for _, t := range terms {
		if i := find(t.factors, model.OpDdt); i >= 0 {
			side = -t.sign
			found++
		}
	}
	if b.failed() {
		return out
	}
	if found != 1 {
		b.report(codeUnsupported, eq.Span,
			fmt.Sprintf("the equation of `%s` has %d terms with `ddt`, and must have one", eq.State.Name, found),
			fmt.Sprintf("write it as `ddt(%s) + ... = ...`", eq.State.Name))
		return out
	}
	for _, t := range terms {
		if i := find(t.factors, model.OpDdt); i >= 0 {
			out.Mass = b.mass(t.factors, i)
		}
	}
	if b.g.Node(out.Mass).Op == ir.Neg { // a negative number before ddt
		out.Mass, side = b.g.Neg(out.Mass), -side
	}
	for _, t := range terms {
		b.orient = side * t.sign
		if find(t.factors, model.OpDdt) >= 0 {
			continue
		}
		if i := b.fluxFactor(t.factors); i >= 0 {
			f := t.factors[i]
			for a, x := range b.fluxes(f.e, without(t.factors, i), b.orient, f.lag) {
				out.Flux[a] = b.g.Add(out.Flux[a], x)
			}
		} else {
			out.Cell = b.g.Add(out.Cell, b.g.Mul(b.g.Num(b.orient), b.product(t.factors)))
		}
	}
	b.orient = 1
	return out
}

// terms splits a sum. A uniform factor before a bracket that holds a derivative
// is multiplied out, so that its fluxes are seen.
func (b *builder) terms(e *model.Expr, outer []factor, sign float64) []term {
	if !b.spend(e) {
		return nil
	}
	if e.Op == model.OpAdd || e.Op == model.OpSub {
		second := sign
		if e.Op == model.OpSub {
			second = -sign
		}
		return append(b.terms(e.Args[0], outer, sign), b.terms(e.Args[1], outer, second)...)
	}
	fs, s := factors(e, false)
	sign *= s
	for i, f := range fs {
		sum := f.e.Op == model.OpAdd || f.e.Op == model.OpSub
		if !sum || f.inverse || f.lag || !b.of(f.e).deriv {
			continue
		}
		if rest := without(fs, i); b.uniform(rest) {
			return b.terms(f.e, append(append([]factor{}, outer...), rest...), sign)
		}
	}
	return []term{{append(append([]factor{}, outer...), fs...), sign}}
}

// mass lowers factor*ddt(e) to factor*e.
func (b *builder) mass(fs []factor, ddt int) ir.ID {
	d := fs[ddt].e
	if b.of(d.Args[0]).deriv {
		b.report(codeUnsupported, d.Span, "`ddt` of a spatial derivative is not supported", "")
	}
	for _, f := range without(fs, ddt) {
		switch k := b.of(f.e); {
		case k.state || k.deriv:
			b.report(codeUnsupported, f.e.Span, "the factor of `ddt` depends on an unknown",
				"divide the equation by it, or bring it under the `ddt`")
		case k.time:
			b.report(codeUnsupported, f.e.Span, "the factor of `ddt` depends on time", "divide the equation by it")
		}
	}
	if fs[ddt].inverse {
		b.report(codeUnsupported, d.Span, "`ddt` stands in a denominator", "")
	}
	fs = append(without(fs, ddt), factor{e: d.Args[0], lag: fs[ddt].lag})
	return b.product(fs)
}

// fluxFactor returns the place of the div or lap that makes a term conservative:
// all other factors are uniform. -1 if there is none.
func (b *builder) fluxFactor(fs []factor) int {
	for i, f := range fs {
		if (f.e.Op == model.OpDiv_ || f.e.Op == model.OpLap) && !f.inverse && b.uniform(without(fs, i)) {
			return i
		}
	}
	return -1
}

func (b *builder) uniform(fs []factor) bool {
	for _, f := range fs {
		if !b.of(f.e).uniform() {
			return false
		}
	}
	return true
}

func find(fs []factor, op model.Op) int {
	for i, f := range fs {
		if f.e.Op == op {
			return i
		}
	}
	return -1
}

func without(fs []factor, i int) []factor {
	return append(append([]factor{}, fs[:i]...), fs[i+1:]...)
}
