package checkpoint

import "math/bits"

// most is where counts saturate: more steps than anyone takes.
const most = 1 << 62

// choose is the binomial coefficient of n and k, 0 outside Pascal's triangle.
func choose(n, k int) int {
	if k < 0 || k > n {
		return 0
	}
	k = min(k, n-k)
	c := uint64(1)
	for i := 1; i <= k; i++ {
		hi, lo := bits.Mul64(c, uint64(n-k+i))
		if hi >= uint64(i) {
			return most
		}
		if c, _ = bits.Div64(hi, lo, uint64(i)); c >= most {
			return most
		}
	}
	return int(c)
}

func add(terms ...int) int {
	sum := 0
	for _, t := range terms {
		sum = min(most, sum+t)
	}
	return sum
}

// Both ends held. Let F(l,c) be the fewest steps that reverse l steps where both
// their ends are held and c buffers are free:
//
//	F(1,c) = 0,   F(l,c) = min_k { k + F(l-k,c-1) + F(k,c) }
//
// where k > 1 needs c > 1, for the buffer of states on the way. F is convex in l:
// its slope is r for the lengths from L(c,r-1) to L(c,r), of which no step is
// executed more than r times, with L(c,0) = 1, L(1,r) = 2 and
//
//	L(c,r) = L(c-1,r) + L(c,r-1) = C(c-1+r,r) + C(c-2+r,r-1)
type held struct{ free int }

func (h held) reach(r int) int {
	switch c := h.free; {
	case r <= 0 || c <= 0:
		return 1
	default:
		return add(choose(c-1+r, r), choose(c-2+r, r-1))
	}
}

func (h held) endless() bool { return h.free > 1 }

// cost is F(l,c) = r l - sum of L(c,q) over q < r.
func (h held) cost(l int) int {
	if l == 1 {
		return 0
	}
	r, c := repeats(h, l), h.free
	return r*l - choose(c+r-1, r-1) - choose(c+r-2, r-2)
}

// The end not held: the first time forward. Let G(l,b) be the fewest steps that
// reverse l steps whose start is held, with b buffers, that of the start counted:
//
//	G(1,b) = 1,   G(l,b) = min_k { k + G(l-k,b-1) + F(k,b-2) }
//
// Its slope is r for the lengths from P(b,r-1) to P(b,r), with P(2,r) = P(b,0) = 1,
//
//	P(b,r) = P(b-1,r) + L(b-2,r-1) = 1 + C(b-3+r,r) + C(b-4+r,r-1)
//
// where the last term is for r > 1 only.
type open struct{ buffers int }

func (o open) reach(r int) int {
	b := o.buffers
	switch {
	case r <= 0 || b <= 2:
		return 1
	case r == 1:
		return b - 1
	}
	return add(1, choose(b-3+r, r), choose(b-4+r, r-1))
}

func (o open) endless() bool { return o.buffers > 3 }

// cost is G(l,b) = 1 + r l - sum of P(b,q) over q < r.
func (o open) cost(l int) int {
	if l == 1 {
		return 1
	}
	r, m := repeats(o, l), o.buffers-2
	sum := 1
	if r > 1 {
		sum += r - 3 + choose(m+r-1, r-1) + choose(m+r-2, r-2)
	}
	return 1 + r*l - sum
}

// span is a kind of segment to reverse.
type span interface {
	reach(r int) int // the length up to which no step is executed more than r times
	endless() bool   // any length can be reversed
}

// fits says whether l steps can be reversed.
func fits(s span, l int) bool { return s.endless() || l <= s.reach(2) }

// repeats is the smallest r whose reach is l.
func repeats[S span](s S, l int) int {
	hi := 1
	for s.reach(hi) < l {
		hi *= 2
	}
	lo := hi / 2 // reach(lo) < l, unless hi is 1
	for hi-lo > 1 {
		if mid := (lo + hi) / 2; s.reach(mid) < l {
			lo = mid
		} else {
			hi = mid
		}
	}
	return hi
}

// split is the length k of the part that is advanced over first. Of all optimal
// ones it is the longest.
func (h held) split(l int) int {
	r := repeats(h, l)
	return min(h.reach(r-1), l-held{h.free - 1}.reach(r-1))
}

func (o open) split(l int) int {
	r := repeats(o, l)
	return min(held{o.buffers - 2}.reach(r-1), l-open{o.buffers - 1}.reach(r-1))
}
