// Package checkpoint schedules the reversal of N steps in less memory than N
// states: which states to keep, from which to step again, when to reverse.
//
// # Storage model
//
// There are B buffers, at least 4, all alike, each of which holds one state. Buffer 0 holds
// state 0 at the start. A step reads a buffer and writes another one. Step n, from
// state n to state n+1, is reversed when both states are in buffers. The state at
// which the reversal has arrived is in hand: it is kept until the step to it is
// reversed. (To give it up and make it again saves a few steps where there are so
// few buffers that steps are executed four times.) What one state is (several time levels of a multi-step method, say) is the caller's
// business, and so is where the cotangent is: it takes no buffer. A schedule with
// the fewest executed steps is given, for every N and B.
//
// In the terms of Revolve (Griewank and Walther, ACM Trans. Math. Softw. 26, 2000)
// B is s+3: s stored states, the initial one counted, the two that a step needs,
// and the state in hand. There the second
// buffer of a step lies idle. Here it serves as a slot while no long advance is
// under way, so that fewer steps are executed: never more than t(N,s)+1, with
//
//	t(1,s) = 0,   t(l,1) = l(l-1)/2,   t(l,s) = min_k { k + t(l-k,s-1) + t(k,s) }
//
// Nothing is tabulated: splittings come from binomial coefficients, and planning
// needs memory for B numbers, however large N is.
//
// A second tier of slots (a disk) may take states at the boundaries of segments;
// see Storage.
//
// The package must never know what a state or a step is.
package checkpoint
