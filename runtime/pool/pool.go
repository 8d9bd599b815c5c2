// Package pool runs the items of a loop on a fixed set of goroutines.
//
// Which worker takes which item is not determined, so what an item computes must
// not depend on it: items write to places of their own, and sums over items are
// taken by the caller, in the order of the items. Then results are bitwise the
// same for any number of workers. Where there are fewer items than workers, an item can
// share its work with those that have none: see Team.
//
// It knows nothing of what it runs.
package pool

import (
	"sync"
	"sync/atomic"

	"github.com/pindiff/pindiffc/runtime/vec"
)

// Pool is a fixed set of workers. The caller of Run is one of them, with index
// 0; the others are goroutines that sleep between calls. A nil Pool has one
// worker, the caller.
type Pool struct {
	wake []chan order // one for each goroutine
	done sync.WaitGroup

	busy   atomic.Bool   // a Run is in progress
	number atomic.Uint64 // of beginnings and ends of a Run so far
	teams  []*Team       // by worker
	asleep []atomic.Bool // by worker: it is in no team at present, and may be called

	n     int64 // items of the present Run
	f     func(worker, item int)
	next  atomic.Int64 // first item that no worker has taken
	relay relay        // of the present Relay, in the place of next

	mu    sync.Mutex
	panic *Panic // that of the lowest item
}

// order is what a goroutine is woken for: to work on items, or as the member of that
// place in a team, while the Run of that number lasts.
type order struct {
	team  *Team
	place int
	run   uint64
}

// New returns a pool of the given number of workers, at least one.
func New(workers int) *Pool {
	p := &Pool{asleep: make([]atomic.Bool, max(1, workers))}
	for worker := range p.asleep {
		p.asleep[worker].Store(true)
		p.teams = append(p.teams, newTeam(p, worker))
	}
	for worker := 1; worker < workers; worker++ {
		wake := make(chan order, 2) // an order of an earlier Run may be there still
		p.wake = append(p.wake, wake)
		go p.serve(worker, wake)
	}
	return p
}

// serve does what it is woken for, until wake is closed. A goroutine that an
// item has ended (runtime.Goexit) is replaced.
func (p *Pool) serve(worker int, wake chan order) {
	ended, working := true, false
	defer func() {
		if !ended {
			return
		}
		go p.serve(worker, wake)
		if working {
			p.done.Done()
		}
	}()
	for o := range wake {
		if o.team != nil {
			o.team.help(worker, o.place, o.run)
			continue
		}
		working = true
		p.work(worker)
		working = false
		p.done.Done()
	}
	ended = false
}

// Workers is the number of workers, the caller included: the indices that Run
// passes on are below it.
func (p *Pool) Workers() int {
	if p == nil {
		return 1
	}
	return len(p.wake) + 1
}

// Run calls f once for every item 0 <= item < n and returns when all are done.
// At any time a worker has one item, so f may use memory by worker. Run
// allocates nothing (build f once and keep it). Run may be called neither from
// f nor by two goroutines at once; it panics then.
//
// If f panics, or ends a worker's goroutine by runtime.Goexit, no further items
// are started, and Run panics with a *Panic. An item that ends the caller's
// goroutine ends it, when the items in progress are done.
func (p *Pool) Run(n int, f func(worker, item int)) {
	if p == nil {
		serial(n, f)
		return
	}
	p.begin(n)
	p.f = f
	p.run(n)
}

// begin claims the pool.
func (p *Pool) begin(n int) {
	if !p.busy.CompareAndSwap(false, true) {
		panic("pool: Run called within Run")
	}
	p.n = int64(n)
	p.next.Store(0)
	p.number.Add(1)
	for worker := n; n > 0 && worker < len(p.teams); worker++ {
		t := p.teams[worker%n]
		if len(t.members) < mostShares-1 {
			t.members = append(t.members, worker)
		}
	}
}

// run wakes as many workers as there are items for, and works with them.
func (p *Pool) run(n int) {
	helpers := max(0, min(len(p.wake), n-1))
	p.done.Add(helpers)
	for _, wake := range p.wake[:helpers] {
		wake <- order{}
	}
	defer p.finish()
	p.work(0)
}

// finish waits for the workers and ends a Run.
func (p *Pool) finish() {
	p.done.Wait()
	p.number.Add(1)
	for _, t := range p.teams {
		t.members = t.members[:0]
	}
	failure := p.panic
	p.f, p.relay.f, p.panic = nil, nil, nil
	p.busy.Store(false)
	if failure != nil {
		panic(failure)
	}
}

// serial is Run without a pool.
func serial(n int, f func(worker, item int)) {
	item := 0
	defer func() {
		if v := recover(); v != nil {
			panic(newPanic(item, v))
		}
	}()
	for ; item < n; item++ {
		f(0, item)
	}
}

// work takes items until there are none.
func (p *Pool) work(worker int) {
	item, through := -1, false
	defer func() {
		if through {
			return
		}
		p.next.Store(p.n)
		v := recover()
		if v == nil && worker > 0 {
			v = errGoexit
		}
		if v != nil {
			p.record(newPanic(item, v))
		}
	}()
	vec.ClearUpper()
	for p.relay.f == nil {
		next := p.next.Add(1) - 1
		if next >= p.n {
			through = true
			return
		}
		item = int(next)
		p.f(worker, item)
	}
	for {
		var leg int
		if item, leg = p.relay.take(&p.next, p.n); item < 0 {
			through = true
			return
		}
		more := p.relay.f(worker, item, leg)
		p.relay.put(item, leg, more)
	}
}

// Close ends the goroutines. The pool must not be used after it.
func (p *Pool) Close() {
	if p == nil {
		return
	}
	for _, wake := range p.wake {
		close(wake)
	}
	p.wake = nil
}
