package main

import (
	"cmp"
	"errors"
	"math"
	"math/cmplx"
	"slices"
)

// waves continues a velocity of the paper's dynamic case between the times at
// which the labels have it. There it is a sum of sines with drifting phases,
// mapped to run from 0 to 1 over the grid at each time, so
//
//	v(x, t) = (w(x, t) - min w)/(max w - min w),  w = sum_k c_k(t) exp(2 pi i k.x)
//
// with coefficients c_k that are smooth in time, while minimum and maximum are
// not. The coefficients of v are those of w up to a positive factor of time. It is
// read off a mode that holds a single sine: that one's size is the same in w at all
// times, and it is known by its phase, which moves linearly. What the factor leaves
// is interpolated by the polynomial through all times, and mapped again.
type waves struct {
	times  []float64
	modes  []mode
	nx, ny int
}

// mode is one pair of wave numbers and its coefficient at each time.
type mode struct {
	kx, ky int
	coef   []complex128
}

// maxWave is the largest wave number that is looked for along each axis; modes
// that are always below smallest of the range are rounding.
const (
	maxWave  = 8
	smallest = 1e-5
)

func newWaves(times []float64, values [][]float32, nx, ny int) (*waves, error) {
	w := &waves{times: times, nx: nx, ny: ny}
	for kx := -maxWave; kx <= maxWave; kx++ {
		for ky := 0; ky <= maxWave; ky++ {
			if ky == 0 && kx <= 0 {
				continue // the conjugates, and the mean
			}
			m := mode{kx: kx, ky: ky}
			high := 0.0
			for _, v := range values {
				c := coefficient(v, nx, ny, kx, ky)
				m.coef = append(m.coef, c)
				high = max(high, cmplx.Abs(c))
			}
			if high > smallest {
				w.modes = append(w.modes, m)
			}
		}
	}
	if len(w.modes) == 0 {
		return nil, errors.New("there is no wave in it")
	}
	single := slices.MinFunc(w.modes, func(a, b mode) int { return cmp.Compare(bend(times, a.coef), bend(times, b.coef)) })
	size := make([]float64, len(times))
	for i, c := range single.coef {
		size[i] = cmplx.Abs(c)
	}
	for _, m := range w.modes {
		for i := range m.coef {
			m.coef[i] /= complex(size[i], 0)
		}
	}
	return w, nil
}

// bend is how far the phase of a coefficient is from a line in time, in radians:
// the greatest deviation from the line through its ends.
func bend(times []float64, c []complex128) float64 {
	phase := make([]float64, len(c))
	for i := 1; i < len(c); i++ {
		phase[i] = phase[i-1] + cmplx.Phase(c[i]/c[i-1])
	}
	n := len(c) - 1
	worst := 0.0
	for i := range phase {
		along := (times[i] - times[0]) / (times[n] - times[0])
		worst = max(worst, math.Abs(phase[i]-along*phase[n]))
	}
	return worst
}

// coefficient of exp(2 pi i (kx x + ky y)), x and y from 0 to 1.
func coefficient(v []float32, nx, ny, kx, ky int) complex128 {
	var sum complex128
	for i := range nx {
		var row complex128
		for j := range ny {
			row += complex(float64(v[i*ny+j]), 0) * turn(-ky, j, ny)
		}
		sum += row * turn(-kx, i, nx)
	}
	return sum / complex(float64(nx*ny), 0)
}

// turn is exp(2 pi i k j/n).
func turn(k, j, n int) complex128 { return cmplx.Rect(1, 2*math.Pi*float64(k*j%n)/float64(n)) }

// at writes the velocity at time t.
func (w *waves) at(t float64, out []float32) {
	weights := lagrange(w.times, t)
	sum := make([]float64, w.nx*w.ny)
	for _, m := range w.modes {
		var c complex128
		for i, a := range m.coef {
			c += complex(weights[i], 0) * a
		}
		for i := range w.nx {
			x := c * turn(m.kx, i, w.nx)
			for j := range w.ny {
				sum[i*w.ny+j] += real(x * turn(m.ky, j, w.ny))
			}
		}
	}
	low, high := math.Inf(1), math.Inf(-1)
	for _, x := range sum {
		low, high = min(low, x), max(high, x)
	}
	for i, x := range sum {
		out[i] = float32((x - low) / (high - low))
	}
}

// lagrange are the weights of the polynomial through the times, at t.
func lagrange(times []float64, t float64) []float64 {
	weights := make([]float64, len(times))
	for i, a := range times {
		weights[i] = 1
		for k, b := range times {
			if k != i {
				weights[i] *= (t - b) / (a - b)
			}
		}
	}
	return weights
}
