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

	Solution []*Expr // by state, of coordinates, time and params: block exact, for manufactured solutions; nil when absent

	Truth    *Truth  // nil when absent; likewise below
	Baseline []*Expr // by closure: what it would be taken for without learning
	Cases    *Cases
	Observe  []*Observation
	Report   []*Observation
	Train    *Train
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
	KindArg  // an argument of a closure, within its inputs and its value
	KindNet  // what the network gives, within the value of its closure
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

// Closure is a neural function.
//
// A field closure is one of coordinates and time only. Its name stands for it
// (OpRef); the runtime evaluates it per cell before the unknowns are known, and
// normalises its arguments.
//
// A pointwise closure has other arguments as well, or instead: states, params,
// lets, or names of its own (KindArg). It is applied to expressions (OpApply),
// as often and at whatever arguments; its bare name is its application to the
// symbols that its arguments are named after.
type Closure struct {
	Args      []*Symbol // coordinates and time; of a pointwise closure one KindArg each; in the order written
	Pointwise bool
	Inputs    []*Expr // pointwise: what enters the network, over Args, params and consts, of order 1; Net's indices are into it
	Net       Net
	Value     *Expr  // pointwise: the closure's value over Args, params, consts and the one KindNet symbol; nil: the network's
	Pin       *Pin   // pointwise
	Observed  string // `observe vx from "name"`: array name in data; "" = its own name
}

// Pin is a known value of a closure, held whatever the weights are: with F the
// closure as its network gives it, the closure is F*(Value/F(At)) where
// Multiply, else F + (Value - F(At)).
type Pin struct {
	At       []*Expr // of params and consts, by argument
	Value    *Expr   // likewise
	Multiply bool    // F has one sign, by its output map
	Span     ast.Span
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
	Inputs     []int   // indices into Closure.Args (pointwise: Closure.Inputs) that enter the coordinate network
	Hyper      *Hyper  // nil: weights are free
}

// Hyper makes the coordinate network's weights a linear image of a small net's output.
type Hyper struct {
	Inputs     []int // indices into Closure.Args (pointwise: Closure.Inputs, uniform ones) that condition it
	Hidden     []int
	Latent     int
	Residual   bool
	Activation string
}

// Equation is `lhs = rhs` for a state; Residual form is lhs - rhs = 0.
type Equation struct {
	State     *Symbol
	LHS, RHS  *Expr
	Algebraic bool // no ddt: it holds at every time
	Span      ast.Span
}

// ConditionKind of a boundary condition.
type ConditionKind int

const (
	Value     ConditionKind = iota // state = Expr on the face
	Gradient                       // outward normal derivative dn(state) = Expr
	Symmetry                       // mirror: zero normal derivative of a scalar
	Robin                          // Left = Expr, which hold the state and, linearly, dn(state)
	Flux                           // flux(state) = Expr: what leaves through the face per area, all divergences of its equation
	Outflow                        // what the flow carries out; the state is continued linearly
	Curvature                      // dn(dn(state)) = Expr, second normal derivative; a second condition, for fourth order
	Third                          // dn(dn(dn(state))) = Expr, third derivative along the outward normal; likewise
)

// Condition is one boundary condition of one state on one face. Where the
// state's equation is of fourth order along the axis, a face has two.
type Condition struct {
	State *Symbol
	Axis  int
	High  bool // the max face
	Kind  ConditionKind
	Left  *Expr // Robin only; dn(state) in it is OpD along Axis with Fun "dn"
	Expr  *Expr // of coordinates, time, params, states and closures there; nil for Symmetry and Outflow
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
	Scheme     string  // "forward_euler" "ssp_rk3" "rk4" "backward_euler" "crank_nicolson" "theta" "bdf2" "sdirk2"
	Theta      float64 // theta: weight of the new time
	Damped     int     // crank_nicolson: so many first steps as two backward-Euler halves each
	Nonlinear  string  // "newton" | "picard" | "anderson"
	Depth      int     // anderson: how many differences it keeps
	Linear     string  // "auto" | "cg" | "bicgstab" | "gmres"
	Restart    int     // gmres
	Precond    string  // "auto" | "none" | "jacobi" | "line" | "multigrid"
	Tol        float64 // relative residual of the nonlinear or linear solve
	LinearTol  float64
	MaxIter    int
	MaxLinear  int
	Relax      float64 // omega of picard and anderson
	Adjoint    string  // "implicit" | "unrolled"
	AdjointTol float64
	Checkpoint string              // "all" | "revolve"
	Slots      int                 // revolve: states kept in memory; 0: by Bytes
	Bytes      float64             // revolve: memory for states, all cases together; 0: the runtime's default
	Disk       int                 // revolve: states kept on disk
	Spans      map[string]ast.Span // by setting name, for messages
}

