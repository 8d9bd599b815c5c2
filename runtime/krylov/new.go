package krylov

import (
	"fmt"
	"strings"

	"github.com/pindiff/pindiffc/runtime/vec"
)

// DefaultRestart is the usual length of a cycle of GMRES.
const DefaultRestart = 30

// Methods are the names that New knows.
func Methods() []string { return []string{"cg", "bicgstab", "gmres"} }

// New returns a solver of the named method for vectors of the space. restart is
// the length of a cycle of GMRES, DefaultRestart where it is 0; the others do
// without.
func New[T vec.Float](method string, space Space[T], restart int) (*Solver[T], error) {
	switch method {
	case "cg":
		return NewCG(space), nil
	case "bicgstab":
		return NewBiCGStab(space), nil
	case "gmres":
		if restart < 0 {
			return nil, fmt.Errorf("krylov: restart after %d iterations, expected 1 or more", restart)
		}
		if restart == 0 {
			restart = DefaultRestart
		}
		return NewGMRES(space, restart), nil
	}
	return nil, fmt.Errorf("krylov: no method %q, expected one of %s", method, strings.Join(Methods(), ", "))
}

// NewRobust is New, except that where CG proves the matrix indefinite BiCGStab
// takes over: for matrices that are thought to be symmetric and positive.
func NewRobust[T vec.Float](method string, space Space[T], restart int) (*Solver[T], error) {
	s, err := New(method, space, restart)
	if err == nil && method == "cg" {
		s.fallback = NewBiCGStab(space)
	}
	return s, err
}

func newSolver[T vec.Float](space Space[T], m method[T]) *Solver[T] {
	return &Solver[T]{
		space: space, m: m, best: space.New(),
		w: work[T]{Space: space, r: space.New()},
	}
}
