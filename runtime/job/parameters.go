package job

import (
	"fmt"
	"math"

	"github.com/pindiff/pindiffc/runtime/solver"
	"github.com/pindiff/pindiffc/runtime/train"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// parameters is how the vector theta that is trained is laid out: the weights of
// all closures, then one free number for each trainable parameter, then one for
// each cell of each trainable field.
type parameters[T vec.Float] struct {
	weights int
	free    []freeParam
	fields  []freeField[T]
	values  []float64 // of all the problem's parameters
}

// freeParam is a trainable parameter: its index in the problem and its map.
type freeParam struct {
	index int
	train.Transform
}

func (s *session[T]) parameters(sol *solver.Solver[T]) (*parameters[T], error) {
	ps := &parameters[T]{weights: sol.NumWeights(), values: append([]float64{}, s.params...)}
	for i, q := range s.p.Params {
		if !q.Trainable {
			continue
		}
		if s.exp.Cases != nil && s.exp.Cases.Params[q.Name] != nil {
			return nil, faultf("request", "parameter %s is trainable and varies from case to case; it can be one of the two", q.Name)
		}
		lo, hi := q.Min, q.Max
		if !(lo < hi) { // none declared
			lo, hi = math.Inf(-1), math.Inf(1)
		}
		tr, err := train.NewTransform(lo, hi, q.Positive, s.params[i])
		if err != nil {
			return nil, faultf("request", "parameter %s: %w", q.Name, err)
		}
		ps.free = append(ps.free, freeParam{i, tr})
	}
	for i, q := range s.p.Fields {
		if !q.Trainable {
			continue
		}
		f, err := s.freeField(i, ps.len())
		if err != nil {
			return nil, err
		}
		ps.fields = append(ps.fields, f)
	}
	if ps.len() == 0 {
		return nil, faultf("request", "%s has nothing to train: no closure, and no trainable parameter or field", s.p.Name)
	}
	return ps, nil
}

func (ps *parameters[T]) len() int {
	n := ps.weights + len(ps.free)
	for _, f := range ps.fields {
		n += f.cells
	}
	return n
}

// initial theta, by seed.
func (ps *parameters[T]) initial(sol *solver.Solver[T], seed uint64) []T {
	theta := make([]T, ps.len())
	sol.InitWeights(theta[:ps.weights], seed)
	for k, f := range ps.free {
		theta[ps.weights+k] = T(f.Theta(ps.values[f.index]))
	}
	for _, f := range ps.fields {
		for i, x := range f.initial {
			theta[f.first+i] = T(f.Theta(float64(x)))
		}
	}
	return theta
}

// set gives theta to a solver, and to the cases that carry parameters of their own.
func (ps *parameters[T]) set(sol *solver.Solver[T], theta []T, batches ...*batch[T]) error {
	if len(ps.free) > 0 {
		for k, f := range ps.free {
			ps.values[f.index], _ = f.Value(float64(theta[ps.weights+k]))
			for _, b := range batches {
				b.setParam(f.index, ps.values[f.index])
			}
		}
		if err := sol.SetParams(ps.values); err != nil {
			return fmt.Errorf("trained parameters: %w", err)
		}
	}
	for _, f := range ps.fields {
		f.fill(f.values, theta)
		if err := sol.SetField(f.name, f.values); err != nil {
			return fmt.Errorf("trained fields: %w", err)
		}
	}
	if ps.weights == 0 {
		return nil
	}
	return sol.SetWeights(theta[:ps.weights])
}

func (b *batch[T]) setParam(index int, v float64) {
	if b == nil {
		return
	}
	for i := range b.cases {
		if b.cases[i].Params != nil {
			b.cases[i].Params[index] = v
		}
	}
}

// gradient lays a solver's gradient out as theta.
func (ps *parameters[T]) gradient(grad, theta []T, g *solver.Gradient[T]) {
	copy(grad, g.Weights)
	for k, f := range ps.free {
		_, slope := f.Value(float64(theta[ps.weights+k]))
		sum := g.Params[f.index]
		for _, c := range g.CaseParams {
			if f.index < len(c) {
				sum += c[f.index]
			}
		}
		grad[ps.weights+k] = T(slope * sum)
	}
	for _, f := range ps.fields {
		clear(grad[f.first : f.first+f.cells])
		f.chain(grad, theta, g.Fields[f.index])
	}
}
