package eval

import (
	"fmt"

	"github.com/pindiff/pindiffc/codegen/ir"
)

// Coefs evaluates the coefficient fields with ghosts: at LagTime into the CoefLag
// arrays, then at Time, and what is held of them. All see the Base arrays as they are.
func (m *Machine) Coefs() {
	now := m.Time
	m.Time = m.LagTime
	m.coefs()
	for c := range m.P.Coefs {
		copy(m.Val(ir.CoefLag, c), m.Val(ir.Coef, c))
	}
	m.Time = now
	m.coefs()
	m.Run("held")
}

func (m *Machine) coefs() {
	m.Run("coefs")
	m.Run("coefs.value")
	for c := range m.P.Coefs {
		m.ExtendCoef(c, m.Val(ir.Coef, c))
	}
}

// CoefsTangent is the tangent of Coefs at Time: Dir Base and Param to Dir Coef.
func (m *Machine) CoefsTangent() {
	for c := range m.P.Coefs {
		clear(m.Dir(ir.Coef, c))
	}
	m.Run("coefs.tangent")
	m.Run("coefs.value.tangent")
	for c := range m.P.Coefs {
		m.ExtendCoef(c, m.Dir(ir.Coef, c))
	}
}

// CoefsAdjoint is the adjoint of CoefsTangent: Cot Coef, which it folds, is
// added to Cot Base and CotParam.
func (m *Machine) CoefsAdjoint() {
	for c := range m.P.Coefs {
		m.FoldCoef(c, m.Cot(ir.Coef, c))
	}
	m.Run("coefs.value.adjoint")
	m.Run("coefs.adjoint")
}

// ExtendCoef fills the ghosts of coefficient field c by its face rules.
func (m *Machine) ExtendCoef(c int, a []float64) {
	for axis := range m.Dim {
		for side := range 2 {
			if m.P.Coefs[c].Rule[axis][side] == "zero_gradient" {
				m.ghosts(axis, side, func(ghost, _, edge int) { a[ghost] = a[edge] })
			}
		}
	}
	m.Wrap(a)
}

// FoldCoef is the adjoint of ExtendCoef, for a cotangent on the Extended region.
func (m *Machine) FoldCoef(c int, a []float64) {
	for axis := m.Dim - 1; axis >= 0; axis-- {
		for side := range 2 {
			if m.P.Coefs[c].Rule[axis][side] == "zero_gradient" {
				m.ghosts(axis, side, func(ghost, _, edge int) {
					a[edge] += a[ghost]
					a[ghost] = 0
				})
			}
		}
	}
}

// Bounds evaluates the boundary data at Time.
func (m *Machine) Bounds() { m.bounds("") }

// BoundsTangent evaluates their tangents.
func (m *Machine) BoundsTangent() {
	for i := range m.P.Bounds {
		clear(m.Dir(ir.Bound, i))
	}
	m.bounds(".tangent")
}

// BoundsAdjoint adds their cotangents to CotParam.
func (m *Machine) BoundsAdjoint() { m.bounds(".adjoint") }

func (m *Machine) bounds(form string) {
	for i := range m.P.Bounds {
		m.Run(fmt.Sprintf("bound.%d%s", i, form))
	}
}

// Ghosts fills the ghosts of the states from the interior, the boundary data and the
// calls on faces, which it evaluates.
func (m *Machine) Ghosts() {
	m.evaluate(true)
	m.ghostKernels(false, func(name string) { m.Run(name) })
	for s := range m.P.Model.States {
		m.Wrap(m.Val(ir.State, s))
	}
}

// LagGhosts fills the ghosts of the old states, with the boundary data as they are.
func (m *Machine) LagGhosts() {
	m.SwapLag()
	m.Ghosts()
	m.SwapLag()
}

// SwapLag exchanges the arrays of the states, their tangents and cotangents, with
// those of the old states, so that the ghost kernels serve both.
func (m *Machine) SwapLag() {
	for s := range m.P.Model.States {
		for _, v := range []ir.Variant{ir.Primal, ir.Dir, ir.Cot} {
			x, y := ir.Sym{Role: ir.State, Variant: v, Index: uint16(s)}, ir.Sym{Role: ir.Lag, Variant: v, Index: uint16(s)}
			m.arrays[x], m.arrays[y] = m.Array(y), m.Array(x)
		}
	}
}

// GhostsTangent is the tangent of Ghosts.
func (m *Machine) GhostsTangent() {
	m.evaluate(true)
	m.ghostKernels(false, func(name string) {
		if m.P.Kernel(name+".tangent") != nil {
			m.Run(name + ".tangent")
		}
	})
	for s := range m.P.Model.States {
		m.Wrap(m.Dir(ir.State, s))
	}
}

// GhostsAdjoint folds the ghosts of Cot State, on the Extended region, back to
// the interior, to Cot Bound and to Cot Call.
func (m *Machine) GhostsAdjoint() {
	m.evaluate(true)
	m.ghostKernels(true, func(name string) { m.Run(name + ".adjoint") })
}

// ghostKernels calls f with the names of the ghost fills in order, or backward.
func (m *Machine) ghostKernels(backward bool, f func(name string)) {
	var names []string
	for _, k := range m.P.Kernels {
		if k.FillsGhosts() {
			names = append(names, k.Name)
		}
	}
	for i := range names {
		if backward {
			i = len(names) - 1 - i
		}
		f(names[i])
	}
}

// Zero clears every cotangent.
func (m *Machine) Zero() {
	for s, a := range m.arrays { // any order gives the same
		if s.Variant == ir.Cot {
			clear(a)
		}
	}
	clear(m.CotParam)
}
