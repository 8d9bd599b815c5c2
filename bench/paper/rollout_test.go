package main

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/safetensors"
	"github.com/pindiff/pindiffc/runtime/solver"
)

// A rollout of weights whose closures are the true ones cannot be told from the
// truth; of others it can.
func TestRolloutOfTheTruth(t *testing.T) {
	twin := coarse()
	s, err := solver.New(twin.problem, solver.Config{})
	require.NoError(t, err)
	defer s.Close()
	w := make([]float32, s.NumWeights())
	s.InitWeights(w, 3)
	require.NoError(t, s.SetWeights(w))
	f := &safetensors.File{}
	for _, v := range s.Views(w) {
		x, err := safetensors.New(v.Name, v.Shape, v.Data)
		require.NoError(t, err)
		f.Tensors = append(f.Tensors, x)
	}
	twin.weights = filepath.Join(t.TempDir(), "weights.safetensors")
	require.NoError(t, safetensors.Save(twin.weights, f))
	require.Equal(t, []string{exactClosures, trainedClosures}, twin.closureKinds())

	other, err := twin.rollout(t.Context(), 0.5)
	require.NoError(t, err)
	require.Greater(t, other.apart[100], 1e-3)
	require.Zero(t, other.apart[0])
	for name := range twin.closures {
		values := make([]float32, s.Grid().Cells)
		require.NoError(t, s.ClosureValues(name, 0, values))
		twin.closures[name] = values
	}
	same, err := twin.rollout(t.Context(), 0.5)
	require.NoError(t, err)
	require.Len(t, same.times, 101)
	require.Less(t, same.apart[100], 1e-6)
	require.InDelta(t, same.exact[100], same.largest[100], 1e-5)
}
