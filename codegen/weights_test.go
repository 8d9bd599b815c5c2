package codegen

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/dsl"
)

// Whatever can be trained can be loaded: closures, parameters, or both.
func TestWeightsOfAPackage(t *testing.T) {
	text := func(src string) string {
		m, _, problems := dsl.Load("case.pde", []byte(src))
		require.NotNil(t, m, "%v", problems)
		files, problems, err := Generate(m, Options{})
		require.NoError(t, err)
		require.NotNil(t, files, "%v", problems)
		for _, f := range files {
			if f.Name == "weights.go" {
				return strings.Join(strings.Fields(strings.ReplaceAll(string(f.Content), "//", "")), " ")
			}
		}
		return ""
	}
	known := strings.Replace(large, "u = 2", "u = k", 1)
	require.Empty(t, text(known))

	param := strings.Replace(known, "k = 0.5", "k = 0.5 positive trainable", 1)
	require.Contains(t, text(param), "LoadWeights sets the trained parameters (K) from a safetensors file")
	require.NotContains(t, text(param), "InitWeights")

	closure := func(src string) string {
		return strings.Replace(src, "let   a = 1 + x", "closure a(x) = mlp(hidden: [4])", 1)
	}
	require.Contains(t, text(closure(known)), "LoadWeights sets the weights of all closures from a safetensors file")
	require.Contains(t, text(closure(param)), "SetWeightsFrom sets the weights of all closures and the trained parameters (K) from the bytes")
	require.Contains(t, text(closure(param)), "InitWeights")
}
