package explain

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/codegen/eval"
	"github.com/pindiff/pindiffc/codegen/internal/programtest"
	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/codegen/randspec"
)

// Weights are the derivatives of f: with networks that are linear in their inputs,
// they match central differences, through calls and calls of calls.
func TestStencilMatchesDifferences(t *testing.T) {
	p := programtest.Coupled(2, 1)
	for s := range p.Model.States {
		weights := stencil(p, s)
		require.NotEmpty(t, weights)
		k := &program.Kernel{Name: "test"}
		out := func(i int, root ir.ID) {
			k.Out = append(k.Out, program.Output{Sym: ir.Sym{Role: ir.Out, Index: uint16(i)}, Root: root})
		}
		eq := p.Equations[s]
		f := eq.Cell
		if scaled(p, s) {
			f = p.Graph.Mul(eq.Scale, f)
		}
		out(0, f)
		for i, w := range weights {
			out(i+1, w.weight)
		}
		m := eval.New(p, nil)
		random(m, ir.State, len(p.Model.States))
		random(m, ir.Jac, 6)
		run := func() {
			for i := range p.Calls {
				call(m, i)
			}
			m.RunKernel(k)
		}
		run()
		slopes := make([][]float64, len(weights))
		for i := range weights {
			slopes[i] = append([]float64{}, m.Val(ir.Out, i+1)...)
		}
		const h = 1e-5
		cell := [3]int{3, 2}
		here := m.At(cell, ir.Offset{})
		for i, w := range weights {
			state, at := m.Val(ir.State, w.state), m.At(cell, w.off)
			old := state[at]
			var f [2]float64
			for side := range 2 {
				state[at] = old + h*float64(2*side-1)
				run()
				f[side] = m.Val(ir.Out, 0)[here]
			}
			state[at] = old
			require.InDelta(t, (f[1]-f[0])/(2*h), slopes[i][here], 1e-8, fmt.Sprint(s, w))
		}
	}
}

func random(m *eval.Machine, r ir.Role, n int) {
	for i := range n {
		v := m.Val(r, i)
		m.Everywhere(func(c [3]int) { v[m.At(c, ir.Offset{})] = randspec.Value(1, int(r), 0, i, c, false) })
	}
}

// call evaluates a network whose Jacobian is the same for all inputs.
func call(m *eval.Machine, i int) {
	m.Run(fmt.Sprintf("call.%d", i))
	c := m.P.Calls[i]
	out := m.Val(ir.Call, i)
	clear(out)
	for k := range c.Inputs {
		in, jac := m.Val(ir.Input, c.First+k), m.Val(ir.Jac, c.First+k)
		for at := range out {
			out[at] += jac[at] * in[at]
		}
	}
}
