package program

import "github.com/pindiff/pindiffc/codegen/ir"

// Residual is what apply computes of the equation eq of state s: alpha*m - beta*f, or
// -gamma*f where it is algebraic.
func (p *Program) Residual(s int, eq Equation) ir.ID {
	g, f := p.Graph, p.Spatial(eq)
	if p.Algebraic[s] {
		return g.Neg(g.Mul(g.ScalarSym(ir.Sym{Role: ir.Gamma}), f))
	}
	alpha, beta := g.ScalarSym(ir.Sym{Role: ir.Alpha}), g.ScalarSym(ir.Sym{Role: ir.Beta})
	return g.Sub(g.Mul(alpha, eq.Mass), g.Mul(beta, g.Mul(eq.Scale, f)))
}

// Spatial is f of an equation before its Scale: Cell and the differences of the fluxes.
func (p *Program) Spatial(eq Equation) ir.ID {
	f := eq.Cell
	for a := range p.Graph.Dim() {
		f = p.Graph.Add(f, p.Difference(eq.Flux[a], a))
	}
	return f
}

// Difference is (f(+1) - f)/dx of a flux at the low face.
func (p *Program) Difference(f ir.ID, axis int) ir.ID {
	g := p.Graph
	return g.Mul(g.InvSpacing(axis), g.Sub(g.Shift(f, ir.Along(axis, 1)), f))
}
