package kernel

// System is what the choice of a preconditioner depends on.
type System struct {
	Newton    bool // stages are solved by Newton's method
	Dim       int
	States    int
	Algebraic bool // some state has no time derivative
	Same      bool // the Jacobian matrix is one for all steps of the same length
	Entries   int  // of the Jacobian matrix; 0: there is none
	Reach     int  // of them, in cells
}

// With is s with the entries that lead to these offsets.
func (s System) With(offsets [][3]int) System {
	s.Entries = len(offsets)
	for _, off := range offsets {
		for _, o := range off {
			s.Reach = max(s.Reach, o, -o)
		}
	}
	return s
}

// AutomaticPreconditioner is what `auto` comes to, for the runtime and for whoever
// explains it, and why: "none", "jacobi", "line", "multigrid", "line or multigrid", as
// a linearisation shows, or "none or line", "none or multigrid", as a step shows: for
// one state with a time derivative, where diffusion dominates (see
// DominantDiffusion). "sweeps or multigrid" is the latter where solves begin with sweeps
// of a relaxation, if these converge fast.
func AutomaticPreconditioner(s System) (name, why string) {
	alone := s.States == 1 && !s.Algebraic
	switch {
	case !s.Newton:
		return "none", "stages are not solved by newton"
	case s.Entries == 0:
		return "none", "there is no matrix"
	case alone && s.Reach > 1:
		return "none", "one state, with a time derivative, on a stencil wider than three cells"
	case alone && s.Dim == 1:
		return "none or line", "one state, with a time derivative: where diffusion dominates"
	case alone && s.Same:
		return "sweeps or multigrid", "one state, with a time derivative, whose matrix stays the same: where cells outweigh their couplings, or diffusion dominates"
	case alone:
		return "none or multigrid", "one state, with a time derivative: where diffusion dominates"
	case s.Reach > 1:
		return "jacobi", "the stencil is wider than three cells"
	}
	const coupled = "several states or algebraic ones, on a stencil of three cells"
	if s.Dim == 1 {
		return "line", coupled
	}
	return "line or multigrid", coupled
}

// DominantDiffusion is the ratio of a step's diffusive couplings to what is left of a
// cell's own entry without them, on the average, from which preconditioning one state
// with a time derivative takes less time than it saves: 2 d dt/dx^2 in one dimension,
// 4 d dt/dx^2 in two. A line costs little; a cycle of multigrid as much as ten
// iterations without.
func DominantDiffusion(dim int) float64 {
	if dim == 1 {
		return 30
	}
	return 150
}
