// Package programtest holds programs written by hand, for tests of what comes
// after lowering: every region, role and operator appears in them, whatever the
// language can say of it.
package programtest

import (
	"math"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

// Transport is a program written by hand: upwind transport and diffusion on an
// x periodic, y bounded plane, with kernels of every region.
func Transport() *program.Program {
	inf := math.Inf(1)
	source := []byte("model hand\nstate phi\nequation phi:\n  ddt(phi) + div([v, 0]*phi) = div(k*grad(phi)) # text\n")
	x := &model.Symbol{Kind: model.KindCoord, Name: "x"}
	phi := &model.Symbol{Kind: model.KindState, Name: "phi", GoName: "Phi", Min: -inf, Max: inf, Comment: "carried */ stuff\u202e"}
	k := &model.Symbol{Kind: model.KindParam, Name: "k", GoName: "K", Value: &model.Expr{Value: 0.25}, Min: -inf, Max: inf}
	v := &model.Symbol{Kind: model.KindField, Name: "v", GoName: "V", File: "v.npz"}
	m := &model.Model{
		Name: "hand", File: "hand.pde", Source: source, Hash: "00",
		Axes: []model.Axis{
			{Name: "x", Symbol: x, Hi: 1, Cells: 8, Periodic: true, Unit: model.Unit{Scale: 1}},
			{Name: "y", Hi: 2, Cells: 6, Unit: model.Unit{Scale: 1}},
		},
		Time:   model.TimeAxis{Hi: 0.75, Steps: []float64{0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.05}, Unit: model.Unit{Scale: 1}},
		Params: []*model.Symbol{k}, States: []*model.Symbol{phi}, Fields: []*model.Symbol{v},
		Equations: []*model.Equation{{State: phi, Span: ast.Span{Start: 21, End: len(source)}}},
		Numerics:  model.Numerics{Precision: "float64", Scheme: "backward_euler"},
	}
	g := ir.New(2)
	p := &program.Program{
		Model: m, Graph: g, Halo: 1, Base: []*model.Symbol{v}, Linear: true,
		Coefs:  []program.Coef{{Name: "v", Rule: [3][2]string{{"periodic", "periodic"}, {"zero_gradient", "value"}}}},
		Bounds: []program.Bound{{Condition: &model.Condition{State: phi, Axis: 1, High: true}, Name: "phi.y.max", Time: true}},
	}
	sym := func(r ir.Role, v ir.Variant) ir.Sym { return ir.Sym{Role: r, Variant: v} }
	load := func(r ir.Role, v ir.Variant, dx, dy int16) ir.ID { return g.Load(sym(r, v), ir.Offset{dx, dy}) }
	at := func(dx, dy int16) ir.ID { return load(ir.State, ir.Primal, dx, dy) }
	zero := g.Num(0)
	// the flux through the low x face, and through the high one
	flux := func(d int16) ir.ID {
		vel := g.Mul(g.Num(0.5), g.Add(load(ir.Coef, ir.Primal, d-1, 0), load(ir.Coef, ir.Primal, d, 0)))
		up := g.Select(g.Less(zero, vel), at(d-1, 0), at(d, 0))
		grad := g.Mul(g.InvSpacing(0), g.Sub(at(d, 0), at(d-1, 0)))
		return g.Sub(g.Mul(vel, up), g.Mul(g.Param(0), grad))
	}
	div := g.Mul(g.InvSpacing(0), g.Sub(flux(1), flux(0)))
	y := g.Coord(1, 0)
	source2 := g.Add(g.Call(ir.Exp, g.Neg(g.Mul(y, y))), g.Call(ir.Sin, g.Mul(g.Coord(0, -1), g.ScalarSym(sym(ir.Time, 0)))))
	kinks := g.Add(g.Max(at(0, 1), at(0, -1)), g.Add(g.Call(ir.Abs, at(0, 0)), g.Call(ir.Sign, at(1, 0))))
	f := g.Sum(g.Neg(div), source2, kinks, g.Pow(at(0, 0), g.Num(1.5)), g.Div(g.Num(1), g.Add(g.Num(2), g.Call(ir.Tanh, at(-1, -1)))))
	apply := g.Sub(g.Mul(g.ScalarSym(sym(ir.Alpha, 0)), at(0, 0)), g.Mul(g.ScalarSym(sym(ir.Beta, 0)), f))
	w := func(dx, dy int16) ir.ID { return load(ir.Out, ir.Cot, dx, dy) }
	span := []ast.Span{{Start: 37, End: 40}}
	p.Kernels = []*program.Kernel{
		{Name: "initial", Out: []program.Output{{Sym: sym(ir.State, 0), Root: g.Mul(y, g.Coord(0, 0))}}},
		{Name: "coefs", Out: []program.Output{{Sym: sym(ir.Coef, 0), Root: load(ir.Base, 0, 0, 0)}}},
		{Name: "coefs.value", Region: program.Padded, Out: []program.Output{{Sym: sym(ir.Coef, 0), Root: g.Call(ir.Cos, y)}}},
		{Name: "bound.0", Region: program.Face, Axis: 1, High: true,
			Out: []program.Output{{Sym: sym(ir.Bound, 0), Root: g.Mul(g.Coord(1, 1), g.Coord(0, 0))}}},
		{Name: "ghost.0.1.hi", Region: program.Face, Axis: 1, High: true, Out: []program.Output{
			{Sym: sym(ir.State, 0), Off: ir.Offset{0, 1}, Root: g.Sub(g.Mul(g.Num(2), load(ir.Bound, 0, 0, 0)), at(0, 0))},
			{Sym: sym(ir.State, 0), Off: ir.Offset{0, 2}, Root: g.Sub(g.Mul(g.Num(2), load(ir.Bound, 0, 0, 0)), at(0, -1))}}},
		{Name: "ghost.0.1.hi.adjoint", Region: program.Face, Axis: 1, High: true, Out: []program.Output{
			{Sym: sym(ir.State, ir.Cot), Add: true, Root: g.Neg(load(ir.State, ir.Cot, 0, 1))},
			{Sym: sym(ir.Bound, ir.Cot), Add: true, Root: g.Mul(g.Num(2), load(ir.State, ir.Cot, 0, 1))}}},
		{Name: "apply", Doc: "out = alpha*phi - beta*f\nf = -(F(i+1) - F(i))/dx + ...",
			Out: []program.Output{{Sym: sym(ir.Out, 0), Root: apply, Spans: span}}},
		{Name: "apply.adjoint", Region: program.Extended, Out: []program.Output{{Sym: sym(ir.State, ir.Cot),
			Root: g.Add(g.Mul(g.ScalarSym(sym(ir.Alpha, 0)), w(0, 0)), g.Mul(g.Param(0), g.Sub(w(1, 0), w(-1, 0)))), Spans: span}}},
		{Name: "params.adjoint", Sums: []program.Sum{{Root: g.Mul(w(0, 0), div)}}},
	}
	return p
}
