package nn

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/pindiff/pindiffc/runtime/pool"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// BenchmarkTwoNetworks is one update's worth of the closures of a 128 x 64 grid:
// two networks 2-128-(128-128)-1, value and gradient, 3.3 GFLOP.
func BenchmarkTwoNetworks(b *testing.B) {
	benchmarkTwoNetworks[float32](b, "float32")
	benchmarkTwoNetworks[float64](b, "float64")
}

func benchmarkTwoNetworks[T vec.Float](b *testing.B, name string) {
	const points = 8192
	net := Net{Kind: "siren", In: []int{0, 1}, Hidden: []int{128}, Residual: true, Output: "relu", Scale: 1, W0: 30, WHidden: 1}
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("%s/workers=%d", name, workers), func(b *testing.B) {
			workersPool := pool.New(workers)
			defer workersPool.Close()
			p := newProblem[T](b, net, points)
			out, wBar := make([]T, points), make([]T, len(p.w))
			var tapes [2]Tape[T]
			step := func() {
				for i := range tapes {
					p.n.Forward(p.w, p.x, nil, out, &tapes[i], workersPool)
				}
				for i := range tapes {
					p.n.Backward(p.w, p.x, nil, &tapes[i], out, wBar, workersPool)
				}
			}
			step()
			b.ReportAllocs()
			best := time.Duration(math.MaxInt64) // others share the machine
			for b.Loop() {
				start := time.Now()
				step()
				best = min(best, time.Since(start))
			}
			b.ReportMetric(float64(best.Microseconds())/1e3, "best-ms/update")
		})
	}
}
