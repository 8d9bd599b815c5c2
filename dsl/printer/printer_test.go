package printer_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/parse"
	"github.com/pindiff/pindiffc/dsl/printer"
)

var update = flag.Bool("update", false, "rewrite testdata/*.golden")

// Texts whose layout is canonical already, and one whose layout is not: what
// becomes of it stands in odd.golden.
func TestGolden(t *testing.T) {
	for name, golden := range map[string]string{"testdata/cvi.pde": "testdata/cvi.pde", "testdata/odd.pde": "testdata/odd.golden",
		"../check/testdata/coupled.pde": "../check/testdata/coupled.pde"} {
		src, err := os.ReadFile(name)
		require.NoError(t, err)
		got := printer.Print(parsed(t, src))
		if *update && golden != name {
			require.NoError(t, os.WriteFile(golden, got, 0o644))
		}
		want, err := os.ReadFile(golden)
		require.NoError(t, err)
		require.Equal(t, string(want), string(got))
		checkPrint(t, src)
	}
}

// Comments and line ends within a closure's arguments and inputs stay.
func TestClosureComments(t *testing.T) {
	src := "model m\nclosure  f( eps, # porosity\n s :K ,\n # radius\n r: m^(1/2) ):1/m{\n input   log( eps ), # order 1\n  s/1[K] # plain\n net mlp( )\n pin  f(1,2,3)=4 # known\n}\n"
	checkPrint(t, []byte(src))
	got := string(printer.Print(parsed(t, []byte(src))))
	for _, text := range []string{"# porosity", "s : K,", "# radius", "r : m^(1/2)) : 1/m {", "log(eps),", "# order 1", "# plain", "f(1, 2, 3) = 4", "# known"} {
		require.Contains(t, got, text)
	}
}

func TestLineEndsAndTabs(t *testing.T) {
	got := printer.Print(parsed(t, []byte("\uFEFFmodel m\r\n\r\n\r\n\r\ndomain {\r\n\tx in [0,\t1] cells 2\t# c  \r\n}\r\n")))
	require.Equal(t, "model m\n\ndomain {\n  x in [0, 1] cells 2  # c\n}\n", string(got))
}

func TestFprint(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, printer.Fprint(&out, parsed(t, []byte("model  m"))))
	require.Equal(t, "model m\n", out.String())
}

// Layout must not make a small text large.
func TestOutputIsBounded(t *testing.T) {
	deep := "model m\nlet a = " + strings.Repeat("f(x, ", 150) + "[\n" + strings.Repeat("1,\n", 1000) + "1]" + strings.Repeat(")", 150) + "\n"
	wide := "model m # c\nlet " + strings.Repeat("a", 10000) + " = 1 # c\n" + strings.Repeat("let b = 1 # c\n", 1000)
	for _, src := range []string{deep, wide} {
		require.Less(t, len(printer.Print(parsed(t, []byte(src)))), 120*strings.Count(src, "\n")+2*len(src))
		checkPrint(t, []byte(src))
	}
}

func parsed(t require.TestingT, src []byte) *ast.File {
	file, problems := parse.Parse("test.pde", src)
	require.Empty(t, problems)
	return file
}

// checkPrint checks the laws of the printer on a text that can be parsed: the
// same tree, the same comments, and no change the second time.
func checkPrint(t require.TestingT, src []byte) {
	before := parsed(t, src)
	first := printer.Print(before)
	after, problems := parse.Parse("test.pde", first)
	require.Empty(t, problems, "%s", first)
	require.Equal(t, string(first), string(printer.Print(after)))
	require.Equal(t, comments(before), comments(after))
	bare(before)
	bare(after)
	require.Equal(t, before, after)
}

func comments(f *ast.File) []string {
	var out []string
	for _, c := range f.Comments {
		out = append(out, c.Text)
	}
	return out
}

// bare takes the places, the source and the comments out of a tree.
func bare(f *ast.File) {
	f.Source, f.Comments, f.Name = nil, nil, ""
	clear(reflect.ValueOf(f))
}

func clear(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			clear(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			clear(v.Index(i))
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[ast.Span]() {
			v.SetZero()
			return
		}
		for i := range v.NumField() {
			clear(v.Field(i))
		}
	}
}

// A tree made by a program comes back from its text.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := file(t)
		text := printer.Print(want)
		got, problems := parse.Parse("test.pde", text)
		require.Empty(t, problems, "%s", text)
		require.Equal(t, string(text), string(printer.Print(got)))
		bare(got)
		require.Equal(t, want, got, "%s", text)
	})
}

// Comments and line ends at every place where a reader may put them.
func TestScattered(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := string(printer.Print(file(t)))
		var out strings.Builder
		for _, c := range text {
			out.WriteRune(c)
			if strings.ContainsRune("\n{,*([", c) && rapid.IntRange(0, 4).Draw(t, "break") == 0 {
				out.WriteString(rapid.SampledFrom([]string{"\n", "  # c\n", "# d\n\n  # e\n", "\n\n", "\n  # f\n"}).Draw(t, "what"))
			}
		}
		src := []byte(out.String())
		if _, problems := parse.Parse("test.pde", src); len(problems) > 0 {
			t.Skip("a line end in a unit or a text")
		}
		checkPrint(t, src)
	})
}

// Run with -fuzzminimizetime 10x: by default the fuzzer spends up to a minute on
// making each new input smaller, and a short run tries next to nothing.
func FuzzFormat(f *testing.F) {
	for _, pattern := range []string{"../../specs/*.pde", "testdata/*.pde"} {
		paths, err := filepath.Glob(pattern)
		require.NoError(f, err)
		for _, path := range paths {
			src, err := os.ReadFile(path)
			require.NoError(f, err)
			f.Add(src)
		}
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		if _, problems := parse.Parse("fuzz.pde", src); len(problems) == 0 {
			checkPrint(t, src)
		}
	})
}
