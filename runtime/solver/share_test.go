package solver_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/internal/testsystem"
	"github.com/pindiff/pindiffc/runtime/solver"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// TestSharedCases: a case that several workers share has the states and the gradient,
// bit by bit, of one worker alone, in either precision, with fewer cases than workers
// or not, with everything stored or with checkpoints.
func TestSharedCases(t *testing.T) {
	defer solver.ShareAll()()
	list := variants[5:]
	if testing.Short() {
		list = variants[5:6]
	}
	for _, v := range list {
		for _, scheme := range []string{"ssp_rk3", "crank_nicolson"} {
			t.Run(fmt.Sprint(v.name, "/", scheme), func(t *testing.T) {
				sharedCases[float64](t, v, scheme, 1e-6)
				sharedCases[float32](t, v, scheme, 1e-4)
			})
		}
	}
}

func sharedCases[T vec.Float](t *testing.T, v variant, scheme string, tol float64) {
	for cases := 1; cases <= 2; cases++ {
		var at [][][][]T
		var want *solver.Gradient[T]
		for _, c := range []solver.Config{{Workers: 1}, {Workers: 2}, {Workers: 3, Checkpoint: "revolve", Slots: 1}} {
			c.Scheme, c.Tol, c.AdjointTol = scheme, tol, tol
			c.Cells, c.Steps = []int{64, 64}, []float64{2e-6, 3e-6}
			s := open(t, testsystem.New[T](v.dim, v.o), c)
			require.Greater(t, s.Grid().Strips(), 1)
			tape, err := s.Forward(ctx, threeCases(s)[:cases], nil)
			require.NoError(t, err)
			g, err := tape.Pullback(ctx, cotangent(rand.New(rand.NewPCG(1, 5)), tape.At))
			require.NoError(t, err)
			g.Stats = solver.Stats{}
			if want == nil {
				at, want = tape.At, g
			}
			require.Equal(t, at, tape.At, "%+v", c)
			require.Equal(t, want, g, "%+v", c)
		}
	}
}
