// Package model is a checked specification: every name resolved, every
// expression typed, every number in coherent SI units, every default filled
// in. It is the one thing that the compiler and the command read; nothing
// downstream looks at source text again, except through spans for messages.
//
// A Model is immutable. It knows no discretisation: `div`, `grad` and `lag`
// stand in its expressions as the user wrote them.
package model

import (
	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/units"
)

// Model is one system and one experiment on it.
type Model struct {
	Name   string
	File   string // base name of the source, e.g. "heat.pde"
	Source []byte
	Hash   string // sha256 of the source, hex

	Overrides []string // `name=value` as given to check.CheckWith, in order; not in Hash

	Axes      []Axis // spatial, in declared order: array axis order, last contiguous
	Time      TimeAxis
	Params    []*Symbol    // Kind Param
	Fields    []*Symbol    // Kind Field
	States    []*Symbol    // Kind State
	Closures  []*Symbol    // Kind Closure
	Lets      []*Symbol    // Kind Let, in order of definition
	Consts    []*Symbol    // Kind Const, already folded to values
	Equations []*Equation  // one for each state, same order
	Boundary  []*Condition // every (state, axis, side) that has one; periodic axes have none
	FaceRules []*FaceRule
	Numerics  Numerics

	Truth   *Truth // nil when absent; likewise below
	Cases   *Cases
	Observe []*Observation
	Report  []*Observation
	Train   *Train
}

// Axis is one spatial coordinate, in SI; Scale converts a declared unit to SI.
type Axis struct {
	Name     string
	Symbol   *Symbol
	Unit     Unit
	Lo, Hi   float64
	Cells    int
	Periodic bool
	Span     ast.Span
}

// TimeAxis holds the time levels: Steps are successive step lengths that end at Hi.
type TimeAxis struct {
	Symbol *Symbol
	Unit   Unit
	Lo, Hi float64
	Step   float64   // the uniform step, 0 when a list was given
	Steps  []float64 // all step lengths, the last shortened to land on Hi
	Span   ast.Span
}

// Unit is a unit as declared: text, scale to SI, dimensions.
type Unit = units.Unit

// Rational is an exponent of a dimension.
type Rational = units.Rational

// Kind of a symbol.
type Kind int

const (
	KindConst Kind = iota
	KindParam
	KindField
	KindState
	KindClosure
	KindLet
	KindCoord // spatial coordinate
	KindTime
	KindCase // the case index, in truth and cases only
)

// Symbol is a declared name. Index is its place in the Model's slice of its kind
// (for KindCoord the axis).
type Symbol struct {
	Kind    Kind
	Index   int
	Name    string
	GoName  string // exported Go identifier, unique in the generated package
	Unit    Unit
	Span    ast.Span // of the name in its declaration
	Comment string   // the comment on the declaration's line, without '#'

	Value *Expr  // Const, Let: the definition; Param: a constant; Field, State: default or nil
	File  string // Field from file("name.npz"), relative, inside the spec's folder

	Min, Max         float64 // declared range, else -Inf, +Inf
	MinOpen, MaxOpen bool
	Positive         bool
	Trainable        bool

	Closure *Closure // KindClosure only
}

// Closure is a neural function of coordinates and/or time.
type Closure struct {
	Args     []*Symbol // coordinates and time for now, in the order written
	Net      Net
	Observed string // `observe vx from "name"`: array name in data; "" = its own name
}

// Net describes a network; the runtime's nn package documents the mathematics.
type Net struct {
	Kind       string // "mlp" or "siren"
	Hidden     []int
	Residual   bool
	Activation string  // "tanh", "relu", "leaky_relu", "elu", "gelu", "silu", "softplus", "sigmoid", "sin"
	Output     string  // "linear", "relu", "softplus", "sigmoid", "tanh", "exp"
	Scale      float64 // multiplies the output map, default 1, SI
	Offset     float64 // added after Scale, default 0, SI
	W0         float64 // siren: frequency of the first layer, default 30
	WHidden    float64 // siren: frequency of the others, default W0
	Inputs     []int   // indices into Closure.Args that enter the coordinate network
	Hyper      *Hyper  // nil: weights are free
}

