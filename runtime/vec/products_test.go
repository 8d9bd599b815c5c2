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
			p := vec.NewProducts(n, terms)
			p.Add(add, x)
			p.Sub(sub, x)
			require.Equal(t, more, add, "%d", n)
			require.Equal(t, less, sub, "%d", n)
			y, mixed := random(n), make([]T, n)
			p.Mix(mixed, 2, y, -0.5, x)
			for i := range n {
				sum := T(0)
				for _, p := range terms {
					sum += T(p.A[i] * x[p.At+i])
				}
				require.Equal(t, T(2*y[i])+T(-0.5*sum), mixed[i], "%d", n)
			}
		}
	}
	terms := []vec.Product[T]{{A: make([]T, 8), At: 1}}
	p := vec.NewProducts(8, terms)
	require.PanicsWithValue(t, "vec: products of 8 elements of 9 or more to 8 elements, of 8", func() {
		p.Add(make([]T, 8), make([]T, 8))
	})
	require.Panics(t, func() { p.Sub(make([]T, 7), make([]T, 90)) })
	require.Panics(t, func() { vec.NewProducts(7, terms) })
}
