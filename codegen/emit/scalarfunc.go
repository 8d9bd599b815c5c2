package emit

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/pointwise"
	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/dsl/model"
)

// scalarFunc is a function of scalars: expressions, each of which goes to one
// place.
type scalarFunc struct {
	name string
	w    *writer
}

// id is the function's name, nil where there is none.
func (s *scalarFunc) id() *jen.Statement {
	if s == nil {
		return nil
	}
	return jen.Id(s.name)
}

// scalarFunc lowers expressions of a closure's arguments, of parameters, and of
// what the network gives. In its graph an argument is the scalar Input of its
// index, and the network's value the scalar Call.
func (e *emitter) scalarFunc(name string, args []*model.Symbol, list ...*model.Expr) (*scalarFunc, error) {
	g, k, names := ir.New(0), &program.Kernel{}, map[ir.Sym]string{}
	for _, x := range list {
		root, err := pointwise.Lower(g, x, func(s *model.Symbol) (ir.ID, bool) {
			sym, ok := scalarSym(s, args)
			if !ok {
				return 0, false
			}
			names[sym] = s.Name
			return g.ScalarSym(sym), true
		})
		if err != nil {
			return nil, err
		}
		k.Out = append(k.Out, program.Output{Root: root})
	}
	l := newLoops(k, nil)
	w := &writer{
		prog: &program.Program{Graph: g}, kernel: k, elem: "float64", loops: l, plan: newPlan(g, k, l), scope: e.scope.inner(),
		scalars: map[ir.Sym]string{}, local: map[ir.ID]string{},
	}
	w.scope.reserve("args", "params", "in", "at", "net")
	for _, s := range w.plan.symbols(ir.Scalar) {
		w.scalars[s] = "net"
		if s.Role != ir.Call {
			w.scalars[s] = w.scope.name(names[s])
		}
	}
	for _, id := range w.plan.nodes {
		if w.plan.info[id].local {
			w.local[id] = w.scope.name("c")
		}
	}
	return &scalarFunc{name: e.scope.name(lowerFirst(identifier(name))), w: w}, nil
}

// scalarSym is what stands for a symbol in a scalarFunc's graph.
func scalarSym(s *model.Symbol, args []*model.Symbol) (ir.Sym, bool) {
	switch s.Kind {
	case model.KindParam:
		return ir.Sym{Role: ir.Param, Index: uint16(s.Index)}, true
	case model.KindNet:
		return ir.Sym{Role: ir.Call}, true
	}
	i := slices.Index(args, s)
	return ir.Sym{Role: ir.Input, Index: uint16(max(i, 0))}, i >= 0
}

// body prints the statements; to starts the one that takes the k-th value.
func (s *scalarFunc) body(to func(k int) *jen.Statement) (code []jen.Code) {
	for _, sym := range s.w.plan.symbols(ir.Scalar) {
		switch sym.Role {
		case ir.Input:
			code = append(code, define(s.w.scalars[sym], jen.Id("args").Index(jen.Lit(int(sym.Index)))))
		case ir.Param:
			code = append(code, define(s.w.scalars[sym], jen.Id("params").Index(jen.Lit(int(sym.Index)))))
		}
	}
	done := map[ir.ID]bool{}
	for k, o := range s.w.kernel.Out {
		for _, id := range s.w.plan.under(o.Root) {
			if !done[id] {
				done[id] = true
				code = append(code, s.w.define(id)...)
			}
		}
		code = append(code, to(k).Add(s.w.expr(o.Root, precLowest)))
	}
	return code
}
