package programtest

import (
	"fmt"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
)

// calls are sv at its pin, sv of both states, f of the state before the step,
// and f at the upper wall; the arguments of all but the pin.
func (c *coupled) calls() {
	g := c.g
	c.p.Calls = []program.Call{
		{Closure: 2, First: 0, Inputs: []ir.ID{g.Call(ir.Log, g.Param(0)), g.Param(0)}, When: program.Once, Uniform: true},
		{Closure: 2, Args: []ir.ID{g.Add(g.Num(3), c.load(ir.State, 0, 0, 0)), c.load(ir.State, 0, 1, 0)}, First: 2, Inputs: []ir.ID{
			g.Call(ir.Log, g.Add(g.Num(3), c.load(ir.State, 0, 0, 0))),
			g.Mul(c.load(ir.State, 0, 1, 0), c.load(ir.Call, 0, 0, 0)),
		}, When: program.PerIteration, Region: program.Extended},
		{Closure: 1, Args: []ir.ID{c.load(ir.Lag, 0, 0, 0)}, First: 4, Inputs: []ir.ID{c.load(ir.Lag, 0, 0, 0)}, When: program.PerStep},
		{Closure: 1, Args: []ir.ID{c.load(ir.State, 0, 0, 0)}, First: 5, Inputs: []ir.ID{g.Sub(c.load(ir.State, 0, 0, 0), c.load(ir.State, 0, 0, -1))},
			When: program.PerIteration, Region: program.Face, Axis: c.wall, High: true},
	}
	for i, call := range c.p.Calls {
		k := &program.Kernel{Name: fmt.Sprintf("call.%d", i), Region: call.Region, Axis: call.Axis, High: call.High}
		for n, x := range call.Inputs {
			k.Out = append(k.Out, program.Output{Sym: sym(ir.Input, 0, call.First+n), Root: x})
		}
		c.add(k)
	}
	for i, call := range c.p.Calls[1:] {
		k := &program.Kernel{Name: fmt.Sprintf("args.%d", i+1), Region: call.Region, Axis: call.Axis, High: call.High}
		if k.Region == program.Extended {
			k.Region = program.Interior
		}
		for n, x := range call.Args {
			k.Out = append(k.Out, program.Output{Sym: sym(ir.Arg, 0, n), Root: x})
		}
		c.add(k)
	}
}

// boundary is phi = v + f(phi)*(coordinate) at the upper wall.
func (c *coupled) boundary() {
	g := c.g
	face := func(name string, region program.Region, out ...program.Output) {
		c.add(&program.Kernel{Name: name, Region: region, Axis: c.wall, High: true, Out: out})
	}
	bound := g.Add(g.Mul(g.Inside(c.wall, 0), c.load(ir.Base, 0, 0, 0)), g.Mul(c.load(ir.Base, 0, 1, 0), g.Coord(c.wall, 1)))
	if g.Dim() > 1 {
		bound = g.Add(bound, g.Inside(1-c.wall, 0))
	}
	face("bound.0", program.Face, program.Output{Sym: sym(ir.Bound, 0, 0), Root: bound})
	here := g.Load(sym(ir.Bound, 0, 0), ir.Offset{})
	ghost := func(n int, b, f, u ir.ID) program.Output {
		return program.Output{Sym: sym(ir.State, 0, 0), Off: ir.Along(c.wall, n), Root: g.Sub(g.Mul(g.Num(2), g.Mul(b, f)), u)}
	}
	name := fmt.Sprintf("ghost.0.%d.hi", c.wall)
	call := c.load(ir.Call, 0, 3, 0)
	face(name, program.Face, ghost(1, here, call, c.load(ir.State, 0, 0, 0)), ghost(2, here, call, c.load(ir.State, 0, 0, -1)))
	bar := c.load(ir.State, ir.Cot, 0, 1)
	face(name+".adjoint", program.FaceExtended,
		program.Output{Sym: sym(ir.State, ir.Cot, 0), Add: true, Root: g.Neg(bar)},
		program.Output{Sym: sym(ir.Call, ir.Cot, 3), Add: true, Root: g.Mul(g.Num(2), g.Mul(here, bar))},
		program.Output{Sym: sym(ir.Bound, ir.Cot, 0), Add: true, Root: g.Mul(g.Num(2), g.Mul(call, bar))})
}

// source is the reaction of phi at a neighbour, taken inside of the walls only.
func (c *coupled) source(n int) ir.ID {
	g := c.g
	u := c.load(ir.State, 0, 0, n)
	f := g.Add(g.Mul(c.load(ir.Call, 0, 1, n), g.Call(ir.Sigmoid, u)), g.Call(ir.Softplus, c.load(ir.State, 0, 1, n)))
	return g.Select(g.Inside(c.wall, n), f, u)
}

