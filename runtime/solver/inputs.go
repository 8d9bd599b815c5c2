package solver

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// SetParams sets all parameters, SI, in the problem's order.
func (s *Solver[T]) SetParams(p []float64) error {
	if err := s.checkParams(p); err != nil {
		return err
	}
	s.run.change()
	s.defaults = slices.Clone(p)
	return nil
}

// Params returns the values of all parameters, SI.
func (s *Solver[T]) Params() []float64 { return slices.Clone(s.defaults) }

func (s *Solver[T]) checkParams(p []float64) error {
	if len(p) != len(s.problem.Params) {
		return lengthError("the list of parameters", len(p), len(s.problem.Params))
	}
	for i, v := range p {
		info := &s.problem.Params[i]
		switch {
		case math.IsNaN(v) || math.IsInf(v, 0):
			return fmt.Errorf("solver: parameter %s is %g", info.Name, v)
		case math.IsInf(float64(T(v)), 0):
			return fmt.Errorf("solver: parameter %s is %g, which float32 cannot hold", info.Name, v)
		case info.Positive && v <= 0:
			return fmt.Errorf("solver: parameter %s is %g, expected a positive value", info.Name, v)
		case info.Min < info.Max && (v < info.Min || v > info.Max):
			return fmt.Errorf("solver: parameter %s is %g, expected a value from %g to %g", info.Name, v, info.Min, info.Max)
		}
	}
	return nil
}

// SetField gives the values of a given field, C order, interior cells.
func (s *Solver[T]) SetField(name string, v []T) error {
	i := slices.IndexFunc(s.problem.Fields, func(f kernel.Field) bool { return f.Name == name })
	if i < 0 {
		return fmt.Errorf("solver: %s has no field %q", s.problem.Name, name)
	}
	if len(v) != s.grid.Cells {
		return lengthError("field "+name, len(v), s.grid.Cells)
	}
	if !vec.AllFinite(v) {
		return fmt.Errorf("solver: field %s has values that are not finite", name)
	}
	s.run.change()
	s.fields[i] = true
	grid.Unpack(s.grid, s.base[i], v)
	return nil
}

// SetWeights sets the weights of all closures, one flat vector (see Views); the
// slice is copied. Closures are re-evaluated when next needed.
func (s *Solver[T]) SetWeights(w []T) error {
	if len(w) != len(s.weights) {
		return lengthError("the vector of weights", len(w), len(s.weights))
	}
	if !vec.AllFinite(w) {
		return fmt.Errorf("solver: weights are not finite")
	}
	s.run.change()
	copy(s.weights, w)
	for _, c := range s.closures {
		c.version++
		c.weights = s.weights[c.offset : c.offset+c.net.NumWeights()]
		if c.replace == nil {
			c.valid = false
		}
	}
	return nil
}

// SetClosure replaces a closure by a function of time that fills values on
// interior cells in C order (nil restores the network). It is called once per
// time level needed; constant says that time does not matter.
func (s *Solver[T]) SetClosure(name string, constant bool, f func(t float64, out []T)) error {
	c, err := s.closure(name)
	if err != nil {
		return err
	}
	if !c.field() {
		return fmt.Errorf("solver: closure %s is a function of %s, not of cells: it cannot be replaced by values", name, strings.Join(c.info.Args, ", "))
	}
	s.run.change()
	c.replace, c.constant, c.valid = f, constant, false
	return nil
}

func (s *Solver[T]) closure(name string) (*closure[T], error) {
	for _, c := range s.closures {
		if c.info.Name == name {
			return c, nil
		}
	}
	return nil, fmt.Errorf("solver: %s has no closure %q", s.problem.Name, name)
}

// NumWeights is the length of the flat vector of all closures' weights.
func (s *Solver[T]) NumWeights() int { return len(s.weights) }

// Views names the parts of a flat weight vector; it does not copy.
func (s *Solver[T]) Views(w []T) []View[T] {
	var views []View[T]
	for _, c := range s.closures {
		for _, v := range c.net.Views() {
			size := 1
			for _, n := range v.Shape {
				size *= n
			}
			at := c.offset + v.Offset
			views = append(views, View[T]{Name: c.info.Name + "/" + v.Name, Shape: v.Shape, Data: w[at : at+size : at+size]})
		}
	}
	return views
}

// InitWeights fills w with the seeded initialisation of every network.
func (s *Solver[T]) InitWeights(w []T, seed uint64) {
	for i, c := range s.closures {
		c.init(w, seed, i)
	}
}

// ClosureValues evaluates closure `name` (network or replacement) on interior
// cells at time t.
func (s *Solver[T]) ClosureValues(name string, t float64, out []T) error {
	c, err := s.closure(name)
	if err != nil {
		return err
	}
	if !c.field() {
		return fmt.Errorf("solver: closure %s is a function of %s, not of cells: it has no values on them", name, strings.Join(c.info.Args, ", "))
	}
	if len(out) != s.grid.Cells {
		return lengthError("the destination of closure "+name, len(out), s.grid.Cells)
	}
	if !c.ready() {
		return fmt.Errorf("solver: closure %s has neither weights nor a replacement; set or load weights first", name)
	}
	c.evaluate(t, false, s.pool)
	copy(out, c.out)
	return nil
}
