package pool

import (
	"math/bits"
	"runtime"
	"runtime/debug"
	"sync/atomic"

	"github.com/pindiff/pindiffc/runtime/vec"
)

// Team is what one worker of a pool may share the work of its item with: where a
// Run or Relay has fewer items than the pool has workers, those that have none are
// dealt out to those that have one, and wait to be called upon. A nil Team, or one
// without such members, does all itself.
//
// A job is cut into as many shares as there are workers in the team. A member takes
// the same one each time, if it is there in time, so that its part of the data stays
// in its cache; else the worker takes that share too. So nothing waits for a member
// that the system has not yet given a processor, but for one at work.
type Team struct {
	pool    *Pool
	worker  int
	members []int // of the present Run

	_    [64]byte      // members look at free all the time
	free atomic.Uint64 // the number of the job, and below it a bit for each share that nobody has
	_    [64]byte

	left      atomic.Int64 // shares not yet done, but for the worker's first
	waiting   atomic.Bool  // the worker sleeps until left is 0
	woken     chan struct{}
	n, shares int // of the present job
	f         func(worker, lo, hi int)
	failure   atomic.Pointer[shareFailure]
}

const (
	mostShares = 32 // in a team: the bits for them

	// A member looks for a job so often before it sleeps, a tenth of a millisecond: to
	// wake it takes about as long, and most jobs a hundredth of that. Now and then it
	// lets something else run.
	memberSpins = 1 << 15
	politeSpins = 1 << 10
	// A worker looks so often whether its members are done, before it sleeps.
	workerSpins = 1 << 14
)

// Team is that of a worker, for items that it runs.
func (p *Pool) Team(worker int) *Team {
	if p == nil {
		return nil
	}
	return p.teams[worker]
}

func newTeam(p *Pool, worker int) *Team {
	return &Team{pool: p, worker: worker, members: make([]int, 0, mostShares), woken: make(chan struct{}, 1)}
}

// Size is the number of workers in the team, at least one.
func (t *Team) Size() int {
	if t == nil {
		return 1
	}
	return len(t.members) + 1
}

// share is the k-th of so many ranges.
func share(n, shares, k int) (lo, hi int) { return k * n / shares, (k + 1) * n / shares }

// Run calls f for ranges lo <= hi that make up 0 to n, each by one worker of the team,
// and returns when all are done. What f computes must not depend on where ranges end. It
// allocates nothing (build f once and keep it). It is called by the item that the team's
// worker runs, not from f.
//
// If f panics, so does Run, when the ranges in progress are done.
func (t *Team) Run(n int, f func(worker, lo, hi int)) {
	shares := min(n, t.Size())
	if shares < 2 {
		own := 0
		if t != nil {
			own = t.worker
		}
		f(own, 0, n)
		return
	}
	t.n, t.shares, t.f = n, shares, f
	t.left.Store(int64(shares - 1))
	number := t.free.Load()>>mostShares + 1
	t.free.Store(number<<mostShares | (1<<shares - 2))
	t.call(shares)
	defer t.finish() // whatever f does
	t.share(t.worker, 0)
	for k, ok := t.take(0); ok; k, ok = t.take(0) {
		t.share(t.worker, k)
		t.left.Add(-1)
	}
}

// call wakes the members that a job needs and that sleep.
func (t *Team) call(shares int) {
	for k, member := range t.members[:shares-1] {
		if a := &t.pool.asleep[member]; a.Load() && a.CompareAndSwap(true, false) {
			t.pool.wake[member-1] <- order{team: t, place: k + 1, run: t.pool.number.Load()}
		}
	}
}

// take claims a share, the wanted one if it is free; false if none is.
func (t *Team) take(want int) (share int, ok bool) {
	for {
		free := t.free.Load()
		left := free & (1<<mostShares - 1)
		if left == 0 {
			return 0, false
		}
		if share = want; left>>want&1 == 0 {
			share = bits.TrailingZeros64(left)
		}
		if t.free.CompareAndSwap(free, free&^(1<<share)) {
			return share, true
		}
	}
}

// share does one share. Of the job only who has claimed a share of it may read.
func (t *Team) share(worker, k int) {
	lo, hi := share(t.n, t.shares, k)
	t.f(worker, lo, hi)
}

// finish waits for the members' shares.
func (t *Team) finish() {
	for left := t.free.Load(); left&(1<<mostShares-1) != 0; left = t.free.Load() { // f has failed
		if _, ok := t.take(0); ok {
			t.left.Add(-1)
		}
	}
	for spins := 0; t.left.Load() > 0; spins++ {
		if spins < workerSpins {
			continue
		}
		t.waiting.Store(true)
		if t.left.Load() > 0 || !t.waiting.CompareAndSwap(true, false) {
			<-t.woken
		}
		break
	}
	t.f = nil
	if failure := t.failure.Load(); failure != nil {
		t.failure.Store(nil)
		panic(failure)
	}
}

// help does shares of a team's jobs as the member of that place, until none has come
// for a while or the pool ended the Run.
func (t *Team) help(member, place int, run uint64) {
	vec.ClearUpper()
	p := t.pool
	for {
		for spins := 0; spins < memberSpins && p.number.Load() == run; spins++ {
			if k, ok := t.take(place); ok {
				t.helpWith(member, k)
				spins = 0
			} else if spins%politeSpins == politeSpins-1 {
				runtime.Gosched()
			}
		}
		p.asleep[member].Store(true)
		due := t.free.Load()&(1<<mostShares-1) != 0 && p.number.Load() == run
		if !due || !p.asleep[member].CompareAndSwap(true, false) {
			return
		}
	}
}

// helpWith does one share as a member.
func (t *Team) helpWith(member, k int) {
	through := false
	defer func() {
		if !through {
			v := recover()
			if v == nil {
				v = errGoexit
				t.pool.asleep[member].Store(true) // serve begins anew
			}
			t.failure.CompareAndSwap(nil, &shareFailure{v, debug.Stack()})
		}
		if t.left.Add(-1) == 0 && t.waiting.Load() && t.waiting.CompareAndSwap(true, false) {
			t.woken <- struct{}{}
		}
	}()
	t.share(member, k)
	through = true
}

// shareFailure is what a Team panics with when a share has panicked elsewhere.
type shareFailure struct {
	value any
	stack []byte
}
