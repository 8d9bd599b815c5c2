package optim

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// With a constant gradient g the bias-corrected moments are exactly g and g^2,
// so every step is rate*g/(|g|+eps).
func TestAdamConstantGradient(t *testing.T) {
	a, err := NewAdam[float64](2, Config{Eps: 1e-3})
	require.NoError(t, err)
	theta, g := []float64{1, -1}, []float64{0.5, -2}
	for range 50 {
		a.Update(theta, g, 0, 0.01)
	}
	require.InDelta(t, 1-50*0.01*0.5/(0.5+1e-3), theta[0], 1e-12)
	require.InDelta(t, -1+50*0.01*2/(2+1e-3), theta[1], 1e-12)
	require.Equal(t, 50, a.Steps)
}

// The closed form of the moments: m_n = (1-b1) sum b1^(n-k) g_k, likewise v.
func TestAdamClosedForm(t *testing.T) {
	for _, kind := range []string{"adam", "adamw"} {
		cfg := Config{Kind: kind, Beta1: 0.8, Beta2: 0.95, Eps: 1e-6, Decay: 0.1}
		a, err := NewAdam[float64](1, cfg)
		require.NoError(t, err)
		theta, want := []float64{0.7}, 0.7
		var hist []float64
		for n := 1; n <= 20; n++ {
			g := math.Sin(float64(n)) + 0.3
			rate := 0.1 / float64(n)
			a.Update(theta, []float64{g}, 0, rate)
			if kind == "adam" {
				g += 0.1 * want
			}
			hist = append(hist, g)
			m, v := 0.0, 0.0
			for k, gk := range hist {
				m += 0.2 * math.Pow(0.8, float64(n-k-1)) * gk
				v += 0.05 * math.Pow(0.95, float64(n-k-1)) * gk * gk
			}
			m /= 1 - math.Pow(0.8, float64(n))
			v /= 1 - math.Pow(0.95, float64(n))
			step := rate * m / (math.Sqrt(v) + 1e-6)
			if kind == "adamw" {
				step += rate * 0.1 * want
			}
			want -= step
			require.InDelta(t, want, theta[0], 1e-12, "%s step %d", kind, n)
		}
	}
}

func TestAdamFindsMinimumInFloat32(t *testing.T) {
	a, err := NewAdam[float32](2, Config{})
	require.NoError(t, err)
	s, err := NewSchedule(0.1, 2000, []Piece{{Kind: "cosine", To: 1e-4}})
	require.NoError(t, err)
	x, g := []float32{-1.2, 1}, make([]float32, 2)
	for n := range 2000 { // Rosenbrock's valley
		u, v := x[0], x[1]
		g[0], g[1] = -2*(1-u)-40*u*(v-u*u), 20*(v-u*u)
		a.Update(x, g, 0, s.Rate(n))
	}
	require.InDelta(t, 1, x[0], 1e-2)
	require.InDelta(t, 1, x[1], 1e-2)
}

// State exported in the middle continues to the same bits.
func TestAdamResume(t *testing.T) {
	run := func(cut int) []float32 {
		a, err := NewAdam[float32](3, Config{})
		require.NoError(t, err)
		x, g := []float32{1, 2, 3}, make([]float32, 3)
		for n := range 30 {
			if n == cut {
				b, err := NewAdam[float32](3, Config{})
				require.NoError(t, err)
				copy(b.M, a.M)
				copy(b.V, a.V)
				b.Steps = a.Steps
				a = b
			}
			for i := range g {
				g[i] = x[i] * float32(math.Cos(float64(n+i)))
			}
			a.Update(x, g, 0, 1e-2)
		}
		return x
	}
	require.Equal(t, run(-1), run(13))
}

func TestConfigErrors(t *testing.T) {
	for _, cfg := range []Config{{Kind: "newton"}, {Beta1: 1}, {Beta2: -0.1}, {Eps: -1}, {Decay: math.NaN()}} {
		_, err := New[float64](1, cfg)
		require.Error(t, err, "%+v", cfg)
	}
}

func TestClip(t *testing.T) {
	g := []float64{3, 4}
	require.Equal(t, 5.0, Clip(g, 0))
	require.Equal(t, []float64{3, 4}, g)
	require.Equal(t, 5.0, Clip(g, 10))
	require.Equal(t, []float64{3, 4}, g)
	require.Equal(t, 5.0, Clip(g, 1))
	require.InDelta(t, 1, Norm(g), 1e-15)
	require.InDelta(t, 0.6, g[0], 1e-15)
	require.True(t, math.IsNaN(Clip([]float64{math.NaN()}, 1)))
}

func TestSchedule(t *testing.T) {
	s, err := NewSchedule(2, 100, []Piece{{Kind: "warmup", Fraction: 0.1}, {Kind: "constant", Fraction: 0.25}, {Kind: "cosine", To: 0.01}})
	require.NoError(t, err)
	require.InDelta(t, 0.2, s.Rate(0), 1e-15)
	require.InDelta(t, 2, s.Rate(9), 1e-15)
	require.Equal(t, 2.0, s.Rate(10))
	require.Equal(t, 2.0, s.Rate(34))
	require.InDelta(t, 2, s.Rate(35), 1e-12)
	mid := 35 + 65/2.0
	require.InDelta(t, 2*(0.01+0.99*(1+math.Cos(math.Pi*(math.Floor(mid)-35)/65))/2), s.Rate(int(mid)), 1e-12)
	require.InDelta(t, 0.02, s.Rate(100), 1e-15)
	require.InDelta(t, 0.02, s.Rate(5000), 1e-15)

	s, err = NewSchedule(1, 10, []Piece{{Kind: "exponential", To: 1e-2, Fraction: 0.5}, {Kind: "exponential", To: 1e-4}})
	require.NoError(t, err)
	require.InDelta(t, math.Pow(10, -2.0/5*2), s.Rate(2), 1e-12)
	require.InDelta(t, 1e-2, s.Rate(5), 1e-12)
	require.InDelta(t, 1e-4, s.Rate(10), 1e-12)

	s, err = NewSchedule(3, 10, nil)
	require.NoError(t, err)
	require.Equal(t, 3.0, s.Rate(7))

	for _, bad := range [][]Piece{
		{{Kind: "linear"}},
		{{Kind: "constant", Fraction: 0.6}, {Kind: "cosine", Fraction: 0.6}},
		{{Kind: "constant", Fraction: 1}, {Kind: "cosine", To: 1e-3}},
		{{Kind: "exponential"}},
		{{Kind: "constant", Fraction: -1}},
	} {
		_, err := NewSchedule(1, 10, bad)
		require.Error(t, err, "%+v", bad)
	}
	for _, rate := range []float64{0, -1, math.NaN(), math.Inf(1)} {
		_, err := NewSchedule(rate, 10, nil)
		require.Error(t, err)
	}
}
