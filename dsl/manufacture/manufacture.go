// Package manufacture turns a system into one whose solution is known: given an
// expression for every state, it derives the source terms and the boundary data
// with which these expressions solve the equations exactly. A discretisation is
// then wrong by its own error only, whose order can be measured.
//
//	L(u) = R(u)   becomes   L(u) = R(u) + S,   S = L(exact) - R(exact)
//
// The source follows from the continuous meaning of the operators. This package
// must never know how they are discretised, nor how a system is run.
//
// Method of manufactured solutions: P. J. Roache, Code verification by the method
// of manufactured solutions, J. Fluids Eng. 124 (2002).
package manufacture

import (
	"slices"

	"github.com/pindiff/pindiffc/dsl/diag"
	"github.com/pindiff/pindiffc/dsl/model"
	"github.com/pindiff/pindiffc/dsl/symbolic"
)

// Case is a system with its solution.
type Case struct {
	Model  *model.Model
	Exact  []*model.Expr // by state, of coordinates, time and params
	Source []*model.Expr // by equation, likewise
	Lagged bool          // something that changes in time is frozen over a step: of first order in time
}

// Manufacture makes the case of a model from its Solution; its closures are what
// its Truth says. The case is nil if a diagnostic is an error. m is not changed.
func Manufacture(m *model.Model) (*Case, []diag.Diagnostic) {
	c := newCalculus(m.Exact())
	if len(m.Solution) != len(m.States) || slices.Contains(m.Solution, nil) {
		c.report(codeNoSolution, diag.NoPlace, "not every state has an exact solution",
			"write them in a block `exact`, or give `-mms 'u = ...'`")
		return nil, c.problems
	}
	for i := range m.States {
		c.exact[i] = c.scalar(m.Solution[i])
	}
	out := &Case{Exact: c.exact}
	for _, eq := range c.m.Equations {
		out.Source = append(out.Source, c.Sub(c.scalar(eq.LHS), c.scalar(eq.RHS)))
	}
	data := c.boundary()
	out.Lagged = c.lagged
	if !c.failed() {
		c.fits(out.Source)
	}
	if c.failed() {
		return nil, c.problems
	}
	out.Model = c.assemble(out.Source, data)
	return out, c.problems
}

// Tape evaluates the exact solution: its inputs are the coordinates, then time.
// Params have their own values.
func (k *Case) Tape() *symbolic.Tape { return tape(symbolic.New(), k.Model, k.Exact) }

// tape compiles expressions of coordinates and time, with params at their values.
func tape(a *symbolic.Algebra, m *model.Model, roots []*model.Expr) *symbolic.Tape {
	fixed := make([]*model.Expr, len(roots))
	for i, e := range roots {
		fixed[i] = e
		for _, p := range m.Params {
			if p.Value != nil {
				fixed[i] = a.Substitute(fixed[i], p, a.Num(p.Value.Value))
			}
		}
	}
	return symbolic.Compile(inputs(m), fixed...)
}

func inputs(m *model.Model) []*model.Symbol {
	var in []*model.Symbol
	for _, x := range m.Axes {
		in = append(in, x.Symbol)
	}
	return append(in, m.Time.Symbol)
}
