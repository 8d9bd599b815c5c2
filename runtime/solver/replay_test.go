package solver

import (
	"context"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/checkpoint"
)

// equal steps of the test problems.
func equal(n int, h float64) []float64 {
	steps := make([]float64, n)
	for i := range steps {
		steps[i] = h
	}
	return steps
}

var lines = []Case[float64]{{Initial: [][]float64{{1, 2, 3, 4}}}, {Initial: [][]float64{{2, 1, 2, 1}}}}

// pull runs forward and back with the result as cotangent.
func pull(t *testing.T, s *Solver[float64], cases []Case[float64]) (*Tape[float64], *Gradient[float64]) {
	t.Helper()
	tape, err := s.Forward(context.Background(), cases, nil)
	require.NoError(t, err)
	g, err := tape.Pullback(context.Background(), tape.At)
	require.NoError(t, err)
	return tape, g
}

// TestStored: bytes and repeated steps are those of the schedule.
func TestStored(t *testing.T) {
	const n, state = 200, 4 * 8 // bytes of a state
	for _, c := range []struct {
		cfg     Config
		buffers int // of each case
		levels  int
	}{
		{Config{Scheme: "backward_euler", Checkpoint: "revolve", Slots: 5}, 8, 1},
		{Config{Scheme: "bdf2", Checkpoint: "revolve", Slots: 5}, 8, 2},
		{Config{Scheme: "sdirk2", Checkpoint: "revolve", Slots: 5}, 8, 1},
		{Config{Scheme: "rk4", Checkpoint: "revolve", Bytes: 1300}, 20, 1},
		{Config{Scheme: "rk4", Checkpoint: "revolve", Slots: 500}, n + 1, 1},
	} {
		c.cfg.Steps = equal(n, 0.005)
		s, err := New(decay(), c.cfg)
		require.NoError(t, err)
		tape, g := pull(t, s, lines)
		plan, err := checkpoint.New(n, checkpoint.Storage{Buffers: c.buffers})
		require.NoError(t, err)
		require.EqualValues(t, len(lines)*c.buffers*c.levels*state, tape.Stats.TapeBytes, "%+v", c.cfg)
		require.Equal(t, len(lines)*(plan.Cost().Steps-n), g.Stats.Recomputed, "%+v", c.cfg)
		require.Equal(t, len(lines)*n, tape.Stats.Steps)
		require.Equal(t, len(lines)*n, g.Stats.Steps)
		require.Zero(t, tape.Stats.Stores)
		s.Close()
	}
}

// TestIterates: the unrolled adjoint keeps those of one step.
func TestIterates(t *testing.T) {
	const n = 50
	cfg := Config{Scheme: "backward_euler", Steps: equal(n, 0.02), Adjoint: "unrolled", ForceIter: 4, Checkpoint: "revolve", Slots: 5}
	s, err := New(decay(), cfg)
	require.NoError(t, err)
	defer s.Close()
	tape, g := pull(t, s, lines)
	require.EqualValues(t, 2*8*32, tape.Stats.TapeBytes)
	require.EqualValues(t, 2*(8+4)*32, g.Stats.TapeBytes)
}

// TestEverythingFits: without slots or bytes everything is kept if it fits.
func TestEverythingFits(t *testing.T) {
	s, err := New(decay(), Config{Steps: equal(200, 0.005), Checkpoint: "revolve"})
	require.NoError(t, err)
	defer s.Close()
	tape, g := pull(t, s, lines)
	require.EqualValues(t, 2*201*32, tape.Stats.TapeBytes)
	require.Zero(t, g.Stats.Recomputed)
	_, err = New(decay(), Config{Steps: equal(200, 0.005), Checkpoint: "revolve", Slots: 2, Bytes: 64})
	require.ErrorContains(t, err, "Bytes")
	_, err = New(decay(), Config{Steps: equal(200, 0.005), Checkpoint: "all", Slots: 2})
	require.ErrorContains(t, err, "Checkpoint")
	few, err := New(decay(), Config{Steps: equal(200, 0.005), Checkpoint: "revolve", Bytes: 64})
	require.NoError(t, err)
	defer few.Close()
	_, err = few.Forward(context.Background(), lines, nil)
	require.ErrorContains(t, err, "too few")
}

