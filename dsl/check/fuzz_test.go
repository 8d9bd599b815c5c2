package check_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/dsl/check"
	"github.com/pindiff/pindiffc/dsl/diag"
	"github.com/pindiff/pindiffc/dsl/model"
	"github.com/pindiff/pindiffc/dsl/parse"
)

// FuzzCheck: whatever the parser makes of a text, also of a broken one, the
// checker neither panics nor hangs, and gives a model if and only if there are
// no errors.
func FuzzCheck(f *testing.F) {
	for _, pattern := range []string{"testdata/*.pde", "../../specs/*.pde", "../../golden/diagnostics/[ce]*.pde"} {
		paths, err := filepath.Glob(pattern)
		require.NoError(f, err)
		for _, p := range paths {
			f.Add(read(f, p), "kappa=2")
		}
	}
	f.Fuzz(func(t *testing.T, src, set string) {
		file, _ := parse.Parse("fuzz.pde", []byte(src))
		if file == nil {
			return
		}
		m, problems := check.CheckWith(file, settings(set))
		require.Equal(t, diag.HasErrors(problems), m == nil)
		require.LessOrEqual(t, len(problems), 100)
		if m == nil {
			return
		}
		require.NotEmpty(t, model.Dump(m))
		require.Len(t, m.Exact().Equations, len(m.States))
		require.Len(t, m.Equations, len(m.States))
		for _, d := range problems {
			require.True(t, 0 <= d.Span.Start && d.Span.Start <= d.Span.End && d.Span.End <= len(src))
		}
	})
}
