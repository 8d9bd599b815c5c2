package solver

import (
	"context"

	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// Config changes a problem's defaults; the zero value keeps them all.
type Config struct {
	Cells                      []int     // interior cells by axis
	Lower, Upper               []float64 // domain, SI
	Steps                      []float64 // step lengths from the start of the horizon, SI
	Scheme                     string    // "forward_euler", "rk4", "backward_euler", "crank_nicolson"
	Nonlinear                  string    // "newton", "picard"
	LinearSolver               string    // "auto", "cg", "bicgstab"
	Adjoint                    string    // "implicit", "unrolled"
	Tol, LinearTol, AdjointTol float64   // relative residuals
	Relax                      float64
	MaxIter, MaxLinear         int
	ForceIter                  int  // exactly this many outer iterations a step, for studies of cost; 0: by Tol
	AcceptUnconverged          bool // return the best iterate instead of an error; statistics say so
	Workers                    int  // 0: GOMAXPROCS
}

// Case is one trajectory: what may differ between trajectories of one run.
type Case[T vec.Float] struct {
	Initial [][]T     // by state, C order, interior cells; nil: the spec's default
	Params  []float64 // by parameter, SI; nil: the solver's
}

// Solver advances a problem and differentiates what it did. It owns every
// workspace: after the first call of a shape, stepping allocates nothing. A
// Solver is for one goroutine at a time (it uses Workers of its own inside);
// solvers of the same Problem are independent.
type Solver[T vec.Float] struct {
	solverState[T]
}

// New checks the configuration (errors name the offending option) and allocates.
func New[T vec.Float](p *kernel.Problem[T], cfg Config) (*Solver[T], error)

// Close stops the workers. The solver must not be used after it.
func (s *Solver[T]) Close()

// Problem, Grid, Config (with defaults filled in) and the default time levels.
// SetParams sets all parameters, SI, in the problem's order.
func (s *Solver[T]) SetParams(p []float64) error

// SetField gives the values of a given field, C order, interior cells.
func (s *Solver[T]) SetField(name string, v []T) error

// SetWeights sets the weights of all closures, one flat vector (see Weights);
// the slice is copied. Closures are re-evaluated when next needed.
func (s *Solver[T]) SetWeights(w []T) error

// SetClosure replaces a closure by a function of time that fills values on
// interior cells in C order (nil restores the network). It is called once per
// time level needed; constant says that time does not matter.
func (s *Solver[T]) SetClosure(name string, constant bool, f func(t float64, out []T)) error

// Result holds states at requested times: At[time][case][state], C order,
// interior cells, in memory of its own.
type Result[T vec.Float] struct {
	Times []float64
	At    [][][][]T
	Stats Stats
}

// Stats counts what a run did.
type Stats struct {
	Steps       int     // over all cases
	Outer       int     // nonlinear iterations
	Linear      int     // Krylov iterations
	Applies     int     // applications of the operator or its derivatives
	AtRoundoff  int     // solves that ended at the precision's floor above their tolerance
	Unconverged int     // only with AcceptUnconverged
	MaxResidual float64 // largest relative residual accepted
	TapeBytes   int64   // stored for the reverse pass
}

// Simulate advances all cases to the last of the given times (ascending, SI;
// levels are added where they are missing, by splitting a step) and returns the
// states there. A *StepError tells which case and step failed.
func (s *Solver[T]) Simulate(ctx context.Context, cases []Case[T], times []float64) (*Result[T], error)

// Forward is Simulate that also records what Pullback needs. The tape is valid
// until the next Simulate, Forward or Set call on this solver.
func (s *Solver[T]) Forward(ctx context.Context, cases []Case[T], times []float64) (*Tape[T], error)

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

// Pullback takes the cotangent of the result, cot[time][case][state] (nil
// entries are zero), to the gradient of <cot, result>.
func (t *Tape[T]) Pullback(ctx context.Context, cot [][][][]T) (*Gradient[T], error)

// Pushforward is the tangent of the run along a direction in everything
// (nil parts are zero), for tests: it reruns the steps. Returns directions of At.
func (t *Tape[T]) Pushforward(ctx context.Context, d *Direction[T]) ([][][][]T, error)

// Direction is a tangent of the inputs, laid out as Gradient.
type Direction[T vec.Float] struct {
	Initial [][][]T
	Params  []float64
	Fields  [][]T
	Weights []T
}

// View is a named, shaped window on the flat weight vector.
type View[T vec.Float] struct {
	Name  string // "vx/0/weight"
	Shape []int
	Data  []T
}

// NumWeights is the length of the flat vector of all closures' weights.
func (s *Solver[T]) NumWeights() int

// Views names the parts of a flat weight vector; it does not copy.
func (s *Solver[T]) Views(w []T) []View[T]

// InitWeights fills w with the seeded initialisation of every network.
func (s *Solver[T]) InitWeights(w []T, seed uint64)

// ClosureValues evaluates closure `name` (network or replacement) on interior cells at time t.
func (s *Solver[T]) ClosureValues(name string, t float64, out []T) error
