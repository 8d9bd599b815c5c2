package advdiff_steady

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/safetensors"
)

// Weights go through a file by their names, and cases of a batch do not
// influence each other.
func TestWeightsFromFile(t *testing.T) {
	s, err := New(Options{Cells: [2]int{16, 8}, Step: 0.02, End: 0.04})
	require.NoError(t, err)
	defer s.Close()
	w := s.InitWeights(7)
	var f safetensors.File
	for _, v := range s.Views(w) {
		tensor, err := safetensors.New(v.Name, v.Shape, v.Data)
		require.NoError(t, err)
		f.Tensors = append(f.Tensors, tensor)
	}
	path := filepath.Join(t.TempDir(), "weights.safetensors")
	require.NoError(t, safetensors.Save(path, &f))
	data, err := safetensors.Marshal(&f)
	require.NoError(t, err)

	initial := State{Phi: make([]float32, 16*8)}
	for i := range initial.Phi {
		initial.Phi[i] = float32(i%5) / 5
	}
	ctx := context.Background()
	var results []State
	for _, set := range []func() error{
		func() error { return s.SetWeights(w) },
		func() error { return s.LoadWeights(path) },
		func() error { return s.SetWeightsFrom(data) },
	} {
		require.NoError(t, s.SetWeights(make([]float32, len(w))))
		require.NoError(t, set())
		r, err := s.Simulate(ctx, initial)
		require.NoError(t, err)
		results = append(results, r.At(0))
	}
	require.Equal(t, results[0], results[1])
	require.Equal(t, results[0], results[2])

	r, err := s.SimulateBatch(ctx, []Case{{Initial: State{Phi: make([]float32, 16*8)}}, {Initial: initial}})
	require.NoError(t, err)
	require.Equal(t, results[0], r.States[0][1])

	f.Tensors = f.Tensors[1:]
	data, err = safetensors.Marshal(&f)
	require.NoError(t, err)
	require.ErrorContains(t, s.SetWeightsFrom(data), "no tensor")
	require.Error(t, s.SetWeightsFrom([]byte("nonsense")))
	require.Error(t, s.LoadWeights(filepath.Join(t.TempDir(), "absent")))

	v, err := s.ClosureValues("vx", 0)
	require.NoError(t, err)
	require.Len(t, v, 16*8)
	require.InDelta(t, 0.5, v[0], 2) // the closure's offset, and a network of order one times 0.3
	_, err = s.ClosureValues("vz", 0)
	require.ErrorContains(t, err, "vz")
}
