package solver

import (
	"github.com/pindiff/pindiffc/runtime/fixedpoint"
	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// worker is the memory that one goroutine steps with. A vector is a slice of
// all states' padded arrays (grid.Space); it reaches a kernel through val, dir
// and bar, which cut it into states without allocating.
type worker[T vec.Float] struct {
	*shared[T]
	args  kernel.Args[T]
	views [3][kernel.Roles][][]T

	u, z, b []T // start of the step, its end, right-hand side
	k, acc  []T // explicit: slope, sum
	stages  [][]T
	slopes  [][]T

	lambda, ubar, zbar, scratch []T // reverse
	lagBar                      []T // unrolled

	fixed  *fixedpoint.Solver[T]
	system implicitSystem[T]
	dual   adjointOperator[T]

	zeroBound [][]T // tangent of boundary data that do not change
	dustBound [][]T // receives cotangents nobody wants
	applies   int
}

// shared is what all workers of a solver read and none writes.
type shared[T vec.Float] struct {
	grid    *grid.Grid
	space   grid.Space[T]
	kernels *kernel.Kernels[T]
	problem *kernel.Problem[T]
	config  Config
	scheme  *scheme
	ghosts  [3][]*kernel.Ghost[T] // by axis
	x       [3][]T
	one     []T // a vector of ones, ghosts too
}

func newWorker[T vec.Float](s *shared[T]) (*worker[T], error) {
	w := &worker[T]{shared: s, u: s.space.New(), z: s.space.New(), scratch: s.space.New()}
	for v := range w.views {
		for r := range w.views[v] {
			w.views[v][r] = make([][]T, s.space.Fields)
		}
	}
	w.args.Grid, w.args.X = s.grid, s.x
	w.lambda, w.ubar, w.zbar = s.space.New(), s.space.New(), s.space.New()
	if s.unrolled() {
		w.lagBar = s.space.New()
	}
	if s.scheme.explicit() {
		w.k, w.acc = s.space.New(), s.space.New()
		for range s.scheme.b {
			w.stages = append(w.stages, s.space.New())
			w.slopes = append(w.slopes, s.space.New())
		}
	} else {
		w.b = s.space.New()
		var err error
		if w.fixed, err = fixedpoint.New[T](s.space, s.fixedConfig()); err != nil {
			return nil, err
		}
	}
	w.zeroBound, w.dustBound = s.newBound(), s.newBound()
	w.system.w, w.dual.w = w, w
	return w, nil
}

// newBound allocates arrays for the data of all boundary conditions.
func (s *shared[T]) newBound() [][]T {
	b := make([][]T, len(s.problem.Bounds))
	for i := range b {
		b[i] = make([]T, s.grid.FaceSize(s.problem.Bounds[i].Axis))
	}
	return b
}

func (w *worker[T]) cut(variant int, role kernel.Role, all []T) [][]T {
	v, n := w.views[variant][role], w.grid.Size
	for i := range v {
		v[i] = all[i*n : (i+1)*n : (i+1)*n]
	}
	return v
}

func (w *worker[T]) val(role kernel.Role, all []T) { w.args.Val[role] = w.cut(0, role, all) }
func (w *worker[T]) dir(role kernel.Role, all []T) { w.args.Dir[role] = w.cut(1, role, all) }
func (w *worker[T]) bar(role kernel.Role, all []T) { w.args.Bar[role] = w.cut(2, role, all) }

// at sets what an evaluation of alpha*m - beta*f sees besides the state: the
// coefficients at its own level, and at the start of the step for lagged ones.
func (w *worker[T]) at(now, start moment[T], alpha, beta float64) {
	a := &w.args
	a.Val[kernel.Coef], a.Val[kernel.CoefLag] = now.coef, start.coef
	a.Time, a.LagTime = T(now.time), T(start.time)
	a.Alpha, a.Beta = T(alpha), T(beta)
}

// into sets where the cotangents of an evaluation's inputs are added.
func (w *worker[T]) into(level, start *cotangent[T], lag []T) {
	w.args.Bar[kernel.Coef], w.args.Bar[kernel.CoefLag] = level.coef, start.coefLag
	w.bar(kernel.Lag, lag)
}

// apply sets out = alpha*m(z) - beta*f(z). The ghosts of z are filled.
func (w *worker[T]) apply(out, z []T) {
	w.val(kernel.State, z)
	w.val(kernel.Out, out)
	w.kernels.Apply.Value(&w.args, 0, w.grid.N[0])
	w.applies++
}

// applyAdjoint sets zbar = J'(z) outbar, folded to interior cells; cotangents of
// boundary data are added to bound. outbar is prepared (see cotangentGhosts), z
// has its ghosts.
func (w *worker[T]) applyAdjoint(zbar, outbar, z []T, bound [][]T) {
	w.applyAdjointOpen(zbar, outbar, z)
	w.foldGhosts(zbar, bound)
}

// applyAdjointOpen is applyAdjoint before the ghosts' cotangents are folded.
func (w *worker[T]) applyAdjointOpen(zbar, outbar, z []T) {
	w.clearGhosts(zbar)
	w.val(kernel.State, z)
	w.bar(kernel.Out, outbar)
	w.bar(kernel.State, zbar)
	lo, hi := w.extended()
	w.kernels.Apply.Adjoint(&w.args, lo, hi)
	w.applies++
}

// inputsAdjoint adds the cotangents of lagged state, coefficients and parameters
// of an evaluation at z, where `into` says.
func (w *worker[T]) inputsAdjoint(outbar, z []T, params []float64) {
	w.val(kernel.State, z)
	w.bar(kernel.Out, outbar)
	if f := w.kernels.Inputs.Adjoint; f != nil {
		lo, hi := w.extended()
		f(&w.args, lo, hi)
	}
	if f := w.kernels.Params; f != nil {
		w.args.BarParam = params
		f(&w.args, 0, w.grid.N[0])
	}
}

// extended is the range of axis 0 on which adjoints in gather form run.
func (w *worker[T]) extended() (lo, hi int) { return w.reach(w.grid.Halo) }

// reach is the interior of axis 0, with depth ghosts if it is not periodic.
func (w *worker[T]) reach(depth int) (lo, hi int) {
	if w.grid.Periodic[0] {
		depth = 0
	}
	return -depth, w.grid.N[0] + depth
}
