package grid

import (
	"math"
	"unsafe"

	"github.com/pindiff/pindiffc/runtime/vec"
)

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
	var q squares
	s.over(pass[T]{operation: dot, x: x, y: x}, lo, hi, func(f int, t sums) { q.add(s.weight(f), t[0].Sum()) })
	return s.root(q, x, lo, hi)
}

// squares is a weighted sum of squares under way.
type squares struct{ sum, heaviest float64 }

// add adds the plain sum over one field.
func (q *squares) add(weight, sum float64) {
	q.sum += float64(weight * weight * sum)
	q.heaviest = max(q.heaviest, weight*weight)
}

// root is the norm that belongs to the squares of x, in the fields from lo to hi. What
// may have vanished in the heaviest field must not count.
func (s Space[T]) root(q squares, x []T, lo, hi int) float64 {
	least, most := safeSquares[T]()
	if q.sum >= q.heaviest*least*float64(s.Cells) && q.sum < most {
		return math.Sqrt(q.sum)
	}
	return s.scaledNorm(x, lo, hi)
}

// safeSquares bounds the sums of squares in T that have lost nothing: the least, for
// each element, from the loss of a product that is no normal number, half the smallest
// number, over a fiftieth of the relative rounding error.
func safeSquares[T vec.Float]() (least, most float64) {
	if unsafe.Sizeof(T(0)) == 4 {
		return 0x1p-150 / 0x1p-30, 1e35
	}
	return 0x1p-1074 / 0x1p-58, 1e300
}

// scaledNorm is the norm by way of the largest weighted element.
func (s Space[T]) scaledNorm(x []T, lo, hi int) float64 {
	rows, n := s.Rows(), s.N[s.Dim-1]
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
