package arrays

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/safetensors"
)

func TestFieldsOfAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f.safetensors")
	tensor := func(name string, shape []int, v ...float64) safetensors.Tensor {
		out, err := safetensors.New(name, shape, v)
		require.NoError(t, err)
		return out
	}
	require.NoError(t, safetensors.Save(path, &safetensors.File{
		Tensors: []safetensors.Tensor{
			tensor("t", []int{2}, 0, 7200), safetensors.NewInts("case", []int{3, 5}),
			tensor("T.predicted", []int{2, 2, 2}, 1, 2, 3, 4, 5, 6, 7, 8),
			tensor("k.learned", []int{2, 2}, 1, 2, 3, 4),
		},
		Meta: map[string]string{"unit.t": "h", "scale.t": "3600", "unit.T": "mK", "scale.T": "0.001"},
	}))
	f, err := Read(path)
	require.NoError(t, err)
	require.Equal(t, []float64{0, 7200}, f.Times)
	require.Equal(t, []int{3, 5}, f.Cases)
	require.Equal(t, [][]float64{{3, 4}, {7, 8}}, f.States("T.predicted", 1, 2))
	require.Equal(t, []float64{3, 4}, f.Closure("k.learned", 2), "the last time")
	require.Nil(t, f.States("T.true", 0, 2))
	require.Nil(t, f.States("T.predicted", 0, 3))
	require.Nil(t, f.States("T.predicted", 2, 2))
	require.Nil(t, f.Closure("none", 2))

	list, err := f.Declared()
	require.NoError(t, err)
	byName := map[string][]float64{}
	for _, a := range list {
		byName[a.Name] = a.Data
	}
	require.Equal(t, []float64{0, 2}, byName["t"])
	require.InDelta(t, 8000, byName["T.predicted"][7], 1e-9)
	require.Equal(t, []float64{3, 5}, byName["case"])
}
