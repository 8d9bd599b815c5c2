//go:build goexperiment.simd && amd64

package mat

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/vec"
)

// withWidth runs f with the kernels up to a number of bits, 0 for the plain ones.
func withWidth(bits int, f func()) {
	defer func(wide, narrow bool) { use512, use256 = wide, narrow }(use512, use256)
	use512, use256 = use512 && bits >= 512, use256 && bits >= 256
	f()
}

// The kernels that this processor would not choose compute the same products.
func TestNarrowerKernels(t *testing.T) {
	for name, bits := range map[string]int{"256 bits": 256, "plain": 0} {
		t.Run(name, func(t *testing.T) {
			withWidth(bits, func() {
				testMul[float32](t, 1e-5)
				testMul[float64](t, 1e-14)
				testMulTransposed[float32](t, 1e-5)
				testMulTransposed[float64](t, 1e-14)
			})
		})
	}
}

// The width changes no bit, and the plain kernels, which do not fuse multiply and
// add, are others.
func TestWidthChangesNoBit(t *testing.T) {
	if !vec.SIMD512() {
		t.Skip("the processor has no 512-bit vectors to compare with")
	}
	testWidths[float32](t)
	testWidths[float64](t)
}

func testWidths[T vec.Float](t *testing.T) {
	const m, k, n = 37, 130, 65
	rng := rand.New(rand.NewPCG(9, 10))
	a, b := random[T](rng, m*k), random[T](rng, k*n)
	products := func(bits int) (c, d []T) {
		c, d = make([]T, m*n), make([]T, k*n)
		withWidth(bits, func() {
			var packed Packed[T]
			packed.Pack(b, k, n, 1)
			Mul(c, n, a, k, m, &packed)
			MulTransposed(d, n, a, k, k, c, n, n, m)
		})
		return c, d
	}
	c, d := products(512)
	c256, d256 := products(256)
	require.Equal(t, c, c256)
	require.Equal(t, d, d256)
	plain, _ := products(0)
	require.NotEqual(t, c, plain, "the width is not what was asked for")
}
