package codegen

import (
	"fmt"
	"math"

	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/diag"
	"github.com/pindiff/pindiffc/dsl/model"
)

// fit refuses numbers that the precision cannot hold: values of params, bounds of
// the axes, constants of the kernels.
func fit(p *program.Program, precision string) []diag.Diagnostic {
	if precision != "float32" {
		return nil
	}
	f := &fitter{seen: map[ast.Span]bool{}}
	m := p.Model
	for _, s := range m.Params {
		if s.Value != nil {
			f.check(s.Value.Value, s.Value.Span)
		}
	}
	for _, a := range m.Axes {
		f.check(a.Lo, a.Span)
		f.check(a.Hi, a.Span)
	}
	f.check(m.Time.Lo, m.Time.Span)
	f.check(m.Time.Hi, m.Time.Span)
	f.constants(p)
	return f.problems
}

// fitter collects one diagnostic for each place.
type fitter struct {
	seen     map[ast.Span]bool
	problems []diag.Diagnostic
}

func (f *fitter) check(v float64, span ast.Span) {
	if math.Abs(v) <= math.MaxFloat32 || math.IsInf(v, 0) || f.seen[span] {
		return
	}
	f.seen[span] = true
	f.problems = append(f.problems, diag.Diagnostic{
		Code: codeTooLarge, Span: span,
		Message: fmt.Sprintf("%g is too large for float32, which ends at %.3g", v, math.MaxFloat32),
		Help:    "set `precision float64`, or choose units in which the number is smaller",
	})
}

// constants checks those of all kernels. One is told where it stands in the text.
// Those that the compiler computed may follow from what was told already; if
// nothing was, they are told at the expression that needs them.
func (f *fitter) constants(p *program.Program) {
	places := literals(p.Model)
	var later []func()
	for _, k := range p.Kernels {
		for _, o := range k.Out {
			for _, id := range p.Graph.Reachable(o.Root) {
				v, ok := p.Graph.Value(id)
				if !ok {
					continue
				}
				if at, ok := places[math.Abs(v)]; ok {
					f.check(v, at)
				} else if len(o.Spans) > 0 {
					later = append(later, func() { f.check(v, o.Spans[0]) })
				}
			}
		}
	}
	if len(f.problems) > 0 {
		return
	}
	for _, check := range later {
		check()
	}
}

// literals are the places of the numbers of a specification by their absolute
// value, the first of each.
func literals(m *model.Model) map[float64]ast.Span {
	places := map[float64]ast.Span{}
	seen := map[*model.Expr]bool{}
	var visit func(e *model.Expr)
	visit = func(e *model.Expr) {
		if e == nil || seen[e] {
			return
		}
		seen[e] = true
		if e.Op == model.OpNum && e.Span.Start < e.Span.End {
			if _, has := places[math.Abs(e.Value)]; !has {
				places[math.Abs(e.Value)] = e.Span
			}
		}
		for _, a := range e.Args {
			visit(a)
		}
	}
	for _, list := range [][]*model.Symbol{m.Consts, m.Lets, m.Fields, m.States} {
		for _, s := range list {
			visit(s.Value)
		}
	}
	for _, s := range m.Closures {
		for _, e := range s.Closure.Inputs {
			visit(e)
		}
		visit(s.Closure.Value)
		if p := s.Closure.Pin; p != nil {
			for _, e := range p.At {
				visit(e)
			}
			visit(p.Value)
		}
	}
	for _, c := range m.Boundary {
		visit(c.Left)
		visit(c.Expr)
	}
	for _, e := range m.Equations {
		visit(e.LHS)
		visit(e.RHS)
	}
	return places
}
