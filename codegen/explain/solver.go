package explain

import (
	"fmt"
	"slices"

	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/runtime/kernel"
)

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
		w.line("  checkpoints: %s", w.checkpoints())
		return
	}
	switch outer(p) {
	case "anderson":
		w.line("  anderson over %d differences, relaxation %.3g: to a relative residual of %.3g, at most %d iterations", n.Depth, n.Relax, n.Tol, n.MaxIter)
	case "picard":
		w.line("  picard, relaxation %.3g: to a relative residual of %.3g, at most %d iterations", n.Relax, n.Tol, n.MaxIter)
	default:
		if p.Linear {
			w.line("  one linear solve a stage")
			break
		}
		w.line("  newton with exact tangent products, watched, with a line search: to a relative residual of %.3g, at most %d iterations", n.Tol, n.MaxIter)
	}
	w.line("  linear systems: %s, %s, at most %d iterations", w.linear(), w.linearTolerance(), n.MaxLinear)
	if n.Precond != "" {
		w.line("  preconditioner: %s", w.preconditioner())
	}
	w.line("  adjoint: %s, to a relative residual of %.3g", n.Adjoint, n.AdjointTol)
	w.line("  checkpoints: %s", w.checkpoints())
}

// checkpoints says what a run keeps for its reverse.
func (w *writer) checkpoints() string {
	n := w.p.Model.Numerics
	switch {
	case n.Checkpoint != "revolve" && n.Adjoint == "unrolled" && !schemes[n.Scheme].explicit:
		return "every state and every iterate is kept"
	case n.Checkpoint != "revolve":
		return fmt.Sprintf("every state is kept, %d of each trajectory", len(w.p.Model.Time.Steps)+1)
	}
	text := "revolve, "
	switch {
	case n.Slots > 0:
		text += fmt.Sprintf("%d states of each trajectory", n.Slots)
	case n.Bytes > 0:
		text += fmt.Sprintf("as many states as %.3g bytes hold", n.Bytes)
	default:
		text += "as many states as 1e+09 bytes hold"
	}
	if n.Disk > 0 {
		text += fmt.Sprintf(" and %d on disk", n.Disk)
	}
	return text + "; the steps between them are taken again"
}

// linearTolerance says how far linear systems are solved.
func (w *writer) linearTolerance() string {
	n := w.p.Model.Numerics
	switch {
	case w.p.Linear:
		return fmt.Sprintf("to a relative residual of %.3g", n.Tol)
	case n.LinearTol > 0:
		return fmt.Sprintf("to a relative residual of %.3g", n.LinearTol)
	}
	return "as far as a Newton step can use (Eisenstat and Walker)"
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

// outer names the iteration of a stage: an unrolled adjoint reverses sweeps.
func outer(p *program.Program) string {
	if n := p.Model.Numerics; n.Adjoint != "unrolled" {
		return n.Nonlinear
	}
	return "picard"
}

// preconditioners by their name in the numerics block.
var preconditioners = map[string]string{
	"none":                "none",
	"jacobi":              "jacobi, the inverse of the couplings within each cell",
	"line":                "line, the inverse of the couplings along lines of cells",
	"multigrid":           "multigrid, a cycle over ever coarser grids",
	"none or line":        "none, or line, the inverse of the couplings along lines of cells",
	"none or multigrid":   "none, or multigrid, a cycle over ever coarser grids",
	"sweeps or multigrid": "sweeps of a relaxation before the linear solver, or multigrid, a cycle over ever coarser grids",
	"line or multigrid":   "line, the inverse of the couplings along lines of cells, or multigrid, a cycle over ever coarser grids, where these are not enough",
}

// preconditioner names the preconditioner, and the rule by which an automatic one
// is chosen.
func (w *writer) preconditioner() string {
	name, why := w.p.Model.Numerics.Precond, ""
	if name == "auto" {
		name, why = automatic(w.p)
		why = " (auto: " + why + ")"
	}
	text := preconditioners[name] + why
	if n := len(w.p.Matrix); n > 0 && name != "none" {
		text += fmt.Sprintf("; %d entries a cell", n)
	}
	return text
}

// automatic is the choice of the runtime, and its reason.
func automatic(p *program.Program) (name, why string) {
	s := kernel.System{
		Newton: outer(p) == "newton", Dim: len(p.Model.Axes),
		States: len(p.Model.States), Algebraic: slices.Contains(p.Algebraic, true),
		Same: p.Linear && p.Unlagged && p.Timeless && !slices.ContainsFunc(p.Calls, func(c program.Call) bool { return c.When >= program.PerStep }),
	}
	var offsets [][3]int
	for _, e := range p.Matrix {
		offsets = append(offsets, [3]int{int(e.Off[0]), int(e.Off[1]), int(e.Off[2])})
	}
	return kernel.AutomaticPreconditioner(s.With(offsets))
}
