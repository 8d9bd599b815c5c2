package solver

import (
	"github.com/pindiff/pindiffc/runtime/kernel"
)

// Ghosts are filled axis by axis (see evaluate.go). An adjoint folds in the
// opposite order and leaves the ghosts zero.

// tangentGhosts fills the ghosts of a direction of the state, at the state that
// was evaluated last. d are the directions of what ghosts depend on besides.
func (w *worker[T]) tangentGhosts(dz []T, d data[T], params []T) {
	w.tangentFirst(dz, d, params)
	if w.grid.Periodic[0] {
		w.space.Wrap(dz, 0)
	}
	lo, hi := w.tangential()
	for axis := 1; axis < w.grid.Dim; axis++ {
		if w.grid.Periodic[axis] {
			w.space.Wrap(dz, axis)
			continue
		}
		for _, g := range w.ghosts[axis] {
			if g.Tangent != nil {
				g.Tangent(&w.args, lo, hi)
			}
		}
	}
}

// tangentFirst is tangentGhosts for the walls of axis 0 alone.
func (w *worker[T]) tangentFirst(dz []T, d data[T], params []T) {
	w.dir(kernel.State, dz)
	point(&w.args.Dir[kernel.Bound], d.bound)
	point(&w.args.Dir[kernel.Call], d.call)
	point(&w.args.DirParam, params)
	lo, hi := w.tangential()
	for _, g := range w.ghosts[0] {
		if g.Tangent != nil {
			g.Tangent(&w.args, lo, hi)
		}
	}
}

// foldGhosts is the adjoint of the ghost fill of the state z: its cotangent zbar
// becomes that of its interior, and boundary data, calls and parameters get theirs
// where `into` says.
func (w *worker[T]) foldGhosts(zbar, z []T) {
	w.val(kernel.State, z)
	w.bar(kernel.State, zbar)
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
		w.space.ZeroGhosts(zbar, axis)
	}
}

// cotangentGhosts prepares the cotangent of an output for adjoints in gather
// form: periodic where the axis is, zero elsewhere.
func (w *worker[T]) cotangentGhosts(outbar []T) {
	for axis := range w.grid.Dim {
		if w.grid.Periodic[axis] {
			w.space.Wrap(outbar, axis)
		} else {
			w.space.ZeroGhosts(outbar, axis)
		}
	}
}

// clearGhosts makes ghosts zero before an adjoint writes some of them.
func (w *worker[T]) clearGhosts(zbar []T) {
	for axis := range w.grid.Dim {
		w.space.ZeroGhosts(zbar, axis)
	}
}

// tangential is the range of axis 0 for kernels on the faces of other axes.
func (w *worker[T]) tangential() (lo, hi int) {
	return -w.grid.Depth, w.grid.N[0] + w.grid.Depth
}
