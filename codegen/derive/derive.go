// Package derive adds the tangent and adjoint kernels of a program to its
// primal ones, by symbolic differentiation on the same graph.
//
// Every adjoint is in gather form: the cotangent at a cell is a sum over the
// cells that read it, so that each output cell is written once, by one
// statement. Flux terms use the difference of the cotangents across the face;
// package program has the formula. Kinks have the derivative of one branch, the
// same in tangent and adjoint; the operator table of package ir says which.
//
// Closures stand in the expressions as calls, and are differentiated through the
// local Jacobians that the runtime keeps of them: package program has the chain rule.
//
// The package knows no equations and no schemes: it reads the expressions that
// discretisation has left.
package derive

import (
	"slices"
	"strings"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
)

// Derive adds the derived kernels to p, in the order in which package program
// names them, sets Linear, widens Halo where an adjoint kernel needs it, and
// gives rules to the coefficient fields that only adjoint kernels read beyond a
// boundary.
func Derive(p *program.Program) {
	d := &deriver{p: p, g: p.Graph}
	var out []*program.Kernel
	for _, k := range p.Kernels {
		out = append(out, k)
		stem, _, _ := strings.Cut(k.Name, ".")
		switch {
		case k.Name == "apply":
			out = append(out, d.matrix(k), d.tangent(k, "apply.tangent", program.Interior, role(ir.State)))
			out = append(out, d.applyAdjoint(p.Equations), d.inputsTangent(k), d.inputsAdjoint(), d.paramsAdjoint(k))
		case k.Name == "sweep":
			out = append(out, d.sweepAdjoint(k), d.sweepInputsAdjoint(k), d.sweepParamsAdjoint(k))
		case stem == "ghost":
			out = append(out, d.tangent(k, k.Name+".tangent", program.Face, role(ir.State, ir.Bound, ir.Call)), d.ghostAdjoint(k))
		case stem == "bound":
			out = append(out, d.tangent(k, k.Name+".tangent", program.Face, role(ir.Base, ir.Param)), d.localAdjoint(k, program.FaceExtended))
		case k.Name == "coefs.value":
			out = append(out, d.tangent(k, k.Name+".tangent", k.Region, role(ir.Param)), d.localAdjoint(k, program.Extended))
		case k.Name == "mass":
			out = append(out, d.tangent(k, "mass.tangent", k.Region, role(ir.Coef, ir.CoefLag, ir.Param)), d.massAdjoint(k))
		case k.Name == "coefs" || k.Name == "initial":
			out = append(out, d.tangent(k, k.Name+".tangent", k.Region, role(ir.Base, ir.Param)), d.localAdjoint(k, program.Interior))
		}
	}
	p.Kernels = nil
	for _, k := range out {
		if k != nil && len(k.Out)+len(k.Sums) > 0 {
			p.Kernels = append(p.Kernels, k)
		}
	}
	p.Linear, p.Unlagged, p.Timeless = d.linear(), d.unlagged(), d.timeless()
	widen(p)
	extend(p)
}

// Operator puts apply and its derivatives in the state in other words: those of
// equations that say the same as the program's. All other kernels stay.
func Operator(p *program.Program, equations []program.Equation) {
	d := &deriver{p: p, g: p.Graph}
	apply := p.Kernel("apply")
	for s, eq := range equations {
		apply.Out[s].Root = p.Residual(s, eq)
	}
	for i, k := range p.Kernels {
		switch k.Name {
		case "apply.tangent":
			p.Kernels[i] = d.tangent(apply, k.Name, k.Region, role(ir.State))
		case "apply.adjoint":
			p.Kernels[i] = d.applyAdjoint(equations)
		}
	}
}

// deriver carries the program that is being widened.
type deriver struct {
	p *program.Program
	g *ir.Graph
}

// want selects the primal symbols to differentiate in.
type want = program.Want

// role selects primal symbols by role.
func role(rs ...ir.Role) want {
	return func(s ir.Sym) bool {
		for _, r := range rs {
			if s.Role == r && s.Variant == ir.Primal {
				return true
			}
		}
		return false
	}
}

// inputs of a step other than the unknown.
var inputs = role(ir.Lag, ir.Coef, ir.CoefLag, ir.Call)

// variant is the same symbol's tangent or cotangent.
func variant(s ir.Sym, v ir.Variant) ir.Sym {
	s.Variant = v
	return s
}

// linear tells that apply, with the ghost fills before it, is affine in the state:
// its derivative does not depend on the state, and it has no jump where the state
// crosses something, which a derivative does not show.
func (d *deriver) linear() bool {
	p := d.p
	var jumps []ir.ID
	for _, k := range p.Kernels {
		if k.Name != "apply" && !k.FillsGhosts() {
			continue
		}
		for _, o := range k.Out {
			if dependsOnState(p, []ir.ID{d.push(o.Root, role(ir.State))}) {
				return false
			}
		}
		for _, id := range p.Graph.Reachable(k.Roots()...) {
			switch p.Graph.Node(id).Op {
			case ir.Less, ir.LessEq, ir.Sign:
				jumps = append(jumps, id)
			}
		}
	}
	return !dependsOnState(p, jumps)
}

// unlagged tells that no kernel reads what belongs to the start of a step.
func (d *deriver) unlagged() bool {
	var roots []ir.ID
	for _, k := range d.p.Kernels {
		roots = append(roots, k.Roots()...)
	}
	return !d.p.Graph.Uses(func(s ir.Sym) bool { return s.Role.Lagged() }, roots...)
}

// timeless tells that no entry of the matrix depends on time, nor what ghosts add to it,
// nor anything that makes levels differ.
func (d *deriver) timeless() bool {
	if slices.ContainsFunc(d.p.Coefs, func(c program.Coef) bool { return c.Time }) ||
		slices.ContainsFunc(d.p.Bounds, func(b program.Bound) bool { return b.Time }) ||
		slices.ContainsFunc(d.p.Calls, func(c program.Call) bool { return c.When == program.PerLevel }) {
		return false
	}
	var roots []ir.ID
	for _, k := range d.p.Kernels {
		if k.Name == "matrix" || strings.HasPrefix(k.Name, "ghost.") && strings.HasSuffix(k.Name, ".tangent") {
			roots = append(roots, k.Roots()...)
		}
	}
	return !d.p.Graph.Uses(func(s ir.Sym) bool { return s.Role == ir.Time }, roots...)
}

// dependsOnState tells that an expression changes with the state at the new time, or
// with a network that is given it.
func dependsOnState(p *program.Program, roots []ir.ID) bool {
	return p.Graph.Uses(func(s ir.Sym) bool {
		switch {
		case s.Variant != ir.Primal:
			return false
		case s.Role == ir.Call:
			return p.Calls[s.Index].When == program.PerIteration
		case s.Role == ir.Jac:
			return p.Calls[p.CallOf(int(s.Index))].When == program.PerIteration
		}
		return s.Role == ir.State
	}, roots...)
}
