package solver

import (
	"sort"

	"github.com/pindiff/pindiffc/runtime/vec"
)

// clearBars makes every accumulator zero, and sets the cotangent of the last state.
func (r *run[T]) clearBars() {
	s, n := r.s, r.window()
	for _, gr := range r.groups {
		gr.sums = resizeBars(gr.sums, n, s.newCotangent)
		gr.bar = fit(gr.bar, len(s.problem.Params))
		clear(gr.bar)
		for _, b := range gr.onceBar {
			clear(b)
		}
	}
	for _, tr := range r.cases {
		tr.bars = resizeBars(tr.bars, n, s.newCotangent)
		tr.params = fit(tr.params, len(s.problem.Params))
		clear(tr.params)
		tr.bar, tr.pastBar = fit(tr.bar, len(tr.state)), fit(tr.pastBar, len(tr.state))
		clear(tr.bar)
		clear(tr.pastBar)
		if len(s.calls) > 0 {
			tr.weights = fit(tr.weights, len(s.weights))
			clear(tr.weights)
		}
		tr.adjoints.forget(len(tr.state))
		tr.stats, tr.err, tr.lead.rate = Stats{}, nil, 0
		r.addCotangent(tr, r.plan.steps(), tr.bar)
	}
	for _, b := range s.baseBar {
		clear(b)
	}
}

// resizeBars gives n zero cotangents.
func resizeBars[T vec.Float](bars []cotangent[T], n int, alloc func() cotangent[T]) []cotangent[T] {
	bars = bars[:min(n, cap(bars))]
	for len(bars) < n {
		bars = append(bars, alloc())
	}
	for i := range bars {
		if bars[i].bound == nil && bars[i].coef == nil {
			bars[i] = alloc()
		}
		bars[i].zero()
	}
	return bars
}

// addCotangent adds the given cotangent of the state after `level` steps.
func (r *run[T]) addCotangent(tr *trajectory[T], level int, dense []T) {
	cells := r.s.grid.Cells
	for k := sort.SearchInts(r.plan.out, level); k < len(r.plan.out) && r.plan.out[k] == level; k++ {
		if r.cot[k] == nil {
			continue
		}
		for i, v := range r.cot[k][tr.index] {
			if v != nil {
				vec.Axpy(1, v, dense[i*cells:(i+1)*cells])
			}
		}
	}
}

// sumBars adds the cases' cotangents of the chunk's levels to their groups', in
// the order of cases, and clears them.
func (r *run[T]) sumBars() {
	for _, tr := range r.cases {
		for i := range tr.bars {
			tr.group.sums[i].add(&tr.bars[i])
			tr.bars[i].zero()
		}
	}
}

// carry moves the levels of the chunk that the chunk before also uses to their
// places there, and clears the others.
func (r *run[T]) carry() {
	now := r.base(r.low)
	before := r.base(max(0, r.low-r.chunk()))
	if r.low == 0 {
		before = 0
	}
	last := r.low * r.plan.parts()
	for _, gr := range r.groups {
		for l := last; l >= now; l-- {
			gr.sums[l-now], gr.sums[l-before] = gr.sums[l-before], gr.sums[l-now]
		}
		for i := range gr.sums {
			if l := i + before; l < now || l > last {
				gr.sums[i].zero()
			}
		}
	}
}
