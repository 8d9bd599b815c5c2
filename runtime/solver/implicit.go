package solver

import (
	"github.com/pindiff/pindiffc/runtime/fixedpoint"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// An implicit step of length dt from u to z solves
//
//	A(z) = b,   A = Apply(1, theta dt) at the new level,
//	            b = Apply(1, -(1-theta) dt) u at the old one,
//
// theta = 1 for backward Euler, 1/2 for Crank-Nicolson. Lagged values are those
// of u and its level in both.

// implicitSystem is that equation, for package fixedpoint. The worker's
// arguments are at the new level while it is solved.
type implicitSystem[T vec.Float] struct {
	w   *worker[T]
	end moment[T]
}

// Residual sets r = b - A(z).
func (s *implicitSystem[T]) Residual(r, z []T) {
	w := s.w
	w.fillGhosts(z, s.end.bound)
	w.apply(r, z)
	w.space.Axpby(1, w.b, -1, r)
}

// Linearise makes z the state of the tangent.
func (s *implicitSystem[T]) Linearise(z []T) {
	s.w.fillGhosts(z, s.end.bound)
}

// Apply sets dst = J src.
func (s *implicitSystem[T]) Apply(dst, src []T) {
	w := s.w
	w.tangentGhosts(src, w.zeroBound)
	w.dir(kernel.Out, dst)
	w.kernels.Apply.Tangent(&w.args, 0, w.grid.N[0])
	w.applies++
}

// Sweep sets dst to a relaxed Picard sweep from z.
func (s *implicitSystem[T]) Sweep(dst, z []T) {
	w := s.w
	w.fillGhosts(z, s.end.bound)
	w.val(kernel.Rhs, w.b)
	w.val(kernel.Out, dst)
	w.kernels.Sweep.Value(&w.args, 0, w.grid.N[0])
	w.applies++
}

// rightSide sets b from u, whose ghosts are filled here.
func (w *worker[T]) rightSide(start moment[T], dt float64) {
	w.fillGhosts(w.u, start.bound)
	w.val(kernel.Lag, w.u)
	w.at(start, start, 1, -(1-w.scheme.theta)*dt)
	w.apply(w.b, w.u)
}

// implicitStep advances u to z.
func (w *worker[T]) implicitStep(start, end moment[T], dt float64, rec fixedpoint.Recorder[T]) fixedpoint.Result {
	w.rightSide(start, dt)
	w.at(end, start, 1, w.scheme.theta*dt)
	w.args.Omega = T(w.config.Relax)
	w.system.end = end
	w.space.Copy(w.z, w.u)
	o := fixedpoint.Options{
		Affine: w.problem.Linear,
		Tol:    w.config.Tol, LinearTol: w.config.LinearTol,
		MaxIter: w.config.MaxIter, MaxLinear: w.config.MaxLinear, Force: w.config.ForceIter,
		Scale: w.space.Norm(w.b),
	}
	return w.fixed.Solve(&w.system, w.z, o, rec)
}

// fixedConfig says how steps are solved.
func (s *shared[T]) fixedConfig() fixedpoint.Config {
	c := fixedpoint.Config{Linear: "bicgstab"}
	if s.useCG() {
		c.Linear = "cg"
	}
	if s.sweeps() {
		c.Method = fixedpoint.Picard
	}
	return c
}

// sweeps says whether steps are solved by relaxed Picard sweeps. The unrolled
// adjoint differentiates those, whatever else was asked for.
func (s *shared[T]) sweeps() bool {
	return !s.scheme.explicit() && (s.config.Nonlinear == "picard" || s.unrolled())
}

func (s *shared[T]) unrolled() bool {
	return !s.scheme.explicit() && s.config.Adjoint == "unrolled"
}

func (s *shared[T]) useCG() bool {
	return s.config.LinearSolver == "cg" || s.config.LinearSolver == "auto" && s.problem.Symmetric
}
