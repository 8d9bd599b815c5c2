package taylor_green

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// Taylor and Green's vortices keep their shape and decay as exp(-2 nu t), in
// vorticity and stream function, to second order.
func TestVorticesDecay(t *testing.T) {
	nu := DefaultParams().Nu
	const end = 1.0
	var errors []float64
	for _, n := range []int{16, 32, 64} {
		s, err := New(Options{Cells: [2]int{n, n}, Step: 1.6 / float64(n), End: end})
		require.NoError(t, err)
		r, err := s.Simulate(context.Background(), State{}, end)
		require.NoError(t, err)
		s.Close()
		worst, mean := 0.0, 0.0
		for i := range n {
			for j := range n {
				x, y := 2*math.Pi*(float64(i)+0.5)/float64(n), 2*math.Pi*(float64(j)+0.5)/float64(n)
				psi := math.Cos(x) * math.Cos(y) * math.Exp(-2*nu*end)
				worst = max(worst, math.Abs(r.At(0).W[i*n+j]-2*psi), math.Abs(r.At(0).Psi[i*n+j]-psi))
				mean += r.At(0).Psi[i*n+j] / float64(n*n)
			}
		}
		require.InDelta(t, 0, mean, 1e-9, "the stream function's mean is set to zero")
		errors = append(errors, worst)
	}
	t.Logf("largest errors %.3g", errors)
	for k := range 2 {
		require.InDelta(t, 2, math.Log2(errors[k]/errors[k+1]), 0.15)
	}
}
