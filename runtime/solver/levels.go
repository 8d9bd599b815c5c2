package solver

import (
	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/pool"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// level is what a time level gives to an evaluation: coefficient fields, what is made
// of them for a solve, and boundary data with their ghosts, the calls that depend on no state, and for
// explicit schemes the diagonal of the mass, m(z) = mass*z.
//
// Where nothing depends on time, one level serves all times.
type level[T vec.Float] struct {
	coef  [][]T
	held  [][]T // shared by a group's levels: made of coefficients that do not depend on time
	bound [][]T
	mass  []T
	call  [][]T // by call; those of class Once are shared by a group's levels
	jac   [][]T // by input
}

// moment is a level at a time.
type moment[T vec.Float] struct {
	*level[T]
	time float64
}

// moments finds the moments of one step, by the part of the step.
type moments[T vec.Float] struct {
	plan   *plan
	levels []level[T]
	first  int // number of the level at the step's start
}

func (m moments[T]) at(part int) moment[T] {
	i := m.first + part // negative parts are of the step before
	return moment[T]{&m.levels[i%len(m.levels)], m.plan.time(i)}
}

// cotangent of a level. Coefficients are read at their own level and lagged,
// into arrays of their own: one kernel may add to both.
type cotangent[T vec.Float] struct {
	coef, coefLag, bound [][]T
	call                 [][]T // by call, nil where it depends on a state
	mass                 []T
}

// group is a set of cases with the same parameters, and so the same levels.
type group[T vec.Float] struct {
	values []float64
	params []T
	levels []level[T]     // by slot
	all    []level[T]     // of this and earlier runs
	sums   []cotangent[T] // of the chunk's levels, over cases
	bar    []float64      // cotangent of the parameters through levels

	weighed weighed // see diffusion.go

	once    level[T] // the calls of class Once
	hasOnce bool     // evaluated, with local Jacobians if the run records
	onceBar [][]T    // their cotangents, over levels
}

func (s *shared[T]) newLevel() level[T] {
	l := level[T]{bound: s.newBound()}
	l.coef, _ = grid.Alloc[T](s.grid, len(s.problem.Coefs))
	s.newLevelCalls(&l, kernel.PerLevel)
	if s.scheme.explicit() {
		l.mass = s.space.New()
	}
	return l
}

func (s *shared[T]) newCotangent() cotangent[T] {
	c := cotangent[T]{bound: s.newBound()}
	c.coef, _ = grid.Alloc[T](s.grid, len(s.problem.Coefs))
	c.coefLag, _ = grid.Alloc[T](s.grid, len(s.problem.Coefs))
	c.call = make([][]T, len(s.calls))
	for i, k := range s.calls {
		if k.When < kernel.PerStep {
			own, _ := grid.Alloc[T](s.grid, 1)
			c.call[i] = own[0]
		}
	}
	if s.scheme.explicit() {
		c.mass = s.space.New()
	}
	return c
}

// zero clears a cotangent.
func (c *cotangent[T]) zero() {
	for _, set := range [][][]T{c.coef, c.coefLag, c.bound, c.call} {
		for _, a := range set {
			clear(a)
		}
	}
	clear(c.mass)
}

// add adds another, ghosts included. The two kinds of coefficient cotangent are
// one from here on.
func (c *cotangent[T]) add(d *cotangent[T]) {
	for i := range c.coef {
		vec.Axpy(1, d.coef[i], c.coef[i])
		vec.Axpy(1, d.coefLag[i], c.coef[i])
	}
	for i := range c.bound {
		vec.Axpy(1, d.bound[i], c.bound[i])
	}
	for i := range c.call {
		if c.call[i] != nil {
			vec.Axpy(1, d.call[i], c.call[i])
		}
	}
}

// fillLevel evaluates coefficients, boundary data and mass at time t. Base are
// the fields and closures at that time.
func (w *worker[T]) fillLevel(gr *group[T], l *level[T], base [][]T, t float64, linear bool, p *pool.Pool) {
	a := &w.args
	a.Param, a.Time, a.LagTime = gr.params, T(t), T(t)
	a.Val[kernel.Base], a.Val[kernel.Coef], a.Val[kernel.Bound] = base, l.coef, l.bound
	if f := w.kernels.Coefs.Value; f != nil {
		f(a, 0, w.grid.N[0])
	}
	if f := w.kernels.CoefsValue.Value; f != nil {
		lo, hi := w.reach(w.grid.Depth)
		f(a, lo, hi)
	}
	for i := range l.coef {
		w.extendCoef(l.coef[i], &w.problem.Coefs[i])
	}
	if f := w.kernels.Held; f != nil {
		a.Val[kernel.Held] = l.held
		lo, hi := w.tangential()
		f(a, lo, hi)
	}
	for i, b := range w.kernels.Bounds {
		if b.Value != nil {
			lo, hi := w.tangential()
			b.Value(a, lo, hi)
		}
		grid.WrapFace(w.grid, l.bound[i], w.problem.Bounds[i].Axis)
	}
	w.fillLevelCalls(gr, l, linear, p)
	if l.mass != nil {
		now := moment[T]{l, t}
		w.at(now, now, 1, 0, 0)
		w.diagonal(l.mass)
	}
}

// extendCoef fills the ghosts of a coefficient field by its rules.
func (w *worker[T]) extendCoef(c []T, info *kernel.CoefInfo) {
	for axis := range w.grid.Dim {
		if info.Rule[axis][0] == kernel.Wrap {
			grid.Wrap(w.grid, c, axis)
			continue
		}
		for side, rule := range info.Rule[axis] {
			if rule == kernel.ZeroGradient {
				grid.Extend(w.grid, c, axis, side == 1)
			}
		}
	}
}

// foldCoef is the adjoint of extendCoef. Ghosts that are evaluated keep their
// cotangent; ghosts that are never read have none.
func (w *worker[T]) foldCoef(c []T, info *kernel.CoefInfo) {
	for axis := w.grid.Dim - 1; axis >= 0; axis-- {
		if info.Rule[axis][0] == kernel.Wrap {
			grid.FoldWrap(w.grid, c, axis)
			continue
		}
		for side := 1; side >= 0; side-- {
			if info.Rule[axis][side] == kernel.ZeroGradient {
				grid.FoldExtend(w.grid, c, axis, side == 1)
			}
		}
	}
}

// pullLevel takes the cotangent of a level to the fields and closures (baseBar,
// interior, added) and the parameters (params, added). It leaves the
// cotangent's coefficients folded.
func (w *worker[T]) pullLevel(gr *group[T], l moment[T], c *cotangent[T], base, baseBar [][]T, params []float64) {
	a := &w.args
	a.Param, a.Time, a.LagTime, a.BarParam = gr.params, T(l.time), T(l.time), params
	a.Val[kernel.Base], a.Val[kernel.Coef], a.Val[kernel.Bound] = base, l.coef, l.bound
	a.Bar[kernel.Base], a.Bar[kernel.Coef], a.Bar[kernel.Bound] = baseBar, c.coef, c.bound
	for i := range c.coef {
		w.foldCoef(c.coef[i], &w.problem.Coefs[i])
	}
	if f := w.kernels.CoefsValue.Adjoint; f != nil {
		lo, hi := w.reach(w.grid.Depth)
		f(a, lo, hi)
	}
	for i := range c.coef {
		if byValue(&w.problem.Coefs[i]) {
			clear(c.coef[i]) // its interior was evaluated there too
		}
	}
	if f := w.kernels.Coefs.Adjoint; f != nil {
		f(a, 0, w.grid.N[0])
	}
	for i, b := range w.kernels.Bounds {
		grid.FoldFace(w.grid, c.bound[i], w.problem.Bounds[i].Axis)
		if b.Adjoint != nil {
			lo, hi := w.tangential()
			b.Adjoint(a, lo, hi)
		}
	}
}

func byValue(info *kernel.CoefInfo) bool {
	for _, rules := range info.Rule {
		if rules[0] == kernel.ByValue || rules[1] == kernel.ByValue {
			return true
		}
	}
	return false
}
