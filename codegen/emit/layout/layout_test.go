package layout

import (
	"go/format"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Every generated file of the repository, its blanks spoiled, gets gofmt's layout
// back, and files of kernels without gofmt's help.
func TestSourceIsGofmt(t *testing.T) {
	paths, err := filepath.Glob("../../../generated/*/*.go")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		src, err := os.ReadFile(path)
		require.NoError(t, err)
		raw := spoil(string(src))
		want, err := format.Source([]byte(raw))
		require.NoError(t, err)
		got, err := Source([]byte(raw))
		require.NoError(t, err)
		require.Equal(t, string(want), string(got), path)
		if strings.HasPrefix(filepath.Base(path), "kernels_") && !strings.HasSuffix(path, "_test.go") && filepath.Base(path) != "kernels_simd.go" {
			_, ok := quick([]byte(raw))
			require.True(t, ok, path)
		}
	}
}

var (
	indented = regexp.MustCompile(`(?m)^\t+`)
	between  = regexp.MustCompile(`([a-df-z0-9\])]) ?([-+*/<]) ?([a-zA-Z0-9(])`)
)

// spoil takes the indents of code away, and puts blanks around operators.
func spoil(src string) string {
	lines := strings.Split(src, "\n")
	for i, line := range lines {
		if line = indented.ReplaceAllString(line, ""); !strings.HasPrefix(line, "//") && !strings.Contains(line, `"`) {
			line = between.ReplaceAllString(line, "$1 $2 $3")
		}
		lines[i] = line
	}
	return strings.Join(lines, "\n")
}

func TestStatements(t *testing.T) {
	for _, line := range []string{
		"x := a + b", "x := a * b", "x := a + b * c", "x := a * b + c * (d + e * f)", "x := (a + b) * c", "x := - a - - b", "x := a - -b * c",
		"x := a [i] * b [i - 1] + c", "x := a [i + 1] - a [i]", "x := f (a + b)", "x := f (a + b , c * d)", "x := f (a) + g (b , c + d * e)",
		"x := a . B . C (d)", "x := a . B (c - d * e) . F (g , h - i)", "x := (a + b * c) . D", "x = c [p - 2 * s:] [:n]", "x = c [p - 2:n + 1]", "x = c [p:n]", "x = c [p:n - 1] + 2 * d [q + 1:n]",
		"x += - (a * b)", "x -= 2 * a", "lo,hi = max (lo , 0 - 1) , min (hi , g . N [0] + g . H)", "lo , hi = a + b * c , d * e", "x ++", "a [i + 1] ++", "f (x)", "f ()", "continue", "var x float64", "var x vec . RowF32", "ok := a . B && g . C >= vec . D", "return",
		"x := 1e-05 * a", "x := .5 / b", "x := 1.5e+10 - a", "ok := a < b - 1", "ok := a == b * c", "x := a / b / c * d - (e - f)", "x := ! f (a)", "x := & a",
		"x := a - b - (c - d - (e - f * g))", "x := größe * 2", "x := a // why", "// alone", "x := a * (b) * (- c)", "x := - (- a)", "x := a - (- b)", "x := a + + b",
		"x := a % b", "x := a << 2", "x := a && b || c", "x := [ ] int { 1 , 2 }", "go f ( )", "x := ((a + b))", "x := \"//\"", "x /= 2", "if (a < b) {\n}", "x := a.(float64)",
		"for i := lo;i < hi - 1;i ++ {\nx := a * b\n}", "for i := range n {\nx := a * b\nif x < a {\ny = 1\n} else {\ny = a + 2 * b\n}\n}", "for i := 0;i < n;i += w . W {\n}",
		"if a != 0 {\nreturn\n}", "a := 1 // one\nbcd := 2 // two", "a := 1\n\n\nb := 2", "x := f(a,\nb)", "switch {\ncase a:\n}", "x := func () {\n}",
	} {
		src := "// Package p is one.\npackage p\n\n\n// f  does.\n// \n// \tmuch\nfunc f (a int,b  int) {\n" + line + "\n}\n\n\nfunc g () {\n}\n\nvar x = 1 + 2 *3\n"
		want, err := format.Source([]byte(src))
		require.NoError(t, err, line)
		got, err := Source([]byte(src))
		require.NoError(t, err, line)
		require.Equal(t, string(want), string(got), line)
	}
}

// What is not Go is an error, as with gofmt.
func TestNotGo(t *testing.T) {
	for _, line := range []string{"x := if", "x := a +", "x := (a", "x := )", "}", "{", "x := a b", "x :=", "for {", "if a {", "} else {", "x := 1.2.3.", "f(a,)) ", "a.[b]", "x := a[]", "x := a[:", ":= b", "x, = b"} {
		src := "package p\n\nfunc f() {\n" + line + "\n}\n"
		_, err := format.Source([]byte(src))
		require.Error(t, err, line)
		_, err = Source([]byte(src))
		require.Error(t, err, line)
	}
}
