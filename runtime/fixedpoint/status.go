package fixedpoint

// Status says how a solve ended.
type Status int

const (
	Converged        Status = iota
	AtRoundoff              // as good as the precision allows, short of the tolerance
	MaxIterations           // the limit came first
	Diverged                // an iteration made the residual more than twice as large
	Stagnated               // no progress, far above round-off
	NotFinite               // infinity or NaN
	LinearFailed            // the linear solver gave up: see Result.Krylov
	NoPreconditioner        // it could not be made: see Result.Err
)

var statuses = [...]struct{ name, advice string }{
	Converged:        {"converged", ""},
	AtRoundoff:       {"at_roundoff", "the tolerance is below what the precision can reach; loosen it or use float64"},
	MaxIterations:    {"max_iterations", "raise max_iter, loosen the tolerance or take a shorter step"},
	Diverged:         {"diverged", "take a shorter step, use newton, or lower the relaxation"},
	Stagnated:        {"stagnated", "take a shorter step; a kink or an inconsistent boundary condition can cause this"},
	NotFinite:        {"not_finite", "look for overflow, a division by zero or a coefficient out of its range; a shorter step may help"},
	LinearFailed:     {"linear_failed", "raise max_linear, take a shorter step, or use another linear solver or preconditioner"},
	NoPreconditioner: {"no_preconditioner", "an equation may not depend on its own unknown; use precondition: none or another one"},
}

// String is the status's name, lower case with underscores.
func (s Status) String() string { return statuses[s].name }

// Advice says what a user can do about it; empty when nothing is wrong.
func (s Status) Advice() string { return statuses[s].advice }

// Accepted says whether z is as good as asked, or as the precision allows.
func (s Status) Accepted() bool { return s == Converged || s == AtRoundoff }
