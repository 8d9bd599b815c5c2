package main

import (
	"errors"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/generated/advdiff_steady"
	"github.com/pindiff/pindiffc/runtime/kernel"
)

func TestLargestStep(t *testing.T) {
	steps := lengths(1e-3, 0.2)
	require.InEpsilon(t, 1e-3, steps[0], 1e-12)
	require.InEpsilon(t, math.Sqrt(10), steps[2]/steps[0], 1e-12)
	require.InDelta(t, 0.178, steps[len(steps)-1], 1e-3)
	for _, limit := range []float64{1e-4, 0.02, 1} {
		runs := 0
		got, err := largestStep(t.Context(), steps, func(step float64) (bool, error) {
			runs++
			return step <= limit, nil
		})
		require.NoError(t, err)
		require.LessOrEqual(t, runs, 4)
		want := 0.0
		for _, s := range steps {
			if s <= limit {
				want = s
			}
		}
		require.Equal(t, want, got)
	}
	broken := errors.New("broken")
	_, err := largestStep(t.Context(), steps, func(float64) (bool, error) { return true, broken })
	require.ErrorIs(t, err, broken)
	require.Equal(t, "under 0.001", stepText(0, steps))
	require.Equal(t, "0.18 or more", stepText(steps[len(steps)-1], steps))
}

// coarse is a small twin with a uniform velocity along both axes.
func coarse() *twin {
	p := *advdiff_steady.Problem()
	p.Axes = append([]kernel.Axis(nil), p.Axes...)
	p.Axes[0].Cells, p.Axes[1].Cells = 32, 16
	v := make([]float32, 32*16)
	for i := range v {
		v[i] = 0.5
	}
	return &twin{problem: &p, initial: bumps(10, 32, 16), closures: map[string][]float32{"vx": v, "vy": v}}
}

// Donor-cell transport by forward Euler is stable to a Courant number
// (|vx| + |vy|) dt/h of 1, here dt = 1/16, and diffusion takes little of that; implicit steps have no limit, and the
// errors of all fall with the step.
func TestErrorOfSteps(t *testing.T) {
	twin := coarse()
	const end = 4.0
	best, err := twin.run(t.Context(), exactClosures, scheme{"rk4", 0.01}, []int{5}, []float64{end})
	require.NoError(t, err)
	at := func(name string, step float64) float64 {
		e, err := twin.errorOf(t.Context(), exactClosures, name, end, best[0])(step)
		require.NoError(t, err)
		return e
	}
	require.Less(t, at("forward_euler", 0.05), 1.0)
	require.Greater(t, at("forward_euler", 0.1), 1e3, "or failed: infinite")
	for _, name := range []string{"forward_euler", "backward_euler", "crank_nicolson"} {
		require.Less(t, at(name, 0.02), 0.7*at(name, 0.04))
	}
	require.Less(t, at("backward_euler", 0.5), 1.0)
	require.Equal(t, []string{exactClosures}, twin.closureKinds())
}

// What a rollout is judged by.
func TestLargestValue(t *testing.T) {
	require.Equal(t, 3.0, largest([][]float32{{1, -3}, {2}}))
	require.Equal(t, []float64{0, 0.5}, errorsTo([][][]float32{{{1, 1}}, {{1, 2}}}, [][][]float32{{{1, 1}}, {{1, 1}}}))
}
