package precond

import (
	"errors"
	"fmt"
	"strings"
)

// SingularError names what cannot be inverted.
type SingularError struct {
	Cell      []int // from 0, by axis
	States    int
	Axis      int  // of the lines; -1 for a point block
	Coarsened int  // of multigrid: how often the grid has been coarsened
	All       bool // the matrix of the whole grid, the coarsest, not that of a cell
}

// coarsened notes on which grid a matrix is singular.
func coarsened(err error, times int) error {
	var singular *SingularError
	if errors.As(err, &singular) {
		singular.Coarsened = times
	}
	return err
}

// Error is one line.
func (e *SingularError) Error() string {
	grid := ""
	if e.Coarsened > 0 {
		grid = fmt.Sprintf(" of the grid coarsened %d times", e.Coarsened)
	}
	if e.All {
		return "preconditioner: the matrix" + grid + " is singular or not finite"
	}
	at := make([]string, len(e.Cell))
	for i, c := range e.Cell {
		at[i] = fmt.Sprint(c)
	}
	what := fmt.Sprintf("the %d by %d block of couplings within the cell", e.States, e.States)
	if e.Axis >= 0 {
		what = fmt.Sprintf("the %d by %d pivot of the line along axis %d", e.States, e.States, e.Axis)
	}
	return fmt.Sprintf("preconditioner: %s is singular or not finite at cell (%s)%s", what, strings.Join(at, ", "), grid)
}
