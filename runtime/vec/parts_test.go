package vec_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/vec"
)

func TestParts(t *testing.T) {
	parts[float64](t)
	parts[float32](t)
}

func parts[T vec.Float](t *testing.T) {
	inf := T(math.Inf(1))
	for _, x := range []T{-inf, -3, -1e-30, 0, 1e-30, 3, inf} {
		require.Equal(t, max(x, 0), vec.PositivePart(x))
		require.Equal(t, min(x, 0), vec.NegativePart(x))
		require.Equal(t, max(x, -x), vec.Abs(x))
	}
	zero := T(math.Copysign(0, -1))
	require.False(t, math.Signbit(float64(vec.Abs(zero))))
	require.False(t, math.Signbit(float64(vec.PositivePart(zero))))
	require.True(t, math.Signbit(float64(vec.NegativePart(zero))))
	nan := T(math.NaN())
	for _, x := range []T{vec.PositivePart(nan), vec.NegativePart(nan), vec.Abs(nan)} {
		require.True(t, x != x)
	}
}
