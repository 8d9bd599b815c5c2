package job

import (
	"math/rand/v2"
)

// subset is what one epoch looks at: some training cases, and times up to a
// horizon.
type subset struct {
	cases []int // places in the batch of training cases, ascending
	times int   // the first so many observed times
}

// subset of an epoch, counted from 0. It depends on the epoch and the seed alone,
// so that a resumed run needs to remember nothing.
func (o *objective[T]) subset(epoch int) subset {
	t := o.s.exp.Train
	n := len(o.train.cases)
	out := subset{times: o.horizon(epoch)}
	if t.Batch <= 0 || t.Batch >= n {
		for c := range n {
			out.cases = append(out.cases, c)
		}
		return out
	}
	parts := (n + t.Batch - 1) / t.Batch
	order := shuffled(n, t.Seed, uint64(epoch/parts))
	first := epoch % parts * t.Batch
	in := make([]bool, n)
	for _, c := range order[first:min(n, first+t.Batch)] {
		in[c] = true
	}
	for c := range n {
		if in[c] {
			out.cases = append(out.cases, c)
		}
	}
	return out
}

// horizon is the number of observed times that the curriculum lets an epoch see.
func (o *objective[T]) horizon(epoch int) int {
	end := 0.0
	for _, stage := range o.s.exp.Train.Curriculum {
		end += stage.Fraction * float64(o.s.exp.Train.Epochs)
		if float64(epoch) >= end {
			continue
		}
		n := 0
		for n < len(o.times) && o.times[n] <= stage.Until+o.s.timeTolerance() {
			n++
		}
		return max(1, n)
	}
	return len(o.times)
}

// streamBatches parts the random numbers of batches from all others.
const streamBatches = 0x6261746368 // "batch"

// shuffled is a permutation of 0..n-1 (Fisher and Yates).
func shuffled(n int, seed, sweep uint64) []int {
	pcg := rand.NewPCG(seed, mix(streamBatches, sweep))
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	for i := n - 1; i > 0; i-- {
		j := int(float64(i+1) * (float64(pcg.Uint64()>>11) * 0x1p-53))
		order[i], order[j] = order[j], order[i]
	}
	return order
}

// part of a batch.
func (b *batch[T]) part(places []int) *batch[T] {
	if len(places) == len(b.cases) {
		return b
	}
	out := &batch[T]{}
	for _, c := range places {
		out.index, out.cases = append(out.index, b.index[c]), append(out.cases, b.cases[c])
	}
	return out
}
