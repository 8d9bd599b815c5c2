package discretize

import (
	"fmt"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

// site is where an application of a closure is evaluated: at the cells, or on one
// face of the grid.
type site struct {
	face bool
	axis int
	high bool
}

// apply lowers the application of a pointwise closure; lower lowers what it is
// applied to at that site. The closure's value is an expression of the network's
// and of the arguments; a pinned closure is applied once more, where it is known.
func (b *builder) apply(e *model.Expr, at site, lower func(*model.Expr) ir.ID) ir.ID {
	c := e.Sym.Closure
	value := b.network(e.Sym, e.Args, false, e.Span, at, lower)
	if c.Pin == nil {
		return value
	}
	g := b.g
	pinned := b.network(e.Sym, c.Pin.At, true, c.Pin.Span, at, lower)
	known := lower(c.Pin.Value)
	if c.Pin.Multiply {
		return g.Mul(value, g.Div(known, pinned))
	}
	return g.Add(value, g.Sub(known, pinned))
}

// network is a closure at arguments, without regard to its pin; pin tells that
// the arguments are the pin's, which no report counts.
func (b *builder) network(s *model.Symbol, args []*model.Expr, pin bool, span ast.Span, at site, lower func(*model.Expr) ir.ID) ir.ID {
	c := s.Closure
	bound := map[*model.Symbol]*model.Expr{}
	for i, a := range c.Args {
		bound[a] = args[i]
	}
	inputs := make([]ir.ID, len(c.Inputs))
	for i, x := range c.Inputs {
		inputs[i] = lower(substitute(x, bound, map[*model.Expr]*model.Expr{}))
	}
	var applied []ir.ID
	if !pin {
		for _, a := range args {
			applied = append(applied, lower(a))
		}
	}
	call := b.addCall(s.Index, inputs, applied, at, span)
	net := ir.Sym{Role: ir.Call, Index: uint16(call)}
	if c.Value == nil {
		return b.g.Load(net, ir.Offset{})
	}
	stand := &model.Symbol{Kind: model.KindNet, Index: call, Name: s.Name}
	return lower(substituteNet(c.Value, bound, stand))
}

// addCall is the index of a call with these inputs and arguments at this site.
// Equal ones share it.
func (b *builder) addCall(closure int, inputs, args []ir.ID, at site, span ast.Span) int {
	key := fmt.Sprint(closure, at, inputs, args)
	if i, ok := b.calls[key]; ok {
		return i
	}
	call := program.Call{Closure: closure, Inputs: inputs, Args: args, Span: span, Uniform: true}
	for _, c := range b.p.Calls {
		call.First += len(c.Inputs)
	}
	for _, x := range inputs {
		call.Uniform = call.Uniform && b.g.Uniform(x)
	}
	if at.face {
		call.Region, call.Axis, call.High = program.Face, at.axis, at.high
	}
	call.When = b.when(inputs)
	i := len(b.p.Calls)
	b.calls[key] = i
	b.p.Calls = append(b.p.Calls, call)
	return i
}

// forgetCalls drops the calls from the n-th on: what was lowered with them is not used.
func (b *builder) forgetCalls(n int) {
	b.p.Calls = b.p.Calls[:n]
	for key, i := range b.calls { // any order gives the same
		if i >= n {
			delete(b.calls, key)
		}
	}
}

// when tells how often a network with these inputs is evaluated.
func (b *builder) when(inputs []ir.ID) program.When {
	when := program.Once
	b.g.Uses(func(s ir.Sym) bool {
		w := program.Once
		switch s.Role {
		case ir.State:
			w = program.PerIteration
		case ir.Lag, ir.CoefLag, ir.LagTime:
			w = program.PerStep
		case ir.Time:
			w = program.PerLevel
		case ir.Coef:
			if b.p.Coefs[s.Index].Time {
				w = program.PerLevel
			}
		case ir.Bound:
			if b.p.Bounds[s.Index].Time {
				w = program.PerLevel
			}
		case ir.Call:
			w = b.p.Calls[s.Index].When
		}
		when = max(when, w)
		return false
	}, inputs...)
	return when
}

// substitute puts expressions in the places of symbols.
func substitute(e *model.Expr, by map[*model.Symbol]*model.Expr, done map[*model.Expr]*model.Expr) *model.Expr {
	if made, ok := done[e]; ok {
		return made
	}
	made := e
	if e.Op == model.OpRef {
		if x, ok := by[e.Sym]; ok {
			made = x
		}
	} else if len(e.Args) > 0 {
		one := *e
		one.Args = make([]*model.Expr, len(e.Args))
		for i, a := range e.Args {
			one.Args[i] = substitute(a, by, done)
		}
		made = &one
	}
	done[e] = made
	return made
}

// substituteNet is substitute with a symbol in the place of the network's value.
func substituteNet(e *model.Expr, by map[*model.Symbol]*model.Expr, net *model.Symbol) *model.Expr {
	all := map[*model.Symbol]*model.Expr{}
	for s, x := range by { // any order gives the same
		all[s] = x
	}
	done := map[*model.Expr]*model.Expr{}
	var find func(e *model.Expr)
	find = func(e *model.Expr) {
		if e.Op == model.OpRef && e.Sym.Kind == model.KindNet {
			all[e.Sym] = &model.Expr{Op: model.OpRef, Sym: net, Span: e.Span}
		}
		for _, a := range e.Args {
			find(a)
		}
	}
	find(e)
	return substitute(e, all, done)
}

// callKernels make what enters the networks. Calls that are read beyond a wall, or
// by one that is, are evaluated there too.
func (b *builder) callKernels() {
	reads := b.reads()
	for i := len(b.p.Calls) - 1; i >= 0; i-- {
		c := &b.p.Calls[i]
		for a, x := range b.m.Axes {
			r := reads[source{ir.Call, i}][a]
			if c.Region == program.Interior && !x.Periodic && max(r[0], r[1]) > 0 {
				c.Region = program.Extended
			}
		}
	}
	for i, c := range b.p.Calls {
		k := &program.Kernel{
			Name: fmt.Sprintf("call.%d", i), Doc: "what enters the network of " + b.m.Closures[c.Closure].Name,
			Region: c.Region, Axis: c.Axis, High: c.High,
		}
		for j, x := range c.Inputs {
			k.Out = append(k.Out, program.Output{
				Sym: ir.Sym{Role: ir.Input, Index: uint16(c.First + j)}, Root: x, Spans: []ast.Span{c.Span},
			})
		}
		b.p.Kernels = append(b.p.Kernels, k)
	}
	for i, c := range b.p.Calls {
		if c.Args != nil {
			b.p.Kernels = append(b.p.Kernels, b.argsKernel(i, c))
		}
	}
}

// argsKernel tells what a closure is applied to.
func (b *builder) argsKernel(i int, c program.Call) *program.Kernel {
	k := &program.Kernel{
		Name: fmt.Sprintf("args.%d", i), Doc: "what " + b.m.Closures[c.Closure].Name + " is applied to",
		Axis: c.Axis, High: c.High,
	}
	if c.Region == program.Face {
		k.Region = program.Face
	}
	for j, x := range c.Args {
		k.Out = append(k.Out, program.Output{
			Sym: ir.Sym{Role: ir.Arg, Index: uint16(j)}, Root: x, Spans: []ast.Span{c.Span},
		})
	}
	return k
}
