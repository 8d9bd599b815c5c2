package emit

import (
	"go/token"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestCleanStaysInItsComment(t *testing.T) {
	for in, want := range map[string]string{
		"plain [W/m/K]":            "plain [W/m/K]",
		"two\nlines\r\tand tabs":   "two lines  and tabs",
		"end */ start /*":          "end * / start / *",
		"//go:embed secret":        "go:embed secret",
		"bidi \u202e text \u2066x": "bidi  text x",
		"\x00\x1b[31mred\x7f":      "[31mred",
		"bad \xff utf8":            "bad  utf8",
	} {
		require.Equal(t, want, clean(in))
	}
	require.Less(t, len(clean(strings.Repeat("ä", 10_000))), 500)
	rapid.Check(t, func(t *rapid.T) {
		s := clean(rapid.String().Draw(t, "s"))
		require.NotContains(t, s, "\n")
		require.NotContains(t, s, "*/")
		require.False(t, strings.HasPrefix(s, "//"))
	})
}

func TestScopeNeverCollides(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		file := newScope()
		inner := file.inner()
		seen := map[string]bool{}
		n := rapid.IntRange(1, 20).Draw(t, "n")
		fileNames := rapid.IntRange(0, n).Draw(t, "file")
		for i := range n {
			wish := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"phi", "phi", "func", "vec", "len", "rho_c", "2x", "_", "float32"})).Draw(t, "wish")
			s := file
			if i >= fileNames {
				s = inner
			}
			name := s.name(wish)
			require.True(t, token.IsIdentifier(name), name)
			require.False(t, seen[name], name)
			seen[name] = true
		}
	})
	s := newScope()
	require.Equal(t, "rhoC", s.name("rho_c"))
	require.Equal(t, "rhoC2", s.name("rhoC"))
	require.Equal(t, "vec2", s.name("vec"))
	require.Equal(t, "range2", s.name("range"))
}

func TestPackageName(t *testing.T) {
	for model, want := range map[string]string{
		"heat": "heat", "advdiff_steady": "advdiff_steady", "CVI": "cvi", "solver": "modelsolver",
		"x_test": "modelx", "func": "modelfunc", "main": "modelmain", "3d": "d", "": "model", "été": "t",
	} {
		got := PackageName(model)
		require.Equal(t, want, got)
		require.True(t, validPackage(got), got)
	}
	for _, bad := range []string{"", "a b", "func", "x_test", "main", "vec", "a.b", "len"} {
		require.False(t, validPackage(bad), bad)
	}
}

func TestWrap(t *testing.T) {
	require.Equal(t, []string{"one two", "three", "four5678"}, wrap(" one two three four5678 ", 7))
	require.Empty(t, wrap("  ", 5))
}
