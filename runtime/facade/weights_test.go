package facade

import (
	"math"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/internal/testsystem"
	"github.com/pindiff/pindiffc/runtime/safetensors"
	"github.com/pindiff/pindiffc/runtime/solver"
)

func TestLoadWeights(t *testing.T) {
	p := testsystem.New[float64](1, testsystem.Options{Closure: true})
	p.Params[testsystem.Kappa].Positive, p.Params[testsystem.Kappa].Trainable = true, true
	s, err := solver.New(p, solver.Config{})
	require.NoError(t, err)
	defer s.Close()
	w := make([]float64, s.NumWeights())
	s.InitWeights(w, 3)
	tensor := func(name string, shape []int, v []float64) safetensors.Tensor {
		x, err := safetensors.New(name, shape, v)
		require.NoError(t, err)
		return x
	}
	file := func(kappa ...float64) *safetensors.File {
		f := &safetensors.File{Tensors: []safetensors.Tensor{tensor("other", []int{1}, []float64{1})}}
		for _, v := range s.Views(w) {
			f.Tensors = append(f.Tensors, tensor(v.Name, v.Shape, v.Data))
		}
		if kappa != nil {
			shape := []int{}
			if len(kappa) > 1 {
				shape = []int{len(kappa)}
			}
			f.Tensors = append(f.Tensors, tensor(ParamTensor("kappa"), shape, kappa))
		}
		return f
	}
	load := func(f *safetensors.File) error {
		path := filepath.Join(t.TempDir(), "w.safetensors")
		require.NoError(t, safetensors.Save(path, f))
		return LoadWeights(s, path)
	}
	initial := s.Params()
	require.NoError(t, load(file()))
	require.Equal(t, initial, s.Params(), "nothing about parameters in the file")

	require.NoError(t, load(file(0.5)))
	want := append([]float64{}, initial...)
	want[testsystem.Kappa] = 0.5
	require.Equal(t, want, s.Params())
	bytes, err := safetensors.Marshal(file(0.7))
	require.NoError(t, err)
	require.NoError(t, SetWeights(s, bytes))
	want[testsystem.Kappa] = 0.7

	// what does not fit changes nothing
	require.ErrorContains(t, load(file(-1)), "parameter kappa is -1")
	require.ErrorContains(t, load(file(1, 2)), "expected one number")
	w[0] = math.NaN()
	require.ErrorContains(t, load(file(0.9)), "not finite")
	short := file(0.9)
	short.Tensors = short.Tensors[:1]
	require.ErrorContains(t, load(short), "no tensor")
	require.Equal(t, want, s.Params())
	require.ErrorContains(t, SetWeights(s, []byte("{}")), "safetensors")
}
