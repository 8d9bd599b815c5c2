package randspec

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSpecDependsOnSeedOnly(t *testing.T) {
	seen := map[string]bool{}
	for seed := range uint64(50) {
		s := Spec(seed)
		require.Equal(t, s, Spec(seed))
		require.False(t, seen[s])
		seen[s] = true
		require.Equal(t, strings.Count(s, "("), strings.Count(s, ")"), s)
	}
}

func TestValueStaysInRange(t *testing.T) {
	negative := 0
	for i := range 1000 {
		v := Value(7, 1, 2, 3, [3]int{i, -i, 0}, true)
		require.Equal(t, v, Value(7, 1, 2, 3, [3]int{i, -i, 0}, true))
		if v < 0 {
			negative++
			v = -v
		}
		require.GreaterOrEqual(t, v, 0.5)
		require.LessOrEqual(t, v, 1.5)
		require.Positive(t, Value(7, 1, 2, 3, [3]int{i, -i, 0}, false))
	}
	require.InDelta(t, 500, negative, 100)
}