// TestTransfers: states go to disk and come back, counted, and nothing is left.
func TestTransfers(t *testing.T) {
	dir := t.TempDir()
	cfg := Config{Steps: equal(100, 0.01), Checkpoint: "revolve", Slots: 4, Disk: 9, DiskDir: dir}
	s, err := New(decay(), cfg)
	require.NoError(t, err)
	tape, g := pull(t, s, lines)
	plan, err := checkpoint.New(100, checkpoint.Storage{Buffers: 7, Slots: 9, Write: 1, Read: 1})
	require.NoError(t, err)
	cost := plan.Cost()
	require.Positive(t, cost.Stores)
	require.Equal(t, cost.Stores, tape.Stats.Stores)
	require.Equal(t, cost.Loads, g.Stats.Loads)
	require.EqualValues(t, cost.Stores*len(lines)*32, tape.Stats.DiskBytes)
	require.EqualValues(t, len(lines)*(7+1)*32, tape.Stats.TapeBytes)
	require.Equal(t, len(lines)*(cost.Steps-100), g.Stats.Recomputed)

	s.run.disk.file.Close() // what a full disk does
	_, err = s.Forward(context.Background(), lines, nil)
	require.ErrorContains(t, err, "on disk")
	s.Close()
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, left)

	cfg.DiskDir = dir + "/missing"
	s, err = New(decay(), cfg)
	require.NoError(t, err)
	defer s.Close()
	_, err = s.Forward(context.Background(), lines, nil)
	require.ErrorContains(t, err, "on disk")
}

// TestInterrupted: a reversal that was given up can be made again.
func TestInterrupted(t *testing.T) {
	for _, disk := range []int{0, 9} {
		s, err := New(decay(), Config{Steps: equal(100, 0.01), Checkpoint: "revolve", Slots: 4, Disk: disk})
		require.NoError(t, err)
		tape, g := pull(t, s, lines)
		gone, cancel := context.WithCancel(context.Background())
		cancel()
		_, err = tape.Pullback(gone, tape.At)
		require.ErrorIs(t, err, context.Canceled)
		again, err := tape.Pullback(context.Background(), tape.At)
		require.NoError(t, err)
		require.Equal(t, g.Initial, again.Initial)
		s.Close()
	}
}

// TestCoupledCheckpoints: a state without a time derivative, a closure of a state.
func TestCoupledCheckpoints(t *testing.T) {
	cases := []Case[float64]{{Initial: [][]float64{{1, 2, 3, 4}, {0, 0, 0, 0}}}, {Initial: [][]float64{{2, 1, 2, 1}, {0, 0, 0, 0}}}}
	for _, scheme := range schemeNames[3:] {
		var want *Gradient[float64]
		for _, cfg := range []Config{{}, {Checkpoint: "revolve", Slots: 2}, {Checkpoint: "revolve", Slots: 2, Disk: 5}} {
			cfg.Scheme, cfg.Steps, cfg.Tol = scheme, equal(20, 0.05), 1e-9
			s, err := New(kinetics(), cfg)
			require.NoError(t, err)
			w := make([]float64, s.NumWeights())
			s.InitWeights(w, 1)
			require.NoError(t, s.SetWeights(w))
			_, g := pull(t, s, cases)
			g.Stats = Stats{}
			if want == nil {
				want = g
			}
			require.Equal(t, want, g, "%+v", cfg)
			s.Close()
		}
	}
}

// TestNoAllocationsOfReplay: 100 steps under a schedule, forward and reverse.
func TestNoAllocationsOfReplay(t *testing.T) {
	for _, scheme := range schemeNames {
		for _, adjoint := range []string{"implicit", "unrolled"} {
			s, err := New(decay(), Config{Scheme: scheme, Steps: equal(100, 0.01), Workers: 2, Adjoint: adjoint, Checkpoint: "revolve", Slots: 5})
			require.NoError(t, err)
			tape, _ := pull(t, s, lines)
			requireNoAllocations(t, s, tape)
		}
	}
}
