package solver

import (
	"fmt"
	"math"

	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// A state without a time derivative may be known up to a constant only: a
// potential with normal gradients on all faces, or none. Its row s gets
//
//	A_s(z) + c mean(z_s),   c > 0
//
// which makes the matrix regular and, if it was, leaves it symmetric. Where the
// equation can be satisfied its cells' residuals add up to nothing whatever z is,
// so the mean comes out as zero. Where it cannot, the mean is what is left over:
// that is an error.

// mean of state s over the grid.
func (w *worker[T]) mean(z []T, s int) float64 {
	n, sum := w.grid.N[w.grid.Dim-1], 0.0
	for k := range w.grid.Rows() {
		r := s*w.grid.Size + w.grid.Row(k)
		sum += vec.Dot(z[r:r+n], w.one[r:r+n])
	}
	return sum / float64(w.grid.Cells)
}

// addConstant adds a to state s of x.
func (w *worker[T]) addConstant(a float64, x []T, s int) {
	n := w.grid.N[w.grid.Dim-1]
	for k := range w.grid.Rows() {
		r := s*w.grid.Size + w.grid.Row(k)
		vec.Axpy(T(a), w.one[r:r+n], x[r:r+n])
	}
}

// addMean adds c mean(z_s) to the rows that need it. It is its own tangent and
// its own adjoint.
func (w *worker[T]) addMean(out, z []T) {
	for _, s := range w.null {
		w.addConstant(w.nullFactor[s]*w.mean(z, s), out, s)
	}
}

// sweepSide is the right-hand side of a sweep from z: b - c mean(z_s) in the rows
// that have it.
func (w *worker[T]) sweepSide(z []T) []T {
	if len(w.null) == 0 {
		return w.b
	}
	w.space.Copy(w.scratch, w.b)
	for _, s := range w.null {
		w.addConstant(-w.nullFactor[s]*w.mean(z, s), w.scratch, s)
	}
	return w.scratch
}

// measureNull chooses c for every row, the Rayleigh quotient <v, J v>/<v, v> of
// its own block for a fixed rough v, at the state z. The worker is at a level.
func (w *worker[T]) measureNull(factor []float64, z []T) {
	if len(w.null) == 0 {
		return
	}
	clear(w.nullFactor)
	held := w.system.held
	w.system.held = false
	w.system.Linearise(z)
	for _, s := range w.null {
		v, jv := w.work[0], w.work[1]
		w.probe(v, s)
		w.system.Apply(jv, v)
		one := grid.Space[T]{Grid: w.grid, Fields: 1}
		factor[s] = orOne(math.Abs(one.Dot(w.part(v, s), w.part(jv, s))) / float64(w.grid.Cells))
	}
	w.system.held = held
	copy(w.nullFactor, factor)
}

// compatible says which state, if any, has a right-hand side that its equation
// cannot meet: where what is left over, against the row's size, is more than
// tolerances explain. The rows have been measured.
func (w *worker[T]) compatible(z []T) (state int, left float64, ok bool) {
	limit := max(1e-6, 1e3*w.config.Tol, 1e5*epsilon[T]())
	for _, s := range w.null {
		if left := math.Abs(w.nullFactor[s]*w.mean(z, s)) / w.scales.row[s]; left > limit {
			return s, left, false
		}
	}
	return 0, 0, true
}

// CompatibilityError says that an equation without a time derivative, whose
// state is known up to a constant only, has no solution: its sources and what
// flows through its faces do not balance. Step is -1 for the initial state.
type CompatibilityError struct {
	Case, Step int
	Time       float64
	Unit       kernel.Unit // of the time axis
	State      string
	Left       float64 // mean of the residual against its terms
}

func (e *CompatibilityError) Error() string {
	return fmt.Sprintf("solver: case %d, %s: the equation of %s has no solution: its sources and boundary fluxes leave %.3g "+
		"of themselves unbalanced; no condition fixes the value of %s, so they must add up to nothing",
		e.Case, when(e.Step, e.Time, e.Unit), e.State, e.Left, e.State)
}
