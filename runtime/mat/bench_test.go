package mat

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// BenchmarkMul prints the rate of the three products of a 128-wide layer on 8192
// points, on one core. BenchmarkPeak, in the same run, says what the core can do.
func BenchmarkMul(b *testing.B) {
	const m, k, n = 8192, 128, 128
	rng := rand.New(rand.NewPCG(7, 8))
	bench := func(name string, f func()) {
		b.Run(name, func(b *testing.B) { benchmark(b, 2*m*k*n, f) })
	}
	a, c, w := random[float32](rng, m*k), random[float32](rng, m*n), random[float32](rng, k*n)
	var packed Packed[float32]
	bench(fmt.Sprintf("AB/%dx%dx%d/float32", m, k, n), func() {
		packed.Pack(w, k, n, 1)
		Mul(c, n, a, k, m, &packed)
	})
	bench(fmt.Sprintf("ABt/%dx%dx%d/float32", m, k, n), func() {
		packed.PackTransposed(w, k, n, 1)
		Mul(c, n, a, k, m, &packed)
	})
	bench(fmt.Sprintf("AtB/%dx%dx%d/float32", m, k, n), func() { MulTransposed(w, n, a, k, k, c, n, n, m) })
	a64, c64, w64 := random[float64](rng, m*k), random[float64](rng, m*n), random[float64](rng, k*n)
	var packed64 Packed[float64]
	bench(fmt.Sprintf("AB/%dx%dx%d/float64", m, k, n), func() {
		packed64.Pack(w64, k, n, 1)
		Mul(c64, n, a64, k, m, &packed64)
	})
}

// benchmark reports the rate of the fastest call: others share the machine.
func benchmark(b *testing.B, flop float64, f func()) {
	best := time.Duration(math.MaxInt64)
	for b.Loop() {
		start := time.Now()
		f()
		best = min(best, time.Since(start))
	}
	b.ReportMetric(flop/best.Seconds()/1e9, "best-GFLOP/s")
}
