package solver

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/internal/testsystem"
)

// TestWithoutTapes: networks too large to be kept for the pullback are evaluated once
// more, and the gradient has the same bits, whether or not they depend on time.
func TestWithoutTapes(t *testing.T) {
	ctx := context.Background()
	for _, unsteady := range []bool{false, true} {
		p := testsystem.New[float32](2, testsystem.Options{Periodic: [2]bool{true, true}, Closure: true, Unsteady: unsteady})
		var all []*Gradient[float32]
		for _, keep := range []bool{true, false} {
			s, err := New(p, Config{Tol: 1e-5})
			require.NoError(t, err)
			defer s.Close()
			for _, c := range s.closures {
				require.True(t, c.keep, "a small one is kept")
				c.keep = keep
			}
			v := make([]float32, s.Grid().Cells)
			for i := range v {
				v[i] = float32(0.3 * math.Sin(float64(i)))
			}
			require.NoError(t, s.SetField("v", v))
			w := make([]float32, s.NumWeights())
			s.InitWeights(w, 7)
			require.NoError(t, s.SetWeights(w))
			tape, err := s.Forward(ctx, []Case[float32]{{}}, nil)
			require.NoError(t, err)
			g, err := tape.Pullback(ctx, [][][][]float32{{{v}}})
			require.NoError(t, err)
			all = append(all, g)
		}
		require.NotZero(t, all[0].Weights[0])
		require.Equal(t, all[0], all[1])
	}
}

// TestLargestTape: above it no network is kept.
func TestLargestTape(t *testing.T) {
	p := testsystem.New[float64](2, testsystem.Options{Closure: true})
	p.Closures[0].Net.Hidden = []int{64, 64, 64}
	for cells, keep := range map[int]bool{16: true, 400: false} {
		s, err := New(p, Config{Cells: []int{cells, cells}})
		require.NoError(t, err)
		require.Equal(t, keep, s.closures[0].keep)
		s.Close()
	}
}
