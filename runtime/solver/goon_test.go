package solver

import (
	"context"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/internal/testsystem"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// TestGuessOrder: a guess that goes on with the rate of change is of second order in the
// step, with a state before of third, and the residual of the state that a step starts
// from is what it says.
func TestGuessOrder(t *testing.T) {
	ctx := context.Background()
	var first, second []float64
	for _, h := range []float64{0.02, 0.01} {
		p := testsystem.New[float64](2, testsystem.Options{Periodic: [2]bool{true, true}, Nonlinear: true})
		p.Params[testsystem.Rho].Default = 1
		p.Kernels.Mass = kernel.Forms[float64]{}
		s, err := New(p, Config{Steps: []float64{h, h}, Tol: 1e-13, Preconditioner: "none"})
		require.NoError(t, err)
		defer s.Close()
		v := make([]float64, s.Grid().Cells)
		for i := range v {
			v[i] = 0.3 + 0.2*math.Sin(float64(i))
		}
		require.NoError(t, s.SetField("v", v))
		res, err := s.Simulate(ctx, []Case[float64]{{}}, s.Levels())
		require.NoError(t, err)
		r, w, tr := &s.run, s.workers[0], s.run.cases[0]
		r.enter(w, tr)
		off := func(k int) float64 {
			w.space.Unpack(w.u, res.At[k][0][0])
			if k > 0 {
				w.space.Unpack(w.past, res.At[k-1][0][0])
			}
			st := r.stepOf(tr, k)
			w.evaluateStart(st.at(0), false)
			w.rightSide(&st, 0)
			w.atStage(&st, 0)
			require.True(t, w.rateKnown(&st))
			said := w.goOn(&st, w.z)
			require.InEpsilon(t, w.system.ResidualNorm(w.scratch, w.u), said, 1e-9)
			guess := slices.Clone(v)
			w.space.Pack(guess, w.z)
			vec.Axpy(-1, res.At[k+1][0][0], guess)
			return vec.Norm2(guess)
		}
		first, second = append(first, off(0)), append(second, off(1))
	}
	require.InDelta(t, 2, math.Log2(first[0]/first[1]), 0.3)
	require.InDelta(t, 3, math.Log2(second[0]/second[1]), 0.4)
}
