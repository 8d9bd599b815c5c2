package vec_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/vec"
)

func TestProducts(t *testing.T) {
	t.Run("float32", products[float32])
	t.Run("float64", products[float64])
}

// products have the bits of one loop after the other, for any length.
func products[T vec.Float](t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	random := func(n int) []T {
		x := make([]T, n)
		for i := range x {
			x[i] = T(rng.NormFloat64())
		}
		return x
	}
	for n := 1; n < 150; n++ {
		x := random(n + 9)
		for _, count := range []int{0, 1, 5} {
			var terms []vec.Product[T]
			for k := range count {
				terms = append(terms, vec.Product[T]{A: random(n), At: (3 * k) % 10})
			}
			add, sub := random(n), random(n)
			more, less := append([]T(nil), add...), append([]T(nil), sub...)
			for _, p := range terms {
				for i := range n {
					more[i] += T(p.A[i] * x[p.At+i])
					less[i] -= T(p.A[i] * x[p.At+i])
				}
			}
			vec.AddProducts(add, terms, x)
			vec.SubProducts(sub, terms, x)
			require.Equal(t, more, add, "%d", n)
			require.Equal(t, less, sub, "%d", n)
		}
	}
	short := []vec.Product[T]{{A: make([]T, 8), At: 1}}
	require.PanicsWithValue(t, "vec: product 0 of 8 elements with those from 1 of 8, expected 8", func() {
		vec.AddProducts(make([]T, 8), short, make([]T, 8))
	})
	require.Panics(t, func() { vec.SubProducts(make([]T, 7), short, make([]T, 90)) })
}