// Truth gives what the closures really are, and how labels are made.
type Truth struct {
	Closures []*Expr // by closure index; nil if not given
	Params   map[int]*Expr
	Fields   map[int]*Expr // trainable ones
	Scheme   string        // default rk4
	Step     float64       // SI
	Refine   int           // cells of the labels' grid in one of the model's, along every axis
	Span     ast.Span
}

// Cases are the trajectories of the experiment.
type Cases struct {
	Count                 int
	Initial               []*Expr        // by state index; nil if the state's own default is used
	Files                 map[int]string // by state index: the initial value is read from a file, one array for all cases or one for each
	Params                map[int]*Expr  // per-case values of params
	Train, Validate, Test []int
	Span                  ast.Span
}

// Observation of a state at times. (`observe f from "name"` of a closure is in
// Closure.Observed, not here.)
type Observation struct {
	Symbol *Symbol
	Times  []float64 // SI, sorted
	Part   *Part     // nil: every cell
	Noise  *Noise    // nil: none
	From   string    // array name in data files; "" means the symbol's name
	Span   ast.Span
}

// Part of the domain that is observed: one of a box (cells whose centres lie in
// it), sensors (points, between the centres of cells) and a mask (a weight of each
// cell, 0 where nothing is seen).
type Part struct {
	Box    [][2]float64 // by axis, SI
	Points [][]float64  // sensors; SI
	File   string       // sensors or mask, relative, inside the spec's folder
	Mask   bool
	Span   ast.Span
}

// Noise of labels that are made from the truth: normal, of the standard deviation
// Size, SI, or Size times that of the labels.
type Noise struct {
	Size     float64
	Relative bool
	Seed     uint64
}

// Train block.
type Train struct {
	Loss          []LossTerm
	Phases        []Phase // one after the other
	Epochs        int     // of all phases
	Seed          uint64
	ValidateEvery int // epochs between validations
	Patience      int // validations without a better one that end the training, 0 = never
	Batch         int // cases in an update, 0 = all
	Curriculum    []Stage
	Span          ast.Span
}

// Phase of the training, with an optimiser of its own.
type Phase struct {
	Optimiser                string // "adam" | "adamw" | "sgd" | "lbfgs"
	Rate                     float64
	Beta1, Beta2, Eps, Decay float64
	Momentum                 float64 // sgd
	Memory                   int     // lbfgs
	Clip                     float64 // gradient norm, 0 = none
	Schedule                 []SchedulePiece
	Plateau                  *Plateau // nil: off
	Epochs                   int      // 0 = the rest, in the last phase
	Span                     ast.Span
}

// Stage of a curriculum: for a fraction of all epochs only times up to Until are
// looked at.
type Stage struct {
	Until    float64 // SI
	Fraction float64
}

// Plateau multiplies the rate by Factor, down to Least of the base rate, where
// Patience validations have shown nothing better.
type Plateau struct {
	Factor   float64
	Patience int
	Least    float64
}

// LossTerm is Weight * Metric(Symbol) [/ Per(Symbol) over the labels].
type LossTerm struct {
	Weight float64
	Metric string // of a state: "mse" "mae" "rel_l1" "rel_l2" "huber"; of a trainable field: "tikhonov" "tv"; "l2" of the weights (Symbol nil)
	Symbol *Symbol
	Per    string  // "", "mean", "std", "var" of the state's labels
	Delta  float64 // huber
	Eps    float64 // tv, relative to the field's own scale: see LANGUAGE.md
}

// SchedulePiece is constant(25 %), cosine(to: 1e-3), exponential(to: ..), warmup(5 %).
// Fraction of the phase's epochs, 0 = the rest. To is relative to the base rate.
type SchedulePiece struct {
	Kind     string
	Fraction float64
	To       float64
}
