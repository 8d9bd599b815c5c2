package krylov

// Status says how a solve ended.
type Status int

const (
	Converged     Status = iota
	AtRoundoff           // as good as the precision allows, short of the tolerance
	MaxIterations        // the limit came first
	Breakdown            // the recurrence divided by (nearly) zero, and restarts did not help
	Stagnated            // no progress, far above round-off
	NotFinite            // infinity or NaN in the right-hand side, the operator or the iterate
	Indefinite           // CG met a direction of negative curvature: A is not positive definite
)

var statuses = [...]struct{ name, advice string }{
	Converged:     {"converged", ""},
	AtRoundoff:    {"at_roundoff", "the tolerance is below what the precision can reach; loosen it or use float64"},
	MaxIterations: {"max_iterations", "raise the iteration limit, loosen the tolerance or take a shorter step"},
	Breakdown:     {"breakdown", "the system may be singular; take a shorter step or check the boundary conditions"},
	Stagnated:     {"stagnated", "the system may be singular or very ill-conditioned; take a shorter step or check the boundary conditions"},
	NotFinite:     {"not_finite", "look for overflow, a division by zero or a coefficient out of its range"},
	Indefinite:    {"indefinite", "use bicgstab or gmres: the matrix is not symmetric positive definite"},
}

// String is the status's name, lower case with underscores.
func (s Status) String() string { return statuses[s].name }

// Advice says what a user can do about it; empty when nothing is wrong.
func (s Status) Advice() string { return statuses[s].advice }

// Accepted says whether x is as good as asked, or as the precision allows.
func (s Status) Accepted() bool { return s == Converged || s == AtRoundoff }
