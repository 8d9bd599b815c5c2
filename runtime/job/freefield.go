package job

import (
	"math"

	"github.com/pindiff/pindiffc/runtime/train"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// freeField is a trainable field: its index in the problem, its place in theta, and
// the map of all its cells. Where it has no bounds, theta is in units of its
// greatest initial value (of its declared unit, if it starts from zero), so that one
// rate fits all.
type freeField[T vec.Float] struct {
	train.Transform
	name         string
	index        int
	first, cells int
	initial      []T
	values       []T // as the solver has them now
}

func (s *session[T]) freeField(index, first int) (freeField[T], error) {
	f := freeField[T]{
		name: s.p.Fields[index].Name, index: index, first: first, cells: s.cells,
		initial: s.given.values[index], values: make([]T, s.cells),
	}
	spec := s.exp.Fields[f.name]
	lo, hi, most := math.Inf(-1), math.Inf(1), 0.0
	if spec.Min != nil {
		lo = *spec.Min
	}
	if spec.Max != nil {
		hi = *spec.Max
	}
	for i, x := range f.initial {
		tr, err := train.NewTransform(lo, hi, false, float64(x))
		if err != nil {
			return f, faultf("request", "field %s, cell %d: %w", f.name, i, err)
		}
		f.Transform = tr
		most = math.Max(most, math.Abs(float64(x)))
	}
	f.Scale = most
	if most == 0 {
		f.Scale = spec.Unit
	}
	if f.Scale == 0 {
		f.Scale = 1
	}
	return f, nil
}

// fill writes the values of the field that theta means.
func (f *freeField[T]) fill(v, theta []T) {
	for i := range v {
		x, _ := f.Value(float64(theta[f.first+i]))
		v[i] = T(x)
	}
}

// chain adds to grad the derivative in theta, of that in the values of the field.
func (f *freeField[T]) chain(grad, theta, bar []T) {
	for i, b := range bar {
		_, slope := f.Value(float64(theta[f.first+i]))
		grad[f.first+i] += T(slope * float64(b))
	}
}
