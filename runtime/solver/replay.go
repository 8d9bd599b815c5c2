package solver

import "github.com/pindiff/pindiffc/runtime/checkpoint"

// replay carries the actions of the schedule out, for all cases at a time, until
// last says that the one just done is enough.
func (r *run[T]) replay(last func(checkpoint.Action) bool) error {
	for {
		a, ok := r.sched.Next()
		if !ok {
			return nil
		}
		if err := r.do(a); err != nil {
			r.disk.settle() // the first error counts
			return err
		}
		if last(a) {
			return nil
		}
	}
}

// firstTime takes the schedule to the end of the horizon.
func (r *run[T]) firstTime() error {
	r.sched.Reset()
	r.bank(0)
	return r.replay(func(a checkpoint.Action) bool {
		return a.Kind == checkpoint.Advance && a.To == r.plan.steps()
	})
}

// rewind prepares a reversal. The first one uses the checkpoints up; then the run
// goes forward once more.
func (r *run[T]) rewind() error {
	if r.sched == nil {
		return nil
	}
	r.again, r.recomputed, r.disk.loads = true, 0, 0
	if !r.spent {
		r.spent = true
		return nil
	}
	r.disk.settle() // of a reversal that was given up
	for _, tr := range r.cases {
		copy(r.buffer(tr, 0), r.initialOf(tr))
	}
	return r.firstTime()
}

func (r *run[T]) do(a checkpoint.Action) error {
	switch a.Kind {
	case checkpoint.Advance:
		return r.doAdvance(a)
	case checkpoint.Reverse:
		r.action = a
		r.bank(1)
		r.ensure(r.base(r.low), r.high*r.plan.parts())
		r.s.pool.Run(len(r.cases), r.reverseOneItem)
		return r.failed()
	case checkpoint.Store:
		r.disk.begin(r, a, true)
		return nil
	case checkpoint.Load:
		r.disk.begin(r, a, false)
		return nil
	}
	return r.disk.wait()
}

func (r *run[T]) doAdvance(a checkpoint.Action) error {
	n := r.s.space.Fields * r.s.grid.Cells
	history := r.s.keepsHistory()
	for _, tr := range r.cases {
		from := r.buffer(tr, a.In)
		copy(tr.state, from[:n])
		if history {
			tr.past = fit(tr.past, n)
			copy(tr.past, from[n:])
		}
	}
	r.bank(0)
	if err := r.advance(a.From, a.To); err != nil {
		return err
	}
	for _, tr := range r.cases {
		to := r.buffer(tr, a.Out)
		copy(to, tr.state)
		if history {
			copy(to[n:], tr.past)
		}
	}
	if r.again {
		r.recomputed += (a.To - a.From) * len(r.cases)
	}
	return nil
}

// reverseOne reverses the step of the present action for one case.
func (r *run[T]) reverseOne(w *worker[T], tr *trajectory[T]) {
	k, n := r.action.From, len(tr.state)
	r.enter(w, tr)
	from := r.buffer(tr, r.action.In)
	w.space.Unpack(w.u, from[:n])
	if len(from) > n && k > 0 {
		w.space.Unpack(w.past, from[n:])
	}
	w.space.Unpack(w.z, r.buffer(tr, r.action.Out)[:n])
	if tr.err = r.remake(w, tr, k); tr.err == nil {
		tr.err = r.reverseAt(w, tr, k)
	}
	r.leave(w, tr)
}

// remake computes what the reverse of step k reads besides the states at its ends:
// the states of stages, or the iterates.
func (r *run[T]) remake(w *worker[T], tr *trajectory[T], k int) error {
	st := r.stepOf(tr, k)
	switch {
	case st.explicit():
		return nil
	case w.unrolled():
		tr.iter.reset()
		res := w.implicitStep(&st, &tr.iter)
		tr.most = max(tr.most, len(tr.iter.data))
		return r.verdict(tr, w, k, res)
	}
	if len(st.stages) > 1 {
		w.evaluateStart(st.at(0), false)
		for i := range len(st.stages) - 1 {
			w.rightSide(&st, i)
			w.solveStage(&st, i, nil)
		}
	}
	return nil
}
