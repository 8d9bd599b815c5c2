package pool

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Every item is run once, and no two items of one worker at the same time.
func TestItems(t *testing.T) {
	for _, workers := range []int{-1, 0, 1, 2, 8} {
		p := New(workers)
		require.Equal(t, max(1, workers), p.Workers())
		for _, n := range []int{0, 1, 2, 7, 1000} {
			count := make([]atomic.Int32, n)
			active := make([]atomic.Int32, p.Workers())
			var overlaps atomic.Int32
			p.Run(n, func(worker, item int) {
				if active[worker].Add(1) != 1 {
					overlaps.Add(1)
				}
				count[item].Add(1)
				active[worker].Add(-1)
			})
			require.Zero(t, overlaps.Load())
			for item := range count {
				require.EqualValues(t, 1, count[item].Load(), "%d workers, item %d of %d", workers, item, n)
			}
		}
		p.Close()
	}
}

func TestNil(t *testing.T) {
	var p *Pool
	require.Equal(t, 1, p.Workers())
	var items []int
	p.Run(3, func(worker, item int) {
		require.Zero(t, worker)
		items = append(items, item)
	})
	require.Equal(t, []int{0, 1, 2}, items)
	p.Close()
}

// All workers take part: the first items wait until each worker has one.
func TestParallel(t *testing.T) {
	p := New(4)
	defer p.Close()
	var waiting atomic.Int32
	all := make(chan struct{})
	p.Run(4, func(worker, item int) {
		if waiting.Add(1) == 4 {
			close(all)
		}
		select {
		case <-all:
		case <-time.After(10 * time.Second):
			panic("an item waits alone")
		}
	})
}

func TestPanics(t *testing.T) {
	for _, p := range []*Pool{nil, New(1), New(3)} {
		for range 20 {
			v := func() (v any) {
				defer func() { v = recover() }()
				p.Run(100, func(worker, item int) {
					if item >= 5 {
						panic(fmt.Errorf("item %d: %w", item, io.ErrUnexpectedEOF))
					}
				})
				return nil
			}()
			failure, ok := v.(*Panic)
			require.True(t, ok)
			require.GreaterOrEqual(t, failure.Item, 5)
			require.Less(t, failure.Item, 5+p.Workers())
			require.ErrorIs(t, failure, io.ErrUnexpectedEOF)
			require.Contains(t, failure.Error(), fmt.Sprintf("item %d panicked: item %d: unexpected EOF", failure.Item, failure.Item))
			require.Contains(t, string(failure.Stack), "pool_test.go")

			// and the pool goes on
			var sum atomic.Int64
			p.Run(100, func(worker, item int) { sum.Add(int64(item)) })
			require.EqualValues(t, 4950, sum.Load())
		}
		p.Close()
	}
	require.Nil(t, errors.Unwrap(&Panic{Value: "text"}))
}

// An item that ends its goroutine, as t.FailNow does, neither hangs Run nor costs
// the pool a worker.
func TestGoexit(t *testing.T) {
	p := New(3)
	defer p.Close()
	for _, ends := range []func(worker int) bool{
		func(worker int) bool { return worker > 0 },
		func(worker int) bool { return worker == 0 },
	} {
		result := make(chan any, 1)
		go func() {
			defer func() { result <- recover() }()
			var started sync.WaitGroup
			started.Add(3)
			p.Run(3, func(worker, item int) {
				started.Done()
				started.Wait() // each worker has one
				if ends(worker) {
					runtime.Goexit()
				}
			})
		}()
		v := <-result
		if ends(0) {
			require.Nil(t, v, "the caller just ends")
		} else {
			require.ErrorIs(t, v.(*Panic), errGoexit)
		}
		require.Eventually(t, func() bool { return !p.busy.Load() }, 10*time.Second, time.Millisecond)
		meeting := make(chan struct{})
		var waiting atomic.Int32
		p.Run(3, func(worker, item int) { // all three are there
			if waiting.Add(1) == 3 {
				close(meeting)
			}
			<-meeting
		})
	}
}

func TestNested(t *testing.T) {
	p := New(2)
	defer p.Close()
	require.Panics(t, func() {
		p.Run(2, func(worker, item int) { p.Run(1, func(worker, item int) {}) })
	})
	p.Run(2, func(worker, item int) {})
}

func TestNoAllocation(t *testing.T) {
	for _, workers := range []int{1, 2} {
		p := New(workers)
		sums := make([]int, workers)
		f := func(worker, item int) { sums[worker] += item }
		p.Run(10, f)
		require.Zero(t, testing.AllocsPerRun(100, func() { p.Run(10, f) }))
		p.Close()
	}
}

func TestClose(t *testing.T) {
	before := runtime.NumGoroutine()
	for range 10 {
		p := New(5)
		p.Run(20, func(worker, item int) {})
		p.Close()
		p.Close()
	}
	for deadline := time.Now().Add(10 * time.Second); runtime.NumGoroutine() > before; time.Sleep(time.Millisecond) {
		require.True(t, time.Now().Before(deadline), "goroutines are left")
	}
}

func BenchmarkRun(b *testing.B) {
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) {
			p := New(workers)
			defer p.Close()
			f := func(worker, item int) {}
			b.ReportAllocs()
			for b.Loop() {
				p.Run(8, f)
			}
		})
	}
}
