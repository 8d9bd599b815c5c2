package vec

import (
	"math"
	"unsafe"
)

// A sum over a slice has a fixed order, whatever the width: within a block of
// 1024 elements, element i is added to lane i mod 64 in the slice's precision;
// the lanes of a block are added in pairs to 8, these in float64 to 8 running
// totals, and the totals at the end.
const (
	lanes       = 64
	reduceBlock = 1024
	shortDot    = 16 // up to so many elements a lane has one product at most
)

// Dot is the sum of x[i]*y[i].
func Dot[T Float](x, y []T) float64 {
	sameLength(len(x), len(y))
	if len(x) <= shortDot {
		return dotShort(x, y)
	}
	var totals [8]float64
	for len(x) > 0 {
		n := min(len(x), reduceBlock)
		var lane [lanes]T
		done := 0
		if single[T]() {
			done = dots32((*[lanes]float32)(unsafe.Pointer(&lane)), as32(x[:n]), as32(y[:n]))
		} else {
			done = dots64((*[lanes]float64)(unsafe.Pointer(&lane)), as64(x[:n]), as64(y[:n]))
		}
		for i := done; i < n; i++ {
			lane[i%lanes] += T(x[i] * y[i])
		}
		fold(&totals, &lane)
		x, y = x[n:], y[n:]
	}
	return total(&totals)
}

// dotShort is Dot of few elements, without the lanes that would be zero.
func dotShort[T Float](x, y []T) float64 {
	var p [shortDot]T
	y = y[:len(x)]
	for i := range min(len(x), shortDot) {
		p[i] = T(x[i] * y[i])
	}
	return total(&[8]float64{float64(p[0] + p[8]), float64(p[1] + p[9]), float64(p[2] + p[10]), float64(p[3] + p[11]),
		float64(p[4] + p[12]), float64(p[5] + p[13]), float64(p[6] + p[14]), float64(p[7] + p[15])})
}

// Sum is the sum of the elements.
func Sum[T Float](x []T) float64 {
	var totals [8]float64
	for len(x) > 0 {
		n := min(len(x), reduceBlock)
		var lane [lanes]T
		done := 0
		if single[T]() {
			done = sums32((*[lanes]float32)(unsafe.Pointer(&lane)), as32(x[:n]))
		} else {
			done = sums64((*[lanes]float64)(unsafe.Pointer(&lane)), as64(x[:n]))
		}
		for i := done; i < n; i++ {
			lane[i%lanes] += x[i]
		}
		fold(&totals, &lane)
		x = x[n:]
	}
	return total(&totals)
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

// fold adds the lanes of a block to the totals.
func fold[T Float](totals *[8]float64, lane *[lanes]T) {
	if !single[T]() && folds64(totals, (*[lanes]float64)(unsafe.Pointer(lane))) {
		return
	}
	for i := range 8 {
		totals[i] += float64(((lane[i] + lane[i+32]) + (lane[i+16] + lane[i+48])) +
			((lane[i+8] + lane[i+40]) + (lane[i+24] + lane[i+56])))
	}
}

func total(t *[8]float64) float64 {
	return ((t[0] + t[4]) + (t[2] + t[6])) + ((t[1] + t[5]) + (t[3] + t[7]))
}
