// Package kernel is the contract between generated code and the runtime: the
// arguments of a kernel, the set of kernels of a system, and the table that
// describes the system. Generated packages fill a Problem; package solver runs it.
//
// It holds no numerics, and must never know a particular system.
package kernel

import (
	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/nn"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// Role of an array, the first index of Args.Val, Args.Dir and Args.Bar.
type Role int

const (
	State   Role = iota // the unknown at the new time, by state
	Lag                 // the state at the start of the step
	Coef                // coefficient fields at the time of evaluation
	CoefLag             // coefficient fields at the start of the step
	Base                // given fields, then closure outputs
	Rhs                 // right-hand side of the step (Picard sweep)
	Bound               // boundary data, laid out by grid.Face
	Out                 // what a kernel writes, by equation
	Input               // inputs of networks, by their common index over all calls
	Call                // outputs of networks, by call
	Jac                 // d Call/d Input, by the index of the input
	Entry               // entries of the Jacobian matrix, by index
	Arg                 // what a closure is applied to, by argument
	Held                // coefficients of fluxes that Kernels.Held makes of coefficient fields
	Roles
)

// Args is what a kernel reads and writes. Every array is a padded array of the
// grid (Bound: of its face). A kernel touches only the slots that its
// documentation in the generated package names.
type Args[T vec.Float] struct {
	Grid *grid.Grid

	Val [Roles][][]T // values
	Dir [Roles][][]T // tangent directions
	Bar [Roles][][]T // cotangents: Bar[Out] comes in, the others are written or added to

	Param    []T // values of the parameters
	DirParam []T
	BarParam []float64 // cotangents of the parameters are added here, in the order of the cells

	Time, LagTime             T
	Alpha, Beta, Gamma, Omega T

	Past bool // results are not read soon: large ones may be stored past the caches

	X  [3][]T // cell-centre coordinates, by axis; interior cell i at X[axis][i+Grid.Depth]
	In [3][]T // laid out as X: 1 for interior cells, 0 for ghosts

	slabs slabs[T]
	rooms [][]T
}

// Room is memory for n results, apart from that for others.
func (a *Args[T]) Room(result, n int) []T {
	for len(a.rooms) <= result {
		a.rooms = append(a.rooms, nil)
	}
	if len(a.rooms[result]) < n {
		a.rooms[result] = make([]T, n)
	}
	return a.rooms[result][:n]
}

// Borrow makes a the arguments of b, but for memory that a kernel writes besides its
// arrays: so two ranges of one kernel can run at the same time.
func (a *Args[T]) Borrow(b *Args[T]) {
	slabs, rooms := a.slabs, a.rooms
	*a = *b
	a.slabs, a.rooms = slabs, rooms
}

// Func runs a kernel over interior indices lo <= i < hi of axis 0 (an Extended
// kernel may be given ghost indices too). A Face kernel of axis 0 ignores the
// range; a Face kernel of another axis takes ghost indices of axis 0 as well.
type Func[T vec.Float] func(a *Args[T], lo, hi int)

// Forms of one kernel. Any may be nil: nothing to compute.
type Forms[T vec.Float] struct {
	Value, Tangent, Adjoint Func[T]
}

// Kernels of a system. See package codegen/program for what each computes.
type Kernels[T vec.Float] struct {
	Initial                        Func[T]
	InitialTangent, InitialAdjoint Func[T] // in Param: Dir State, and Bar State -> BarParam; nil where nothing depends on one
	Coefs                          Forms[T]
	CoefsValue                     Forms[T]
	Held                           Func[T]    // of Coef and Param, wherever Apply reads it; nil: nothing is held
	Bounds                         []Forms[T] // by array of boundary data
	Ghosts                         []Ghost[T] // in the order in which faces are filled; the adjoint runs backward

	Calls  []Func[T] // inputs of each call, over its region
	Args   []Func[T] // what its closure is applied to, in Arg, over interior cells or those of its face; nil at pins
	Matrix Func[T]   // entries of the Jacobian of Apply in State

	Mass   Forms[T] // Out: the factor of State in m, in Coef, CoefLag and Param, for explicit schemes; without Value it is 1
	Apply  Forms[T] // in State; all three present
	Inputs Forms[T] // Tangent and Adjoint, in Lag, Coef, CoefLag, Call; the tangent in Param too
	Params Func[T]  // adjoint of Apply in Param, over interior cells

	Sweep       Forms[T] // Value and Adjoint, in State
	SweepInputs Func[T]  // adjoint of the sweep in Rhs, Lag, Coef, CoefLag, Call
	SweepParams Func[T]  // adjoint of the sweep in Param, over interior cells
}

// Ghost fills the ghosts of one state on one face.
type Ghost[T vec.Float] struct {
	State, Axis int
	High        bool
	Forms[T]
}

// Problem describes a system; generated code holds one as a package variable.
// It is read-only and may be shared by any number of solvers.
type Problem[T vec.Float] struct {
	Name string
	Spec string // base name of the spec
	Hash string // sha256 of the spec

	Axes     []Axis
	TimeUnit Unit
	Time0    float64   // start of the default horizon, SI
	Steps    []float64 // default step lengths, SI
	States   []StateInfo
	Params   []Param
	Fields   []Field
	Closures []Closure
	Coefs    []CoefInfo
	Bounds   []BoundInfo
	Calls    []CallInfo
	Matrix   []EntryInfo
	Held     int // arrays of role Held
	Halo     int

	Linear, Symmetric bool
	Diagonal          bool // explicit schemes apply: see codegen/program
	Unlagged          bool // no kernel reads the state, coefficients or time at the start of a step
	Timeless          bool // nothing that makes the Jacobian matrix, nor a coefficient, boundary data or call, depends on time

	Scheme         string
	Theta          float64 // scheme "theta"
	Damped         int     // "crank_nicolson": so many first steps as two backward-Euler halves each
	Nonlinear      string
	Depth          int // "anderson"
	LinearSolver   string
	Restart        int // "gmres"
	Preconditioner string
	Adjoint        string

	Checkpoint string  // "all", "revolve"
	Slots      int     // "revolve": states of each case kept in memory; 0: by Bytes
	Bytes      float64 // "revolve": memory for states of all cases; 0: the runtime's default
	Disk       int     // "revolve": states of each case kept on disk

	Tol, LinearTol, AdjointTol, Relax float64
	MaxIter, MaxLinear                int

	Kernels Kernels[T]
}

// Unit as declared: SI value = declared value * Scale.
type Unit struct {
	Text  string
	Scale float64
}

// Axis of the grid with its defaults, SI.
type Axis struct {
	Name     string
	Unit     Unit
	Lo, Hi   float64
	Cells    int
	Periodic bool
}

// StateInfo is one unknown field. Min and Max are a checked range.
type StateInfo struct {
	Name             string
	Unit             Unit
	Min, Max         float64
	MinOpen, MaxOpen bool
	Default          bool // the Initial kernel gives it a value
	Algebraic        bool // its equation has no time derivative
	Conservative     bool // its equation is differences of fluxes alone
	Null             bool // algebraic, and a constant added to it changes nothing: its mean is set to zero
}

// Param is a scalar, SI.
type Param struct {
	Name                string
	Unit                Unit
	Default             float64
	Min, Max            float64
	Positive, Trainable bool
}

// Field is given per cell. A field with a default expression has become a Coef,
// unless it is trainable: then the expression is where training starts from.
type Field struct {
	Name      string
	Unit      Unit
	File      string
	Trainable bool
}

// Closure is a network of coordinates and time, one value per cell, or a
// pointwise one, which calls give its inputs.
//
// The functions of a pointwise closure are what the spec says of it, in SI and
// double precision, so that it can be evaluated anywhere without a grid: F(args) =
// Value(args, params, N) with N the network at Inputs(args, params), and F itself
// where Value is nil. Where there is a pin (at, v) = Pin(params), the closure is
// F*(v/F(at)) if PinMultiply, else F + (v - F(at)).
type Closure struct {
	Name      string
	Unit      Unit
	Args      []string // axis names, or the name of the time axis; of a pointwise closure its arguments' names
	Axes      []int    // for each argument, the axis, or -1 for time; not for pointwise closures
	Net       nn.Net
	Time      bool // depends on time
	Pointwise bool

	ArgUnits    []Unit // of a pointwise closure's arguments
	NumInputs   int    // of a pointwise closure; indices of Net are into its inputs
	Inputs      func(args, params, in []float64)
	Value       func(args, params []float64, net float64) float64
	Pin         func(params, at []float64) (value float64)
	PinMultiply bool
}

// CallInfo is one application of a pointwise closure; see codegen/program.
type CallInfo struct {
	Closure       int
	First, Inputs int // it owns Input and Jac First to First+Inputs-1
	When          When
	Uniform       bool   // one evaluation, whose value fills the array
	Region        Region // where it is evaluated
	Axis          int    // OnFace
	High          bool
}

// When a call is evaluated.
type When uint8

const (
	Once         When = iota // for each set of parameters
	PerLevel                 // for each time level
	PerStep                  // for each step and case
	PerIteration             // for each state at which the operator is evaluated
)

// Region of the grid.
type Region uint8

const (
	Interior Region = iota
	Extended        // interior and, on axes that are not periodic, Halo ghost layers
	OnFace          // the interior cells of one face
)

// EntryInfo is one entry of the Jacobian matrix of Apply: that of an equation in a
// state, Off cells away.
type EntryInfo struct {
	Equation, State int
	Off             [3]int
}

// CoefInfo is one coefficient field.
type CoefInfo struct {
	Name string
	Rule [3][2]Rule
	Time bool
}

// Rule says how the ghosts of a coefficient are made on a face.
type Rule uint8

const (
	None Rule = iota // never read there
	Wrap
	ZeroGradient
	ByValue // evaluated there by Kernels.CoefsValue
)

// BoundInfo is one array of boundary data; a condition may have several, or none.
type BoundInfo struct {
	Name  string // "phi.x.min"
	State int
	Axis  int
	High  bool
	Time  bool // data depend on time
}
