package mat

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/vec"
)

func random[T vec.Float](rng *rand.Rand, n int) []T {
	x := make([]T, n)
	for i := range x {
		x[i] = T(2*rng.Float64() - 1)
	}
	return x
}

// shapes covers whole tiles, every edge, and what is narrower than any vector.
var shapes = [][3]int{ // m, k, n
	{1, 1, 1}, {4, 1, 32}, {5, 3, 7}, {8, 2, 128}, {3, 128, 1}, {7, 5, 2}, {130, 17, 33},
	{64, 128, 128}, {65, 40, 31}, {2, 9, 64}, {129, 1, 35}, {200, 128, 2}, {100, 2, 3}, {6, 0, 5},
}

func testMul[T vec.Float](t *testing.T, tolerance float64) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, s := range shapes {
		m, k, n := s[0], s[1], s[2]
		lda, ldc := k+rng.IntN(3), n+rng.IntN(3)
		a, b, c0 := random[T](rng, m*lda), random[T](rng, k*n), random[T](rng, m*ldc)
		bt := make([]T, k*n)
		for l := range k {
			for j := range n {
				bt[j*k+l] = b[l*n+j]
			}
		}
		var plain, transposed Packed[T]
		plain.Pack(b, k, n, 0.5)
		transposed.PackTransposed(bt, k, n, 0.5)
		require.Equal(t, plain, transposed)

		got := append([]T{}, c0...)
		Mul(got, ldc, a, lda, m, &plain)
		for i := range m {
			for j := range ldc {
				want := float64(c0[i*ldc+j])
				if j < n {
					for l := range k {
						want += float64(a[i*lda+l]) * 0.5 * float64(b[l*n+j])
					}
				}
				require.InDelta(t, want, float64(got[i*ldc+j]), tolerance, "%v at %d, %d", s, i, j)
			}
		}

		// any division of the rows gives the same bits
		again := append([]T{}, c0...)
		for i := 0; i < m; {
			part := min(m-i, 1+rng.IntN(9))
			Mul(again[i*ldc:], ldc, a[i*lda:], lda, part, &plain)
			i += part
		}
		require.Equal(t, got, again, "%v", s)
	}
}

func TestMul(t *testing.T) {
	t.Run("float32", func(t *testing.T) { testMul[float32](t, 1e-5) })
	t.Run("float64", func(t *testing.T) { testMul[float64](t, 1e-14) })
}

func testMulTransposed[T vec.Float](t *testing.T, tolerance float64) {
	rng := rand.New(rand.NewPCG(3, 4))
	for _, s := range shapes {
		m, p, q := s[0], s[1], s[2]
		lda, ldb, ldc := p+rng.IntN(3), q+rng.IntN(3), q+rng.IntN(3)
		a, b, c0 := random[T](rng, m*lda), random[T](rng, m*ldb), random[T](rng, p*ldc)
		got := append([]T{}, c0...)
		MulTransposed(got, ldc, a, lda, p, b, ldb, q, m)
		for i := range p {
			for j := range ldc {
				want := float64(c0[i*ldc+j])
				if j < q {
					for l := range m {
						want += float64(a[l*lda+i]) * float64(b[l*ldb+j])
					}
				}
				require.InDelta(t, want, float64(got[i*ldc+j]), tolerance, "%v at %d, %d", s, i, j)
			}
		}

		// a sum over rows goes on from what is there: the same bits in parts
		again := append([]T{}, c0...)
		for l := 0; l < m; {
			part := min(m-l, 1+rng.IntN(50))
			MulTransposed(again, ldc, a[l*lda:], lda, p, b[l*ldb:], ldb, q, part)
			l += part
		}
		require.Equal(t, got, again, "%v", s)
	}
}

func TestMulTransposed(t *testing.T) {
	t.Run("float32", func(t *testing.T) { testMulTransposed[float32](t, 1e-5) })
	t.Run("float64", func(t *testing.T) { testMulTransposed[float64](t, 1e-14) })
}

func TestMisuse(t *testing.T) {
	var b Packed[float64]
	b.Pack(make([]float64, 6), 2, 3, 1)
	require.PanicsWithValue(t, "mat: 4 x 3 matrix with row stride 3 in a slice of 11", func() {
		Mul(make([]float64, 11), 3, make([]float64, 8), 2, 4, &b)
	})
	require.Panics(t, func() { Mul(make([]float64, 12), 3, make([]float64, 7), 2, 4, &b) })
	require.Panics(t, func() { b.Pack(make([]float64, 5), 2, 3, 1) })
	require.Panics(t, func() { MulTransposed(make([]float64, 6), 3, nil, 2, 2, nil, 3, 3, 1) })
}

func TestNoAllocation(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	a, b, c := random[float32](rng, 100*37), random[float32](rng, 100*37), random[float32](rng, 100*37)
	var packed Packed[float32]
	run := func() {
		packed.Pack(b, 37, 37, 1)
		Mul(c, 37, a, 37, 99, &packed)
		MulTransposed(c, 37, a, 37, 37, b, 37, 37, 99)
	}
	run()
	require.Zero(t, testing.AllocsPerRun(10, run))
}
