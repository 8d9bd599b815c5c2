package solver

import (
	"fmt"
	"math"

	"github.com/pindiff/pindiffc/runtime/kernel"
)

// inRange checks the states' declared ranges. A state without one is not looked at.
func (s *shared[T]) inRange(dense []T, index, step int, t float64) error {
	cells := s.grid.Cells
	for i := range s.problem.States {
		st := &s.problem.States[i]
		if !bounded(st) {
			continue
		}
		for c, v := range dense[i*cells : (i+1)*cells] {
			if inside(st, float64(v)) {
				continue
			}
			return &RangeError{
				Case: index, Step: step, Time: t, Unit: s.problem.TimeUnit, State: st.Name,
				Cell: s.cell(c), Value: float64(v), Range: rangeText(st),
			}
		}
	}
	return nil
}

// bounded says whether a range was declared; Min = Max = 0 is none, too.
func bounded(st *kernel.StateInfo) bool {
	return st.Min < st.Max && (!math.IsInf(st.Min, -1) || !math.IsInf(st.Max, 1))
}

func inside(st *kernel.StateInfo, v float64) bool {
	low := v > st.Min || !st.MinOpen && v == st.Min
	high := v < st.Max || !st.MaxOpen && v == st.Max
	return low && high
}

func rangeText(st *kernel.StateInfo) string {
	left, right := "[", "]"
	if st.MinOpen {
		left = "("
	}
	if st.MaxOpen {
		right = ")"
	}
	return fmt.Sprintf("%s%g, %g%s", left, st.Min, st.Max, right)
}

// cell is the interior index of a place in C order.
func (s *shared[T]) cell(c int) []int {
	at := make([]int, s.grid.Dim)
	for a := s.grid.Dim - 1; a >= 0; a-- {
		at[a] = c % s.grid.N[a]
		c /= s.grid.N[a]
	}
	return at
}
