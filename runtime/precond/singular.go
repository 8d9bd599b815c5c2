package precond

import (
	"fmt"
	"strings"
)

// SingularError names the cell whose block cannot be inverted.
type SingularError struct {
	Cell   []int // from 0, by axis
	States int
	Axis   int // of the lines; -1 for a point block
}

// Error is one line.
func (e *SingularError) Error() string {
	at := make([]string, len(e.Cell))
	for i, c := range e.Cell {
		at[i] = fmt.Sprint(c)
	}
	what := fmt.Sprintf("the %d by %d block of couplings within the cell", e.States, e.States)
	if e.Axis >= 0 {
		what = fmt.Sprintf("the %d by %d pivot of the line along axis %d", e.States, e.States, e.Axis)
	}
	return fmt.Sprintf("preconditioner: %s is singular or not finite at cell (%s)", what, strings.Join(at, ", "))
}
