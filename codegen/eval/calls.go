package eval

import (
	"fmt"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
)

// Calls evaluates the networks at the states, ghosts included, as they are: Call and
// Jac of every call but those on faces, which belong to Ghosts.
func (m *Machine) Calls() { m.evaluate(false) }

func (m *Machine) evaluate(faces bool) {
	for i, c := range m.P.Calls {
		if (c.Region == program.Face) == faces {
			m.call(i)
		}
	}
}

// call evaluates one call over its region, and continues it so that it is finite
// everywhere that kernels read: wrapped on periodic axes, else the nearest cell.
func (m *Machine) call(i int) {
	c := m.P.Calls[i]
	k := m.P.Kernel(fmt.Sprintf("call.%d", i))
	m.RunKernel(k)
	x, jac := make([]float64, len(c.Inputs)), make([]float64, len(c.Inputs))
	m.CallCells(i, func(cell [3]int) {
		at := m.At(cell, ir.Offset{})
		for k := range x {
			x[k] = m.Val(ir.Input, c.First+k)[at]
		}
		m.Val(ir.Call, i)[at] = m.Net(c.Closure, x, jac)
		for k := range jac {
			m.Val(ir.Jac, c.First+k)[at] = jac[k]
		}
	})
	m.ExtendCall(i, m.Val(ir.Call, i))
	for k := range c.Inputs {
		m.ExtendCall(i, m.Val(ir.Jac, c.First+k))
	}
}

// CallCells calls f for the cells at which call i is evaluated: those of its region,
// one if it is uniform.
func (m *Machine) CallCells(i int, f func(cell [3]int)) {
	c := m.P.Calls[i]
	region := &program.Kernel{Region: c.Region, Axis: c.Axis, High: c.High}
	if c.Region == program.Face {
		region.Region = program.Interior
	}
	lo, hi := m.region(region)
	if c.Region == program.Face {
		if c.High {
			lo[c.Axis] = m.N[c.Axis] - 1
		} else {
			hi[c.Axis] = 1
		}
	}
	if c.Uniform {
		for a := range hi {
			hi[a] = lo[a] + 1
		}
	}
	var at [3]int
	for at[0] = lo[0]; at[0] < hi[0]; at[0]++ {
		for at[1] = lo[1]; at[1] < hi[1]; at[1]++ {
			for at[2] = lo[2]; at[2] < hi[2]; at[2]++ {
				f(at)
			}
		}
	}
}

// ExtendCall continues an array that is valid at the cells of call i.
func (m *Machine) ExtendCall(i int, a []float64) {
	var lo, hi [3]int // the cells that are valid
	first := true
	m.CallCells(i, func(cell [3]int) {
		if first {
			lo, hi, first = cell, cell, false
		}
		for x := range cell {
			hi[x] = max(hi[x], cell[x])
		}
	})
	m.Everywhere(func(cell [3]int) {
		from := cell
		for x := range m.Dim {
			if n := m.N[x]; m.Periodic[x] && !m.P.Calls[i].Uniform {
				from[x] = ((cell[x] % n) + n) % n
			}
			from[x] = min(max(from[x], lo[x]), hi[x])
		}
		if from != cell {
			a[m.At(cell, ir.Offset{})] = a[m.At(from, ir.Offset{})]
		}
	})
}
