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
//
// Weights, by field, are what values are multiplied by in Dot and Norm, so that
// fields of different size count alike: Norm(x)^2 = sum over f of
// (Weights[f]*|x_f|)^2. nil stands for 1. Copies of a Space share them, and they
// may be changed between solves, in place.
type Space[T vec.Float] struct {
	*Grid
	Fields  int
	Weights []float64
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

// rows is the number of interior rows of a field, and their length.
func (s Space[T]) rows() (count, n int) { return s.Rows(), s.N[s.Dim-1] }

// Dot is the weighted sum of x*y.
func (s Space[T]) Dot(x, y []T) float64 {
	sum := 0.0
	for f := range s.Fields {
		w := s.weight(f)
		sum = s.dotField(f, x, y, w*w, sum)
	}
	return sum
}

// PlainDot is the sum of x*y, whatever the weights.
func (s Space[T]) PlainDot(x, y []T) float64 {
	sum := 0.0
	for f := range s.Fields {
		sum = s.dotField(f, x, y, 1, sum)
	}
	return sum
}

// dotField adds a times the sum of x*y over one field to a running sum.
func (s Space[T]) dotField(f int, x, y []T, a, sum float64) float64 {
	rows, n := s.rows()
	for k := range rows {
		r := f*s.Size + s.Row(k)
		sum += float64(a * vec.Dot(x[r:r+n], y[r:r+n]))
	}
	return sum
}

// Norm is the square root of the weighted sum of squares, for values of any size:
// where squares could overflow or vanish, they are those of x over its largest
// element.
func (s Space[T]) Norm(x []T) float64 { return s.norm(x, 0, s.Fields) }

// Parts is the number of fields.
func (s Space[T]) Parts() int { return s.Fields }

// PartNorm is the norm of one field: Norm(x) is that of all PartNorm(f, x).
func (s Space[T]) PartNorm(f int, x []T) float64 { return s.norm(x, f, f+1) }

// norm is Norm over the fields from lo to hi.
func (s Space[T]) norm(x []T, lo, hi int) float64 {
	sum := 0.0
	least, most := safeSquares[T]()
	heaviest := 0.0
	for f := lo; f < hi; f++ {
		w := s.weight(f)
		sum = s.dotField(f, x, x, w*w, sum)
		heaviest = max(heaviest, w*w)
	}
	// what may have vanished in the heaviest field must not count in the sum
	if sum > least && sum < most && (s.Weights == nil || heaviest*least <= 1e-16*sum) {
		return math.Sqrt(sum)
	}
	return s.scaledNorm(x, lo, hi)
}

// scaledNorm is the norm by way of the largest weighted element.
func (s Space[T]) scaledNorm(x []T, lo, hi int) float64 {
	rows, n := s.rows()
	largest := 0.0
	for f := lo; f < hi; f++ {
		for k := range rows {
			r := f*s.Size + s.Row(k)
			largest = max(largest, s.weight(f)*vec.MaxAbs(x[r:r+n]))
		}
	}
	if largest == 0 || math.IsInf(largest, 0) || math.IsNaN(largest) {
		return largest
	}
	sum := 0.0
	for f := lo; f < hi; f++ {
		w := s.weight(f)
		for k := range rows {
			r := f*s.Size + s.Row(k)
			for _, v := range x[r : r+n] {
				v := w * float64(v) / largest
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
