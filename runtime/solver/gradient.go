package solver

import (
	"fmt"
	"slices"

	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// newGradient allocates the answer.
func (r *run[T]) newGradient() *Gradient[T] {
	s := r.s
	g := &Gradient[T]{
		Params: make([]float64, len(s.problem.Params)), CaseParams: make([][]float64, len(r.cases)),
		Weights: make([]T, len(s.weights)), ClosureValues: map[string][]T{},
	}
	g.Initial = newResults[T](1, len(r.cases), s.space.Fields, s.grid.Cells)[0]
	for range s.problem.Fields {
		g.Fields = append(g.Fields, make([]T, s.grid.Cells))
	}
	for _, b := range s.problem.Bounds {
		g.Bounds = append(g.Bounds, make([]T, s.grid.FaceCells(b.Axis)))
	}
	for _, c := range s.closures {
		if c.field() && !c.varies() {
			g.ClosureValues[c.info.Name] = make([]T, s.grid.Cells)
		}
	}
	return g
}

// pullLevel finishes level i, whose cotangents are at place `at` of the sums.
func (r *run[T]) pullLevel(g *Gradient[T], i, at int) {
	s, w := r.s, r.s.workers[0]
	t := r.plan.time(i)
	if r.unsteady {
		for k, c := range s.closures {
			if c.varies() {
				c.evaluate(t, true, s.pool)
				grid.Unpack(s.grid, s.base[len(s.fields)+k], c.out)
				clear(s.baseBar[len(s.fields)+k])
			}
		}
	}
	for _, gr := range r.groups {
		now := moment[T]{&gr.levels[i%len(gr.levels)], t}
		w.pullLevel(gr, now, &gr.sums[at], s.base, s.baseBar, gr.bar)
		w.pullLevelCalls(gr, now, gr.sums[at].call, g.Weights, i == 0, s.pool)
		for b := range s.problem.Bounds {
			grid.PackFaceAdd(s.grid, g.Bounds[b], gr.sums[at].bound[b], s.problem.Bounds[b].Axis)
		}
	}
	for k, c := range s.closures {
		if c.varies() {
			r.pullClosure(g, k, c, t)
		}
	}
}

// pullClosure takes the cotangent of a closure's values to its weights.
func (r *run[T]) pullClosure(g *Gradient[T], k int, c *closure[T], t float64) {
	s := r.s
	values, ok := g.ClosureValues[c.info.Name]
	if !ok {
		values = fit(s.dense, s.grid.Cells)
		s.dense = values
	}
	grid.Pack(s.grid, values, s.baseBar[len(s.fields)+k])
	c.evaluate(t, true, s.pool)
	c.pullback(values, g.Weights, s.pool)
}

// clearGiven zeroes the padded vector x in the states that did not come from the
// specification: their initial values do not depend on its parameters.
func (s *solverState[T]) clearGiven(tr *trajectory[T], x []T) {
	for k, fresh := range tr.fresh {
		if !fresh {
			clear(x[k*s.grid.Size : (k+1)*s.grid.Size])
		}
	}
}

// finish takes what was accumulated over the whole run to the gradient.
func (r *run[T]) finish(g *Gradient[T]) {
	s, w := r.s, r.s.workers[0]
	for i := range s.problem.Fields {
		grid.Pack(s.grid, g.Fields[i], s.baseBar[i])
	}
	for k, c := range s.closures {
		if c.field() && !c.varies() {
			r.pullClosure(g, k, c, r.plan.start)
		}
	}
	cells := s.grid.Cells
	for c, tr := range r.cases {
		for i, dst := range g.Initial[c] {
			copy(dst, tr.bar[i*cells:(i+1)*cells])
		}
		if f := s.kernels.InitialAdjoint; f != nil && slices.Contains(tr.fresh, true) {
			w.space.Unpack(w.ubar, tr.bar)
			s.clearGiven(tr, w.ubar)
			w.args.Param, w.args.BarParam, w.args.Time = tr.group.params, tr.params, T(s.problem.Time0)
			w.bar(kernel.State, w.ubar)
			f(&w.args, 0, s.grid.N[0])
		}
		sum := g.Params
		if tr.own {
			g.CaseParams[c] = append([]float64(nil), tr.group.bar...)
			sum = g.CaseParams[c]
		}
		for i, v := range tr.params {
			sum[i] += v
		}
		if len(s.calls) > 0 {
			vec.Axpy(1, tr.weights, g.Weights)
		}
		g.Stats.add(tr.stats)
	}
	for i, v := range r.groups[0].bar {
		g.Params[i] += v
	}
	if s.omitParams {
		g.Params, g.CaseParams, g.Bounds = nil, make([][]float64, len(r.cases)), nil
	}
}

// OmitParams says whether gradients leave out Params, CaseParams and Bounds, which are
// then nil, and what only these need: where closures alone are trained that is much
// of a reverse step.
func (s *Solver[T]) OmitParams(omit bool) { s.omitParams = omit }

// finite says what of a gradient is not.
func (g *Gradient[T]) finite(p *kernel.Problem[T]) error {
	bad := func(what string) error {
		return fmt.Errorf("solver: the gradient in %s is not finite: look for overflow, a root or logarithm at zero, or a coefficient out of its range", what)
	}
	for c := range g.Initial {
		for i, v := range g.Initial[c] {
			if !vec.AllFinite(v) {
				return bad(fmt.Sprintf("the initial state %s of case %d", p.States[i].Name, c))
			}
		}
		if i := notFinite(g.CaseParams[c]); i >= 0 {
			return bad(fmt.Sprintf("parameter %s of case %d", p.Params[i].Name, c))
		}
	}
	if i := notFinite(g.Params); i >= 0 {
		return bad("parameter " + p.Params[i].Name)
	}
	for i, v := range g.Fields {
		if !vec.AllFinite(v) {
			return bad("field " + p.Fields[i].Name)
		}
	}
	for i, v := range g.Bounds {
		if !vec.AllFinite(v) {
			return bad("the boundary data " + p.Bounds[i].Name)
		}
	}
	for i := range p.Closures {
		if !vec.AllFinite(g.ClosureValues[p.Closures[i].Name]) {
			return bad("closure " + p.Closures[i].Name)
		}
	}
	if !vec.AllFinite(g.Weights) {
		return bad("the weights")
	}
	return nil
}

// notFinite is the first place of a number that is not finite, or -1.
func notFinite(x []float64) int {
	return slices.IndexFunc(x, func(v float64) bool { return v-v != 0 })
}
