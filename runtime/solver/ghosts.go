package solver

import (
	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/kernel"
)

// Ghosts are filled axis by axis, over the ghosts of the axes before, so that
// corners are right at the end. An adjoint folds in the opposite order and
// leaves the ghosts zero.

// fillGhosts fills the ghosts of a state from its interior and the data of its
// boundary conditions.
func (w *worker[T]) fillGhosts(z []T, bound [][]T) {
	w.val(kernel.State, z)
	w.args.Val[kernel.Bound] = bound
	lo, hi := w.tangential()
	for axis := range w.grid.Dim {
		if w.grid.Periodic[axis] {
			w.wrap(z, axis)
			continue
		}
		for _, g := range w.ghosts[axis] {
			g.Value(&w.args, lo, hi)
		}
	}
}

// tangentGhosts fills the ghosts of a direction of the state.
func (w *worker[T]) tangentGhosts(dz []T, dbound [][]T) {
	w.dir(kernel.State, dz)
	w.args.Dir[kernel.Bound] = dbound
	lo, hi := w.tangential()
	for axis := range w.grid.Dim {
		if w.grid.Periodic[axis] {
			w.wrap(dz, axis)
			continue
		}
		for _, g := range w.ghosts[axis] {
			if g.Tangent != nil {
				g.Tangent(&w.args, lo, hi)
			}
		}
	}
}

// foldGhosts is the adjoint of fillGhosts: the cotangent zbar of a padded state
// becomes that of its interior, and bound gets that of the data.
func (w *worker[T]) foldGhosts(zbar []T, bound [][]T) {
	w.bar(kernel.State, zbar)
	w.args.Bar[kernel.Bound] = bound
	lo, hi := w.tangential()
	for axis := w.grid.Dim - 1; axis >= 0; axis-- {
		if w.grid.Periodic[axis] {
			continue // adjoints in gather form read a periodic cotangent and leave nothing here
		}
		faces := w.ghosts[axis]
		for i := len(faces) - 1; i >= 0; i-- {
			if f := faces[i].Adjoint; f != nil {
				f(&w.args, lo, hi)
			}
		}
		w.clearAxis(zbar, axis)
	}
}

// cotangentGhosts prepares the cotangent of an output for adjoints in gather
// form: periodic where the axis is, zero elsewhere.
func (w *worker[T]) cotangentGhosts(outbar []T) {
	for axis := range w.grid.Dim {
		if w.grid.Periodic[axis] {
			w.wrap(outbar, axis)
		} else {
			w.clearAxis(outbar, axis)
		}
	}
}

// clearGhosts makes ghosts zero before an adjoint writes some of them.
func (w *worker[T]) clearGhosts(zbar []T) {
	for axis := range w.grid.Dim {
		w.clearAxis(zbar, axis)
	}
}

func (w *worker[T]) clearAxis(z []T, axis int) {
	for n := w.grid.Size; len(z) > 0; z = z[n:] {
		grid.ZeroFace(w.grid, z[:n], axis, false)
		grid.ZeroFace(w.grid, z[:n], axis, true)
	}
}

func (w *worker[T]) wrap(z []T, axis int) {
	for n := w.grid.Size; len(z) > 0; z = z[n:] {
		grid.Wrap(w.grid, z[:n], axis)
	}
}

// tangential is the range of axis 0 for kernels on the faces of other axes.
func (w *worker[T]) tangential() (lo, hi int) {
	return -w.grid.Depth, w.grid.N[0] + w.grid.Depth
}
