package solver

import (
	"context"
	"fmt"
	"slices"

	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/krylov"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// Pushforward is the tangent of the run along a direction in everything (nil
// parts are zero), for tests: one goroutine, and it allocates. It returns
// directions of At. Steps are differentiated implicitly, whatever
// Config.Adjoint says.
func (t *Tape[T]) Pushforward(ctx context.Context, d *Direction[T]) ([][][][]T, error) {
	if t.s == nil || t.number != t.s.run.number {
		return nil, errStale
	}
	r := &t.s.run
	if err := r.checkDirection(d); err != nil {
		return nil, err
	}
	at := newResults[T](len(r.plan.out), len(r.cases), r.s.space.Fields, r.s.grid.Cells)
	p := newPusher(r, d)
	for _, tr := range r.cases {
		if err := p.trajectory(ctx, tr, at); err != nil {
			return nil, err
		}
	}
	return at, nil
}

func (r *run[T]) checkDirection(d *Direction[T]) error {
	s := r.s
	if d.Params != nil && len(d.Params) != len(s.problem.Params) {
		return lengthError("the direction of parameters", len(d.Params), len(s.problem.Params))
	}
	if d.Weights != nil && len(d.Weights) != len(s.weights) {
		return lengthError("the direction of weights", len(d.Weights), len(s.weights))
	}
	if d.Initial != nil && len(d.Initial) != len(r.cases) {
		return lengthError("the direction of initial states (cases)", len(d.Initial), len(r.cases))
	}
	if d.CaseParams != nil && len(d.CaseParams) != len(r.cases) {
		return lengthError("the direction of the cases' parameters", len(d.CaseParams), len(r.cases))
	}
	for c, p := range d.CaseParams {
		if p != nil && len(p) != len(s.problem.Params) {
			return lengthError(fmt.Sprintf("the direction of the parameters of case %d", c), len(p), len(s.problem.Params))
		}
	}
	if d.Fields != nil && len(d.Fields) != len(s.fields) {
		return lengthError("the direction of fields", len(d.Fields), len(s.fields))
	}
	for i, f := range d.Fields {
		if f != nil && len(f) != s.grid.Cells {
			return lengthError("the direction of field "+s.problem.Fields[i].Name, len(f), s.grid.Cells)
		}
	}
	for c, states := range d.Initial {
		if states != nil && len(states) != s.space.Fields {
			return lengthError(fmt.Sprintf("the direction of case %d (states)", c), len(states), s.space.Fields)
		}
		for _, v := range states {
			if v != nil && len(v) != s.grid.Cells {
				return lengthError(fmt.Sprintf("the direction of case %d", c), len(v), s.grid.Cells)
			}
		}
	}
	return nil
}

// pusher holds the memory of one Pushforward.
type pusher[T vec.Float] struct {
	*run[T]
	w       *worker[T]
	d       *Direction[T]
	dbase   [][]T
	now     levelTangent[T]
	start   levelTangent[T]
	du, dz  []T
	rhs, dk []T
	slopes  [][]T
	params  []T // direction, of the present case
}

// levelTangent is the direction of a level.
type levelTangent[T vec.Float] struct {
	coef, bound [][]T
	mass        []T
}

func newPusher[T vec.Float](r *run[T], d *Direction[T]) *pusher[T] {
	s := r.s
	p := &pusher[T]{run: r, w: s.workers[0], d: d}
	p.dbase, _ = grid.Alloc[T](s.grid, len(s.base))
	for _, l := range []*levelTangent[T]{&p.now, &p.start} {
		l.coef, _ = grid.Alloc[T](s.grid, len(s.problem.Coefs))
		l.bound, l.mass = s.newBound(), s.space.New()
	}
	p.du, p.dz, p.rhs, p.dk = s.space.New(), s.space.New(), s.space.New(), s.space.New()
	for range s.scheme.b {
		p.slopes = append(p.slopes, s.space.New())
	}
	for i, f := range d.Fields {
		if f != nil {
			grid.Unpack(s.grid, p.dbase[i], f)
		}
	}
	return p
}

// trajectory pushes one case through all steps.
func (p *pusher[T]) trajectory(ctx context.Context, tr *trajectory[T], at [][][][]T) error {
	s, w, n := p.s, p.w, len(tr.state)
	given := p.d.Params
	if tr.own {
		given = nil
		if p.d.CaseParams != nil {
			given = p.d.CaseParams[tr.index]
		}
	}
	p.params = make([]T, len(s.problem.Params))
	for i, v := range given {
		p.params[i] = T(v)
	}
	w.args.Param, w.args.DirParam = tr.group.params, p.params
	p.initial(tr)
	p.emit(tr, 0, at)
	for k := range p.plan.steps() {
		if err := ctx.Err(); err != nil {
			return err
		}
		w.space.Unpack(w.u, tr.tape[k*n:(k+1)*n])
		w.space.Unpack(w.z, tr.tape[(k+1)*n:(k+2)*n])
		ms := moments[T]{p.plan, tr.group.levels, k * p.plan.parts}
		if w.scheme.explicit() {
			p.explicit(tr, ms, p.plan.dt[k])
		} else if err := p.implicit(tr, ms, k); err != nil {
			return err
		}
		p.du, p.dz = p.dz, p.du
		p.emit(tr, k+1, at)
	}
	return nil
}

func (p *pusher[T]) initial(tr *trajectory[T]) {
	w, s := p.w, p.s
	w.space.Zero(p.du)
	if slices.Contains(tr.fresh, true) {
		if f := s.kernels.InitialTangent; f != nil {
			w.args.Time = T(s.problem.Time0)
			w.dir(kernel.State, p.du)
			f(&w.args, 0, s.grid.N[0])
			s.clearGiven(tr, p.du)
		}
	}
	if p.d.Initial != nil {
		for i, v := range p.d.Initial[tr.index] {
			if v != nil {
				grid.UnpackAdd(s.grid, p.du[i*s.grid.Size:(i+1)*s.grid.Size], v)
			}
		}
	}
}

func (p *pusher[T]) emit(tr *trajectory[T], level int, at [][][][]T) {
	dense := make([]T, len(tr.state))
	p.w.space.Pack(dense, p.du)
	for k, l := range p.plan.out {
		if l == level {
			for i, dst := range at[k][tr.index] {
				copy(dst, dense[i*len(dst):])
			}
		}
	}
}

// level makes the direction of a level.
func (p *pusher[T]) level(tr *trajectory[T], m moment[T], d *levelTangent[T]) {
	s, w, a := p.s, p.w, &p.w.args
	for i, c := range s.closures {
		b := len(s.fields) + i
		c.evaluate(m.time, false, s.pool)
		grid.Unpack(s.grid, s.base[b], c.out)
		if p.d.Weights != nil {
			grid.Unpack(s.grid, p.dbase[b], c.tangent(m.time, p.d.Weights, s.pool))
		}
	}
	a.Time, a.LagTime = T(m.time), T(m.time)
	a.Val[kernel.Base], a.Val[kernel.Coef], a.Val[kernel.Bound] = s.base, m.coef, m.bound
	a.Dir[kernel.Base], a.Dir[kernel.Coef], a.Dir[kernel.Bound] = p.dbase, d.coef, d.bound
	if f := s.kernels.Coefs.Tangent; f != nil {
		f(a, 0, s.grid.N[0])
	}
	if f := s.kernels.CoefsValue.Tangent; f != nil {
		lo, hi := w.reach(s.grid.Depth)
		f(a, lo, hi)
	}
	for i := range d.coef {
		w.extendCoef(d.coef[i], &s.problem.Coefs[i])
	}
	for i, b := range s.kernels.Bounds {
		if b.Tangent != nil {
			lo, hi := w.tangential()
			b.Tangent(a, lo, hi)
		}
		grid.WrapFace(s.grid, d.bound[i], s.problem.Bounds[i].Axis)
	}
	if m.mass != nil {
		w.at(m, m, 1, 0)
		w.val(kernel.Lag, w.one)
		clear(p.rhs)
		w.dir(kernel.Lag, p.rhs)
		a.Dir[kernel.CoefLag] = d.coef
		clear(d.mass)
		p.inputs(d.mass, w.one, 1)
	}
}

// inputs adds to out the factor times the tangent of an evaluation in all but
// the state z. The arguments are set.
func (p *pusher[T]) inputs(out, z []T, factor T) {
	w := p.w
	f := w.kernels.Inputs.Tangent
	if f == nil {
		return
	}
	w.val(kernel.State, z)
	w.dir(kernel.Out, p.dk)
	f(&w.args, 0, w.grid.N[0])
	w.space.Axpy(factor, p.dk, out)
}

// state adds to out the factor times the tangent in the state.
func (p *pusher[T]) state(out, z, dz []T, dbound [][]T, factor T) {
	w := p.w
	w.val(kernel.State, z)
	w.tangentGhosts(dz, dbound)
	w.dir(kernel.Out, p.dk)
	w.kernels.Apply.Tangent(&w.args, 0, w.grid.N[0])
	w.space.Axpy(factor, p.dk, out)
}

// coefficients sets the directions of coefficients at a level and lagged.
func (p *pusher[T]) coefficients(now, start *levelTangent[T], lag []T) {
	p.w.args.Dir[kernel.Coef], p.w.args.Dir[kernel.CoefLag] = now.coef, start.coef
	p.w.dir(kernel.Lag, lag)
}

// implicit solves J dz = db - (dA at fixed z).
func (p *pusher[T]) implicit(tr *trajectory[T], ms moments[T], k int) error {
	w, start, end, dt := p.w, ms.at(0), ms.at(1), p.plan.dt[k]
	p.level(tr, start, &p.start)
	p.level(tr, end, &p.now)
	w.fillGhosts(w.u, start.bound)
	w.fillGhosts(w.z, end.bound)
	lag := w.ubar
	w.space.Copy(lag, p.du)
	w.tangentGhosts(lag, p.start.bound)
	w.val(kernel.Lag, w.u)
	theta := w.scheme.theta
	rhs := w.scratch
	w.space.Zero(rhs)
	w.at(start, start, 1, -(1-theta)*dt)
	p.coefficients(&p.start, &p.start, lag)
	p.inputs(rhs, w.u, 1)
	p.state(rhs, w.u, p.du, p.start.bound, 1)
	w.at(end, start, 1, theta*dt)
	p.coefficients(&p.now, &p.start, lag)
	p.inputs(rhs, w.z, -1)
	w.space.Zero(p.dz)
	p.state(rhs, w.z, p.dz, p.now.bound, -1)
	w.system.end = end
	w.system.Linearise(w.z)
	o := krylov.Options{Rtol: w.config.AdjointTol, MaxIter: w.config.MaxLinear, ZeroGuess: true}
	res := w.fixed.Linear.Solve(&w.system, nil, p.dz, rhs, o)
	return tr.countAdjoint(res, p.run, k)
}

// explicit pushes a Runge-Kutta step.
func (p *pusher[T]) explicit(tr *trajectory[T], ms moments[T], dt float64) {
	w, sc := p.w, p.w.scheme
	w.explicitStep(ms, dt)
	start := ms.at(0)
	p.level(tr, start, &p.start)
	lag, ds := w.ubar, w.scratch
	w.space.Copy(lag, p.du)
	w.fillGhosts(w.u, start.bound)
	w.tangentGhosts(lag, p.start.bound)
	w.space.Copy(p.dz, p.du)
	for i := range sc.b {
		now := ms.at(sc.node[i])
		p.level(tr, now, &p.now)
		w.val(kernel.Lag, w.u)
		w.space.Copy(ds, p.du)
		for j, a := range sc.a[i] {
			w.space.Axpy(T(dt*a), p.slopes[j], ds)
		}
		k := p.slopes[i]
		w.space.Zero(k)
		w.at(now, start, 0, -1)
		p.coefficients(&p.now, &p.start, lag)
		p.inputs(k, w.stages[i], 1)
		p.state(k, w.stages[i], ds, p.now.bound, 1)
		w.subtractProduct(k, w.slopes[i], p.now.mass) // d(f/m) = (df - k dm)/m
		w.divide(k, now.mass)
		w.space.Axpy(T(dt*sc.b[i]), k, p.dz)
	}
}
