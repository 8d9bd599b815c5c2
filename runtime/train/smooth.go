package train

import (
	"math"

	"github.com/pindiff/pindiffc/runtime/vec"
)

// Lattice is where a field that is trained lives: one value for each cell, C
// order. Cells are at most three-dimensional; H are their widths.
type Lattice struct {
	Cells    []int
	H        []float64
	Periodic []bool
}

// Tikhonov is weight times the mean square of the gradient of the field k, with
// two-point differences across the faces between cells:
//
//	weight/N * sum over faces of ((k(i+1) - k(i))/h)^2
//
// Its derivative is added to grad.
func Tikhonov[T vec.Float](weight float64, l Lattice, k, grad []T) float64 {
	s, c := 0.0, weight/float64(len(k))
	for a := range l.Cells {
		inv := 1 / l.H[a]
		l.pairs(a, func(i, j int) {
			d := (float64(k[j]) - float64(k[i])) * inv
			s += d * d
			g := 2 * c * d * inv
			grad[i] -= T(g)
			grad[j] += T(g)
		})
	}
	return c * s
}

// TotalVariation is weight times the mean of the length of the gradient of the
// field k, made smooth by eps:
//
//	weight/N * sum over cells of (sqrt(|D k|^2 + eps^2) - eps)
//
// D k has the difference to the next cell along each axis over the width, and 0
// at the last cell before a wall. Its derivative is added to grad.
func TotalVariation[T vec.Float](weight, eps float64, l Lattice, k, grad []T) float64 {
	length := make([]float64, len(k)) // |D k|^2, then 1/sqrt
	for a := range l.Cells {
		l.pairs(a, func(i, j int) {
			d := (float64(k[j]) - float64(k[i])) / l.H[a]
			length[i] += d * d
		})
	}
	s, c := 0.0, weight/float64(len(k))
	for i, q := range length {
		r := math.Sqrt(q + eps*eps)
		s += r - eps
		length[i] = 1 / r
	}
	for a := range l.Cells {
		l.pairs(a, func(i, j int) {
			g := c * length[i] * (float64(k[j]) - float64(k[i])) / (l.H[a] * l.H[a])
			grad[i] -= T(g)
			grad[j] += T(g)
		})
	}
	return c * s
}

// pairs goes through the cells i that have a next cell j along an axis.
func (l Lattice) pairs(axis int, f func(i, j int)) {
	n, inner, outer := l.Cells[axis], 1, 1
	for a, cells := range l.Cells {
		switch {
		case a < axis:
			outer *= cells
		case a > axis:
			inner *= cells
		}
	}
	for o := range outer {
		for i := range n {
			next := i + 1
			if next == n {
				if !l.Periodic[axis] {
					continue
				}
				next = 0
			}
			for q := range inner {
				f((o*n+i)*inner+q, (o*n+next)*inner+q)
			}
		}
	}
}
