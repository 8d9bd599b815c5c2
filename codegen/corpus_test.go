package codegen

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/dsl"
	"github.com/pindiff/pindiffc/dsl/diag"
)

var update = flag.Bool("update", false, "rewrite the expected diagnostics in golden/diagnostics")

// Each compile_*.pde in golden/diagnostics passes the checker and holds a mistake that
// the compiler finds when it makes a program of it; beside it, as .txt, is what is said.
func TestDiagnosticsCorpus(t *testing.T) {
	specs, err := filepath.Glob("../golden/diagnostics/compile_*.pde")
	require.NoError(t, err)
	require.NotEmpty(t, specs)
	seen := map[string]bool{}
	for _, spec := range specs {
		name := filepath.Base(spec)
		t.Run(strings.TrimSuffix(name, ".pde"), func(t *testing.T) {
			src, err := os.ReadFile(spec)
			require.NoError(t, err)
			m, _, problems := dsl.Load(name, src)
			require.NotNil(t, m, "%v", problems)
			p, found := Lower(m)
			problems = append(problems, found...)
			require.NotEmpty(t, found, "a specification without a mistake")
			require.Equal(t, diag.HasErrors(problems), p == nil, "a program if and only if there are no errors")
			for _, d := range problems {
				seen[d.Code] = true
			}
			var got bytes.Buffer
			require.NoError(t, diag.Render(&got, name, src, problems))

			golden := strings.TrimSuffix(spec, ".pde") + ".txt"
			if *update {
				require.NoError(t, os.WriteFile(golden, got.Bytes(), 0o644))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err, "run with -update, and read what it writes")
			require.Equal(t, string(want), got.String())
		})
	}
	for _, c := range Codes {
		require.Equal(t, c.Wrong != "", seen[c.Code], "%s has an example, and so a place in the corpus", c.Code)
	}
}
