package dsl_test

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

const corpus = "../golden/diagnostics"

// Each specification in golden/diagnostics has a mistake that people make, and
// beside it, as .txt, what the compiler says about it. Syntax mistakes are
// named syntax_*, all others that the checker finds check_* and experiment_*. (Those
// that are found behind it, compile_*, are tested in codegen.)
func TestDiagnosticsCorpus(t *testing.T) {
	specs, err := filepath.Glob(filepath.Join(corpus, "*.pde"))
	require.NoError(t, err)
	require.NotEmpty(t, specs)
	for _, spec := range specs {
		name := filepath.Base(spec)
		if strings.HasPrefix(name, "compile_") {
			continue
		}
		t.Run(strings.TrimSuffix(name, ".pde"), func(t *testing.T) {
			src, err := os.ReadFile(spec)
			require.NoError(t, err)
			m, _, problems := dsl.Load(name, src)
			require.NotEmpty(t, problems, "a specification without a mistake")
			require.Equal(t, diag.HasErrors(problems), m == nil, "a model if and only if there are no errors")
			for _, d := range problems {
				if strings.HasPrefix(name, "syntax_") {
					require.Regexp(t, `^E01\d\d$`, d.Code)
				} else {
					require.NotRegexp(t, `^E01`, d.Code)
				}
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
}

// Every expected output belongs to a specification.
func TestCorpusHasNoStrays(t *testing.T) {
	texts, err := filepath.Glob(filepath.Join(corpus, "*.txt"))
	require.NoError(t, err)
	for _, text := range texts {
		require.FileExists(t, strings.TrimSuffix(text, ".txt")+".pde")
	}
}
