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
	const n, length, depth, amplitude = 200, 100.0, 2.0, 1e-5
	speed := math.Sqrt(DefaultParams().G * depth)
	start := State{H: make([]float64, n), Q: make([]float64, n)}
	for i := range start.H {
		x := length * (float64(i) + 0.5) / n
		eta := amplitude * math.Sin(2*math.Pi*x/length)
		start.H[i], start.Q[i] = depth+eta, speed*eta // a wave that runs to the right
	}
	const end = 10.0
	r, err := s.Simulate(context.Background(), start, end)
	require.NoError(t, err)
	sine, cosine := 0.0, 0.0
	for i, h := range r.At(0).H {
		x := length * (float64(i) + 0.5) / n
		sine += (h - depth) * math.Sin(2*math.Pi*x/length)
		cosine -= (h - depth) * math.Cos(2*math.Pi*x/length)
	}
	turns := speed * end / length
	phase := math.Atan2(cosine, sine)/(2*math.Pi) + math.Round(turns-math.Atan2(cosine, sine)/(2*math.Pi))
	t.Logf("speed %.5f m/s, sqrt(g h) = %.5f m/s", phase*length/end, speed)
	require.InEpsilon(t, speed, phase*length/end, 1e-3)
}
