package solver

import (
	"fmt"
	"unsafe"

	"github.com/pindiff/pindiffc/runtime/checkpoint"
)

// What a run keeps for its reverse is either everything (the states of all stages
// of all steps, with adjoint "unrolled" every iterate, and the levels), or states
// in the buffers of a schedule (package checkpoint). Then the levels of a few steps
// are kept, made again as steps are; stages and iterates are those of the step that
// is being reversed. A state is all that a step reads of earlier ones: two time
// levels where the scheme, or the first guess of a step, has a history. Nothing else goes
// from step to step, so a step taken again gives the same bits. Reversed they are once, in
// order, and what goes from one to the next there (the cotangent, and the guesses of
// adjoint solutions) stays with the case: so the gradient has the same bits too.

// defaultBytes is what "revolve" may use if neither slots nor bytes are given.
const defaultBytes = 1e9

// largestTape is up to how many bytes the networks of fields keep of their evaluation for
// the pullback. Where that would take more nothing is kept: the pullback evaluates once
// more, block by block, a third of the networks' work on top.
const largestTape = 64 << 20

// shareTapes gives the closures that are fields one workspace, since they are at work in
// turn, and says whether they keep tapes.
func (s *solverState[T]) shareTapes() {
	bytes := 0
	for _, c := range s.closures {
		if c.field() {
			bytes += c.net.TapeSize(s.grid.Cells) * int(unsafe.Sizeof(T(0)))
			c.tape.Work = &s.networks
		}
	}
	for _, c := range s.closures {
		c.keep = bytes <= largestTape
	}
}

// working is how many buffers of a schedule are not slots: two of a step, and the
// state in hand.
const working = 3

// stateSize is the length of what a buffer holds.
func (r *run[T]) stateSize() int {
	n := r.s.space.Fields * r.s.grid.Cells
	if r.s.keepsHistory() {
		return 2 * n
	}
	return n
}

// makeSchedule decides what the run keeps; sched is nil for everything.
func (r *run[T]) makeSchedule() error {
	r.sched, r.spent, r.again, r.recomputed = nil, false, false, 0
	r.disk.settle() // of a run that was given up
	r.disk.stores, r.disk.loads = 0, 0
	c := &r.s.config
	if !r.record || c.Checkpoint != "revolve" {
		return nil
	}
	steps, size := r.plan.steps(), unsafe.Sizeof(T(0))
	state := float64(len(r.cases)) * float64(r.stateSize()) * float64(size)
	buffers := c.Slots + working
	if c.Slots == 0 {
		bytes := first(c.Bytes, defaultBytes)
		all := float64(steps*r.plan.stages()+1) * float64(len(r.cases)) * float64(r.s.space.Fields*r.s.grid.Cells) * float64(size)
		if all <= bytes && !r.s.unrolled() {
			return nil
		}
		if c.Disk > 0 {
			bytes -= state // the initial state, see trajectory.origin
		}
		if bytes < (1+working)*state {
			return fmt.Errorf("solver: %g bytes are too few for checkpoints: a state of the run has %g, and %d are needed", first(c.Bytes, defaultBytes), state, 1+working+min(1, c.Disk))
		}
		buffers = int(min(bytes/state, float64(steps+1)))
	}
	storage := checkpoint.Storage{
		Buffers: max(1+working, min(buffers, steps+1)), Slots: c.Disk, Write: c.Transfer, Read: c.Transfer,
	}
	sched, err := checkpoint.New(steps, storage)
	if err != nil {
		return fmt.Errorf("solver: %w", err)
	}
	r.sched = sched
	r.buffers = storage.Buffers
	if sched.Cost().Stores > 0 {
		return r.disk.open(c.DiskDir, int(state))
	}
	return nil
}

// makeTape allocates what is kept of every case and puts its initial state there.
func (r *run[T]) makeTape() {
	n := r.s.space.Fields * r.s.grid.Cells
	for _, tr := range r.cases {
		if r.sched == nil {
			tr.tape = fit(tr.tape, (r.plan.steps()*r.plan.stages()+1)*n)
			copy(tr.tape, tr.state)
			continue
		}
		tr.tape, tr.most = fit(tr.tape, r.buffers*r.stateSize()), 0
		copy(r.buffer(tr, 0), tr.state)
		tr.origin = tr.origin[:0]
		if r.sched.Cost().Stores > 0 {
			tr.origin = append(tr.origin, tr.state...)
		}
	}
}

// buffer of a case: a state and, with a history, the one a step before.
func (r *run[T]) buffer(tr *trajectory[T], i int) []T {
	n := r.stateSize()
	return tr.tape[i*n : (i+1)*n]
}

// initialOf is the initial state of a case, also when the reversal is done.
func (r *run[T]) initialOf(tr *trajectory[T]) []T {
	if len(tr.origin) > 0 && r.sched != nil {
		return tr.origin
	}
	return tr.tape[:len(tr.state)]
}

// stored is how many bytes are kept of all cases, at most.
func (r *run[T]) stored() (bytes int64) {
	for _, tr := range r.cases {
		n := len(tr.tape) + len(tr.iter.data)
		if r.sched != nil {
			n = len(tr.tape) + len(tr.origin) + tr.most
		}
		bytes += int64(n) * int64(unsafe.Sizeof(T(0)))
	}
	return bytes
}
