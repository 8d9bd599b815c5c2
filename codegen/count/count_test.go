package count_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/codegen"
	"github.com/pindiff/pindiffc/codegen/count"
	"github.com/pindiff/pindiffc/dsl"
)

func costs(t *testing.T, spec string) map[string]count.Cost {
	m, _, problems := dsl.Load("test.pde", []byte(spec))
	require.NotNil(t, m, "%v", problems)
	p, problems := codegen.Lower(m)
	require.NotNil(t, p, "%v", problems)
	return count.All(p)
}

// One product with a uniform factor, three sums and a difference for the second
// difference, and one product and one sum for the mass: counted by hand.
func TestHeatInOneDimension(t *testing.T) {
	c := costs(t, `model rod
domain { x in [0, 1] cells 16   t in [0, 1] step 0.1 }
param k = 1
state T
equation T: ddt(T) = div(k*grad(T))
boundary { x: periodic }
`)["apply"]
	require.Equal(t, 1, c.Reads, "T")
	require.Equal(t, 1, c.Writes, "out")
	require.Equal(t, 1, c.Allocates)
	require.Zero(t, c.Functions)
	// alpha*T + c*(T - T_left + (T - T_right))
	require.Equal(t, 6, c.Flops)
	require.Equal(t, 16, c.Bytes(8, false))
	require.Equal(t, 24, c.Bytes(8, true))
}

// A kernel that adds reads what it adds to, and needs no write-allocate.
func TestAddingReads(t *testing.T) {
	c := costs(t, `model transport
domain { x in [0, 1] cells 16   t in [0, 1] step 0.1 }
state u
closure v(x) = mlp(hidden: [4])
equation u: ddt(u) + div(upwind, [v]*u) = exp(u)
boundary { x: periodic }
`)
	inputs := c["inputs.adjoint"]
	require.Equal(t, 4, inputs.Reads, "u, v (its sign), the cotangent of out, that of v")
	require.Equal(t, 1, inputs.Writes)
	require.Zero(t, inputs.Allocates)
	require.Equal(t, 1, c["apply"].Functions)
}

func TestAllSpecs(t *testing.T) {
	files, err := filepath.Glob("../../specs/*.pde")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, f := range files {
		src, err := os.ReadFile(f)
		require.NoError(t, err)
		for name, c := range costs(t, string(src)) {
			require.Positive(t, c.Writes+c.Flops, "%s: %s", f, name)
		}
	}
}
