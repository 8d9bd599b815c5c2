package measure

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/vec"
)

func TestTriad(t *testing.T) {
	test[float32](t)
	test[float64](t)
}

func test[T vec.Float](t *testing.T) {
	const n = 64
	a, b, c := make([]T, n), make([]T, n), make([]T, n)
	for i := range a {
		b[i], c[i] = T(i), T(i*i)
	}
	triad(a, b, c, 3)
	for i := range a {
		require.Equal(t, T(i+3*i*i), a[i])
	}
}

func TestPerCallCountsWork(t *testing.T) {
	work := func(n int) func() { return func() { multiplyAddsScalar(n) } }
	short, long := PerCall(work(1000)), PerCall(work(64_000))
	require.Positive(t, short)
	require.Greater(t, long, 8*short, "64 times the work")
}

func TestBandwidthOfWorkingSet(t *testing.T) {
	m := Machine{Bandwidths: []Bandwidth{{Bytes: 10}, {Bytes: 100}, {Bytes: 1000, Memory: true}}}
	require.Equal(t, 10, m.At(10).Bytes)
	require.Equal(t, 100, m.At(11).Bytes)
	require.True(t, m.At(5000).Memory)
}
