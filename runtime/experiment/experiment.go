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
	Spec    string             `json:"spec"`             // name of the model
	Hash    string             `json:"hash"`             // of spec source and overrides
	Params  map[string]float64 `json:"params,omitempty"` // in place of the problem's defaults
	Config  Config             `json:"config"`
	Truth   *Truth             `json:"truth,omitempty"`
	Cases   *Cases             `json:"cases,omitempty"`
	Observe []Observation      `json:"observe,omitempty"`
	Report  []Observation      `json:"report,omitempty"`
	Train   *Train             `json:"train,omitempty"`
}

// Config overrides a problem's defaults; zero values keep them. It mirrors solver.Config.
type Config struct {
	Cells      []int     `json:"cells,omitempty"`
	Steps      []float64 `json:"steps,omitempty"`
	Scheme     string    `json:"scheme,omitempty"`
	Nonlinear  string    `json:"nonlinear,omitempty"`
	Linear     string    `json:"linear,omitempty"`
	Adjoint    string    `json:"adjoint,omitempty"`
	Tol        float64   `json:"tol,omitempty"`
	LinearTol  float64   `json:"linear_tol,omitempty"`
	AdjointTol float64   `json:"adjoint_tol,omitempty"`
	Relax      float64   `json:"relax,omitempty"`
	MaxIter    int       `json:"max_iter,omitempty"`
	MaxLinear  int       `json:"max_linear,omitempty"`
	ForceIter  int       `json:"force_iter,omitempty"`
	Workers    int       `json:"workers,omitempty"`
}

// Truth: what the closures really are, and how labels are made: with this scheme
// ("" = rk4) and uniform step (0 = a tenth of the experiment's first), on the
// experiment's grid.
type Truth struct {
	Closures map[string]*formula.Expr `json:"closures"`         // of coordinates, time and parameters
	Params   map[string]float64       `json:"params,omitempty"` // true values of trainable parameters
	Scheme   string                   `json:"scheme"`
	Step     float64                  `json:"step"`
}

// Cases are numbered from 0 to Count-1. The formulas of Initial (by state; the
// state's default where missing) and Params see the number as "case". Train,
// Validate and Test list who is for what; a case may be in none.
type Cases struct {
	Count    int                      `json:"count"`
	Initial  map[string]*formula.Expr `json:"initial"`
	Params   map[string]*formula.Expr `json:"params,omitempty"`
	Train    []int                    `json:"train"`
	Validate []int                    `json:"validate"`
	Test     []int                    `json:"test"`
}

// Observation of a state at times, SI.
type Observation struct {
	State string    `json:"state"`
	Times []float64 `json:"times"`
}

// Train settings, as package model documents them.
type Train struct {
	Loss          []LossTerm      `json:"loss"`
	Optimiser     string          `json:"optimiser"`
	Rate          float64         `json:"rate"`
	Beta1         float64         `json:"beta1"`
	Beta2         float64         `json:"beta2"`
	Eps           float64         `json:"eps"`
	Decay         float64         `json:"decay"`
	Clip          float64         `json:"clip"`
	Schedule      []SchedulePiece `json:"schedule"`
	Epochs        int             `json:"epochs"`
	Seed          uint64          `json:"seed"`
	ValidateEvery int             `json:"validate_every"`
}

// LossTerm: weight * metric(state) [/ mean of its labels].
type LossTerm struct {
	Weight  float64 `json:"weight"`
	Metric  string  `json:"metric"`
	State   string  `json:"state,omitempty"`
	PerMean bool    `json:"per_mean,omitempty"`
	Delta   float64 `json:"delta,omitempty"`
}

// SchedulePiece of the learning rate.
type SchedulePiece struct {
	Kind     string  `json:"kind"`
	Fraction float64 `json:"fraction"`
	To       float64 `json:"to"`
}
