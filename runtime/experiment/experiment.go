// Package experiment is the part of a specification that is not physics, as
// plain data that travels as JSON from the command to the solver process:
// truth, cases, observations, training settings, and overrides. All numbers are
// SI; states, closures and parameters go by their names in the specification.
//
// It holds no logic, and must never know where it comes from or how it is run.
package experiment

import "github.com/pindiff/pindiffc/runtime/formula"

// Experiment is complete: the solver process needs the generated package and this.
type Experiment struct {
	Spec     string                   `json:"spec"`             // name of the model
	Hash     string                   `json:"hash"`             // of spec source and overrides
	Params   map[string]float64       `json:"params,omitempty"` // in place of the problem's defaults
	Fields   map[string]Field         `json:"fields,omitempty"` // trainable ones
	Config   Config                   `json:"config"`
	Truth    *Truth                   `json:"truth,omitempty"`
	Baseline map[string]*formula.Expr `json:"baseline,omitempty"` // of the closures, as in Truth: what they are taken for without learning
	Cases    *Cases                   `json:"cases,omitempty"`
	Observe  []Observation            `json:"observe,omitempty"`
	Report   []Observation            `json:"report,omitempty"`
	Train    *Train                   `json:"train,omitempty"`
}

// Config overrides a problem's defaults; zero values keep them. It mirrors solver.Config.
type Config struct {
	Cells      []int     `json:"cells,omitempty"`
	Steps      []float64 `json:"steps,omitempty"`
	Scheme     string    `json:"scheme,omitempty"`
	Theta      float64   `json:"theta,omitempty"`
	Damped     int       `json:"damped,omitempty"`
	Nonlinear  string    `json:"nonlinear,omitempty"`
	Depth      int       `json:"depth,omitempty"`
	Linear     string    `json:"linear,omitempty"`
	Restart    int       `json:"restart,omitempty"`
	Precond    string    `json:"precondition,omitempty"`
	Adjoint    string    `json:"adjoint,omitempty"`
	Checkpoint string    `json:"checkpoint,omitempty"`
	Slots      int       `json:"slots,omitempty"`
	Bytes      float64   `json:"bytes,omitempty"`
	Disk       int       `json:"disk,omitempty"`
	Tol        float64   `json:"tol,omitempty"`
	LinearTol  float64   `json:"linear_tol,omitempty"`
	AdjointTol float64   `json:"adjoint_tol,omitempty"`
	Relax      float64   `json:"relax,omitempty"`
	MaxIter    int       `json:"max_iter,omitempty"`
	MaxLinear  int       `json:"max_linear,omitempty"`
	ForceIter  int       `json:"force_iter,omitempty"`
	Workers    int       `json:"workers,omitempty"`
}

// Field is a field that is trained: where it starts from (nil: from a file), and
// the open interval in which it stays (nil: without end on that side). Unit is the
// size of its declared unit, a scale for a field that starts from zero.
type Field struct {
	Initial *formula.Expr `json:"initial,omitempty"`
	Min     *float64      `json:"min,omitempty"`
	Max     *float64      `json:"max,omitempty"`
	Unit    float64       `json:"unit,omitempty"`
}

// Truth: what the closures really are, and how labels are made: with this scheme
// ("" = rk4) and uniform step (0 = a tenth of the experiment's first), on the
// experiment's grid, or with Refine above 1 on one with so many cells in each of its
// cells along every axis, averaged.
type Truth struct {
	Closures map[string]*formula.Expr `json:"closures"`         // of coordinates, time and parameters
	Params   map[string]float64       `json:"params,omitempty"` // true values of trainable parameters
	Fields   map[string]*formula.Expr `json:"fields,omitempty"` // and fields
	Scheme   string                   `json:"scheme"`
	Step     float64                  `json:"step"`
	Refine   int                      `json:"refine,omitempty"`
}

