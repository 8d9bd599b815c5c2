package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/generated/advdiff_steady"
	"github.com/pindiff/pindiffc/generated/burgers_steady"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/solver"
)

// All ways to a gradient of the same implicit steps give the same one: schedules
// to the last bit, the unrolled iteration as far as float32 and the tolerance go.
// Explicit steps have another solution, and come to it as they get short.
func TestWaysToOneGradient(t *testing.T) {
	const end = 0.2 // longer than twice the slots: a step of Burgers' equation is guessed from the one before, so that a slot holds two states
	for _, p := range []*kernel.Problem[float32]{advdiff_steady.Problem(), burgers_steady.Problem()} {
		cells := []int{16, 8}
		initial := bumps(2, cells[0], cells[1])
		run := func(m method, step float64) *cost {
			c, err := gradientOf(t.Context(), p, m, cells, equalSteps(step, end), initial)
			require.NoError(t, err)
			return c
		}
		all := run(method{"all", solver.Config{}}, 0.01)
		require.Positive(t, all.stored)
		for _, m := range methods[1:] {
			got := run(m, 0.01)
			switch {
			case m.config.Adjoint == "unrolled":
				require.Less(t, apart(got.grad, all.grad), 1e-3, "%s, %s", p.Name, m.name)
				require.Greater(t, got.stored, all.stored)
			case m.config.Checkpoint != "":
				require.Equal(t, all.grad.Weights, got.grad.Weights, "%s, %s", p.Name, m.name)
				require.Less(t, got.stored, all.stored)
				require.Equal(t, m.config.Disk > 0, got.disk > 0)
			default:
				require.Equal(t, all.grad.Weights, got.grad.Weights)
			}
		}
		long, short := run(methods[0], 0.002), run(methods[0], 0.001)
		far, near := apart(long.grad, all.grad), apart(short.grad, all.grad)
		require.Less(t, near, 0.6*far, "%s: first order", p.Name)
		require.Greater(t, short.stored, 2*all.stored)
	}
}
