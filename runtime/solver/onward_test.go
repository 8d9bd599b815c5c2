package solver_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/internal/testsystem"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/solver"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// TestOnward: where the mass is the state itself steps and their adjoints are solved from
// guesses that go on with the rate of change. Of two renderings of one system, of which
// one does not say so, that takes fewer Krylov iterations, and ends at the same states
// and gradients.
func TestOnward(t *testing.T) {
	var forward, backward [2]int
	for _, v := range []variant{variants[1], variants[3], variants[6]} {
		for _, unequal := range []bool{false, true} {
			run := func(known bool) (*solver.Tape[float64], *solver.Gradient[float64]) {
				p := testsystem.New[float64](v.dim, v.o)
				p.Params[testsystem.Rho].Default = 1
				if known {
					p.Kernels.Mass = kernel.Forms[float64]{}
				}
				cfg := solver.Config{Tol: 1e-11, Preconditioner: "none"}
				if !unequal {
					cfg.Steps = []float64{0.01, 0.01, 0.01, 0.01, 0.01, 0.01}
				}
				s := open(t, p, cfg)
				tape, err := s.Forward(ctx, []solver.Case[float64]{{}}, nil)
				require.NoError(t, err)
				cot := [][][][]float64{{{slopes(s.Grid().Cells)}}}
				g, err := tape.Pullback(ctx, cot)
				require.NoError(t, err)
				again, err := tape.Pullback(ctx, cot)
				require.NoError(t, err)
				require.Equal(t, g, again, "a second pullback starts as the first")
				return tape, g
			}
			known, kg := run(true)
			plain, pg := run(false)
			require.LessOrEqual(t, known.Stats.Linear, plain.Stats.Linear, v.name)
			require.LessOrEqual(t, kg.Stats.Linear, pg.Stats.Linear, v.name)
			forward[0], forward[1] = forward[0]+known.Stats.Linear, forward[1]+plain.Stats.Linear
			backward[0], backward[1] = backward[0]+kg.Stats.Linear, backward[1]+pg.Stats.Linear
			require.Less(t, distance(known.At[0][0][0], plain.At[0][0][0]), 1e-9*vec.Norm2(plain.At[0][0][0]), v.name)
			require.Less(t, distance(kg.Initial[0][0], pg.Initial[0][0]), 1e-9*vec.Norm2(pg.Initial[0][0]), v.name)
			require.Less(t, distance(kg.Fields[0], pg.Fields[0]), 1e-9*(1+vec.Norm2(pg.Fields[0])), v.name)
		}
	}
	require.Less(t, forward[0], forward[1])
	require.Less(t, backward[0], backward[1])
}

// slopes is a cotangent.
func slopes(n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = 1 + 0.5*float64(i%7)/7
	}
	return x
}
