package solver

import (
	"math"
	"slices"
)

// A scheme is data: what one step from t to t+dt computes.
//
// Implicit ones are a list of stages. Stage i solves, for z_i at node c_i,
//
//	m(z_i) - beta_i dt f(z_i) = sum_j mass_ij m(y_j) + rate_ij dt f(y_j)
//
// over known states y_j: that at the start of the step, those of earlier stages,
// and the state one step before (history). The last stage is the new state, and
// rows without a mass hold at every stage's own time. Explicit ones are
// Runge-Kutta tableaux.
//
// Nodes are the time levels of a step, as parts of its length, from 0 to 1.
type scheme struct {
	name   string
	nodes  []float64
	stages []stage // implicit

	a    [][]float64 // explicit: a[i][j] is the weight of slope j in the state of stage i
	b    []float64   // weights of the slopes in the step
	node []int       // node of stage i
}

// stage of an implicit scheme.
type stage struct {
	node  int
	beta  float64
	terms []term
}

// term of a stage's right-hand side.
type term struct {
	of         source
	mass, rate float64
}

// source is a known state: that of stage i is i+1.
type source int

const (
	history source = iota - 1
	start
)

func (s *scheme) explicit() bool { return s.b != nil }

// parts is how many levels a step has, its start not counted.
func (s *scheme) parts() int { return len(s.nodes) - 1 }

// usesHistory says whether a step reads the state one step before its start.
func (s *scheme) usesHistory() bool {
	return slices.ContainsFunc(s.stages, func(g stage) bool {
		return slices.ContainsFunc(g.terms, func(t term) bool { return t.of == history })
	})
}

var (
	ends = []float64{0, 1}

	forwardEuler = scheme{name: "forward_euler", nodes: ends, a: [][]float64{nil}, b: []float64{1}, node: []int{0}}

	// Shu and Osher, J. Comput. Phys. 77 (1988): order 3, strong stability preserving.
	sspRK3 = scheme{
		name: "ssp_rk3", nodes: []float64{0, 0.5, 1},
		a:    [][]float64{nil, {1}, {0.25, 0.25}},
		b:    []float64{1. / 6, 1. / 6, 2. / 3},
		node: []int{0, 2, 1},
	}

	// Kutta's classical method of order 4.
	rk4 = scheme{
		name: "rk4", nodes: []float64{0, 0.5, 1},
		a:    [][]float64{nil, {0.5}, {0, 0.5}, {0, 0, 1}},
		b:    []float64{1. / 6, 1. / 3, 1. / 3, 1. / 6},
		node: []int{0, 1, 1, 2},
	}

	backwardEuler = theta("backward_euler", 1)

	// consistent makes the unknowns of rows without a mass fit the others, which
	// are held (see consistent.go).
	consistent = scheme{name: "consistent initial state", nodes: ends, stages: []stage{{}}}
)

// theta is the one-stage scheme with weight theta of the new time: 1 is backward
// Euler, 1/2 Crank-Nicolson.
func theta(name string, theta float64) scheme {
	return scheme{name: name, nodes: ends, stages: []stage{
		{node: 1, beta: theta, terms: []term{{of: start, mass: 1, rate: 1 - theta}}},
	}}
}

// bdf2 is the backward differentiation formula of order 2 for a step that is
// `ratio` times as long as the one before (Hairer and Wanner, Solving ODEs I, III.5):
//
//	m(z) - (1+w)/(1+2w) dt f(z) = ((1+w)^2 m(u) - w^2 m(history))/(1+2w)
func bdf2(ratio float64) scheme {
	w := ratio
	return scheme{name: "bdf2", nodes: ends, stages: []stage{{
		node: 1, beta: (1 + w) / (1 + 2*w),
		terms: []term{{of: history, mass: -w * w / (1 + 2*w)}, {of: start, mass: (1 + w) * (1 + w) / (1 + 2*w)}},
	}}}
}

// largestRatio is where BDF2 ceases to be stable under growing steps.
var largestRatio = 1 + math.Sqrt2

// sdirk2 is Alexander's method of order 2, L-stable and stiffly accurate (SIAM J.
// Numer. Anal. 14, 1977), gamma = 1 - 1/sqrt(2). The slope of its first stage is
// written as gamma dt f(z_1) = m(z_1) - m(u).
func sdirk2() scheme {
	g := 1 - 1/math.Sqrt2
	q := (1 - g) / g
	return scheme{name: "sdirk2", nodes: []float64{0, g, 1}, stages: []stage{
		{node: 1, beta: g, terms: []term{{of: start, mass: 1}}},
		{node: 2, beta: g, terms: []term{{of: start, mass: 1 - q}, {of: start + 1, mass: q}}},
	}}
}

// schemeNames in the order of the documentation.
var schemeNames = []string{
	"forward_euler", "ssp_rk3", "rk4",
	"backward_euler", "crank_nicolson", "theta", "bdf2", "sdirk2",
}

// schemeOf makes the scheme that a configuration names, nil if there is none. A
// step of bdf2 gets its own coefficients in the plan.
func schemeOf(c *Config) *scheme {
	var s scheme
	switch c.Scheme {
	case "forward_euler":
		s = forwardEuler
	case "ssp_rk3":
		s = sspRK3
	case "rk4":
		s = rk4
	case "backward_euler":
		s = backwardEuler
	case "crank_nicolson":
		s = theta(c.Scheme, 0.5)
	case "theta":
		s = theta(c.Scheme, c.Theta)
	case "bdf2":
		s = bdf2(1)
	case "sdirk2":
		s = sdirk2()
	default:
		return nil
	}
	return &s
}
