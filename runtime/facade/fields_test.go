package facade

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/internal/testsystem"
	"github.com/pindiff/pindiffc/runtime/safetensors"
	"github.com/pindiff/pindiffc/runtime/solver"
)

// A trained field in a file of weights is what the solver then computes with.
func TestLoadFields(t *testing.T) {
	p := testsystem.New[float64](1, testsystem.Options{})
	p.Fields[0].Trainable = true
	run := func(give func(s *solver.Solver[float64])) []float64 {
		s, err := solver.New(p, solver.Config{})
		require.NoError(t, err)
		defer s.Close()
		give(s)
		r, err := s.Simulate(t.Context(), []solver.Case[float64]{{}}, nil)
		require.NoError(t, err)
		return r.At[0][0][0]
	}
	v := make([]float64, 10)
	for i := range v {
		v[i] = 0.1 * float64(i+1)
	}
	file := func(n int) []byte {
		x, err := safetensors.New(FieldTensor("v"), []int{n}, v[:n])
		require.NoError(t, err)
		b, err := safetensors.Marshal(&safetensors.File{Tensors: []safetensors.Tensor{x}})
		require.NoError(t, err)
		return b
	}
	want := run(func(s *solver.Solver[float64]) { require.NoError(t, s.SetField("v", v)) })
	got := run(func(s *solver.Solver[float64]) {
		require.NoError(t, s.SetField("v", make([]float64, 10)))
		require.NoError(t, SetWeights(s, file(10)))
		require.ErrorContains(t, SetWeights(s, file(9)), "has 9 values, the grid has 10 cells")
	})
	require.Equal(t, want, got)
}
