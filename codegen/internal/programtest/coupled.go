package programtest

import (
	"math"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/dsl/model"
)

// Coupled is a program of dim axes, x periodic and y, in the place wall, bounded:
// a state phi, an algebraic one psi, and closures of a field, of one state and of
// two quantities, with calls of every kind.
func Coupled(dim, wall int) *program.Program {
	c := newCoupled(dim, wall)
	c.calls()
	c.boundary()
	c.operator()
	c.derivatives()
	c.matrix()
	return c.p
}

// coupled builds the program.
type coupled struct {
	p    *program.Program
	g    *ir.Graph
	wall int
}

func newCoupled(dim, wall int) *coupled {
	inf := math.Inf(1)
	state := func(i int, name, goName string) *model.Symbol {
		return &model.Symbol{Kind: model.KindState, Index: i, Name: name, GoName: goName, Min: -inf, Max: inf}
	}
	param := func(i int, name, goName string, v float64) *model.Symbol {
		return &model.Symbol{Kind: model.KindParam, Index: i, Name: name, GoName: goName, Value: &model.Expr{Value: v}, Min: -inf, Max: inf}
	}
	m := &model.Model{
		Name: "coupled", File: "coupled.pde", Hash: "00",
		Time: model.TimeAxis{Hi: 1, Steps: []float64{0.5, 0.5}, Symbol: &model.Symbol{Kind: model.KindTime, Name: "t"}},
		Params: []*model.Symbol{
			param(0, "eps0", "Eps0", 0.4), param(1, "Sv0", "Sv0", 2),
		},
		States: []*model.Symbol{state(0, "phi", "Phi"), state(1, "psi", "Psi")},
		Fields: []*model.Symbol{{Kind: model.KindField, Name: "v", GoName: "V", File: "v.npz"}},
		Numerics: model.Numerics{
			Precision: "float64", Scheme: "theta", Theta: 0.6, Nonlinear: "anderson", Depth: 5, Linear: "gmres", Restart: 30, Precond: "line",
			Relax: 1, Tol: 1e-8, LinearTol: 1e-10, MaxIter: 50, MaxLinear: 1000, Adjoint: "implicit", AdjointTol: 1e-9,
		},
	}
	for i := range dim {
		a := model.Axis{Name: "x", Hi: 1, Cells: 7, Periodic: true}
		if i == wall {
			a = model.Axis{Name: "y", Hi: 2, Cells: 6}
		}
		m.Axes = append(m.Axes, a)
		m.Axes[i].Symbol = &model.Symbol{Kind: model.KindCoord, Index: i, Name: a.Name}
		m.Axes[i].Unit.Scale = 1
	}
	m.Closures = closures(m)
	m.Equations = []*model.Equation{{State: m.States[0]}, {State: m.States[1], Algebraic: true}}
	g := ir.New(dim)
	return &coupled{g: g, wall: wall, p: &program.Program{
		Model: m, Graph: g, Halo: 1, Base: []*model.Symbol{m.Fields[0], m.Closures[0]},
		Algebraic: []bool{false, true}, Null: []bool{false, true},
		Bounds: []program.Bound{{Condition: &model.Condition{State: m.States[0], Axis: wall, High: true}, Name: "phi.y.max"}},
	}}
}

// closures are a field w(x), f(u), and sv(eps, s) with inputs, a value and a pin.
func closures(m *model.Model) []*model.Symbol {
	ref := func(s *model.Symbol) *model.Expr { return &model.Expr{Op: model.OpRef, Sym: s} }
	num := func(v float64) *model.Expr { return &model.Expr{Op: model.OpNum, Value: v} }
	op := func(o model.Op, x ...*model.Expr) *model.Expr { return &model.Expr{Op: o, Args: x} }
	call := func(fun string, x ...*model.Expr) *model.Expr {
		return &model.Expr{Op: model.OpCall, Fun: fun, Args: x}
	}
	arg := func(i int, name string) *model.Symbol {
		return &model.Symbol{Kind: model.KindArg, Index: i, Name: name}
	}
	net := func(inputs ...int) model.Net {
		return model.Net{Kind: "mlp", Hidden: []int{3}, Activation: "tanh", Output: "linear", Scale: 1, Inputs: inputs}
	}
	u, eps, s := arg(0, "u"), arg(0, "eps"), arg(1, "s")
	out := &model.Symbol{Kind: model.KindNet, Name: "net"}
	return []*model.Symbol{
		{Kind: model.KindClosure, Index: 0, Name: "w", GoName: "W", Closure: &model.Closure{
			Args: []*model.Symbol{m.Axes[0].Symbol}, Net: net(0),
		}},
		{Kind: model.KindClosure, Index: 1, Name: "f", GoName: "F", Closure: &model.Closure{
			Pointwise: true, Args: []*model.Symbol{u}, Inputs: []*model.Expr{ref(u)}, Net: net(0),
		}},
		{Kind: model.KindClosure, Index: 2, Name: "sv", GoName: "Sv", Closure: &model.Closure{
			Pointwise: true, Args: []*model.Symbol{eps, s}, Net: net(0, 1),
			Inputs: []*model.Expr{
				op(model.OpAdd, op(model.OpDiv, call("log", ref(eps)), num(2)), num(1)),
				op(model.OpMul, ref(s), ref(m.Params[0])),
			},
			Value: op(model.OpMul, ref(eps), call("softplus", ref(out))),
			Pin:   &model.Pin{At: []*model.Expr{ref(m.Params[0]), num(1)}, Value: ref(m.Params[1]), Multiply: true},
		}},
	}
}

func sym(r ir.Role, v ir.Variant, i int) ir.Sym {
	return ir.Sym{Role: r, Variant: v, Index: uint16(i)}
}

// load is the element of an array n cells along the wall's axis.
func (c *coupled) load(r ir.Role, v ir.Variant, i, n int) ir.ID {
	return c.g.Load(sym(r, v, i), ir.Along(c.wall, n))
}

func (c *coupled) add(k *program.Kernel) { c.p.Kernels = append(c.p.Kernels, k) }
