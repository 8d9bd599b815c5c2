package solver

import (
	"github.com/pindiff/pindiffc/runtime/fixedpoint"
)

// makeSolvers allocates what stages, and their adjoints, are solved with.
func (w *worker[T]) makeSolvers() (err error) {
	c := fixedpoint.Config{Method: w.outer(), Linear: w.linearMethod(), Restart: w.config.Restart, Depth: w.config.Depth}
	if w.pre, err = newPreconditioner(w); err != nil {
		return err
	}
	w.preTransposed.of = w.pre
	if w.fixed, err = fixedpoint.New[T](w.space, c); err != nil {
		return err
	}
	w.newton = w.fixed
	if c.Method != fixedpoint.Newton && len(w.free) > 0 {
		c.Method = fixedpoint.Newton
		w.newton, err = fixedpoint.New[T](w.space, c)
	}
	return err
}

// outer is the loop that solves a stage. The unrolled adjoint differentiates
// relaxed Picard sweeps, whatever else was asked for.
func (s *shared[T]) outer() fixedpoint.Method {
	switch {
	case s.unrolled() || s.config.Nonlinear == "picard":
		return fixedpoint.Picard
	case s.config.Nonlinear == "anderson":
		return fixedpoint.Anderson
	}
	return fixedpoint.Newton
}

func (s *shared[T]) unrolled() bool {
	return !s.scheme.explicit() && s.config.Adjoint == "unrolled"
}

// sweeps says whether Picard sweeps are made.
func (s *shared[T]) sweeps() bool {
	return !s.scheme.explicit() && s.outer() != fixedpoint.Newton
}

// linearMethod is the Krylov method of Newton steps and adjoints: "auto" is CG for
// a symmetric system, else BiCGStab.
func (s *shared[T]) linearMethod() string {
	switch {
	case s.config.LinearSolver != "auto":
		return s.config.LinearSolver
	case s.problem.Symmetric:
		return "cg"
	}
	return "bicgstab"
}

// method names how steps are solved.
func (s *shared[T]) method() string {
	switch {
	case s.scheme.explicit():
		return "explicit"
	case s.outer() == fixedpoint.Picard:
		return "picard"
	case s.outer() == fixedpoint.Anderson:
		return "anderson"
	}
	with := ""
	if p := s.preconditioning(); p != "none" {
		with = ", " + p
	}
	return "newton(" + s.linearMethod() + with + ")"
}
