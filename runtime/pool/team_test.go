package pool

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// cover runs jobs of many sizes on the team of every item of a Run, and returns how
// many ranges were done by others than the item's worker.
func cover(t *testing.T, p *Pool, items int) (helped int64) {
	t.Helper()
	var elsewhere atomic.Int64
	p.Run(items, func(worker, item int) {
		team := p.Team(worker)
		count := make([]atomic.Int32, 40)
		active := make([]atomic.Int32, p.Workers())
		f := func(w, lo, hi int) {
			if active[w].Add(1) != 1 || lo >= hi {
				panic(fmt.Sprintf("worker %d has two ranges at a time, or none in %d to %d", w, lo, hi))
			}
			if w != worker {
				elsewhere.Add(1)
			}
			for i := lo; i < hi; i++ {
				count[i].Add(1)
			}
			active[w].Add(-1)
		}
		for job := range 2000 {
			n := 1 + job%len(count)
			team.Run(n, f)
			for i := range n {
				if count[i].Swap(0) != 1 {
					panic(fmt.Sprintf("job %d: %d of %d", job, i, n))
				}
			}
		}
	})
	return elsewhere.Load()
}

// TestTeams: workers without items help those that have one, every part of a job is
// done once, and no worker does two at a time.
func TestTeams(t *testing.T) {
	for _, workers := range []int{1, 2, 3, 7} {
		p := New(workers)
		for _, items := range []int{1, 2, 3, 7, 1, 2} {
			sizes := make([]int, items)
			p.Run(items, func(worker, item int) { sizes[item] = p.Team(worker).Size() })
			helped := cover(t, p, items)
			if items >= workers {
				require.Zero(t, helped, "%d workers, %d items", workers, items)
			}
			if items == 1 {
				require.Equal(t, workers, sizes[0])
			}
		}
		p.Close()
	}
}

// TestMembersTakePart: a share waits until a member has another.
func TestMembersTakePart(t *testing.T) {
	p := New(3)
	defer p.Close()
	var here atomic.Int32
	p.Run(1, func(worker, _ int) {
		p.Team(worker).Run(3, func(w, lo, hi int) {
			here.Add(int32(hi - lo))
			for here.Load() < 3 {
				runtime.Gosched()
			}
		})
	})
}

// TestTeamsOnOneProcessor: members get no processor while the worker has it.
func TestTeamsOnOneProcessor(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	p := New(3)
	defer p.Close()
	cover(t, p, 1)
	cover(t, p, 2)
}

// TestNoTeam: without a pool all is one range.
func TestNoTeam(t *testing.T) {
	var p *Pool
	require.Equal(t, 1, p.Team(0).Size())
	var ranges [][3]int
	p.Team(0).Run(5, func(worker, lo, hi int) { ranges = append(ranges, [3]int{worker, lo, hi}) })
	require.Equal(t, [][3]int{{0, 0, 5}}, ranges)
}

// TestShareFails: a panic of any share is that of the item, with the stack of the share,
// and the pool goes on. So is the end of a member's goroutine.
func TestShareFails(t *testing.T) {
	p := New(3)
	defer p.Close()
	for _, place := range []string{"worker", "member", "exit"} {
		f := func(w, lo, hi int) {
			for end := time.Now().Add(10 * time.Microsecond); time.Now().Before(end); { // members come meanwhile
			}
			switch {
			case place == "worker" && w == 0, place == "member" && w > 0:
				panicHere()
			case place == "exit" && w > 0:
				runtime.Goexit()
			}
		}
		var failure *Panic
		for failure == nil { // members may come too late
			func() {
				defer func() {
					if v := recover(); v != nil {
						failure = v.(*Panic)
					}
				}()
				p.Run(1, func(worker, _ int) { p.Team(worker).Run(3, f) })
			}()
		}
		if place == "exit" {
			require.True(t, errors.Is(failure, errGoexit))
		} else {
			require.True(t, errors.Is(failure, io.ErrUnexpectedEOF))
			require.Contains(t, string(failure.Stack), "panicHere")
		}
		cover(t, p, 1)
	}
}

func panicHere() { panic(io.ErrUnexpectedEOF) }

func TestTeamsAllocateNothing(t *testing.T) {
	p := New(2)
	defer p.Close()
	var sum [2]int
	share := func(worker, lo, hi int) { sum[worker] += hi - lo }
	item := func(worker, _ int) {
		for range 100 {
			p.Team(worker).Run(8, share)
		}
	}
	require.Zero(t, testing.AllocsPerRun(20, func() { p.Run(1, item) }))
}

func BenchmarkTeam(b *testing.B) {
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprint(workers), func(b *testing.B) {
			p := New(workers)
			defer p.Close()
			var done [2][16]int
			share := func(worker, lo, hi int) { done[worker][0] += hi - lo }
			p.Run(1, func(worker, _ int) {
				for range b.N {
					p.Team(worker).Run(2, share)
				}
			})
			b.ReportMetric(float64(done[1][0])/float64(b.N), "helped/op")
		})
	}
}
