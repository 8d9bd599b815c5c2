// Package solver advances a generated system through time and differentiates
// what it did: time levels, closures and coefficient fields, ghost cells, the
// implicit and explicit schemes, and their adjoints. A generated package hands
// it a kernel.Problem; programs use it through that package or directly.
//
// It must never know a particular system, a loss, a file or an optimiser.
package solver

import (
	"github.com/pindiff/pindiffc/runtime/vec"
)

// Config changes a problem's defaults; the zero value keeps them all.
type Config struct {
	Cells                      []int     // interior cells by axis
	Lower, Upper               []float64 // domain, SI
	Steps                      []float64 // step lengths from the start of the horizon, SI
	Scheme                     string    // "forward_euler", "ssp_rk3", "rk4", "backward_euler", "crank_nicolson", "theta", "bdf2", "sdirk2"
	Theta                      float64   // of scheme "theta": the weight of the new time, from 0.5 to 1
	Damped                     int       // of "crank_nicolson": so many first steps as two backward-Euler halves each; where Scheme is given 0 is none
	Nonlinear                  string    // "newton", "picard", "anderson"
	Depth                      int       // of "anderson": how many differences it keeps
	LinearSolver               string    // "auto", "cg", "bicgstab", "gmres"
	Restart                    int       // of "gmres": iterations in a cycle
	Preconditioner             string    // "auto", "none", "jacobi", "line", "multigrid"
	Adjoint                    string    // "implicit", "unrolled"
	Checkpoint                 string    // what is kept for the reverse: "all", or by "revolve" states within Slots or Bytes
	Slots                      int       // of "revolve": states of each case, besides the three that are worked with; 0: by Bytes
	Bytes                      float64   // of "revolve": memory for states of all cases; 0: 1e9. Everything is kept if it fits
	Disk                       int       // of "revolve": states of each case on disk
	DiskDir                    string    // where their file is; "": the system's directory for temporary files
	Transfer                   float64   // time of a state's way to or from the disk, in steps; 0: 1
	Tol, LinearTol, AdjointTol float64   // relative residuals; LinearTol 0: as tight as each Newton step can use
	Relax                      float64   // of "picard" and "anderson": factor of each change
	MaxIter, MaxLinear         int
	ForceIter                  int  // exactly this many outer iterations a step, for studies of cost; 0: by Tol
	Retry                      int  // how often a step that fails may be halved, for all cases of the run; 0: not at all
	AcceptUnconverged          bool // return the best iterate instead of an error; statistics say so
	Workers                    int  // 0: GOMAXPROCS
}

// Case is one trajectory: what may differ between trajectories of one run.
type Case[T vec.Float] struct {
	Initial [][]T     // by state, C order, interior cells; nil, or a nil state: the spec's default
	Params  []float64 // by parameter, SI; nil: the solver's
}

// Solver advances a problem and differentiates what it did. It owns every
// workspace: after the first call of a shape, stepping allocates nothing. A
// Solver is for one goroutine at a time (it uses Workers of its own inside);
// solvers of the same Problem are independent.
type Solver[T vec.Float] struct {
	solverState[T]
}

// Result holds states at requested times: At[time][case][state], C order,
// interior cells, in memory of its own.
type Result[T vec.Float] struct {
	Times []float64
	At    [][][][]T
	Stats Stats
}

// Stats counts what a run did.
type Stats struct {
	Steps       int      // over all cases
	Outer       int      // nonlinear iterations
	Linear      int      // Krylov iterations
	Applies     int      // applications of the operator or its derivatives
	AtRoundoff  int      // solves that ended at the precision's floor above their tolerance
	Unconverged int      // only with AcceptUnconverged
	MaxResidual float64  // largest relative residual accepted
	TapeBytes   int64    // memory for states (and iterates) kept for the reverse pass
	DiskBytes   int64    // written
	Stores      int      // states of all cases written to disk
	Loads       int      // and read; of a pullback
	Recomputed  int      // steps taken again in a pullback, over all cases (stages of the step being reversed not counted)
	Fallbacks   int      // CG solves repeated with BiCGStab
	Method      string   // how steps were solved: "explicit", "picard", "anderson", "newton(cg)", "newton(bicgstab, line y)"
	Singular    int      // linearisations that Preconditioner "auto" went without, because a block was singular
	Halved      int      // times that a step failed and was halved, see Config.Retry
	Null        []string // states known up to a constant, whose mean was set to zero
}

// Tape is one recorded run.
type Tape[T vec.Float] struct {
	Result[T]
	tapeState[T]
}

// Gradient of a scalar with respect to everything that went into a run.
type Gradient[T vec.Float] struct {
	Initial       [][][]T        // [case][state], interior cells
	Params        []float64      // by parameter, summed over cases
	CaseParams    [][]float64    // [case][parameter], for cases that carry their own
	Fields        [][]T          // by given field, summed over cases and steps
	Bounds        [][]T          // by boundary condition with data: cotangent of the face data, summed over cases and steps, interior tangential cells
	Weights       []T            // flat, as SetWeights
	ClosureValues map[string][]T // cotangent of each time-independent closure's cell values (also of one replaced by SetClosure)
	Stats         Stats
}

// Direction is a tangent of the inputs, laid out as Gradient.
type Direction[T vec.Float] struct {
	Initial    [][][]T
	Params     []float64
	CaseParams [][]float64 // [case][parameter], for cases that carry their own
	Fields     [][]T
	Weights    []T
}

// View is a named, shaped window on the flat weight vector.
type View[T vec.Float] struct {
	Name  string // "vx/0/weight"
	Shape []int
	Data  []T
}
