package solver_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/internal/testsystem"
	"github.com/pindiff/pindiffc/runtime/solver"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// Steps that are reversed one after the other take fewer iterations than as many first
// ones, and give the gradient of a solver that begins every one with zero: with lines.
func TestAdjointGuess(t *testing.T) {
	const steps = 8
	gradient := func(preconditioner string, steps int) *solver.Gradient[float64] {
		p := testsystem.Coupled[float64](1, testsystem.Coupling{Mass: true, Law: true, Face: true})
		x := newSubject(t, p, solver.Config{
			Tol: 1e-11, AdjointTol: 1e-11, Preconditioner: preconditioner, Steps: slices.Repeat([]float64{0.01}, steps),
		})
		tape, err := x.s.Forward(ctx, x.cases(), nil)
		require.NoError(t, err)
		g, err := tape.Pullback(ctx, tape.At)
		require.NoError(t, err)
		return g
	}
	guessed, zero := gradient("jacobi", steps), gradient("line", steps)
	require.Less(t, guessed.Stats.Linear, steps*gradient("jacobi", 1).Stats.Linear)
	require.Less(t, distance(guessed.Weights, zero.Weights), 1e-7*vec.Norm2(zero.Weights))
	for c := range zero.Initial {
		for i, v := range zero.Initial[c] {
			require.Less(t, distance(guessed.Initial[c][i], v), 1e-7*vec.Norm2(v))
		}
	}
}

// What is left out of a gradient changes nothing of what is there.
func TestOmitParams(t *testing.T) {
	for _, face := range []bool{false, true} {
		p := testsystem.Coupled[float64](1, testsystem.Coupling{Mass: true, Law: true, Face: face})
		x := newSubject(t, p, solver.Config{Steps: slices.Repeat([]float64{0.01}, 4)}).settled()
		var both [2]*solver.Gradient[float64]
		for i := range both {
			x.s.OmitParams(i == 1)
			tape, err := x.s.Forward(ctx, x.cases(), nil)
			require.NoError(t, err)
			both[i], err = tape.Pullback(ctx, tape.At)
			require.NoError(t, err)
		}
		require.Equal(t, both[0].Weights, both[1].Weights)
		require.Equal(t, both[0].Initial, both[1].Initial)
		require.NotNil(t, both[0].Params)
		require.NotNil(t, both[0].CaseParams[1])
		require.Nil(t, both[1].Params)
		require.Nil(t, both[1].CaseParams[1])
		require.Nil(t, both[1].Bounds)
	}
}
