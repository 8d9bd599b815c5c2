package codegen

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/codegen/randspec"
)

// pairwiseSample is a list of seeds whose specifications, which are all accepted,
// hold together every dimension, operator with its scheme, and kind of boundary
// condition beside every other one.
func pairwiseSample(t *testing.T) (sample []uint64) {
	const within = 3000 // seeds
	missing := allPairs()
	total := len(missing)
	refused := map[uint64]bool{}
	for _, worth := range []int{40, 20, 10, 5, 3, 1} {
		for seed := range uint64(within) {
			if refused[seed] || len(missing) == 0 {
				continue
			}
			s := randspec.New(seed)
			found := slices.DeleteFunc(pairsOf(s.Features), func(p pair) bool { return !missing[p] })
			if len(found) < worth {
				continue
			}
			if _, p := lowerRandom(t, s.Text); p == nil {
				refused[seed] = true
				continue
			}
			sample = append(sample, seed)
			for _, p := range found {
				delete(missing, p)
			}
		}
	}
	require.Empty(t, missing)
	t.Logf("%d pairs in %d specifications", total, len(sample))
	return sample
}

type pair [2]string

// allPairs are those of constructs that can stand together.
func allPairs() map[pair]bool {
	features := slices.Concat(randspec.Dimensions(), randspec.Operators(), randspec.Conditions())
	all := map[pair]bool{}
	for _, p := range pairsOf(features) {
		all[p] = true
	}
	for _, never := range []pair{{"1-D", "2-D"}, {"1-D", "div tensor"}, {"1-D", "mixed"}} {
		delete(all, never)
	}
	return all
}

func pairsOf(features []string) (pairs []pair) {
	features = slices.DeleteFunc(slices.Clone(features), func(f string) bool { return slices.Contains(randspec.Others(), f) })
	for i, a := range features {
		for _, b := range features[i+1:] {
			pairs = append(pairs, pair{a, b})
		}
	}
	return pairs
}
