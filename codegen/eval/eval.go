// Package eval runs the kernels of a program in float64, node by node: slow,
// plain, and the oracle to which generated code, derivatives and schemes are
// compared. It has a grid and a driver of its own, as small as can be.
//
// It decides nothing: what a kernel computes and where is in the program. It
// must not import the runtime.
package eval

import (
	"fmt"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
)

// Machine holds the arrays and scalars that the kernels of one program work on.
type Machine struct {
	P *program.Program
	*Grid

	Param, DirParam, CotParam []float64
	Time, LagTime             float64
	Alpha, Beta, Gamma, Omega float64

	// Net is the value of the network of a closure at inputs x; it writes the
	// derivatives to jac. Needed where the program has calls.
	Net func(closure int, x, jac []float64) float64

	arrays map[ir.Sym][]float64
	code   map[*program.Kernel]*code
}

// New returns a machine on a grid of so many cells by axis (nil: the spec's),
// with parameters at their defaults, alpha = beta = gamma = omega = 1 and arrays of zeros.
func New(p *program.Program, cells []int) *Machine {
	m := &Machine{
		P: p, Grid: newGrid(p, cells),
		Time: p.Model.Time.Lo, LagTime: p.Model.Time.Lo,
		Alpha: 1, Beta: 1, Gamma: 1, Omega: 1,
		arrays: map[ir.Sym][]float64{},
		code:   map[*program.Kernel]*code{},
	}
	n := len(p.Model.Params)
	m.Param, m.DirParam, m.CotParam = make([]float64, n), make([]float64, n), make([]float64, n)
	for i, s := range p.Model.Params {
		if s.Value != nil {
			m.Param[i] = s.Value.Value
		}
	}
	return m
}

// Array is the padded array of a symbol. Boundary data are padded arrays too,
// used at the cells of their face.
func (m *Machine) Array(s ir.Sym) []float64 {
	a, ok := m.arrays[s]
	if !ok {
		a = make([]float64, m.Size)
		m.arrays[s] = a
	}
	return a
}

// Val, Dir and Cot are arrays by role and index.
func (m *Machine) Val(r ir.Role, i int) []float64 {
	return m.Array(ir.Sym{Role: r, Index: uint16(i)})
}

// Dir is the tangent of Val.
func (m *Machine) Dir(r ir.Role, i int) []float64 {
	return m.Array(ir.Sym{Role: r, Variant: ir.Dir, Index: uint16(i)})
}

// Cot is the cotangent of Val.
func (m *Machine) Cot(r ir.Role, i int) []float64 {
	return m.Array(ir.Sym{Role: r, Variant: ir.Cot, Index: uint16(i)})
}

// Run runs the kernel of that name over its region; an absent one has nothing to do.
func (m *Machine) Run(name string) {
	if k := m.P.Kernel(name); k != nil {
		m.RunKernel(k)
	}
}

// RunKernel runs k over its region, and before it what it reads with role Once.
func (m *Machine) RunKernel(k *program.Kernel) {
	if k.Once != nil {
		m.RunKernel(k.Once)
	}
	c, ok := m.code[k]
	if !ok {
		c = compile(m.P.Graph, k)
		m.code[k] = c
	}
	out := make([][]float64, len(k.Out))
	for i, o := range k.Out {
		out[i] = m.Array(o.Sym)
	}
	c.bind(m)
	lo, hi := m.region(k)
	var at [3]int
	for at[0] = lo[0]; at[0] < hi[0]; at[0]++ {
		for at[1] = lo[1]; at[1] < hi[1]; at[1]++ {
			for at[2] = lo[2]; at[2] < hi[2]; at[2]++ {
				c.run(m, at)
				for i, o := range k.Out {
					place := m.At(at, o.Off)
					if o.Add {
						out[i][place] += c.value(o.Root)
					} else {
						out[i][place] = c.value(o.Root)
					}
				}
				for _, s := range k.Sums {
					m.CotParam[s.Param] += c.value(s.Root)
				}
			}
		}
	}
}

// region is the range of cells of a kernel on each axis.
func (m *Machine) region(k *program.Kernel) (lo, hi [3]int) {
	lo, hi = m.regionOf(k)
	for a := range 3 {
		lo[a], hi[a] = lo[a]-k.Reach[a][0], hi[a]+k.Reach[a][1]
	}
	return lo, hi
}

// regionOf is the range without Reach.
func (m *Machine) regionOf(k *program.Kernel) (lo, hi [3]int) {
	for a := range 3 {
		hi[a] = m.N[a]
		if a >= m.Dim {
			continue
		}
		onFace := (k.Region == program.Face || k.Region == program.FaceExtended) && a == k.Axis
		margin := 0
		switch {
		case onFace && k.High:
			lo[a] = m.N[a] - 1
			continue
		case onFace:
			hi[a] = 1
			continue
		case k.Region == program.Face:
			margin = m.Depth
		case m.Periodic[a] || k.Region == program.Interior:
		case k.Region == program.Padded:
			margin = m.Depth
		default:
			margin = m.P.Halo
		}
		lo[a], hi[a] = -margin, m.N[a]+margin
	}
	return lo, hi
}

// scalar is the value of a scalar symbol.
func (m *Machine) scalar(s ir.Sym) float64 {
	switch s.Role {
	case ir.Param:
		switch s.Variant {
		case ir.Dir:
			return m.DirParam[s.Index]
		case ir.Cot:
			return m.CotParam[s.Index]
		}
		return m.Param[s.Index]
	case ir.Time:
		return m.Time
	case ir.LagTime:
		return m.LagTime
	case ir.Alpha:
		return m.Alpha
	case ir.Beta:
		return m.Beta
	case ir.Gamma:
		return m.Gamma
	case ir.Omega:
		return m.Omega
	case ir.Spacing:
		return m.H[s.Index]
	case ir.InvSpacing:
		return 1 / m.H[s.Index]
	}
	panic(fmt.Sprintf("eval: role %d is no scalar", s.Role))
}
