package grid

import (
	"github.com/pindiff/pindiffc/runtime/vec"
)

// Space is the linear algebra of states: a vector is a slice of Fields padded
// arrays in a row (see Alloc), and only interior cells count; ghosts are
// neither read nor written, but for Wrap and what names ghosts or the whole. Reductions run in a fixed order, strip by strip,
// accumulated in float64.
//
// Weights, by field, are what values are multiplied by in Dot and Norm, so that
// fields of different size count alike: Norm(x)^2 = sum over f of
// (Weights[f]*|x_f|)^2. nil stands for 1. Copies of a Space share them, and they
// may be changed between solves, in place.
type Space[T vec.Float] struct {
	*Grid
	Fields  int
	Weights []float64

	worker int
	crew   *crew[T]                      // nil: passes are made by the caller alone
	before func(worker, first, last int) // see After
}

// weight is the factor of field f in reductions.
func (s Space[T]) weight(f int) float64 {
	if s.Weights == nil {
		return 1
	}
	return s.Weights[f]
}

// Weighted says that fields count differently in Dot.
func (s Space[T]) Weighted() bool {
	for f := range s.Weights {
		if s.Weights[f] != 1 {
			return true
		}
	}
	return false
}

// New returns a zero vector.
func (s Space[T]) New() []T {
	return Aligned[T](s.Fields * s.Size)
}

// Dot is the weighted sum of x*y.
func (s Space[T]) Dot(x, y []T) float64 {
	sum := 0.0
	s.over(pass[T]{operation: dot, x: x, y: y}, 0, s.Fields, func(f int, t sums) {
		w := s.weight(f)
		sum += float64(w * w * t[0].Sum())
	})
	return sum
}

// PlainDot is the sum of x*y, whatever the weights.
func (s Space[T]) PlainDot(x, y []T) float64 {
	sum := 0.0
	s.over(pass[T]{operation: dot, x: x, y: y}, 0, s.Fields, func(_ int, t sums) { sum += t[0].Sum() })
	return sum
}

// Axpy is y += a*x.
func (s Space[T]) Axpy(a T, x, y []T) { s.all(pass[T]{operation: axpy, a: a, x: x, y: y}) }

// Axpby is y = a*x + b*y.
func (s Space[T]) Axpby(a T, x []T, b T, y []T) {
	s.all(pass[T]{operation: axpby, a: a, x: x, b: b, y: y})
}

// Scale is x *= a.
func (s Space[T]) Scale(a T, x []T) { s.all(pass[T]{operation: scale, a: a, x: x}) }

// Copy is dst = src.
func (s Space[T]) Copy(dst, src []T) { s.all(pass[T]{operation: copyTo, y: dst, x: src}) }

// Zero clears x.
func (s Space[T]) Zero(x []T) { s.all(pass[T]{operation: zero, x: x}) }

// Pack copies a vector to dense C order, field after field.
func (s Space[T]) Pack(dense, x []T) { s.all(pass[T]{operation: pack, x: dense, y: x}) }

// Unpack is the inverse of Pack.
func (s Space[T]) Unpack(x, dense []T) { s.all(pass[T]{operation: unpack, x: dense, y: x}) }
