package diag_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/diag"
)

// at is the span of the first occurrence of what in src.
func at(t *testing.T, src, what string) ast.Span {
	t.Helper()
	i := strings.Index(src, what)
	require.GreaterOrEqual(t, i, 0)
	return ast.Span{Start: i, End: i + len(what)}
}

func render(t *testing.T, src string, ds ...diag.Diagnostic) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, diag.Render(&out, "a.pde", []byte(src), ds))
	return out.String()
}

func TestRender(t *testing.T) {
	src := "param kappa = 1\n\n\n\n\n\n\n\n\n  T = div(kapa*T)\n"
	got := render(t, src, diag.Diagnostic{
		Code: "E0203", Span: at(t, src, "kapa*")}, diag.Diagnostic{
		Severity: diag.Warning, Code: "E0301", Span: at(t, src, "T = div"), Message: "odd",
		Notes: []diag.Note{{Message: "plain"}, {Span: at(t, src, "kappa"), Message: "declared here"}},
		Label: "label", Help: "help",
	})
	require.Equal(t, `a.pde:10:3: warning[E0301]: odd
   |
10 |   T = div(kapa*T)
   |   ^^^^^^^ label
   = note: plain
   = note: declared here
   |
 1 | param kappa = 1
   |       -----
   = help: help

a.pde:10:11: error[E0203]: 
   |
10 |   T = div(kapa*T)
   |           ^^^^^
`, got)
}

// Carets stand below what they mean, whatever stands before it.
func TestRenderWidths(t *testing.T) {
	for _, c := range []struct{ src, what, line, marks string }{
		{"\tx\ty", "y", "1 |     x    y", "  |          ^"},
		{"水 é ∂ x", "x", "1 | 水 é ∂ x", "  |        ^"},
		{"a = 水;", "水", "1 | a = 水;", "  |     ^^"},
		{"e\u0301 x", "x", "1 | e\u0301 x", "  |   ^"},
		{"a\x1b[1m\xff\u202eb", "b", "1 | a<U+001B>[1m<FF><U+202E>b", "  |                         ^"},
		{"x = 1\r\ny", "1", "1 | x = 1", "  |     ^"},
		{"one\ntwo", "e\ntw", "1 | one", "  |   ^"},
	} {
		lines := strings.Split(render(t, c.src, diag.Diagnostic{Span: at(t, c.src, c.what)}), "\n")
		require.Equal(t, c.line, lines[2], c.src)
		require.Equal(t, c.marks, lines[3], c.src)
	}
}

func TestRenderAtTheEnds(t *testing.T) {
	require.Contains(t, render(t, "", diag.Diagnostic{}), "a.pde:1:1: ")
	require.Contains(t, render(t, "ab\n", diag.Diagnostic{Span: ast.Span{Start: 3, End: 3}}), "a.pde:2:1: ")
	require.Contains(t, render(t, "ab", diag.Diagnostic{Span: ast.Span{Start: 90, End: 99}}), "a.pde:1:3: ")
	require.Contains(t, render(t, "ab", diag.Diagnostic{Span: ast.Span{Start: 1, End: 0}}), "a.pde:1:2: ")
}

func TestRenderLongLines(t *testing.T) {
	src := strings.Repeat("x", 5000) + "Y" + strings.Repeat("z", 5000)
	got := render(t, src, diag.Diagnostic{Span: at(t, src, "Y")})
	require.Less(t, len(got), 1000)
	lines := strings.Split(got, "\n")
	require.Equal(t, strings.Index(lines[2], "Y"), strings.Index(lines[3], "^"))
}

func TestSortAndDoubles(t *testing.T) {
	got := diag.Sort([]diag.Diagnostic{
		{Code: "E2", Span: ast.Span{Start: 5, End: 6}},
		{Code: "E1", Span: ast.Span{Start: 5, End: 6}, Message: "first"},
		{Code: "E1", Span: ast.Span{Start: 5, End: 6}, Message: "second"},
		{Code: "E3", Span: ast.Span{Start: 1, End: 9}},
	})
	require.Len(t, got, 3)
	require.Equal(t, "E3", got[0].Code)
	require.Equal(t, "first", got[1].Message)
	require.Equal(t, "E2", got[2].Code)
}

// What is not about the text is told in full: it has no place that would make
// two of a kind one mistake.
func TestWithoutPlace(t *testing.T) {
	ds := []diag.Diagnostic{
		{Code: "E1", Span: ast.Span{Start: 1, End: 2}, Message: "in the text"},
		{Code: "E2", Span: diag.NoPlace, Message: "-set b=1", Help: "help"},
		{Code: "E1", Span: diag.NoPlace, Message: "-set a=1"},
		{Code: "E1", Span: diag.NoPlace, Message: "-set a=1"},
	}
	require.Equal(t, `a.pde: error[E2]: -set b=1
  = help: help

a.pde: error[E1]: -set a=1

a.pde:1:2: error[E1]: in the text
  |
1 | xyz
  |  ^
`, render(t, "xyz\n", ds...))
	require.Zero(t, diag.Reports("a.pde", []byte("xyz"), ds)[0].Line)
}

func TestHasErrors(t *testing.T) {
	require.False(t, diag.HasErrors([]diag.Diagnostic{{Severity: diag.Warning}}))
	require.True(t, diag.HasErrors([]diag.Diagnostic{{Severity: diag.Warning}, {}}))
}

func TestReports(t *testing.T) {
	src := "é = 1\nkapa\n"
	got, err := json.Marshal(diag.Reports("a.pde", []byte(src), []diag.Diagnostic{{
		Code: "E0203", Span: at(t, src, "kapa"), Message: "unknown", Help: "h",
		Notes: []diag.Note{{Span: at(t, src, "1"), Message: "here"}, {Message: "plain"}},
	}}))
	require.NoError(t, err)
	require.JSONEq(t, `[{"file": "a.pde", "line": 2, "column": 1, "end_line": 2, "end_column": 5,
		"code": "E0203", "severity": "error", "message": "unknown", "help": "h",
		"notes": [{"line": 1, "column": 5, "message": "here"}, {"message": "plain"}]}]`, string(got))
	none, err := json.Marshal(diag.Reports("a.pde", nil, nil))
	require.NoError(t, err)
	require.Equal(t, "[]", string(none))
}

func TestNearest(t *testing.T) {
	names := []string{"kappa", "phi", "psi", "T_face", "boundary", "x"}
	for name, want := range map[string]string{
		"kapa": "kappa", "kapap": "kappa", "Kappa": "kappa", "ph": "phi", "pih": "phi", "boundry": "boundary",
		"tface": "T_face", "temperature": "", "y": "", "kappa": "", "": "", "X": "x",
	} {
		require.Equal(t, want, diag.Nearest(name, names), name)
	}
	require.Empty(t, diag.Nearest(strings.Repeat("a", 1<<20), names))
}

func TestSource(t *testing.T) {
	s := diag.NewSource([]byte("ab\r\nç"))
	line, column := s.Position(6)
	require.Equal(t, []int{2, 2}, []int{line, column})
	require.Equal(t, "ab", string(s.Line(1)))
	require.Equal(t, "ç", string(s.Line(2)))
}

// TestNearestByCase: of names that are equally near, the one in the same case.
func TestNearestByCase(t *testing.T) {
	require.Equal(t, "r", diag.Nearest("rr", []string{"R", "r"}))
	require.Equal(t, "R", diag.Nearest("RR", []string{"r", "R"}))
	require.Equal(t, "ab", diag.Nearest("aa", []string{"ab", "ac"}))
}
