package checkpoint

import "fmt"

// Storage is what a schedule may use.
//
// With slots in a second tier, the steps are cut into segments of equal length.
// The first time forward, their starts are stored there; the segments are reversed
// from the last to the first, each in the buffers, while the start of the one
// before is loaded into a buffer set aside for it. So each transfer has a segment's
// steps to hide behind. How many segments there are is chosen by cost: executed
// steps, and what of the transfers is longer than the steps they hide behind.
type Storage struct {
	Buffers int // B, at least 4
	Slots   int // of the second tier, 0 for none

	Write, Read float64 // time of a transfer, in steps
}

// Cost of a schedule, all of it: the first time forward and the reversal.
type Cost struct {
	Steps         int     // executed
	Stores, Loads int     // transfers of the second tier
	Waiting       float64 // for transfers, in steps
}

// total is what the number of segments is chosen by.
func (c Cost) total() float64 { return float64(c.Steps) + c.Waiting }

// check says what is wrong with a storage for n steps.
func (s Storage) check(n int) error {
	switch {
	case n < 0:
		return fmt.Errorf("checkpoint: %d steps", n)
	case s.Buffers < 4 || s.Slots < 0:
		return fmt.Errorf("checkpoint: %d buffers and %d slots, expected at least 4 and 0", s.Buffers, s.Slots)
	case !(s.Write >= 0 && s.Read >= 0):
		return fmt.Errorf("checkpoint: transfers take %g and %g steps, expected 0 or more", s.Write, s.Read)
	}
	return nil
}

// segments is a division of n steps into m parts, the longer ones last.
type segments struct{ n, m int }

// start of segment i; that of segment m is n.
func (g segments) start(i int) int {
	q, longer := g.n/g.m, g.n%g.m
	return i*q + max(0, i-(g.m-longer))
}

// last is the length of the last segment, and of the longest.
func (g segments) last() int { return (g.n + g.m - 1) / g.m }

// spans are the kinds of the segments: the first one, those between, the last one.
// The buffer set aside is free for the first; if it is the only one too.
func (g segments) spans(s Storage) (first, middle held, last open) {
	b := s.Buffers
	if g.m == 1 {
		return held{}, held{}, open{b}
	}
	return held{b - 2}, held{b - 3}, open{b - 1}
}

// cost of a division; ok says whether it can be done.
func (g segments) cost(s Storage) (c Cost, ok bool) {
	first, middle, last := g.spans(s)
	if !fits(last, g.last()) {
		return c, false
	}
	c.Steps = g.start(g.m-1) + last.cost(g.last())
	c.Stores = max(0, g.m-2)
	c.Loads = c.Stores
	for i, same := 0, 0; i < g.m-1; i += same {
		l := g.start(i+1) - g.start(i)
		kind := middle
		same = g.run(i)
		if i == 0 {
			kind, same = first, 1
		}
		if !fits(kind, l) {
			return c, false
		}
		again := kind.cost(l)
		c.Steps = add(c.Steps, same*again)
		// The store of start i hides behind segment i, the load of the one before i
		// behind the reversal of segment i.
		stored, loads := min(same, max(0, g.m-2-i)), same
		if i == 0 {
			loads = 0
		}
		c.Waiting += float64(stored)*max(0, s.Write-float64(l)) + float64(loads)*max(0, s.Read-float64(again))
	}
	return c, true
}

// run is how many segments from i on, the last one not counted, have its length.
func (g segments) run(i int) int {
	shorter := g.m - g.n%g.m
	if i < shorter {
		return min(shorter, g.m-1) - i
	}
	return g.m - 1 - i
}

// divide chooses the number of segments. One always can be reversed.
func divide(n int, s Storage) (segments, Cost) {
	best := segments{n, 1}
	cost, _ := best.cost(s)
	for m := 2; m <= min(n, s.Slots+2) && s.Slots > 0; m++ {
		if c, ok := (segments{n, m}).cost(s); ok && c.total() < cost.total() {
			best, cost = segments{n, m}, c
		}
	}
	return best, cost
}
