package solver

import (
	"fmt"
	"math"

	"github.com/pindiff/pindiffc/runtime/krylov"
	"github.com/pindiff/pindiffc/runtime/nn"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// ClosureGradients calls each for every point with the derivatives of a pointwise
// closure's value there in all weights (zero but for its own), with the solver's
// weights and parameters. Arguments are those of ClosureAt; each must not keep the
// slice. Like that, it is for tables and studies, not for steps.
func (s *Solver[T]) ClosureGradients(name string, each func(point int, weights []T), args ...[]T) error {
	if _, err := s.ClosureAt(name, args...); err != nil { // checks, and costs little beside what follows
		return err
	}
	c, err := s.closure(name)
	if err != nil {
		return err
	}
	e := newPointEvaluator(c.info, c.net, c.weights, s.defaults)
	out := make([]T, len(s.weights))
	own := out[c.offset : c.offset+c.net.NumWeights()]
	pin := e.pinSlope()
	point := make([]float64, len(args))
	for i := range args[0] {
		for k := range args {
			point[k] = float64(args[k][i])
		}
		clear(own)
		e.pinnedSlope(point, pin, own)
		each(i, out)
	}
	return nil
}

// pinSlope is the slope at the pin, nil without one.
func (e *pointEvaluator[T]) pinSlope() []T {
	if e.at == nil {
		return nil
	}
	pin := make([]T, len(e.weights))
	e.slope(e.at, pin)
	return pin
}

// pinnedSlope sets bar, zero before, to the derivatives of pinned in the weights.
func (e *pointEvaluator[T]) pinnedSlope(args []float64, pin, bar []T) {
	f := e.slope(args, bar)
	switch {
	case pin == nil:
	case e.info.PinMultiply: // f(x) v/f(a)
		r := e.value / e.there
		vec.Axpby(T(-r*f/e.there), pin, T(r), bar)
	default: // f(x) + v - f(a)
		vec.Axpy(-1, pin, bar)
	}
}

// slope adds to bar the derivatives of the closure as its network gives it, in the
// network's weights, and returns its value. The outer function of the network's
// value is smooth and scalar: its derivative is a central difference in float64.
func (e *pointEvaluator[T]) slope(args []float64, bar []T) float64 {
	e.inputs(args)
	var out [1]T
	e.net.Forward(e.weights, e.x, e.hyper, out[:], &e.tape, nil)
	one, f := [1]T{1}, float64(out[0])
	if e.info.Value != nil {
		y := f
		h := math.Cbrt(krylov.Epsilon[float64]()) * max(1, math.Abs(y))
		one[0] = T((e.info.Value(args, e.params, y+h) - e.info.Value(args, e.params, y-h)) / (2 * h))
		f = e.info.Value(args, e.params, y)
	}
	e.net.Backward(e.weights, e.x, e.hyper, &e.tape, one[:], bar, nil)
	return f
}

// ClosureInParam is the derivative of a pointwise closure in a parameter, at
// arguments as ClosureAt has them: central differences, as exact as the precision
// of the solver makes them.
func (s *Solver[T]) ClosureInParam(name string, param int, args ...[]T) ([]float64, error) {
	if param < 0 || param >= len(s.defaults) {
		return nil, fmt.Errorf("solver: there is no parameter %d", param)
	}
	if _, err := s.ClosureAt(name, args...); err != nil {
		return nil, err
	}
	c, err := s.closure(name)
	if err != nil {
		return nil, err
	}
	h := math.Cbrt(krylov.Epsilon[T]()) * math.Abs(s.defaults[param])
	if h == 0 {
		h = math.Cbrt(krylov.Epsilon[T]())
	}
	out := make([]float64, len(args[0]))
	point := make([]float64, len(args))
	for _, sign := range []float64{1, -1} {
		p := append([]float64(nil), s.defaults...)
		p[param] += sign * h
		e := newPointEvaluator(c.info, c.net, c.weights, p)
		for i := range out {
			for k := range args {
				point[k] = float64(args[k][i])
			}
			out[i] += sign * e.pinned(point) / (2 * h)
		}
	}
	return out, nil
}

// CellGradients calls each for every cell with the derivatives of a field closure's
// value there at time t in all weights (zero but for its own). each must not keep
// the slice.
func (s *Solver[T]) CellGradients(name string, t float64, each func(cell int, weights []T)) error {
	c, err := s.closure(name)
	switch {
	case err != nil:
		return err
	case !c.field():
		return fmt.Errorf("solver: closure %s is pointwise; ClosureGradients differentiates it", name)
	case c.replace != nil:
		return fmt.Errorf("solver: closure %s is replaced: it has no weights", name)
	case c.weights == nil:
		return fmt.Errorf("solver: closure %s has no weights; set or load weights first", name)
	}
	c.setTime(t)
	c.valid = false // its inputs are of another time now
	out := make([]T, len(s.weights))
	own := out[c.offset : c.offset+c.net.NumWeights()]
	var tape nn.Tape[T]
	in := len(c.info.Net.In)
	var value [1]T
	for cell := range s.grid.Cells {
		x := c.x[cell*in : (cell+1)*in]
		clear(own)
		c.net.Forward(c.weights, x, c.hyper, value[:], &tape, nil)
		c.net.Backward(c.weights, x, c.hyper, &tape, []T{1}, own, nil)
		each(cell, out)
	}
	return nil
}
