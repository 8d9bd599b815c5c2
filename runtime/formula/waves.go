package formula

import (
	"fmt"
	"math"
	"math/cmplx"
)

// waves is a sum of seeded sines on the unit-scaled domain. With
// s_a = (x_a - lo_a)/(hi_a - lo_a) and m = 1..modes,
//
//	w = sum_m A_m sin(2 pi (sum_a k_ma s_a) + p_m + 2 pi drift r_m Tau)
//
// Every mode draws, in this order: one wave number per axis, uniform over the
// whole numbers 0..k_max, again as long as all are 0; the amplitude A, uniform in
// [0, 1); the phase p, uniform in [0, 2 pi); the rate r, uniform in [-1, 1),
// drawn even if there is no drift. So a phase moves linearly in time, with
// drift 1 by up to one turn over the horizon. Keys: seed, modes, k_max, drift
// (default 0).
func (ev *evaluator) waves(e *Expr) (value, error) {
	seed, err := ev.seed(e)
	if err != nil {
		return value{}, err
	}
	modes, err := ev.count(e, "modes", 1, 10000)
	if err != nil {
		return value{}, err
	}
	kMax, err := ev.count(e, "k_max", 1, 1000)
	if err != nil {
		return value{}, err
	}
	drift, err := ev.key(e, "drift", 0)
	if err != nil {
		return value{}, err
	}
	if len(e.Args) > 0 {
		return value{}, fmt.Errorf("waves takes keyword arguments only")
	}
	r := newRandom(seed, streamWaves)
	// The coefficient of exp(2 pi i k.s); modes of equal k are one.
	n := kMax + 1
	shape := make([]int, len(ev.Axes))
	size := 1
	for a := range shape {
		shape[a] = n
		size *= n
	}
	if size > maxModes {
		return value{}, fmt.Errorf("waves: k_max %d is too large on %d axes", kMax, len(shape))
	}
	coef := make([]complex128, size)
	for range modes {
		index := 0
		for index == 0 {
			for range shape {
				index = index*n + r.below(n)
			}
		}
		amplitude := r.uniform()
		phase := 2 * math.Pi * r.uniform()
		phase += 2 * math.Pi * drift * (2*r.uniform() - 1) * ev.Tau
		coef[index] += cmplx.Rect(amplitude, phase)
	}
	basis := make([][][]complex128, len(ev.Axes))
	for a, axis := range ev.Axes {
		basis[a] = exponentials(ev.coord[a], axis.Lo, axis.Hi-axis.Lo, 0, n)
	}
	sum := contract(coef, shape, basis)
	out := make([]float64, ev.cells)
	for i, z := range sum {
		out[i] = imag(z)
	}
	return value{grid: out}, nil
}
