package verify

import (
	"context"
	"math"

	"github.com/pindiff/pindiffc/runtime/krylov"
)

// noise is the standard deviation of what rounding and tolerances add to the loss:
// high differences of values along a line leave nothing else of a smooth function.
// With m+1 values a step apart, the j-th differences D_j of noise of deviation s have
// the mean square s^2 (2j)!/(j!)^2 (J. J. More and S. M. Wild, SIAM J. Sci. Comput. 33,
// 1292, 2011). It is not less than a rounding error of the loss.
func (n *line[T]) noise(ctx context.Context) (float64, error) {
	const m, step = 6, 1e-7
	d := []float64{n.start}
	for k := 1; k <= m; k++ {
		j, err := n.at(ctx, step*float64(k))
		if err != nil {
			return 0, err
		}
		d = append(d, j)
	}
	noise := krylov.Epsilon[float64]() * math.Abs(n.start)
	paths := 1.0 // (2j)!/(j!)^2
	for j := 1; j <= m; j++ {
		paths *= float64(2*(2*j-1)) / float64(j)
		square := 0.0
		for i := range m + 1 - j {
			d[i] = d[i+1] - d[i]
			square += d[i] * d[i] / float64(m+1-j)
		}
		if j >= m-2 {
			noise = math.Max(noise, math.Sqrt(square/paths)) // NaN stays
		}
	}
	return noise, nil
}
