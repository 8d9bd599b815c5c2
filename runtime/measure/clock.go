package measure

import "time"

// Samples of one measurement, and how long each takes at least. The fastest
// counts: what else the machine does can only add.
const (
	samples = 7
	atLeast = 2 * time.Millisecond
)

// PerCall is the time of one call of f in seconds, the least of several samples.
func PerCall(f func()) float64 {
	f() // touches memory, fills caches
	calls := 1
	spent := batch(f, calls)
	for spent < atLeast && calls < 1<<30 {
		more := 2 * calls
		if spent > 0 {
			more = min(100*calls, int(1.2*float64(calls)*float64(atLeast)/float64(spent))+1)
		}
		calls = max(more, calls+1)
		spent = batch(f, calls)
	}
	best := spent
	for range samples - 1 {
		best = min(best, batch(f, calls))
	}
	return best.Seconds() / float64(calls)
}

func batch(f func(), calls int) time.Duration {
	begin := time.Now()
	for range calls {
		f()
	}
	return time.Since(begin)
}
