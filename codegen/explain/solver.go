package explain

import "fmt"

// solver prints what was recognised about the operator, how a step is solved,
// and why.
func (w *writer) solver() {
	p, n := w.p, w.p.Model.Numerics
	w.section("operator")
	if p.Linear {
		w.line("  linear in the unknowns: a stage is one linear solve")
	} else {
		w.line("  not linear in the unknowns: a stage is a nonlinear solve")
	}
	if p.Symmetric {
		w.line("  symmetric: conjugate gradients apply")
	}
	w.section("solver")
	if schemes[n.Scheme].explicit {
		w.line("  nothing is solved: the scheme is explicit; the adjoint is its exact reverse")
		return
	}
	switch {
	case n.Nonlinear == "newton" && p.Linear:
		w.line("  one linear solve a stage")
	case n.Nonlinear == "anderson":
		w.line("  anderson over %d differences, relaxation %.3g: to a relative residual of %.3g, at most %d iterations", n.Depth, n.Relax, n.Tol, n.MaxIter)
	case n.Nonlinear == "picard":
		w.line("  picard, relaxation %.3g: to a relative residual of %.3g, at most %d iterations", n.Relax, n.Tol, n.MaxIter)
	default:
		w.line("  newton with exact tangent products and a line search: to a relative residual of %.3g, at most %d iterations", n.Tol, n.MaxIter)
	}
	w.line("  linear systems: %s, to a relative residual of %.3g, at most %d iterations", w.linear(), n.LinearTol, n.MaxLinear)
	if n.Precond != "" {
		w.line("  preconditioner: %s", w.preconditioner())
	}
	w.line("  adjoint: %s, to a relative residual of %.3g", n.Adjoint, n.AdjointTol)
}

// linear names the linear solver and the rule by which an automatic one was chosen.
func (w *writer) linear() string {
	n := w.p.Model.Numerics
	switch {
	case n.Linear == "auto" && w.p.Symmetric:
		return "cg (auto: the operator is symmetric)"
	case n.Linear == "auto":
		return "bicgstab (auto: the operator is not symmetric)"
	case n.Linear == "gmres":
		return fmt.Sprintf("gmres, restarted after %d", n.Restart)
	}
	return n.Linear
}

// preconditioners by their name in the numerics block.
var preconditioners = map[string]string{
	"auto":   "auto: the run chooses between none, jacobi and line by the entries of its matrix",
	"none":   "none",
	"jacobi": "jacobi: the inverse of the couplings within each cell",
	"line":   "line: the inverse of the couplings along lines of cells",
}

func (w *writer) preconditioner() string {
	name := w.p.Model.Numerics.Precond
	text, ok := preconditioners[name]
	if !ok {
		text = name
	}
	if n := len(w.p.Matrix); n > 0 {
		text += fmt.Sprintf("; %d entries a cell", n)
	}
	return text
}
