package pool

import (
	"sync"
	"sync/atomic"
)

// relay hands out legs of items: of those that no worker has, the item with the
// fewest legs behind it comes first, so that all of them end together. A single
// worker takes one item after the other.
type relay struct {
	f    func(worker, item, leg int) bool
	legs int
	even bool // some worker may have to wait for the last item

	mu    sync.Mutex
	done  []int // legs behind an item
	taken []bool
}

// Relay calls f for the legs 0 <= leg < legs of every item, in this order for each
// item, and returns when all are done. An item ends early where f answers false.
// Between its legs an item changes workers, so that a few long items keep all of
// them busy to the end; the next leg sees what the one before has written. All else
// is as for Run: f is built once and kept, and nothing is allocated but for the
// first call with so many items.
func (p *Pool) Relay(n, legs int, f func(worker, item, leg int) bool) {
	if p == nil {
		serial(n, func(_, item int) {
			for leg := 0; leg < legs && f(0, item, leg); leg++ {
			}
		})
		return
	}
	p.begin(n)
	r := &p.relay
	for len(r.done) < n {
		r.done, r.taken = append(r.done, 0), append(r.taken, false)
	}
	clear(r.done)
	clear(r.taken)
	r.f, r.legs, r.even = f, legs, len(p.wake) > 0
	p.run(n)
}

// take is a free item and its next leg; -1: there is none. A failure elsewhere has
// moved next to n: then nothing is begun any more.
func (r *relay) take(next *atomic.Int64, n int64) (item, leg int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if item = -1; next.Load() >= n {
		return item, 0
	}
	for i := range int(n) {
		if !r.taken[i] && r.done[i] < r.legs && (item < 0 || r.even && r.done[i] < r.done[item]) {
			item = i
		}
	}
	if item < 0 {
		return item, 0
	}
	r.taken[item] = true
	return item, r.done[item]
}

// put gives an item back after a leg.
func (r *relay) put(item, leg int, more bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.taken[item], r.done[item] = false, leg+1
	if !more {
		r.done[item] = r.legs
	}
}
