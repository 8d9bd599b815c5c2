package solver_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/internal/testsystem"
	"github.com/pindiff/pindiffc/runtime/solver"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// TestGuess: steps that are guessed from the one before need fewer Newton iterations
// than the same steps each by itself, and end at the same state, for every implicit
// scheme that is not bound to a history anyway, and steps of unequal length.
func TestGuess(t *testing.T) {
	steps := []float64{0.02, 0.02, 0.03, 0.03, 0.01, 0.06, 0.02, 0.02}
	for _, scheme := range []string{"backward_euler", "crank_nicolson", "sdirk2"} {
		p := testsystem.Coupled[float64](1, testsystem.Coupling{Mass: true, Law: true, Face: true})
		x := newSubject(t, p, solver.Config{Tol: 1e-11, Scheme: scheme, Steps: steps})
		start, err := x.s.Simulate(ctx, []solver.Case[float64]{{}}, []float64{0})
		require.NoError(t, err)
		state := start.At[0][0]
		all, err := x.s.Simulate(ctx, []solver.Case[float64]{{}}, nil)
		require.NoError(t, err)
		alone, now := 0, 0.0
		for _, dt := range steps {
			stats, err := x.s.Step(ctx, state, now, dt)
			require.NoError(t, err)
			alone += stats.Outer
			now += dt
		}
		require.Less(t, all.Stats.Outer, alone, scheme)
		for i, v := range all.At[0][0] {
			require.Less(t, distance(v, state[i]), 1e-8*vec.Norm2(v), scheme)
		}
	}
}
