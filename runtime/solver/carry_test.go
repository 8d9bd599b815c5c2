package solver

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/internal/testsystem"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// TestCarriedImages: what a step is given by the one before changes no bit, over steps of
// one length or several, with everything stored or with checkpoints, and saves an
// evaluation a step; and the solution is that without images, to the tolerance.
func TestCarriedImages(t *testing.T) {
	for _, o := range []testsystem.Options{
		{Periodic: [2]bool{true, true}},
		{Nonlinear: true, Unsteady: true},
		{Periodic: [2]bool{false, true}, Closure: true, Source: true},
	} {
		t.Run(fmt.Sprintf("%+v", o), func(t *testing.T) {
			carriedImages[float64](t, o, 1e-10)
			carriedImages[float32](t, o, 1e-5)
		})
	}
}

func carriedImages[T vec.Float](t *testing.T, o testsystem.Options, tol float64) {
	ctx := context.Background()
	p := testsystem.New[T](2, o)
	p.Params[testsystem.Rho].Default, p.Kernels.Mass = 1, kernel.Forms[T]{}
	run := func(c Config) (*Result[T], *Gradient[T]) {
		c.Cells, c.Tol, c.AdjointTol = []int{12, 9}, tol, tol
		c.Steps = []float64{2e-3, 2e-3, 2e-3, 3e-3, 3e-3, 2e-3, 2e-3, 2e-3, 2e-3, 2e-3}
		s, err := New(p, c)
		require.NoError(t, err)
		defer s.Close()
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
		cases := make([]Case[T], 3)
		for i := range cases {
			u := make([]T, s.Grid().Cells)
			for k := range u {
				u[k] = T(1 + 0.3*math.Sin(float64(i*k)))
			}
			cases[i].Initial = [][]T{u}
		}
		tape, err := s.Forward(ctx, cases, nil)
		require.NoError(t, err)
		bar := newResults[T](1, 3, 1, s.Grid().Cells)
		for c := range bar[0] {
			for i := range bar[0][c][0] {
				bar[0][c][0][i] = T(math.Cos(float64(i + c)))
			}
		}
		g, err := tape.Pullback(ctx, bar)
		require.NoError(t, err)
		return &tape.Result, g
	}
	without, slow := run(Config{Workers: 1})
	p.Unlagged = true
	carried, g := run(Config{Workers: 1})
	require.Less(t, carried.Stats.Applies, without.Stats.Applies)

	alwaysMeasure = true
	measured, h := run(Config{Workers: 1})
	alwaysMeasure = false
	require.Greater(t, measured.Stats.Applies, carried.Stats.Applies)
	require.Equal(t, measured.At, carried.At)
	require.Equal(t, h.Initial, g.Initial)
	require.Equal(t, h.Weights, g.Weights)

	checkpoints, h := run(Config{Checkpoint: "revolve", Slots: 2, Workers: 2})
	require.Equal(t, carried.At, checkpoints.At)
	require.Equal(t, h.Initial, g.Initial)
	require.Equal(t, h.Weights, g.Weights)

	near := func(want, got []T) {
		for i := range want {
			require.InDelta(t, float64(want[i]), float64(got[i]), 100*tol*(1+math.Abs(float64(want[i]))))
		}
	}
	near(without.At[0][1][0], carried.At[0][1][0])
	near(slow.Initial[1][0], g.Initial[1][0])
}
