package discretize

import (
	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

// equations lowers lhs = rhs to d Mass/dt = Scale*(Cell + differences of Flux): the
// terms with ddt are the mass, and everything else goes to the right, with the sign
// that makes ddt positive on the left. Without a ddt the equation is algebraic.
func (b *builder) equations() {
	for _, eq := range b.m.Equations {
		b.p.Equations = append(b.p.Equations, b.equation(eq))
	}
	b.p.Diagonal = true
	for s := range b.p.Equations {
		_, own := b.ownMass(s)
		b.p.Diagonal = b.p.Diagonal && !b.p.Algebraic[s] && own
	}
}

// term is one term of an equation, seen from the right-hand side.
type term struct {
	factors []factor
	sign    float64
}

func (b *builder) equation(eq *model.Equation) program.Equation {
	terms := b.terms(eq.LHS, nil, -1)
	terms = append(terms, b.terms(eq.RHS, nil, 1)...)
	var masses, rest []term
	for _, t := range terms {
		if find(t.factors, model.OpDdt) >= 0 {
			masses = append(masses, t)
		} else {
			rest = append(rest, t)
		}
	}
	b.p.Algebraic = append(b.p.Algebraic, len(masses) == 0)
	out := program.Equation{Mass: b.g.Num(0), Scale: b.g.Num(1)}
	if b.failed() {
		return out
	}
	side := 1.0 // the sign of the right-hand side
	if len(masses) > 0 {
		out.Mass, out.Scale, side = b.mass(masses)
	} else {
		side = b.diagonalSign(eq, rest)
	}
	b.space(&out, eq, rest, side)
	b.fluxConditions(&out, eq)
	out.Spans = []ast.Span{eq.Span}
	return out
}

// space lowers the terms without ddt.
func (b *builder) space(out *program.Equation, eq *model.Equation, terms []term, side float64) {
	out.Cell = b.g.Num(0)
	for a := range out.Flux {
		out.Flux[a] = b.g.Num(0)
	}
	var cells []ir.ID
	for _, t := range terms {
		b.orient = side * t.sign
		if i := b.fluxFactor(t.factors); i >= 0 {
			f := t.factors[i]
			for a, x := range b.fluxes(f.e, without(t.factors, i), b.orient, f.lag) {
				out.Flux[a] = b.g.Add(out.Flux[a], x)
			}
		} else {
			cells = append(cells, b.g.Mul(b.g.Num(b.orient), b.product(t.factors)))
		}
	}
	b.orient = 1
	out.Cell = b.g.Sum(cells...)
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
