package solver

import (
	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/kernel"
)

// dependsOnTime says whether coefficients, boundary data or closures differ
// between levels.
func (r *run[T]) dependsOnTime() bool {
	s := r.s
	for _, c := range s.closures {
		if c.varies() {
			return true
		}
	}
	for i := range s.problem.Coefs {
		if s.problem.Coefs[i].Time {
			return true
		}
	}
	for _, c := range s.calls {
		if c.When == kernel.PerLevel {
			return true
		}
	}
	for i := range s.problem.Bounds {
		if s.problem.Bounds[i].Time {
			return true
		}
	}
	return false
}

// massVaries says whether the mass of an explicit scheme depends on time through
// a scalar, of which no table tells. It compares a few times of the horizon.
func (r *run[T]) massVaries() bool {
	w := r.s.workers[0]
	if !w.scheme.explicit() {
		return false
	}
	r.ensure(0, 0)
	l := &r.groups[0].levels[0]
	span := r.plan.times[r.plan.steps()] - r.plan.start
	for _, part := range []float64{0.2718281828, 0.6180339887, 1} {
		now := moment[T]{l, r.plan.start + part*span}
		w.at(now, now, 1, 0, 0)
		w.diagonal(w.k)
		w.space.Axpy(-1, l.mass, w.k)
		if w.space.Dot(w.k, w.k) != 0 {
			return true
		}
	}
	return false
}

// slots is how many levels are kept at a time, in each bank.
func (r *run[T]) slots() int {
	switch all := r.plan.levels(); {
	case !r.unsteady:
		return 1
	case r.record && r.sched == nil:
		return all
	default:
		return min(all, chunkSteps*r.plan.parts()+1+r.plan.back)
	}
}

// makeSlots gives every group its levels, none filled. Where steps are taken again
// between those that are reversed, both have a bank of their own.
func (r *run[T]) makeSlots() {
	n, banks := r.slots(), 1
	if r.unsteady && r.sched != nil {
		banks = 2
	}
	for _, gr := range r.groups {
		for len(gr.all) < n*banks {
			l := r.s.newLevel()
			if len(gr.all) > 0 {
				l.held = gr.all[0].held
			} else {
				l.held, _ = grid.Alloc[T](r.s.grid, r.s.problem.Held)
			}
			gr.all = append(gr.all, l)
		}
	}
	for b := range r.banks {
		r.banks[b] = fit(r.banks[b], n)
		for i := range r.banks[b] {
			r.banks[b][i] = -1
		}
	}
	r.bank(0)
}

// bank chooses the levels for forward (0) or backward (1) steps.
func (r *run[T]) bank(b int) {
	if !r.unsteady || r.sched == nil {
		b = 0
	}
	n := len(r.banks[b])
	r.held = r.banks[b]
	for _, gr := range r.groups {
		gr.levels = gr.all[b*n : (b+1)*n]
	}
}

// chunk is the number of steps in one.
func (r *run[T]) chunk() int {
	if !r.unsteady {
		return max(1, r.plan.steps())
	}
	return chunkSteps
}

// ensure makes the levels from a to b in every group.
func (r *run[T]) ensure(a, b int) {
	for i := a; i <= b; i++ {
		slot := i % len(r.held)
		if r.held[slot] == i || !r.unsteady && r.held[slot] >= 0 {
			continue
		}
		t := r.plan.time(i)
		r.evaluate(t)
		for _, gr := range r.groups {
			r.s.workers[0].fillLevel(gr, &gr.levels[slot], r.s.base, t, r.record, r.s.pool)
		}
		r.held[slot] = i
	}
}

// evaluate makes the closures' part of base current at time t.
// Those that vary are taped when their time comes in the reverse.
func (r *run[T]) evaluate(t float64) {
	s := r.s
	for i, c := range s.closures {
		if !c.field() {
			continue
		}
		c.evaluate(t, r.record && !c.varies(), s.pool)
		grid.Unpack(s.grid, s.base[len(s.fields)+i], c.out)
	}
}
