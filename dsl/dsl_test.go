package dsl_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/dsl"
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
			if e.Wrong == "" {
				t.Skip("no example can be shown")
			}
			_, _, problems := dsl.Load("wrong.pde", []byte(e.Wrong))
			var codes []string
			for _, d := range problems {
				codes = append(codes, d.Code)
			}
			require.Contains(t, codes, e.Code)
			m, _, problems := dsl.Load("right.pde", []byte(e.Right))
			require.Empty(t, problems)
			require.NotNil(t, m)
		})
	}
}
