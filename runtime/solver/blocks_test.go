package solver

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/internal/testsystem"
)

// TestBlockedKernels: kernels that run block by block before a pass over what they make
// have the bits of kernels over the whole grid, ghosts at the borders of blocks included.
func TestBlockedKernels(t *testing.T) {
	for _, periodic := range [][2]bool{{true, true}, {false, false}, {true, false}, {false, true}} {
		p := testsystem.New[float64](2, testsystem.Options{Periodic: periodic, Nonlinear: true, Source: true})
		s, err := New(p, Config{Cells: []int{257, 160}, Steps: []float64{1e-6}, Workers: 1, Preconditioner: "none"})
		require.NoError(t, err)
		defer s.Close()
		require.True(t, s.grid.Blocks())
		if len(p.Fields) > 0 {
			require.NoError(t, s.SetField("v", slices.Repeat([]float64{0.3}, s.grid.Cells)))
		}
		_, err = s.Simulate(t.Context(), []Case[float64]{{}}, nil)
		require.NoError(t, err)
		r, w, tr := &s.run, s.workers[0], s.run.cases[0]
		r.enter(w, tr)
		st := r.stepOf(tr, 0)
		w.evaluateStart(st.at(0), false)
		w.rightSide(&st, 0)
		w.atStage(&st, 0)
		rng := rand.New(rand.NewPCG(1, 2))
		vector := func() []float64 {
			v := w.space.New()
			for i := range v {
				v[i] = rng.Float64()
			}
			return v
		}
		z, v, x := vector(), vector(), vector()
		one, two := w.space.New(), w.space.New()
		same := func() {
			a, b := make([]float64, s.grid.Cells), make([]float64, s.grid.Cells)
			w.space.Pack(a, one)
			w.space.Pack(b, two)
			require.Equal(t, a, b, "%v", periodic)
		}

		norm := w.system.ResidualNorm(one, slices.Clone(z))
		w.system.Residual(two, slices.Clone(z))
		require.Equal(t, w.space.Norm(two), norm)
		same()

		w.evaluate(z, true)
		dot, norm := w.system.ApplyDots(one, slices.Clone(v), x)
		w.system.Apply(two, slices.Clone(v))
		require.Equal(t, [2]float64{w.space.Dot(x, two), w.space.Norm(two)}, [2]float64{dot, norm})
		same()

		w.dual.z = z
		dot, norm = w.dual.ApplyDots(one, slices.Clone(v), x)
		w.dual.Apply(two, slices.Clone(v))
		require.Equal(t, [2]float64{w.space.Dot(x, two), w.space.Norm(two)}, [2]float64{dot, norm})
		same()
	}
}
