package kuramoto_sivashinsky

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// While u is small, the mode of wave number q grows at the rate q^2 - q^4: short
// waves decay, long ones grow.
func TestLinearGrowthRate(t *testing.T) {
	const n, length = 256, 22.0
	s, err := New(Options{Cells: [1]int{n}})
	require.NoError(t, err)
	defer s.Close()
	for mode := 1; mode <= 5; mode++ {
		q := 2 * math.Pi * float64(mode) / length
		start := State{U: make([]float64, n)}
		for i := range start.U {
			start.U[i] = 1e-8 * math.Cos(q*length*(float64(i)+0.5)/n)
		}
		r, err := s.Simulate(context.Background(), start, 2, 4)
		require.NoError(t, err)
		rate := math.Log(norm(r.At(1).U)/norm(r.At(0).U)) / 2
		want := q*q - q*q*q*q
		t.Logf("mode %d: growth rate %.5f, linear theory %.5f", mode, rate, want)
		require.InDelta(t, want, rate, 2e-3+5e-3*math.Abs(want))
	}
}

func norm(u []float64) float64 {
	sum := 0.0
	for _, x := range u {
		sum += x * x
	}
	return math.Sqrt(sum)
}
