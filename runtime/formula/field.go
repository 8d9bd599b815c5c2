package formula

import (
	"fmt"
	"math"
)

// randomField is a smooth Gaussian random field of correlation length l: its
// covariance is exp(-|x-y|^2/(2 l^2)), made by a spectral sum
//
//	f(x) = Re sum_k c_k exp(i kappa_k.x),  c_k = exp(-|kappa_k|^2 l^2/4) (g + i h)
//
// with g, h standard normal and kappa = 2 pi k / L along each axis, k from -n to
// n with kappa*l up to 6, beyond which nothing is left (exp(-9)). On a periodic
// axis L is the domain and the field is periodic; on another it is twice the
// domain, so that opposite ends do not know of each other. The draws go through
// k in C order, two at once, and do not depend on the number of cells: the same
// seed gives the same field on a finer grid.
//
// With two arguments a, b the values are mapped affinely so that their least and
// greatest over the grid are a and b. Keys: seed, length.
func (ev *evaluator) randomField(e *Expr) (value, error) {
	seed, err := ev.seed(e)
	if err != nil {
		return value{}, err
	}
	length, err := ev.key(e, "length", math.NaN())
	if err != nil {
		return value{}, err
	}
	if !(length > 0) {
		return value{}, fmt.Errorf("random_field: length must be positive, found %g", length)
	}
	shape := make([]int, len(ev.Axes))
	basis := make([][][]complex128, len(ev.Axes))
	kappa := make([]float64, len(ev.Axes)) // of k = 1
	size := 1
	for a, axis := range ev.Axes {
		period := axis.Hi - axis.Lo
		if h := period / float64(axis.Cells); axis.Cells > 1 && length < h {
			return value{}, fmt.Errorf("random_field: length %g is below the cell size %g along %s", length, h, axis.Name)
		}
		if !axis.Periodic {
			period *= 2
		}
		kappa[a] = 2 * math.Pi / period
		n := int(math.Min(math.Ceil(6/(length*kappa[a])), maxModes))
		shape[a] = 2*n + 1
		if size > maxModes/shape[a] {
			return value{}, fmt.Errorf("random_field: length %g is too small for this domain", length)
		}
		size *= shape[a]
		basis[a] = exponentials(ev.coord[a], axis.Lo, period, -n, shape[a])
	}
	r := newRandom(seed, streamField)
	coef := make([]complex128, size)
	for i := range coef {
		q := 0.0
		for a, rest := len(shape)-1, i; a >= 0; a-- {
			k := kappa[a] * float64(rest%shape[a]-shape[a]/2)
			q += k * k
			rest /= shape[a]
		}
		g, h := r.normal()
		s := math.Exp(-q * length * length / 4)
		coef[i] = complex(s*g, s*h)
	}
	sum := contract(coef, shape, basis)
	out := make([]float64, ev.cells)
	for i, z := range sum {
		out[i] = real(z)
	}
	return ev.ranged(e, out)
}

// ranged maps v to the range in e's two arguments, if there is one.
func (ev *evaluator) ranged(e *Expr, v []float64) (value, error) {
	if len(e.Args) == 0 {
		return value{grid: v}, nil
	}
	if len(e.Args) != 2 {
		return value{}, arity(e, 2)
	}
	lo, err := ev.scalar(e, "lower end", e.Args[0])
	if err != nil {
		return value{}, err
	}
	hi, err := ev.scalar(e, "upper end", e.Args[1])
	if err != nil {
		return value{}, err
	}
	if err := rescale(v, lo, hi); err != nil {
		return value{}, fmt.Errorf("%s: %w", e.Op, err)
	}
	return value{grid: v}, nil
}
