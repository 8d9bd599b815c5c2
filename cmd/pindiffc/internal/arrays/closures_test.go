package arrays

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/safetensors"
)

func TestClosuresOfAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "c.safetensors")
	tensor := func(name string, v ...float64) safetensors.Tensor {
		out, err := safetensors.New(name, []int{len(v)}, v)
		require.NoError(t, err)
		return out
	}
	f := &safetensors.File{
		Tensors: []safetensors.Tensor{
			tensor("k.at.T", 300, 300, 310, 310), tensor("k.at.p", 1e5, 2e5, 1e5, 2e5),
			tensor("k.learned", 1, 2, 3, 4), tensor("k.true", 1, 2, 3, 5),
			tensor("v.at.x", 0.5), tensor("v.learned", 7),
		},
		Meta: map[string]string{
			"args.k": "T,p", "shape.k": "2,2", "unit.k": "mW", "scale.k": "0.001", "unit.k.T": "K", "scale.k.T": "1",
			"unit.k.p": "bar", "scale.k.p": "1e5", "visited.k.T": "295,305", "visited.k.p": "5e4,1.5e5",
			"args.v": "x", "shape.v": "", "unit.v": "1", "scale.v": "1",
		},
	}
	require.NoError(t, safetensors.Save(path, f))
	list, err := ReadClosures(path, []string{"v", "none", "k"})
	require.NoError(t, err)
	require.Len(t, list, 2)
	require.Equal(t, Closure{Name: "v", Args: []Arg{{Name: "x", At: []float64{0.5}}}, Learned: []float64{7}}, list[0])
	require.True(t, list[0].Inside(0), "a field has no range")
	k := list[1]
	require.Equal(t, []int{2, 2}, k.Shape)
	require.InDeltaSlice(t, []float64{1000, 2000, 3000, 5000}, k.True, 1e-9)
	require.Equal(t, "bar", k.Args[1].Unit)
	require.InDeltaSlice(t, []float64{1, 2, 1, 2}, k.Args[1].At, 1e-12)
	require.InDelta(t, 1.5, k.Args[1].Hi, 1e-12)
	require.Equal(t, []bool{true, false, false, false}, []bool{k.Inside(0), k.Inside(1), k.Inside(2), k.Inside(3)})

	f.Meta["args.k"] = "T,q"
	require.NoError(t, safetensors.Save(path, f))
	_, err = ReadClosures(path, []string{"k"})
	require.ErrorContains(t, err, `argument "q" has no values`)
}
