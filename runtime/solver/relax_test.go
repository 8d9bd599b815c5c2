package solver

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/internal/testsystem"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// TestRelaxedSteps: steps that begin with sweeps arrive at what the Krylov method alone
// arrives at, forward and in reverse, with other products than its own; and their bits
// are the same for any number of workers and with checkpoints.
func TestRelaxedSteps(t *testing.T) {
	defer ShareAll()()
	walls := testsystem.Options{Source: true}
	ring := testsystem.Options{Periodic: [2]bool{true, true}}
	mixed := testsystem.Options{Periodic: [2]bool{false, true}, Closure: true}
	t.Run("ring", func(t *testing.T) { relaxedSteps[float32](t, ring, "crank_nicolson", 1e-5) })
	t.Run("walls", func(t *testing.T) { relaxedSteps[float64](t, walls, "bdf2", 1e-10) })
	t.Run("mixed", func(t *testing.T) { relaxedSteps[float64](t, mixed, "crank_nicolson", 1e-10) })
}

func relaxedSteps[T vec.Float](t *testing.T, o testsystem.Options, scheme string, tol float64) {
	ctx := context.Background()
	p := testsystem.New[T](2, o)
	testsystem.AddMatrix(p)
	p.Unlagged, p.Timeless = true, true
	run := func(c Config) (r *Result[T], g *Gradient[T], swept bool) {
		c.Scheme, c.Cells, c.Tol, c.AdjointTol = scheme, []int{64, 64}, tol, tol
		c.Steps = []float64{2e-5, 2e-5, 3e-5}
		s, err := New(p, c)
		require.NoError(t, err)
		defer s.Close()
		require.Greater(t, s.Grid().Strips(), 1)
		if len(p.Fields) > 0 {
			v := make([]T, s.Grid().Cells)
			for i := range v {
				v[i] = T(0.3 + 0.2*math.Sin(float64(i)))
			}
			require.NoError(t, s.SetField("v", v))
		}
		w := make([]T, s.NumWeights())
		s.InitWeights(w, 1)
		require.NoError(t, s.SetWeights(w))
		cases := make([]Case[T], 2)
		for i := range cases {
			u := make([]T, s.Grid().Cells)
			for k := range u {
				u[k] = T(1 + 0.3*math.Sin(float64(i*k)))
			}
			cases[i].Initial = [][]T{u}
		}
		params := s.Params()
		params[0] *= 1.01
		cases[1].Params = params
		tape, err := s.Forward(ctx, cases, nil)
		require.NoError(t, err)
		bar := newResults[T](1, 2, 1, s.Grid().Cells)
		for c := range bar[0] {
			for i := range bar[0][c][0] {
				bar[0][c][0][i] = T(math.Cos(float64(i + c)))
			}
		}
		g, err = tape.Pullback(ctx, bar)
		require.NoError(t, err)
		for _, w := range s.workers {
			swept = swept || w.relax.straight.ok && w.relax.flipped.ok
		}
		return &tape.Result, g, swept
	}
	want, slow, swept := run(Config{Workers: 1, Preconditioner: "none"})
	require.False(t, swept)
	got, g, swept := run(Config{Workers: 1})
	require.True(t, swept)
	near := func(want, got []T) {
		for i := range want {
			require.InDelta(t, float64(want[i]), float64(got[i]), 100*tol*(1+math.Abs(float64(want[i]))))
		}
	}
	for c := range 2 {
		near(want.At[0][c][0], got.At[0][c][0])
		near(slow.Initial[c][0], g.Initial[c][0])
	}
	for _, c := range []Config{{Workers: 2}, {Workers: 3, Checkpoint: "revolve", Slots: 2}} {
		r, h, _ := run(c)
		require.Equal(t, got.At, r.At)
		require.Equal(t, g.Initial, h.Initial)
		require.Equal(t, g.Weights, h.Weights)
	}
}
