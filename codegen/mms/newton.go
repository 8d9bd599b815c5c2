package mms

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

const (
	tolerance     = 1e-11 // of a correction, relative to its state
	maxIterations = 60
)

// solve is Newton's method for apply(1, beta, 1) z = rhs from a guess. The factors
// are kept as long as they bring the correction down by five in each iteration.
func (s *stepper) solve(z, rhs []float64, t, beta float64) ([]float64, error) {
	z = append([]float64{}, z...)
	previous, made := math.Inf(1), -1
	best, stalled := math.Inf(1), 0
	for k := range maxIterations {
		r := s.apply(z, t, 1, beta, 1)
		if key := [2]float64{1, beta}; !s.fresh || s.made != key {
			s.jacobian()
			s.fresh, s.made, made = true, key, k
		}
		for i := range r {
			r[i] = rhs[i] - r[i]
		}
		s.center(z, r)
		d := mat.NewVecDense(len(z), nil)
		if err := s.lu.SolveVecTo(d, false, mat.NewVecDense(len(r), r)); err != nil {
			if _, ill := err.(mat.Condition); !ill || !finite(d) {
				return nil, fmt.Errorf("the Jacobian is singular")
			}
		}
		for i := range z {
			z[i] += d.AtVec(i)
		}
		size := s.relative(d.RawVector().Data, z)
		switch {
		case math.IsNaN(size) || math.IsInf(size, 0):
			return nil, fmt.Errorf("the solution is not finite")
		case size <= tolerance:
			return z, nil
		case size > 0.2*previous && made < k:
			s.fresh = false
		}
		if size < 0.5*best {
			best, stalled = size, 0
		} else if stalled++; stalled > 4 && best < 1e3*tolerance {
			return z, nil // at round-off
		}
		previous = size
	}
	return nil, fmt.Errorf("newton's method did not converge: the last correction was %.2g of the state", previous)
}

func finite(v *mat.VecDense) bool {
	for _, x := range v.RawVector().Data {
		if x-x != 0 {
			return false
		}
	}
	return true
}

// center adds to a residual what sets the mean of states that are known up to a constant.
func (s *stepper) center(z, r []float64) {
	n := s.cells()
	for state := range s.states {
		if !s.null(state) {
			continue
		}
		mean := 0.0
		for _, v := range z[state*n : (state+1)*n] {
			mean += v / float64(n)
		}
		for i := state * n; i < (state+1)*n; i++ {
			r[i] -= s.weight[state] * mean
		}
	}
}

func (s *stepper) null(state int) bool {
	list := s.m.P.Null
	return state < len(list) && list[state]
}

// relative is the largest correction of a state by its size.
func (s *stepper) relative(d, z []float64) float64 {
	n, worst := s.cells(), 0.0
	for state := range s.states {
		change, size := 0.0, 1e-300
		for i := state * n; i < (state+1)*n; i++ {
			change, size = max(change, abs(d[i])), max(size, abs(z[i]))
		}
		worst = max(worst, change/size)
	}
	return worst
}
