package model

import (
	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/units"
)

// Op of an expression node. Pointwise functions carry OpCall and a name.
type Op int

const (
	OpNum Op = iota // Value
	OpRef           // Sym
	OpNeg           // Args[0]
	OpAdd           // Args[0] + Args[1]; likewise below
	OpSub
	OpMul
	OpDiv
	OpPow
	OpLess // comparisons give a truth value, legal in where(c, a, b) only
	OpLessEq
	OpGreater
	OpGreaterEq
	OpCall     // Fun over scalars: exp log sqrt sin cos tan tanh softplus sigmoid abs min max sign pow where
	OpVector   // one scalar per spatial axis
	OpDdt      // ddt(Args[0])
	OpGrad     // vector
	OpDiv_     // div(Scheme, Args[0])
	OpLap      // lap(Args[0]) = div(grad(Args[0]))
	OpD        // d/d(axis), Axis, Scheme; Fun is the name, "dx"; "dn" in boundary conditions: along the outward normal
	OpDot      // dot(a, b)
	OpNorm     // norm(a)
	OpLag      // Args[0] with states and time frozen at the start of the step
	OpApply    // Sym, a pointwise closure, at Args
	OpGenerate // Fun: waves, random_field, rescale, grid_min grid_max grid_mean grid_sum (truth and cases only), as runtime/formula
)

// Shape of a value.
type Shape int

const (
	Scalar Shape = iota
	Vector
	Bool
)

// Deps is the set of things that a value depends on; it decides when the value is computed.
type Deps uint

const (
	DepParam Deps = 1 << iota
	DepSpace      // coordinates, fields, closures of coordinates
	DepTime
	DepState
	DepLag // state or time at the start of the step
	DepClosure
)

// Schemes of div, as the user names them. An empty Scheme means the documented
// default, by kind of term: upwind for transport (no grad inside), arithmetic
// for diffusion. A scheme governs the terms of its kind in that div.
const (
	SchemeUpwind       = "upwind"        // donor cell: velocity and transported state both from the donor
	SchemeUpwindFace   = "upwind_face"   // mean velocity of the face times the donor's state
	SchemeCentral      = "central"       // flux of the mean state
	SchemeCentralFlux  = "central_flux"  // mean of the two cells' fluxes
	SchemeLinearUpwind = "linear_upwind" // mean velocity of the face, the donor's state continued linearly to it
	SchemeVanLeer      = "vanleer"       // the same with the slope limited: van Leer
	SchemeMinmod       = "minmod"        // the same with the slope limited: minmod
	SchemeArithmetic   = "arithmetic"    // diffusion: arithmetic mean of the coefficient
	SchemeHarmonic     = "harmonic"      // diffusion: harmonic mean
)

// Schemes of dx, the derivative along an axis (OpD), besides SchemeCentral (order 2,
// the default where Scheme is empty) and SchemeUpwind (by the sign of what multiplies it).
const SchemeCentral4 = "central4" // order 4, two cells to each side

// Expr is a typed expression.
type Expr struct {
	Op     Op
	Args   []*Expr
	Keys   map[string]*Expr // OpGenerate: keyword arguments
	Sym    *Symbol
	Fun    string
	Scheme string // of OpDiv_ and OpD
	Axis   int
	Value  float64 // SI
	Shape  Shape
	Dims   units.Dims
	Deps   Deps
	Span   ast.Span
}
