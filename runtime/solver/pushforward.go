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
	w        *worker[T]
	d        *Direction[T]
	dbase    [][]T
	levels   []levelTangent[T] // of a step, that of one step before first
	past, du []T               // directions of the states that a step reads
	results  [][]T             // and of its stages
	rhs, dk  []T
	lag      []T
	slopes   [][]T

	now, before []T // dense states, where the tape does not have all

	params []T   // direction, of the present case
	calls  [][]T // direction of every call's value at fixed inputs
}

// levelTangent is the direction of a level.
type levelTangent[T vec.Float] struct {
	coef, bound [][]T
	mass        []T
	call        [][]T
}

func newPusher[T vec.Float](r *run[T], d *Direction[T]) *pusher[T] {
	s := r.s
	p := &pusher[T]{run: r, w: s.workers[0], d: d}
	p.dbase, _ = grid.Alloc[T](s.grid, len(s.base))
	for range s.scheme.parts() + 1 + r.plan.back {
		l := levelTangent[T]{bound: s.newBound(), mass: s.space.New()}
		l.coef, _ = grid.Alloc[T](s.grid, len(s.problem.Coefs))
		l.call, _ = grid.Alloc[T](s.grid, len(s.calls))
		p.levels = append(p.levels, l)
	}
	for _, x := range []*[]T{&p.past, &p.du, &p.rhs, &p.dk, &p.lag} {
		*x = s.space.New()
	}
	for range max(1, len(s.scheme.stages)) {
		p.results = append(p.results, s.space.New())
	}
	for range s.scheme.b {
		p.slopes = append(p.slopes, s.space.New())
	}
	p.calls, _ = grid.Alloc[T](s.grid, len(s.calls))
	for i, f := range d.Fields {
		if f != nil {
			grid.Unpack(s.grid, p.dbase[i], f)
		}
	}
	return p
}

// trajectory pushes one case through all steps.
func (p *pusher[T]) trajectory(ctx context.Context, tr *trajectory[T], at [][][][]T) error {
	w := p.w
	p.bank(0)
	p.ensure(0, 0)
	p.setParams(tr)
	p.enter(w, tr)
	w.args.DirParam = p.params
	p.initial(tr)
	if len(p.s.free) > 0 {
		if err := p.settle(tr); err != nil {
			return err
		}
	}
	p.emit(tr, 0, at)
	w.space.Unpack(w.z, p.initialOf(tr))
	for k := range p.plan.steps() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := p.states(tr, k); err != nil {
			return err
		}
		st := p.stepOf(tr, k)
		p.stepLevels(&st, k)
		if st.explicit() {
			p.explicit(&st)
		} else if err := p.implicit(tr, &st, k); err != nil {
			return err
		}
		last := len(p.results) - 1
		p.past, p.du, p.results[last] = p.du, p.results[last], p.past
		p.emit(tr, k+1, at)
	}
	return nil
}

// states puts those that the tangent of step k reads in place: from the tape, or
// where it does not have them all by the step itself, from where the one before
// left them.
func (p *pusher[T]) states(tr *trajectory[T], k int) error {
	w := p.w
	if p.sched == nil {
		w.space.Unpack(w.z, p.taped(tr, k+1))
		p.recall(w, tr, k)
		return nil
	}
	p.bank(0)
	p.ensure(max(0, k*p.plan.parts()-p.plan.back), (k+1)*p.plan.parts())
	p.enter(w, tr)
	w.args.DirParam = p.params
	if k == 0 {
		p.now = append(p.now[:0], p.initialOf(tr)...)
		p.before = fit(p.before, len(p.now))
	}
	w.space.Unpack(w.u, p.now)
	if w.past != nil && k > 0 {
		w.space.Unpack(w.past, p.before)
	}
	if err := p.verdict(tr, w, k, p.step(w, tr, k)); err != nil {
		return err
	}
	copy(p.before, p.now)
	w.space.Pack(p.now, w.z)
	return nil
}

