package program

import (
	"fmt"
	"strings"

	"github.com/pindiff/pindiffc/codegen/ir"
)

// Name is the name of a symbol in the spec's own words: phi, vx, kappa, dt(...)
// for none. Lagged values carry _old, tangents _dot, cotangents _bar.
func (p *Program) Name(s ir.Sym) string {
	i := int(s.Index)
	name := ir.DefaultNames(ir.Sym{Role: s.Role, Index: s.Index})
	switch s.Role {
	case ir.State, ir.Lag:
		name = p.Model.States[i].Name
	case ir.Coef, ir.CoefLag:
		name = p.Coefs[i].Name
	case ir.Base:
		name = p.Base[i].Name
	case ir.Param:
		name = p.Model.Params[i].Name
	case ir.Rhs:
		name = "rhs_" + p.Model.States[i].Name
	case ir.Out:
		name = "out_" + p.Model.States[i].Name
	case ir.Bound:
		name = fmt.Sprintf("bound%d", i)
	case ir.Call:
		name = p.CallName(i)
	case ir.Jac, ir.Input:
		if c := p.CallOf(i); c >= 0 {
			name = p.CallName(c) + map[ir.Role]string{ir.Jac: "_d", ir.Input: "_in"}[s.Role] + fmt.Sprint(i-p.Calls[c].First)
		}
	case ir.Entry:
		e := p.Matrix[i]
		name = fmt.Sprintf("a_%s_%s", p.Model.States[e.Equation].Name, p.Model.States[e.State].Name)
	case ir.Arg:
		name = fmt.Sprintf("arg%d", i)
	case ir.Held:
		name = p.Held[i].Name
	case ir.Once:
		name = OnceName(i)
	case ir.Time:
		name = p.Model.Time.Symbol.Name
	case ir.LagTime:
		name = p.Model.Time.Symbol.Name + "_old"
	case ir.Spacing:
		name = "d" + p.Model.Axes[i].Name
	case ir.InvSpacing:
		name = "1/d" + p.Model.Axes[i].Name
	}
	if s.Role == ir.Lag || s.Role == ir.CoefLag {
		name += "_old"
	}
	switch s.Variant {
	case ir.Dir:
		name += "_dot"
	case ir.Cot:
		name += "_bar"
	}
	return name
}

// OnceName is that of what a kernel computes once for each cell, by its index.
func OnceName(i int) string {
	if i == 0 {
		return "cell"
	}
	return fmt.Sprintf("cell%d", i+1)
}

// Text prints an expression in index notation with the spec's names.
func (p *Program) Text(id ir.ID) string { return p.Graph.Format(id, p.Name) }

// EquationText prints the discrete equation of a state, without m if it is algebraic:
//
//	m = phi[i,j]
//	f = (Fx[i+1,j] - Fx)/dx + (Fy[i,j+1] - Fy)/dy
//	Fx = kappa*(phi[i,j] - phi[i-1,j])/dx
//	Fy = ...
func (p *Program) EquationText(s int) string {
	eq, axes := p.Equations[s], p.Model.Axes
	var lines, parts []string
	if !p.Algebraic[s] {
		lines = append(lines, "m = "+p.Text(eq.Mass))
	}
	if !p.Graph.IsNum(eq.Cell, 0) {
		parts = append(parts, p.Text(eq.Cell))
	}
	var fluxes []string
	for a, x := range axes {
		if p.Graph.IsNum(eq.Flux[a], 0) {
			continue
		}
		f := "F" + x.Name
		next := p.Graph.Place(ir.Along(a, 1))
		parts = append(parts, fmt.Sprintf("(%s%s - %s%s)/d%s", f, next, f, p.Graph.Place(ir.Offset{}), x.Name))
		fluxes = append(fluxes, fmt.Sprintf("%s%s = %s", f, p.Graph.Place(ir.Offset{}), p.Text(eq.Flux[a])))
	}
	if len(parts) == 0 {
		parts = []string{"0"}
	}
	f := strings.Join(parts, " + ")
	if !p.Graph.IsNum(eq.Scale, 1) {
		f = fmt.Sprintf("%s*(%s)", p.Text(eq.Scale), f)
	}
	lines = append(lines, "f = "+f)
	return strings.Join(append(lines, fluxes...), "\n")
}
