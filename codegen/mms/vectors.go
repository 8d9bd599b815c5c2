package mms

import "github.com/pindiff/pindiffc/codegen/ir"

// cells of the grid, and the number of one in C order.
func (s *stepper) cells() int { return s.m.N[0] * s.m.N[1] * s.m.N[2] }

func (s *stepper) number(c [3]int) int { return (c[0]*s.m.N[1]+c[1])*s.m.N[2] + c[2] }

// read and write move the interior of all states.
func (s *stepper) read(role ir.Role) []float64 {
	n := s.cells()
	out := make([]float64, s.states*n)
	for state := range s.states {
		a := s.m.Val(role, state)
		s.m.Cells(func(c [3]int) { out[state*n+s.number(c)] = a[s.m.At(c, ir.Offset{})] })
	}
	return out
}

func (s *stepper) write(role ir.Role, z []float64) {
	n := s.cells()
	for state := range s.states {
		a := s.m.Val(role, state)
		s.m.Cells(func(c [3]int) { a[s.m.At(c, ir.Offset{})] = z[state*n+s.number(c)] })
	}
}
