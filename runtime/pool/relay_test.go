package pool

import (
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

// The legs of an item are run once each, in order and one at a time; an item that
// ends early has no more.
func TestRelay(t *testing.T) {
	for _, workers := range []int{1, 2, 5} {
		p := New(workers)
		for _, n := range []int{0, 1, 3, 40} {
			const legs = 7
			at := make([]atomic.Int32, n)
			active := make([]atomic.Int32, n)
			var wrong atomic.Int32
			last := func(item int) int { return 1 + item%legs }
			p.Relay(n, legs, func(_, item, leg int) bool {
				if active[item].Add(1) != 1 || at[item].Add(1) != int32(leg+1) {
					wrong.Add(1)
				}
				active[item].Add(-1)
				return leg+1 < last(item)
			})
			require.Zero(t, wrong.Load())
			for item := range at {
				require.EqualValues(t, last(item), at[item].Load(), "%d workers, item %d of %d", workers, item, n)
			}
			p.Run(n, func(_, item int) { at[item].Store(-1) }) // the pool is as it was
			for item := range at {
				require.EqualValues(t, -1, at[item].Load())
			}
		}
		p.Close()
	}
}

// Among free items the one with the fewest legs behind it comes first.
func TestRelayIsEven(t *testing.T) {
	var next atomic.Int64
	r := relay{legs: 4, even: true, done: []int{2, 1, 1, 4}, taken: []bool{false, false, false, false}}
	for _, want := range []int{1, 2, 0, -1} {
		item, _ := r.take(&next, 4)
		require.Equal(t, want, item)
	}
	r.put(2, 1, true)
	item, leg := r.take(&next, 4)
	require.Equal(t, 2, item)
	require.Equal(t, 2, leg)
	r.put(2, 2, false)
	item, _ = r.take(&next, 4)
	require.Equal(t, -1, item)
}

// A panic ends the relay: no leg begins after it.
func TestRelayPanics(t *testing.T) {
	for _, workers := range []int{1, 3} {
		p := New(workers)
		var legs atomic.Int32
		require.PanicsWithValue(t, "leg 2 of item 1", func() {
			defer func() { panic(recover().(*Panic).Value) }()
			p.Relay(2, 100000, func(_, item, leg int) bool {
				if item == 1 && leg == 2 {
					panic("leg 2 of item 1")
				}
				legs.Add(1)
				return true
			})
		})
		require.Less(t, legs.Load(), int32(2e5-100))
		p.Close()
	}
}

func TestRelayAllocatesNothing(t *testing.T) {
	p := New(2)
	defer p.Close()
	f := func(_, _, _ int) bool { return true }
	p.Relay(5, 3, f)
	require.Zero(t, testing.AllocsPerRun(20, func() { p.Relay(5, 3, f) }))
}