// Cases are numbered from 0 to Count-1. The formulas of Initial (by state; the
// state's default where missing) and Params see the number as "case"; the states of
// Files start from what the file of given fields holds of them. Train,
// Validate and Test list who is for what; a case may be in none.
type Cases struct {
	Count    int                      `json:"count"`
	Initial  map[string]*formula.Expr `json:"initial"`
	Files    []string                 `json:"files,omitempty"`
	Params   map[string]*formula.Expr `json:"params,omitempty"`
	Train    []int                    `json:"train"`
	Validate []int                    `json:"validate"`
	Test     []int                    `json:"test"`
}

// Observation of a state at times, SI.
type Observation struct {
	State string    `json:"state"`
	Times []float64 `json:"times"`
	Part  *Part     `json:"part,omitempty"`  // nil: every cell
	Noise *Noise    `json:"noise,omitempty"` // of labels made from the truth
}

// Part of the domain that is seen: a box (by axis), sensors, or a weight of each
// cell. File says where points or weights were read from.
type Part struct {
	Box     [][2]float64 `json:"box,omitempty"`
	Points  [][]float64  `json:"points,omitempty"`
	Weights []float64    `json:"weights,omitempty"`
	File    string       `json:"file,omitempty"`
}

// SensorTensor names the tensor of a state's values at its sensors in a file of
// labels.
func SensorTensor(state string) string { return state + ".sensors" }

// Noise of the standard deviation Size, or Size times that of the labels.
type Noise struct {
	Size     float64 `json:"size"`
	Relative bool    `json:"relative,omitempty"`
	Seed     uint64  `json:"seed,omitempty"`
}

// Train settings, as package model documents them.
type Train struct {
	Loss          []LossTerm `json:"loss"`
	Phases        []Phase    `json:"phases"`
	Epochs        int        `json:"epochs"`
	Seed          uint64     `json:"seed"`
	ValidateEvery int        `json:"validate_every"`
	Patience      int        `json:"patience,omitempty"`
	Batch         int        `json:"batch,omitempty"`
	Curriculum    []Stage    `json:"curriculum,omitempty"`
}

// Phase of the training, with one optimiser.
type Phase struct {
	Optimiser string          `json:"optimiser"`
	Rate      float64         `json:"rate,omitempty"`
	Beta1     float64         `json:"beta1,omitempty"`
	Beta2     float64         `json:"beta2,omitempty"`
	Eps       float64         `json:"eps,omitempty"`
	Decay     float64         `json:"decay,omitempty"`
	Momentum  float64         `json:"momentum,omitempty"`
	Memory    int             `json:"memory,omitempty"`
	Clip      float64         `json:"clip,omitempty"`
	Schedule  []SchedulePiece `json:"schedule,omitempty"`
	Plateau   *Plateau        `json:"plateau,omitempty"`
	Epochs    int             `json:"epochs,omitempty"` // 0: the rest
}

// Stage of a curriculum: times up to Until, for a fraction of all epochs.
type Stage struct {
	Until    float64 `json:"until"`
	Fraction float64 `json:"fraction"`
}

// Plateau of the validation error lowers the rate.
type Plateau struct {
	Factor   float64 `json:"factor"`
	Patience int     `json:"patience"`
	Least    float64 `json:"least"`
}

// LossTerm: weight * metric(state or field) [/ mean, std or var of its labels].
type LossTerm struct {
	Weight float64 `json:"weight"`
	Metric string  `json:"metric"`
	State  string  `json:"state,omitempty"`
	Field  string  `json:"field,omitempty"` // tikhonov, tv
	Per    string  `json:"per,omitempty"`
	Delta  float64 `json:"delta,omitempty"`
	Eps    float64 `json:"eps,omitempty"`
}

// SchedulePiece of the learning rate.
type SchedulePiece struct {
	Kind     string  `json:"kind"`
	Fraction float64 `json:"fraction"`
	To       float64 `json:"to"`
}
