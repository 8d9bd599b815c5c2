package dsl_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/dsl"
	"github.com/pindiff/pindiffc/dsl/check"
	"github.com/pindiff/pindiffc/dsl/diag"
)

func TestSpecsLoad(t *testing.T) {
	specs, err := filepath.Glob("../specs/*.pde")
	require.NoError(t, err)
	require.NotEmpty(t, specs)
	for _, spec := range specs {
		src, err := os.ReadFile(spec)
		require.NoError(t, err)
		m, file, problems := dsl.Load(spec, src)
		require.Empty(t, problems, spec)
		require.NotNil(t, m, spec)
		require.NotNil(t, file, spec)
	}
}

func TestSpecsAreFormatted(t *testing.T) {
	specs, err := filepath.Glob("../specs/*.pde")
	require.NoError(t, err)
	for _, spec := range specs {
		src, err := os.ReadFile(spec)
		require.NoError(t, err)
		got, problems := dsl.Format(spec, src)
		require.Empty(t, problems, spec)
		require.Equal(t, string(src), string(got), spec)
	}
}

func TestFormatRefusesBrokenText(t *testing.T) {
	got, problems := dsl.Format("broken.pde", []byte("model m\nparam k = (1\n"))
	require.Nil(t, got)
	require.True(t, diag.HasErrors(problems))
}

// The wrong example of an explanation gives its code; the right one nothing.
func TestExplanations(t *testing.T) {
	before := ""
	for _, e := range dsl.Explanations() {
		t.Run(e.Code, func(t *testing.T) {
			require.Less(t, before, e.Code, "codes are unique")
			before = e.Code
			require.NotEmpty(t, e.Title)
			require.NotEmpty(t, e.Story)
			if e.Code == "E0102" || e.Code == "E0309" {
				require.Empty(t, e.Wrong)
				return // too large a specification is too large to be shown
			}
			problems := loadWith(t, e.Wrong, e.WrongSet)
			var codes []string
			for _, d := range problems {
				codes = append(codes, d.Code)
			}
			require.Contains(t, codes, e.Code)
			require.Empty(t, loadWith(t, e.Right, e.RightSet))
		})
	}
}

// loadWith loads an example with its setting, if it has one.
func loadWith(t *testing.T, src, set string) []diag.Diagnostic {
	m, file, problems := dsl.Load("example.pde", []byte(src))
	if set != "" {
		require.Empty(t, problems, "without the setting")
		name, value, _ := strings.Cut(set, "=")
		m, problems = check.CheckWith(file, []check.Setting{{Name: name, Value: value}})
	}
	require.Equal(t, diag.HasErrors(problems), m == nil)
	return problems
}
