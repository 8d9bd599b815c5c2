package solver

import (
	"fmt"

	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/nn"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// ClosureAt evaluates a pointwise closure at any arguments, with the solver's
// weights and parameters: one slice for each argument, all of one length, SI.
// No grid is involved, so this is for tables, plots and programs, not for steps.
func (s *Solver[T]) ClosureAt(name string, args ...[]T) ([]T, error) {
	c, err := s.closure(name)
	if err != nil {
		return nil, err
	}
	switch {
	case !c.info.Pointwise:
		return nil, fmt.Errorf("solver: closure %s is a field of coordinates and time; ClosureValues evaluates it", name)
	case c.weights == nil && c.net.NumWeights() > 0:
		return nil, fmt.Errorf("solver: closure %s has no weights; set or load weights first", name)
	case len(args) != len(c.info.Args):
		return nil, fmt.Errorf("solver: closure %s has %d arguments, got %d", name, len(c.info.Args), len(args))
	}
	for i, a := range args {
		if len(a) != len(args[0]) {
			return nil, lengthError("argument "+c.info.Args[i]+" of closure "+name, len(a), len(args[0]))
		}
		if !vec.AllFinite(a) {
			return nil, fmt.Errorf("solver: argument %s of closure %s has values that are not finite", c.info.Args[i], name)
		}
	}
	e := newPointEvaluator(c.info, c.net, c.weights, s.defaults)
	out := make([]T, len(args[0]))
	point := make([]float64, len(args))
	for i := range out {
		for k := range args {
			point[k] = float64(args[k][i])
		}
		out[i] = T(e.pinned(point))
	}
	return out, nil
}

// pointEvaluator evaluates one pointwise closure, point by point.
type pointEvaluator[T vec.Float] struct {
	info    *kernel.Closure
	net     *nn.Network[T]
	weights []T
	params  []float64

	in       []float64 // what enters the network
	x, hyper []T       // the same, for its two parts
	tape     nn.Tape[T]

	at           []float64 // arguments of the pin, F there, and the value there
	there, value float64
}

func newPointEvaluator[T vec.Float](info *kernel.Closure, net *nn.Network[T], weights []T, params []float64) *pointEvaluator[T] {
	e := &pointEvaluator[T]{info: info, net: net, weights: weights, params: params, in: make([]float64, info.NumInputs)}
	e.x = make([]T, len(info.Net.In))
	if h := info.Net.Hyper; h != nil {
		e.hyper = make([]T, len(h.In))
	}
	if info.Pin != nil {
		e.at = make([]float64, len(info.Args))
		e.value = info.Pin(params, e.at)
		e.there = e.free(e.at)
	}
	return e
}

// free is the closure as its network gives it.
func (e *pointEvaluator[T]) free(args []float64) float64 {
	e.inputs(args)
	var out [1]T
	e.net.Evaluate(e.weights, e.x, e.hyper, out[:], &e.tape, nil)
	if e.info.Value == nil {
		return float64(out[0])
	}
	return e.info.Value(args, e.params, float64(out[0]))
}

// inputs fills what enters the network.
func (e *pointEvaluator[T]) inputs(args []float64) {
	e.info.Inputs(args, e.params, e.in)
	for k, i := range e.info.Net.In {
		e.x[k] = T(e.in[i])
	}
	for k := range e.hyper {
		e.hyper[k] = T(e.in[e.info.Net.Hyper.In[k]])
	}
}

// pinned is the closure, held at its pin where it has one.
func (e *pointEvaluator[T]) pinned(args []float64) float64 {
	f := e.free(args)
	switch {
	case e.info.Pin == nil:
		return f
	case e.info.PinMultiply:
		return f * (e.value / e.there)
	}
	return f + (e.value - e.there)
}
