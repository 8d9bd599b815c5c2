package mms

import (
	"fmt"
	"slices"

	"gonum.org/v1/gonum/mat"

	"github.com/pindiff/pindiffc/codegen/eval"
	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
)

// A Solver solves a system from its initial values to an end, on a grid of so many
// cells by axis and in so many equal steps. The result is each state's values in
// the cells, in C order.
type Solver func(cells []int, end float64, steps int) ([][]float64, error)

// New returns a solver on the interpreter, in float64 with dense factorisations:
// for small grids. Any system will do - several states, algebraic rows, nonlinear
// masses - but for pointwise closures, which must have been replaced.
func New(p *program.Program) (Solver, error) {
	n := p.Model.Numerics
	if len(p.Calls) > 0 {
		return nil, fmt.Errorf("the interpreter evaluates no closures")
	}
	if n.Scheme != "bdf2" && stages(n.Scheme, n.Theta) == nil {
		return nil, fmt.Errorf("unknown time scheme %q", n.Scheme)
	}
	return func(cells []int, end float64, steps int) ([][]float64, error) {
		s := newStepper(p, cells)
		return s.run(end, steps)
	}, nil
}

// stepper advances a system on one grid.
type stepper struct {
	m      *eval.Machine
	states int
	lu     mat.LU
	weight []float64  // of the mean of states that are known up to a constant
	level  bool       // coefficients and boundary data are those of the machine's times
	made   [2]float64 // alpha and beta of the factors
	fresh  bool       // there are factors
}

func newStepper(p *program.Program, cells []int) *stepper {
	m := eval.New(p, cells)
	return &stepper{m: m, states: len(p.Model.States), weight: make([]float64, len(p.Model.States))}
}

func (s *stepper) run(end float64, steps int) ([][]float64, error) {
	m, model := s.m, s.m.P.Model
	m.Time = model.Time.Lo
	m.Run("initial")
	dt := (end - model.Time.Lo) / float64(steps)
	scheme := model.Numerics
	z, err := s.consistent(s.read(ir.State))
	if err != nil {
		return nil, fmt.Errorf("the start: %w", err)
	}
	var old []float64 // the state before, of bdf2
	for k := range steps {
		t := model.Time.Lo + float64(k)*dt
		var next []float64
		switch {
		case scheme.Scheme == "crank_nicolson" && k < scheme.Damped:
			for half := range 2 {
				if next, err = s.step(z, t+float64(half)*dt/2, dt/2, stages("backward_euler", 0)); err != nil {
					break
				}
				z = next
			}
		case scheme.Scheme == "bdf2" && k == 0:
			next, err = s.step(z, t, dt, stages("backward_euler", 0))
		case scheme.Scheme == "bdf2":
			next, err = s.bdf2(z, old, t, dt)
		default:
			next, err = s.step(z, t, dt, stages(scheme.Scheme, scheme.Theta))
		}
		if err != nil {
			return nil, fmt.Errorf("step %d of %d: %w", k+1, steps, err)
		}
		old, z = z, next
	}
	n := s.cells()
	out := make([][]float64, s.states)
	for i := range out {
		out[i] = z[i*n : (i+1)*n]
	}
	return out, nil
}

// consistent sets the algebraic states of initial values to what their equations
// say; the others stay.
func (s *stepper) consistent(z []float64) ([]float64, error) {
	if !slices.Contains(s.m.P.Algebraic, true) {
		return z, nil
	}
	t := s.m.P.Model.Time.Lo
	s.begin(z, t)
	return s.solve(z, s.mass(z, t), t, 0)
}

// step takes one step of a scheme from z.
func (s *stepper) step(z []float64, t, dt float64, list []stage) ([]float64, error) {
	s.begin(z, t)
	start := s.mass(z, t)
	points, times := [][]float64{z}, []float64{t}
	rates := make([][]float64, len(list)+1)
	for _, g := range list {
		rhs := append([]float64{}, start...)
		for j, b := range g.before {
			if b == 0 {
				continue
			}
			if rates[j] == nil {
				rates[j] = s.rate(points[j], times[j])
			}
			for i := range rhs {
				rhs[i] += dt * b * rates[j][i]
			}
		}
		at := t + g.c*dt
		next, err := s.solve(points[len(points)-1], rhs, at, g.own*dt)
		if err != nil {
			return nil, err
		}
		points, times = append(points, next), append(times, at)
	}
	return points[len(points)-1], nil
}

// bdf2 takes a step of the two-step scheme: m(z) - 2/3 dt f(z) = 4/3 m(z0) - 1/3 m(z-1).
func (s *stepper) bdf2(z, old []float64, t, dt float64) ([]float64, error) {
	s.begin(z, t)
	rhs, before := s.mass(z, t), s.mass(old, t-dt)
	for i := range rhs {
		rhs[i] = 4./3*rhs[i] - 1./3*before[i]
	}
	return s.solve(z, rhs, t+dt, 2./3*dt)
}

// begin sets what lag means.
func (s *stepper) begin(z []float64, t float64) {
	m := s.m
	m.LagTime, m.Time, s.level = t, t, false
	s.write(ir.Lag, z)
	m.Bounds()
	m.LagGhosts()
}

// mass is m(z), zero in algebraic rows, and rate is f(z).
func (s *stepper) mass(z []float64, t float64) []float64 { return s.apply(z, t, 1, 0, 0) }
func (s *stepper) rate(z []float64, t float64) []float64 { return s.apply(z, t, 0, -1, 0) }

// apply is alpha*m(z) - beta*f(z), in algebraic rows -gamma*f(z), at time t.
func (s *stepper) apply(z []float64, t, alpha, beta, gamma float64) []float64 {
	m := s.m
	if m.Time != t || !s.level {
		m.Time, s.level = t, true
		m.Coefs()
		m.Bounds()
	}
	m.Alpha, m.Beta, m.Gamma = alpha, beta, gamma
	s.write(ir.State, z)
	m.Ghosts()
	m.Run("apply")
	return s.read(ir.Out)
}
