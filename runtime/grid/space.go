package grid

import (
	"math"
	"unsafe"

	"github.com/pindiff/pindiffc/runtime/vec"
)

// Space is the linear algebra of states: a vector is a slice of Fields padded
// arrays in a row (see Alloc), and only interior cells count; ghosts are
// neither read nor written. Reductions run in a fixed order, accumulated in
// float64.
type Space[T vec.Float] struct {
	*Grid
	Fields int
}

// New returns a zero vector.
func (s Space[T]) New() []T {
	return aligned[T](s.Fields * s.Size)
}

// rows is the number of interior rows of a field, and their length.
func (s Space[T]) rows() (count, n int) { return s.Rows(), s.N[s.Dim-1] }

// Dot is the sum of x*y.
func (s Space[T]) Dot(x, y []T) float64 {
	rows, n := s.rows()
	sum := 0.0
	for f := range s.Fields {
		for k := range rows {
			r := f*s.Size + s.Row(k)
			sum += vec.Dot(x[r:r+n], y[r:r+n])
		}
	}
	return sum
}

// Norm is the square root of the sum of squares, for values of any size: where
// squares could overflow or vanish, they are those of x over its largest element.
func (s Space[T]) Norm(x []T) float64 {
	sum := s.Dot(x, x)
	if least, most := safeSquares[T](); sum > least && sum < most {
		return math.Sqrt(sum)
	}
	rows, n := s.rows()
	largest := 0.0
	for f := range s.Fields {
		for k := range rows {
			r := f*s.Size + s.Row(k)
			largest = max(largest, vec.MaxAbs(x[r:r+n]))
		}
	}
	if largest == 0 || math.IsInf(largest, 0) || math.IsNaN(largest) {
		return largest
	}
	sum = 0
	for f := range s.Fields {
		for k := range rows {
			r := f*s.Size + s.Row(k)
			for _, v := range x[r : r+n] {
				v := float64(v) / largest
				sum += float64(v * v)
			}
		}
	}
	return largest * math.Sqrt(sum)
}

// safeSquares bounds the sums of squares in T that have lost nothing.
func safeSquares[T vec.Float]() (least, most float64) {
	if unsafe.Sizeof(T(0)) == 4 {
		return 1e-25, 1e35
	}
	return 1e-280, 1e300
}

// Axpy is y += a*x.
func (s Space[T]) Axpy(a T, x, y []T) {
	rows, n := s.rows()
	for f := range s.Fields {
		for k := range rows {
			r := f*s.Size + s.Row(k)
			vec.Axpy(a, x[r:r+n], y[r:r+n])
		}
	}
}

// Axpby is y = a*x + b*y.
func (s Space[T]) Axpby(a T, x []T, b T, y []T) {
	rows, n := s.rows()
	for f := range s.Fields {
		for k := range rows {
			r := f*s.Size + s.Row(k)
			vec.Axpby(a, x[r:r+n], b, y[r:r+n])
		}
	}
}

// Scale is x *= a.
func (s Space[T]) Scale(a T, x []T) {
	rows, n := s.rows()
	for f := range s.Fields {
		for k := range rows {
			r := f*s.Size + s.Row(k)
			vec.Scale(a, x[r:r+n])
		}
	}
}

// Copy is dst = src.
func (s Space[T]) Copy(dst, src []T) {
	rows, n := s.rows()
	for f := range s.Fields {
		for k := range rows {
			r := f*s.Size + s.Row(k)
			copy(dst[r:r+n], src[r:r+n])
		}
	}
}

// Zero clears x.
func (s Space[T]) Zero(x []T) {
	rows, n := s.rows()
	for f := range s.Fields {
		for k := range rows {
			r := f*s.Size + s.Row(k)
			clear(x[r : r+n])
		}
	}
}

// Pack copies a vector to dense C order, field after field.
func (s Space[T]) Pack(dense, x []T) {
	for f := range s.Fields {
		Pack(s.Grid, dense[f*s.Cells:(f+1)*s.Cells], x[f*s.Size:(f+1)*s.Size])
	}
}

// Unpack is the inverse of Pack.
func (s Space[T]) Unpack(x, dense []T) {
	for f := range s.Fields {
		Unpack(s.Grid, x[f*s.Size:(f+1)*s.Size], dense[f*s.Cells:(f+1)*s.Cells])
	}
}