// Hyper makes the coordinate network's weights a linear image of a small net's output.
type Hyper struct {
	Inputs     []int // indices into Closure.Args that condition it
	Hidden     []int
	Latent     int
	Residual   bool
	Activation string
}

// Equation is `lhs = rhs` for a state; Residual form is lhs - rhs = 0.
type Equation struct {
	State    *Symbol
	LHS, RHS *Expr
	Span     ast.Span
}

// ConditionKind of a boundary condition.
type ConditionKind int

const (
	Value    ConditionKind = iota // state = Expr on the face
	Gradient                      // outward normal derivative dn(state) = Expr
	Symmetry                      // mirror: zero normal derivative of a scalar
)

// Condition is one boundary condition of one state on one face.
type Condition struct {
	State *Symbol
	Axis  int
	High  bool // the max face
	Kind  ConditionKind
	Expr  *Expr // of coordinates, time and params; nil for Symmetry
	Span  ast.Span
}

// FaceRule says what a coefficient is on the faces of a non-periodic boundary.
type FaceRule struct {
	Of   *Expr
	Rule string // "zero_gradient" or "value"
	Span ast.Span
}

// Numerics block with defaults filled in (LANGUAGE.md lists them). All but
// Precision can be changed at run time.
type Numerics struct {
	Precision  string  // "float32" | "float64"
	Scheme     string  // "forward_euler" "rk4" "backward_euler" "crank_nicolson"
	Nonlinear  string  // "newton" | "picard"
	Linear     string  // "auto" | "cg" | "bicgstab"
	Tol        float64 // relative residual of the nonlinear or linear solve
	LinearTol  float64
	MaxIter    int
	MaxLinear  int
	Relax      float64 // picard's omega
	Adjoint    string  // "implicit" | "unrolled"
	AdjointTol float64
	Checkpoint string              // "all"
	Spans      map[string]ast.Span // by setting name, for messages
}

// Truth gives what the closures really are, and how labels are made.
type Truth struct {
	Closures []*Expr // by closure index; nil if not given
	Params   map[int]*Expr
	Scheme   string  // default rk4
	Step     float64 // SI
	Span     ast.Span
}

// Cases are the trajectories of the experiment.
type Cases struct {
	Count                 int
	Initial               []*Expr       // by state index; nil if the state's own default is used
	Params                map[int]*Expr // per-case values of params
	Train, Validate, Test []int
	Span                  ast.Span
}

// Observation of a state at times. (`observe f from "name"` of a closure is in
// Closure.Observed, not here.)
type Observation struct {
	Symbol *Symbol
	Times  []float64 // SI, sorted
	From   string    // array name in data files; "" means the symbol's name
	Span   ast.Span
}

// Train block.
type Train struct {
	Loss                     []LossTerm
	Optimiser                string // "adam" | "adamw"
	Rate                     float64
	Beta1, Beta2, Eps, Decay float64
	Clip                     float64         // gradient norm, 0 = none
	Schedule                 []SchedulePiece // empty: constant
	Epochs                   int
	Seed                     uint64
	ValidateEvery            int // epochs between validations
	Span                     ast.Span
}

// LossTerm is Weight * Metric(Symbol) [/ Mean of the labels if PerMean].
type LossTerm struct {
	Weight  float64
	Metric  string // "mse" "mae" "rel_l2" "huber" ; "l2" on the parameters (Symbol nil)
	Symbol  *Symbol
	PerMean bool    // divided by mean(symbol) over the labels
	Delta   float64 // huber
}

// SchedulePiece is constant(25 %), cosine(to: 1e-3), exponential(to: ..), warmup(5 %).
// Fraction of all epochs, 0 = the rest. To is relative to the base rate.
type SchedulePiece struct {
	Kind     string
	Fraction float64
	To       float64
}