// setParams takes the direction of a case's parameters.
func (p *pusher[T]) setParams(tr *trajectory[T]) {
	given := p.d.Params
	if tr.own {
		given = nil
		if p.d.CaseParams != nil {
			given = p.d.CaseParams[tr.index]
		}
	}
	p.params = make([]T, len(p.s.problem.Params))
	for i, v := range given {
		p.params[i] = T(v)
	}
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

// stepLevels makes the directions of all levels that step k reads.
func (p *pusher[T]) stepLevels(st *step[T], k int) {
	for i := range p.levels {
		if node := i - p.plan.back; k > 0 || node >= 0 {
			p.level(st.at(node), &p.levels[i])
		}
	}
}

// atNode is the direction of the level at a node of the present step.
func (p *pusher[T]) atNode(node int) *levelTangent[T] { return &p.levels[node+p.plan.back] }

// level makes the direction of a level.
func (p *pusher[T]) level(m moment[T], d *levelTangent[T]) {
	s, w, a := p.s, p.w, &p.w.args
	for i, c := range s.closures {
		if !c.field() {
			continue
		}
		b := len(s.fields) + i
		c.evaluate(m.time, false, s.pool)
		grid.Unpack(s.grid, s.base[b], c.out)
		if p.d.Weights != nil {
			grid.Unpack(s.grid, p.dbase[b], c.tangent(m.time, p.d.Weights, s.pool))
		}
	}
	w.at(m, m, 1, 0, 0)
	a.DirParam = p.params
	a.Val[kernel.Base] = s.base
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
	for _, c := range s.calls {
		if c.When < kernel.PerStep {
			w.evaluateCall(c, true, s.pool)
			c.tangent(w.nets[c.index], p.d.Weights, d.call[c.index])
		}
	}
	if f := w.kernels.Mass.Tangent; m.mass != nil && f != nil {
		a.Dir[kernel.CoefLag] = d.coef
		w.dir(kernel.Out, d.mass)
		f(a, 0, w.grid.N[0])
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

// state adds to out the factor times the tangent in the state, ghosts included.
func (p *pusher[T]) state(out, z, dz []T, d *levelTangent[T], factor T) {
	w := p.w
	w.val(kernel.State, z)
	w.tangentGhosts(dz, data[T]{d.bound, p.calls}, p.params)
	w.dir(kernel.Out, p.dk)
	w.kernels.Apply.Tangent(&w.args, 0, w.grid.N[0])
	w.space.Axpy(factor, p.dk, out)
}

// evaluate readies a state, and the directions of its calls, at a level.
func (p *pusher[T]) evaluate(z []T, d *levelTangent[T]) {
	p.w.evaluate(z, true)
	p.w.tangentCalls(kernel.PerIteration, p.d.Weights, p.calls)
	p.around(d)
}

// around sets the directions of what an evaluation reads besides the state.
func (p *pusher[T]) around(now *levelTangent[T]) {
	a := &p.w.args
	a.Dir[kernel.Coef], a.Dir[kernel.CoefLag] = now.coef, p.atNode(0).coef
	p.w.dir(kernel.Lag, p.lag)
	for i, c := range p.w.calls {
		if c.When < kernel.PerStep {
			copy(p.calls[i], now.call[i])
		}
	}
	a.Dir[kernel.Call], a.DirParam = p.calls, p.params
}

// start readies the state at the start of a step, and its direction as the lagged one.
func (p *pusher[T]) start(st *step[T]) {
	w, begin := p.w, st.at(0)
	w.evaluateStart(begin, true)
	w.tangentCalls(kernel.PerStep, p.d.Weights, p.calls)
	w.evaluate(w.u, true)
	w.tangentCalls(kernel.PerIteration, p.d.Weights, p.calls)
	w.space.Copy(p.lag, p.du)
	p.around(p.atNode(0))
	w.tangentGhosts(p.lag, data[T]{p.atNode(0).bound, p.calls}, p.params)
}

// direction of a known state.
func (p *pusher[T]) of(of source) []T {
	switch of {
	case history:
		return p.past
	case start:
		return p.du
	}
	return p.results[of-start-1]
}

// implicit solves J dz = db - (dA at fixed z), stage by stage.
func (p *pusher[T]) implicit(tr *trajectory[T], st *step[T], k int) error {
	w := p.w
	p.start(st)
	for i := range st.stages {
		g := &st.stages[i]
		w.space.Zero(p.rhs)
		for _, t := range g.terms {
			y, now := w.source(st, t.of)
			node := 0
			switch {
			case t.of == history:
				node = -st.parts()
			case t.of > start:
				node = st.stages[t.of-start-1].node
			}
			w.at(now, st.at(0), t.mass, -t.rate*st.dt, 0)
			p.evaluate(y, p.atNode(node))
			p.inputs(p.rhs, y, 1)
			p.state(p.rhs, y, p.of(t.of), p.atNode(node), 1)
		}
		w.atStage(st, i)
		if err := p.solve(tr, w.result(st, i), p.results[i], p.atNode(g.node), k); err != nil {
			return err
		}
	}
	return nil
}

// solve sets dz for a stage's state z, the worker being at the stage.
func (p *pusher[T]) solve(tr *trajectory[T], z, dz []T, d *levelTangent[T], k int) error {
	w := p.w
	p.evaluate(z, d)
	p.inputs(p.rhs, z, -1)
	clear(dz)
	p.state(p.rhs, z, dz, d, -1)
	if w.system.held {
		w.clearHeld(p.rhs)
	}
	w.measureDual(z)
	for i, r := range w.scales.row {
		w.space.Weights[i] = 1 / r
	}
	o := krylov.Options{Rtol: w.config.AdjointTol, MaxIter: w.config.MaxLinear, ZeroGuess: true}
	pre, err := w.preconditioner(false)
	if err != nil {
		return err
	}
	res := w.fixed.Linear.Solve(&w.system, pre, dz, p.rhs, o)
	w.args.DirParam = p.params
	return tr.countAdjoint(res, nil, p.run, k)
}

// settle pushes what makes the initial state fit.
func (p *pusher[T]) settle(tr *trajectory[T]) error {
	w, s := p.w, p.s
	w.space.Unpack(w.u, tr.guess)
	w.space.Unpack(w.z, p.initialOf(tr))
	st := p.settling(tr)
	p.level(st.at(0), p.atNode(0))
	p.start(&st)
	w.space.Zero(p.rhs)
	w.atStage(&st, 0)
	p.evaluate(w.z, p.atNode(0))
	held := p.results[0]
	w.space.Copy(held, p.du)
	for _, i := range s.free {
		clear(w.part(held, i))
	}
	kept := append([]T(nil), held...)
	w.system.Apply(w.lagBar, held) // without boundary data, which solve brings in
	w.space.Axpy(-1, w.lagBar, p.rhs)
	w.system.held = true
	dz := p.past
	err := p.solve(tr, w.z, dz, p.atNode(0), -1)
	w.system.held = false
	w.space.Copy(p.du, kept)
	for _, i := range s.free {
		copy(w.part(p.du, i), w.part(dz, i))
	}
	return err
}

// explicit pushes a Runge-Kutta step.
func (p *pusher[T]) explicit(st *step[T]) {
	w := p.w
	w.explicitStep(st, true)
	p.start(st)
	ds, dz := w.scratch, p.results[0]
	w.space.Copy(dz, p.du)
	for i := range st.b {
		now, d := st.at(st.node[i]), p.atNode(st.node[i])
		w.space.Copy(ds, p.du)
		for j, a := range st.a[i] {
			w.space.Axpy(T(st.dt*a), p.slopes[j], ds)
		}
		k := p.slopes[i]
		w.space.Zero(k)
		w.at(now, st.at(0), 0, -1, 0)
		p.evaluate(w.stages[i], d)
		p.inputs(k, w.stages[i], 1)
		p.state(k, w.stages[i], ds, d, 1)
		w.subtractProduct(k, w.slopes[i], d.mass) // d(f/m) = (df - k dm)/m
		w.divide(k, now.mass)
		w.space.Axpy(T(st.dt*st.b[i]), k, dz)
	}
}