// operator has a row with a mass and one without.
func (c *coupled) operator() {
	g := c.g
	f := g.Sum(c.source(-1), c.source(0), c.source(1), c.load(ir.Call, 0, 2, 0))
	if x := 1 - c.wall; c.g.Dim() > 1 {
		f = g.Add(f, g.Mul(g.Inside(x, 0), g.Mul(g.Inside(x, -1), g.Load(sym(ir.State, 0, 0), ir.Along(x, 1)))))
	}
	rest := g.Sub(c.load(ir.State, 0, 1, 1), g.Mul(g.Inside(c.wall, 1), c.load(ir.Call, 0, 1, 0)))
	zero, one := g.Num(0), g.Num(1)
	c.p.Equations = []program.Equation{
		{Mass: c.load(ir.State, 0, 0, 0), Cell: f, Scale: g.Div(one, g.Param(0)), Flux: [3]ir.ID{zero, zero, zero}},
		{Mass: zero, Cell: rest, Scale: one, Flux: [3]ir.ID{zero, zero, zero}},
	}
	alpha, beta, gamma := g.ScalarSym(sym(ir.Alpha, 0, 0)), g.ScalarSym(sym(ir.Beta, 0, 0)), g.ScalarSym(sym(ir.Gamma, 0, 0))
	c.add(&program.Kernel{Name: "apply", Doc: "out = alpha*m - beta*f", Out: []program.Output{
		{Sym: sym(ir.Out, 0, 0), Root: g.Sub(g.Mul(alpha, c.load(ir.State, 0, 0, 0)), g.Mul(beta, f))},
		{Sym: sym(ir.Out, 0, 1), Root: g.Neg(g.Mul(gamma, rest))},
	}})
}

// derivatives read and write what belongs to the calls.
func (c *coupled) derivatives() {
	g := c.g
	w := func(n int) ir.ID { return c.load(ir.Out, ir.Cot, 0, n) }
	c.add(&program.Kernel{Name: "apply.tangent", Out: []program.Output{
		{Sym: sym(ir.Out, ir.Dir, 0), Root: g.Mul(c.load(ir.Jac, 0, 2, -1), c.load(ir.State, ir.Dir, 0, -1))},
		{Sym: sym(ir.Out, ir.Dir, 1), Root: g.Mul(c.load(ir.Jac, 0, 3, 1), g.Mul(g.Inside(c.wall, 1), c.load(ir.State, ir.Dir, 1, 1)))},
	}})
	c.add(&program.Kernel{Name: "apply.adjoint", Region: program.Extended, Out: []program.Output{
		{Sym: sym(ir.State, ir.Cot, 0), Root: g.Mul(c.load(ir.Jac, 0, 2, 0), g.Sub(w(1), g.Mul(g.Inside(c.wall, -1), w(-1))))},
		{Sym: sym(ir.State, ir.Cot, 1), Root: g.Select(g.Inside(c.wall, 0), c.load(ir.Jac, 0, 3, 0), w(1))},
	}})
	c.add(&program.Kernel{Name: "inputs.tangent", Out: []program.Output{
		{Sym: sym(ir.Out, ir.Dir, 0), Root: g.Sub(c.load(ir.Call, ir.Dir, 1, 1), c.load(ir.Call, ir.Dir, 2, 0))},
		{Sym: sym(ir.Out, ir.Dir, 1), Root: g.Neg(c.load(ir.Call, ir.Dir, 1, 0))},
	}})
	c.add(&program.Kernel{Name: "inputs.adjoint", Region: program.Extended, Out: []program.Output{
		{Sym: sym(ir.Call, ir.Cot, 1), Add: true, Root: g.Neg(g.Mul(g.Call(ir.Sigmoid, c.load(ir.State, 0, 0, 0)), w(0)))},
	}})
}

// matrix has entries of both equations.
func (c *coupled) matrix() {
	g := c.g
	k := &program.Kernel{Name: "matrix"}
	entry := func(eq, state, n int, root ir.ID) {
		i := len(c.p.Matrix)
		c.p.Matrix = append(c.p.Matrix, program.Entry{Equation: eq, State: state, Off: ir.Along(c.wall, n)})
		k.Out = append(k.Out, program.Output{Sym: sym(ir.Entry, 0, i), Root: root})
	}
	for n := -1; n <= 1; n++ {
		slope := g.Mul(c.load(ir.Jac, 0, 2, n), g.Call(ir.Sigmoid, c.load(ir.State, 0, 0, n)))
		entry(0, 0, n, g.Select(g.Inside(c.wall, n), slope, g.Num(1)))
	}
	entry(0, 1, 0, g.Call(ir.Sigmoid, c.load(ir.State, 0, 1, 0)))
	entry(1, 1, 1, g.Neg(g.ScalarSym(sym(ir.Gamma, 0, 0))))
	c.add(k)
}
