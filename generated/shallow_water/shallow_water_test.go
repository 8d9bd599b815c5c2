package shallow_water

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// Over a flat bottom a small wave runs with the speed sqrt(g h).
func TestGravityWaveSpeed(t *testing.T) {
	s, err := New(Options{Cells: [1]int{200}, Step: 0.05})
	require.NoError(t, err)
	defer s.Close()
	require.NoError(t, s.Core().SetClosure("b", true, func(_ float64, out []float64) { clear(out) }))
	const n, length, amplitude = 200, 100.0, 1e-5
	speed := math.Sqrt(DefaultParams().G * DefaultParams().H0)
	start := State{Eta: make([]float64, n), Q: make([]float64, n)}
	for i := range start.Eta {
		x := length * (float64(i) + 0.5) / n
		eta := amplitude * math.Sin(2*math.Pi*x/length)
		start.Eta[i], start.Q[i] = eta, speed*eta // a wave that runs to the right
	}
	const end = 10.0
	r, err := s.Simulate(context.Background(), start, end)
	require.NoError(t, err)
	sine, cosine := 0.0, 0.0
	for i, eta := range r.At(0).Eta {
		x := length * (float64(i) + 0.5) / n
		sine += eta * math.Sin(2*math.Pi*x/length)
		cosine -= eta * math.Cos(2*math.Pi*x/length)
	}
	turns := speed * end / length
	phase := math.Atan2(cosine, sine)/(2*math.Pi) + math.Round(turns-math.Atan2(cosine, sine)/(2*math.Pi))
	t.Logf("speed %.5f m/s, sqrt(g h) = %.5f m/s", phase*length/end, speed)
	require.InEpsilon(t, speed, phase*length/end, 1e-3)
}
