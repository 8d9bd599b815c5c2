package solver_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/internal/testsystem"
	"github.com/pindiff/pindiffc/runtime/solver"
)

// uneven is so many steps of changing length.
func uneven(n int) []float64 {
	steps := make([]float64, n)
	for i := range steps {
		steps[i] = 0.001 * float64(1+i%3)
	}
	return steps
}

// storages of the tests: slots, bytes, a disk.
var storages = []solver.Config{
	{Checkpoint: "revolve", Slots: 1},
	{Checkpoint: "revolve", Slots: 3},
	{Checkpoint: "revolve", Slots: 50},
	{Checkpoint: "revolve", Bytes: 2e4},
	{Checkpoint: "revolve", Slots: 2, Disk: 4, Transfer: 1e-3},
}

// TestCheckpoints: the gradient under every storage has the bits of the one with
// everything stored, twice from one tape, and so have the states.
func TestCheckpoints(t *testing.T) {
	const steps = 13
	sample := []variant{variants[1]}
	if !testing.Short() {
		sample = append(sample, variants[2], variants[5])
	}
	for _, v := range sample {
		for _, scheme := range append([]string{"damped"}, schemes...) {
			for _, adjoint := range []string{"implicit", "unrolled"} {
				if adjoint == "unrolled" && scheme != "sdirk2" && scheme != "bdf2" {
					continue
				}
				t.Run(fmt.Sprint(v.name, "/", scheme, "/", adjoint), func(t *testing.T) {
					cfg := solver.Config{Scheme: scheme, Adjoint: adjoint, Tol: 1e-6, AdjointTol: 1e-6, Workers: 2, Steps: uneven(steps)}
					if scheme == "damped" {
						cfg.Scheme, cfg.Damped = "crank_nicolson", 2
					}
					if cfg.Adjoint == "unrolled" {
						cfg.Relax, cfg.Tol, cfg.MaxIter = 0.9, 1e-3, 3000
					}
					want, at := gradientOf(t, v, cfg)
					for _, st := range storages {
						cfg.Checkpoint, cfg.Slots, cfg.Bytes, cfg.Disk, cfg.Transfer = st.Checkpoint, st.Slots, st.Bytes, st.Disk, st.Transfer
						got, states := gradientOf(t, v, cfg)
						require.Equal(t, at, states, "%+v", st)
						want.Stats, got.Stats = solver.Stats{}, solver.Stats{}
						require.Equal(t, want, got, "%+v", st)
					}
				})
			}
		}
	}
}

// gradientOf a run with two output times, of which one splits a step.
func gradientOf(t *testing.T, v variant, cfg solver.Config) (*solver.Gradient[float64], [][][][]float64) {
	t.Helper()
	s := open(t, testsystem.New[float64](v.dim, v.o), cfg)
	defer s.Close()
	levels := s.Levels()
	end := levels[len(levels)-1]
	tape, err := s.Forward(ctx, threeCases(s), []float64{0.6 * end, end})
	require.NoError(t, err)
	cot := cotangent(rand.New(rand.NewPCG(1, 5)), tape.At)
	first, err := tape.Pullback(ctx, cot)
	require.NoError(t, err)
	second, err := tape.Pullback(ctx, cot)
	require.NoError(t, err)
	first.Stats, second.Stats = solver.Stats{}, solver.Stats{}
	require.Equal(t, first, second)
	return first, tape.At
}

// TestCheckpointsForward: the pushforward takes the steps again, with the same bits.
func TestCheckpointsForward(t *testing.T) {
	v := variants[1]
	for _, scheme := range schemes {
		var want [][][][]float64
		for i, st := range append([]solver.Config{{}}, storages...) {
			st.Scheme, st.Steps, st.Workers = scheme, uneven(13), 1
			s := open(t, testsystem.New[float64](v.dim, v.o), st)
			cases := threeCases(s)
			tape, err := s.Forward(ctx, cases, nil)
			require.NoError(t, err)
			d := direction(rand.New(rand.NewPCG(2, 5)), s, cases)
			got, err := tape.Pushforward(ctx, d)
			require.NoError(t, err)
			if i == 0 {
				want = got
			}
			require.Equal(t, want, got, "%s %+v", scheme, st)
			g, err := tape.Pullback(ctx, got) // checkpoints are still there
			require.NoError(t, err)
			require.InEpsilon(t, inner(got, got), along(g, d), 1e-6)
		}
	}
}
