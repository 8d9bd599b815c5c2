package solver

import (
	"slices"
	"unsafe"

	"github.com/pindiff/pindiffc/runtime/fixedpoint"
	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/pool"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// worker is the memory that one goroutine steps with. A vector is a slice of
// all states' padded arrays (grid.Space); it reaches a kernel through val, dir
// and bar, which cut it into states without allocating.
type worker[T vec.Float] struct {
	*shared[T]
	sharing sharing[T]
	args    kernel.Args[T]
	views   [3][kernel.Roles][][]T

	past, u, z []T     // one step before, start of the step, its end
	results    [][]T   // of the stages of an implicit step; the last is z
	b          []T     // right-hand side
	sideNorm   float64 // its norm, where it is known: not 0
	image      image[T]
	level      *level[T] // that the arguments are of
	k          []T       // explicit: a slope's cotangent
	stages     [][]T     // explicit: states
	slopes     [][]T

	zbar, ubar, pastBar []T   // reverse: cotangents of z, u and past
	lambda              [][]T // by stage
	lagBar, stageBar    []T
	scratch             []T
	guesses             guesses[T]
	sweepBar, sweepRhs  []T // unrolled
	iterate             []T
	work                [2][]T // of measuring scales
	measured            bool   // work[0] is the residual that the solve begins with
	state               []T    // the state evaluated last

	space         grid.Space[T] // that of shared, with weights of its own
	fixed         *fixedpoint.Solver[T]
	newton        *fixedpoint.Solver[T] // fixed, or where that does not solve by Newton's method one that does
	system        stageSystem[T]
	dual          adjointOperator[T]
	scales        scales
	balance       balance[T]
	pre           *preconditioner[T]
	preTransposed transposed[T]

	nets       []*evaluation[T] // by call
	callBar    [][]T            // cotangents of calls in the present step, by call
	nullFactor []float64        // by state; see null.go
	relax      relaxing[T]
	diffusion  float64 // of the case; see diffusion.go
	diffusive  bool    // the present stage is to be preconditioned, if there is something to do it with

	zero, dust data[T] // tangents of what does not change; cotangents that nobody wants
	zeroParam  []T
	dustParam  []float64
	applies    int
}

// data are the arrays that a ghost fill reads besides states.
type data[T vec.Float] struct{ bound, call [][]T }

// shared is what all workers of a solver read and none writes.
type shared[T vec.Float] struct {
	grid    *grid.Grid
	space   grid.Space[T]
	kernels *kernel.Kernels[T]
	problem *kernel.Problem[T]
	config  Config
	scheme  *scheme
	ghosts  [3][]*kernel.Ghost[T] // by axis
	x, in   [3][]T
	one     []T // a vector of ones, ghosts too

	calls  []*call[T]
	onFace [3][]*call[T] // by axis
	inside []*call[T]    // the others
	null   []int         // states whose mean is set to zero
	free   []int         // states without a time derivative

	omitParams bool // gradients have none; changed between runs only
}

// newWorker allocates the memory of one of the workers of a pool.
func newWorker[T vec.Float](s *shared[T], peers *[]*worker[T], index int, p *pool.Pool) (*worker[T], error) {
	w := &worker[T]{shared: s, space: s.space}
	w.space.Weights = slices.Repeat([]float64{1}, s.space.Fields)
	w.shareWith(peers, index, p)
	for _, x := range []*[]T{&w.u, &w.z, &w.scratch, &w.ubar, &w.zbar, &w.lagBar} {
		*x = s.space.New()
	}
	w.makeViews()
	w.args.Grid, w.args.X, w.args.In = s.grid, s.x, s.in
	if s.scheme.explicit() {
		w.k = s.space.New()
		for range s.scheme.b {
			w.stages = append(w.stages, s.space.New())
			w.slopes = append(w.slopes, s.space.New())
		}
	} else {
		w.b = s.space.New()
		if s.carries(s.scheme) {
			w.image.at = s.space.New()
		}
		if err := w.makeSolvers(); err != nil {
			return nil, err
		}
		w.relax.able = s.relaxes()
		for range s.scheme.stages {
			w.results, w.lambda = append(w.results, s.space.New()), append(w.lambda, s.space.New())
		}
		w.guesses = w.newGuesses()
	}
	if len(s.scheme.stages) > 1 {
		w.stageBar = s.space.New()
	}
	if s.unrolled() {
		w.sweepBar, w.sweepRhs, w.iterate = s.space.New(), s.space.New(), s.space.New()
	}
	if s.keepsHistory() {
		w.past = s.space.New()
	}
	if s.scheme.usesHistory() {
		w.pastBar = s.space.New()
	}
	w.scales = newScales(s.space.Fields)
	if s.scaled() || s.preconditioning() != "none" {
		w.work = [2][]T{s.space.New(), s.space.New()}
	}
	w.makeCalls()
	w.zero = data[T]{s.newBound(), shareOne(s.grid, len(s.calls), &w.args)}
	w.dust = data[T]{s.newBound(), shareOne(s.grid, len(s.calls), &w.args)}
	w.zeroParam, w.dustParam = make([]T, len(s.problem.Params)), make([]float64, len(s.problem.Params))
	w.nullFactor = make([]float64, s.space.Fields)
	w.system.w, w.dual.w, w.balance.w = w, w, w
	return w, nil
}

// shareOne is one array that serves all calls.
func shareOne[T vec.Float](g *grid.Grid, calls int, _ *kernel.Args[T]) [][]T {
	if calls == 0 {
		return nil
	}
	one, _ := grid.Alloc[T](g, 1)
	return slices.Repeat(one, calls)
}

// makeViews prepares the cuts of vectors into states.
func (w *worker[T]) makeViews() {
	for v := range w.views {
		for r := range w.views[v] {
			w.views[v][r] = make([][]T, w.space.Fields)
		}
	}
}

// makeCalls allocates the arrays of calls. Those of a level are put in place by at.
func (w *worker[T]) makeCalls() {
	a, inputs := &w.args, 0
	for _, c := range w.calls {
		w.nets = append(w.nets, c.newEvaluation())
		inputs = max(inputs, c.First+c.Inputs)
	}
	a.Val[kernel.Input], _ = grid.Alloc[T](w.grid, inputs)
	a.Val[kernel.Jac] = make([][]T, inputs)
	a.Val[kernel.Call], a.Bar[kernel.Call] = make([][]T, len(w.calls)), make([][]T, len(w.calls))
	w.callBar = make([][]T, len(w.calls))
	for i, c := range w.calls {
		if c.When < kernel.PerStep {
			continue
		}
		own, _ := grid.Alloc[T](w.grid, 2+c.Inputs)
		a.Val[kernel.Call][i], w.callBar[i] = own[0], own[1]
		copy(a.Val[kernel.Jac][c.First:], own[2:])
	}
}

// diagonal sets mass to its diagonal, which explicit schemes divide by. The arguments
// are set.
func (w *worker[T]) diagonal(mass []T) {
	f := w.kernels.Mass.Value
	if f == nil {
		copy(mass, w.one)
		return
	}
	w.val(kernel.Out, mass)
	w.interior(f)
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
	if len(v[0]) > 0 && &v[0][0] == &all[0] {
		return v
	}
	for i := range v {
		v[i] = all[i*n : (i+1)*n : (i+1)*n]
	}
	return v
}

func (w *worker[T]) val(role kernel.Role, all []T) { point(&w.args.Val[role], w.cut(0, role, all)) }
func (w *worker[T]) dir(role kernel.Role, all []T) { point(&w.args.Dir[role], w.cut(1, role, all)) }
func (w *worker[T]) bar(role kernel.Role, all []T) { point(&w.args.Bar[role], w.cut(2, role, all)) }

// point sets a slot of arguments, and writes no memory where it is set already: what
// stays the same stays in the caches of all workers that share a case.
func point[E any](slot *[]E, to []E) {
	if unsafe.SliceData(*slot) != unsafe.SliceData(to) || len(*slot) != len(to) {
		*slot = to
	}
}

// at sets what an evaluation of alpha*m - beta*f (or -gamma*f) sees besides the
// state: the coefficients, boundary data and calls of its own level, and the
// coefficients at the start of the step for lagged ones.
func (w *worker[T]) at(now, start moment[T], alpha, beta, gamma float64) {
	w.pre.outdated()
	w.pre.drop()
	a := &w.args
	a.Val[kernel.Coef], a.Val[kernel.CoefLag], a.Val[kernel.Bound] = now.coef, start.coef, now.bound
	a.Val[kernel.Held] = now.held
	a.Time, a.LagTime = T(now.time), T(start.time)
	a.Alpha, a.Beta, a.Gamma = T(alpha), T(beta), T(gamma)
	w.level = now.level
	w.atCalls(now.level)
}

// atCalls puts the calls of a level in place.
func (w *worker[T]) atCalls(l *level[T]) {
	for i, c := range w.calls {
		if c.When < kernel.PerStep {
			w.args.Val[kernel.Call][i] = l.call[i]
			copy(w.args.Val[kernel.Jac][c.First:c.First+c.Inputs], l.jac[c.First:])
		}
	}
}

// into sets where the cotangents of an evaluation's inputs are added.
func (w *worker[T]) into(level, start *cotangent[T], lag []T, params []float64) {
	w.args.Bar[kernel.Coef], w.args.Bar[kernel.CoefLag] = level.coef, start.coefLag
	w.args.Bar[kernel.Bound], w.args.BarParam = level.bound, params
	w.bar(kernel.Lag, lag)
	for i, c := range w.calls {
		w.args.Bar[kernel.Call][i] = w.callBar[i]
		if c.When < kernel.PerStep {
			w.args.Bar[kernel.Call][i] = level.call[i]
		}
	}
}

// intoDust throws the cotangents of an evaluation's inputs away.
func (w *worker[T]) intoDust() {
	point(&w.args.Bar[kernel.Bound], w.dust.bound)
	point(&w.args.BarParam, w.dustParam)
	for i, bar := range w.dust.call {
		point(&w.args.Bar[kernel.Call][i], bar)
	}
}

// apply sets out = alpha*m(z) - beta*f(z). The ghosts of z are filled.
func (w *worker[T]) apply(out, z []T) {
	w.val(kernel.State, z)
	w.val(kernel.Out, out)
	w.interior(w.kernels.Apply.Value)
	w.applies++
}

// applying begins evaluate and apply, for a pass over out.
func (w *worker[T]) applying(out, z []T) func(worker, first, last int) {
	j := job[T]{f: w.kernels.Apply.Value, hi: w.grid.N[0]}
	if w.callsNothing(kernel.PerIteration) {
		w.look(z)
		w.fillFirst()
		j.fill, j.by = z, ofState
	} else {
		w.evaluate(z, false)
	}
	w.val(kernel.Out, out)
	w.applies++
	return w.begin(j)
}

// applyAdjoint sets zbar = J'(z) outbar, the cotangents of ghosts not yet folded
// (see foldGhosts). outbar is prepared (see cotangentGhosts), z is evaluated.
func (w *worker[T]) applyAdjoint(zbar, outbar, z []T) {
	w.do(w.adjointJob(zbar, outbar, z))
}

// adjointJob is that of applyAdjoint. With fill outbar it prepares outbar too.
func (w *worker[T]) adjointJob(zbar, outbar, z []T) job[T] {
	w.space.ZeroGhosts(zbar, 0)
	w.val(kernel.State, z)
	w.bar(kernel.Out, outbar)
	w.bar(kernel.State, zbar)
	w.applies++
	lo, hi := w.extended()
	return job[T]{f: w.kernels.Apply.Adjoint, lo: lo, hi: hi, by: ofCotangent, empty: zbar}
}

// inputsAdjoint adds the cotangents of lagged state, coefficients and parameters
// of an evaluation at z, where `into` says.
func (w *worker[T]) inputsAdjoint(outbar, z []T) {
	w.val(kernel.State, z)
	w.bar(kernel.Out, outbar)
	if f := w.kernels.Inputs.Adjoint; f != nil {
		lo, hi := w.extended()
		w.rows(f, lo, hi)
	}
	if f := w.kernels.Params; f != nil && !w.omitParams {
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
