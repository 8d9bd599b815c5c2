package vec

import (
	"math"
	"unsafe"
)

// A sum over rows has a fixed order, whatever the width. Rows are taken in groups of
// up to 1024 elements (a longer row in parts of 1024). Within a group, element j of a
// row is added to lane j mod 64 in the slices' precision: first the leading whole
// blocks of 64 of all rows, then what is left of them. The lanes of a group are added
// in pairs to 8, these in float64 to 8 running totals, and the totals at the end.
const (
	lanes       = 64
	reduceBlock = 1024
	shortDot    = 16 // up to so many elements a lane has one product at most
)

// Totals is a sum under way, of as many slices as are added to it, in order.
type Totals [8]float64

// Sum is what has been added.
func (t *Totals) Sum() float64 {
	return ((t[0] + t[4]) + (t[2] + t[6])) + ((t[1] + t[5]) + (t[3] + t[7]))
}

// Add adds another sum.
func (t *Totals) Add(o *Totals) {
	for i := range t {
		t[i] += o[i]
	}
}

// Dot is the sum of x[i]*y[i].
func Dot[T Float](x, y []T) float64 {
	sameLength(len(x), len(y))
	if len(x) <= shortDot {
		return dotShort(x, y)
	}
	var t Totals
	DotRows(&t, run(len(x)), x, y)
	return t.Sum()
}

// dotShort is Dot of few elements, without the lanes that would be zero.
func dotShort[T Float](x, y []T) float64 {
	var p [shortDot]T
	y = y[:len(x)]
	for i := range min(len(x), shortDot) {
		p[i] = T(x[i] * y[i])
	}
	return (&Totals{float64(p[0] + p[8]), float64(p[1] + p[9]), float64(p[2] + p[10]), float64(p[3] + p[11]),
		float64(p[4] + p[12]), float64(p[5] + p[13]), float64(p[6] + p[14]), float64(p[7] + p[15])}).Sum()
}

// DotRows adds the products of x and y to t.
func DotRows[T Float](t *Totals, r Rows, x, y []T) {
	r.check(len(x), len(y))
	for at, g := range r.groups {
		var lane [lanes]T
		x, y := x[at:], y[at:]
		done := 0
		if single[T]() {
			done = dots32(lanes32(&lane), g, as32(x), as32(y))
		} else {
			done = dots64(lanes64(&lane), g, as64(x), as64(y))
		}
		for _, part := range g.left(done) {
			for k := range g.Count {
				x, y := x[k*g.Stride:], y[k*g.Stride:]
				for j := part[0]; j < part[1]; j++ {
					lane[j%lanes] += T(x[j] * y[j])
				}
			}
		}
		fold(t, &lane)
	}
}

// DotsRows adds the products of x and y to xy, and those of y with itself to yy.
func DotsRows[T Float](xy, yy *Totals, r Rows, x, y []T) {
	r.check(len(x), len(y))
	for at, g := range r.groups {
		var p, q [lanes]T
		x, y := x[at:], y[at:]
		done := 0
		if single[T]() {
			done = dotPairs32(lanes32(&p), lanes32(&q), g, as32(x), as32(y))
		} else {
			done = dotPairs64(lanes64(&p), lanes64(&q), g, as64(x), as64(y))
		}
		for _, part := range g.left(done) {
			for k := range g.Count {
				x, y := x[k*g.Stride:], y[k*g.Stride:]
				for j := part[0]; j < part[1]; j++ {
					p[j%lanes] += T(x[j] * y[j])
					q[j%lanes] += T(y[j] * y[j])
				}
			}
		}
		fold(xy, &p)
		fold(yy, &q)
	}
}

// Sum is the sum of the elements.
func Sum[T Float](x []T) float64 {
	var t Totals
	for len(x) > 0 {
		n := min(len(x), reduceBlock)
		var lane [lanes]T
		done := 0
		if single[T]() {
			done = sums32(lanes32(&lane), as32(x[:n]))
		} else {
			done = sums64(lanes64(&lane), as64(x[:n]))
		}
		for i := done; i < n; i++ {
			lane[i%lanes] += x[i]
		}
		fold(&t, &lane)
		x = x[n:]
	}
	return t.Sum()
}

// Norm2 is the Euclidean norm.
func Norm2[T Float](x []T) float64 { return math.Sqrt(Dot(x, x)) }

// MaxAbs is the largest |x[i]|, 0 of an empty slice, NaN if any element is.
func MaxAbs[T Float](x []T) float64 {
	var (
		largest T
		done    int
	)
	if single[T]() {
		var v float32
		v, done = maxAbs32(as32(x))
		largest = T(v)
	} else {
		var v float64
		v, done = maxAbs64(as64(x))
		largest = T(v)
	}
	for _, v := range x[done:] {
		if v < 0 {
			v = -v
		}
		largest = max(largest, v)
	}
	return float64(largest)
}

// AllFinite says that no element is infinite or NaN.
func AllFinite[T Float](x []T) bool {
	large := MaxAbs(x)
	return large-large == 0
}

// fold adds the lanes of a group to the totals.
func fold[T Float](t *Totals, lane *[lanes]T) {
	if single[T]() && folds32(t, lanes32(lane)) || !single[T]() && folds64(t, lanes64(lane)) {
		return
	}
	for i := range 8 {
		t[i] += float64(((lane[i] + lane[i+32]) + (lane[i+16] + lane[i+48])) +
			((lane[i+8] + lane[i+40]) + (lane[i+24] + lane[i+56])))
	}
}

// lanes32 is the same lanes, for T = float32.
func lanes32[T Float](l *[lanes]T) *[lanes]float32 { return (*[lanes]float32)(unsafe.Pointer(l)) }

// lanes64 is the same lanes, for T = float64.
func lanes64[T Float](l *[lanes]T) *[lanes]float64 { return (*[lanes]float64)(unsafe.Pointer(l)) }
