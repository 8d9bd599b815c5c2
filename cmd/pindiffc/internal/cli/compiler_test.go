package cli

import (
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/cmd/pindiffc/internal/toolchain"
	"github.com/pindiff/pindiffc/dsl"
)

const source = `model f
domain {
  x in [0, 1] cells 16
  t in [0, 1] step 0.1
}
state u = 1
closure f(ARG) = mlp(hidden: [4])
equation u: ddt(u) = lap(u) + f
boundary { x: periodic }
`

func closureOf(arg string) string { return strings.Replace(source, "ARG", arg, 1) }

// Only the truth of a pointwise closure needs a second package.
func TestExactPackage(t *testing.T) {
	for _, c := range []struct {
		text  string
		names []string
	}{
		{closureOf("x") + "truth { f = x }\n", []string{solverPackage}},
		{closureOf("u"), []string{solverPackage}},
		{closureOf("u") + "truth { f = u }\n", []string{solverPackage, exactPackage}},
	} {
		m, _, problems := dsl.Load("f.pde", []byte(c.text))
		require.NotNil(t, m, "%v", problems)
		a := &app{out: io.Discard, err: io.Discard}
		packages, err := a.generateSolver(&spec{name: "f.pde", src: []byte(c.text), base: m, model: m}, "")
		require.NoError(t, err)
		var names []string
		calls := map[string]bool{}
		for _, p := range packages {
			names = append(names, p.Name)
			calls[p.Name] = hasFile(p, "kernels_calls.go")
		}
		require.Equal(t, c.names, names)
		require.Equal(t, m.Closures[0].Closure.Pointwise, calls[solverPackage])
		require.False(t, calls[exactPackage], "the law stands in its place")
	}
}

func hasFile(p toolchain.Package, name string) bool {
	for _, f := range p.Files {
		if f.Name == name {
			return true
		}
	}
	return false
}
