package parse_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/diag"
	"github.com/pindiff/pindiffc/dsl/parse"
)

func good(t testing.TB, text string) *ast.File {
	t.Helper()
	file, problems := parse.Parse("test.pde", []byte(text))
	var out bytes.Buffer
	require.NoError(t, diag.Render(&out, "test.pde", []byte(text), problems))
	require.Empty(t, out.String())
	return file
}

func codes(text string) []string {
	_, problems := parse.Parse("test.pde", []byte(text))
	var out []string
	for _, d := range problems {
		out = append(out, d.Code)
	}
	return out
}

// value parses an expression and shows it with a bracket around every operation.
func value(t *testing.T, text string) string {
	t.Helper()
	return show(good(t, "model m\nlet a = "+text+"\n").Decls[0].(*ast.Let).Value)
}

func show(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Number:
		s := fmt.Sprint(e.Value)
		if e.Percent {
			s += "%"
		}
		if e.Unit != nil {
			s += "[" + e.Unit.Text + "]"
		}
		return s
	case *ast.Name:
		return e.Name
	case *ast.String:
		return fmt.Sprintf("%q", e.Value)
	case *ast.Unary:
		return "(" + e.Op + show(e.X) + ")"
	case *ast.Binary:
		return "(" + show(e.X) + " " + e.Op + " " + show(e.Y) + ")"
	case *ast.Paren:
		return "{" + show(e.X) + "}"
	case *ast.List:
		return "[" + showAll(e.Elems) + "]"
	case *ast.Call:
		s := e.Fun.Name + "<" + showAll(e.Args)
		for _, k := range e.Keys {
			s += ";" + k.Key.Name + ":" + show(k.Value)
		}
		return s + ">"
	}
	return fmt.Sprintf("%T", e)
}

func showAll(list []ast.Expr) string {
	var out []string
	for _, e := range list {
		out = append(out, show(e))
	}
	return strings.Join(out, " ")
}

func TestExpressions(t *testing.T) {
	for text, want := range map[string]string{
		"1 + 2*3":                     "(1 + (2 * 3))",
		"1 - 2 - 3":                   "((1 - 2) - 3)",
		"a/b*c":                       "((a / b) * c)",
		"-x^2":                        "(-(x ^ 2))",
		"2^-3^2":                      "(2 ^ (-(3 ^ 2)))",
		"a*-b":                        "(a * (-b))",
		"--a":                         "(-(-a))",
		"(a + b)*c":                   "({(a + b)} * c)",
		"a < b + 1":                   "(a < (b + 1))",
		"f(a)(25 %) then g(to: 1)":    "",
		"c(25 %) then d(to: 1e-3)":    "(c<25%> then d<;to:0.001>)",
		"a then b then c":             "((a then b) then c)",
		"T/1[K]":                      "(T / 1[K])",
		"3[ J / mol / K ]":            "3[J/mol/K]",
		"3[J mol^-1 K^(-1/2)]":        "3[J mol^-1 K^(-1/2)]",
		"[a, b]*phi":                  "([a b] * phi)",
		"[]":                          "[]",
		"[1, 2,]":                     "[1 2]",
		"f()":                         "f<>",
		"f(a, b, k: [1], l: \"x #\")": "f<a b;k:[1];l:\"x #\">",
		"a +\n b":                     "(a + b)",
		"a\n + b":                     "(a + b)",
		"a # one\n # two\n - b":       "(a - b)",
		"(a\n)":                       "{a}",
		"f(\na\n,\nk\n:\nb\n)":        "f<a;k:b>",
		"1e5":                         "100000",
		"0e999":                       "0",
	} {
		if want == "" {
			require.NotEmpty(t, codes("model m\nlet a = "+text+"\n"), text)
			continue
		}
		require.Equal(t, want, value(t, text), text)
		require.Equal(t, want, value(t, strings.ReplaceAll(text, "\n", "\r\n")), text)
	}
}

func TestSpansCoverTheText(t *testing.T) {
	text := "model m\nlet a = x*(1[K] + f(b, k: 2 %)) # c\nequation u:\n  ddt(u) = -1\ncases 3 { u = 1   train 0..1, 2 }\n"
	file := good(t, text)
	at := func(s ast.Span) string { return text[s.Start:s.End] }
	require.Equal(t, "m", at(file.Model.Span))
	let := file.Decls[0].(*ast.Let)
	require.Equal(t, "let a = x*(1[K] + f(b, k: 2 %))", at(let.Span))
	product := let.Value.(*ast.Binary)
	require.Equal(t, "*", at(product.OpSpan))
	paren := product.Y.(*ast.Paren)
	require.Equal(t, "(1[K] + f(b, k: 2 %))", at(paren.Span))
	sum := paren.X.(*ast.Binary)
	require.Equal(t, "1[K]", at(sum.X.Place()))
	require.Equal(t, "K", at(sum.X.(*ast.Number).Unit.Span))
	require.Equal(t, "k: 2 %", at(sum.Y.(*ast.Call).Keys[0].Span))
	require.Equal(t, "# c", at(file.Comments[0].Span))
	require.Equal(t, "equation u:\n  ddt(u) = -1", at(file.Decls[1].Place()))
	cases := file.Decls[2].(*ast.Block)
	require.Equal(t, "u = 1", at(cases.Items[0].Place()))
	require.Equal(t, "train 0..1, 2", at(cases.Items[1].Place()))
	require.Equal(t, "0..1", at(cases.Items[1].(*ast.Split).Ranges[0].Span))
}

func TestDeclarations(t *testing.T) {
	file := good(t, "\uFEFFmodel m\nlanguage 1\n"+
		"state eps : 1 = 0.6 in (0, 1] trainable positive\n"+
		"closure f(x, t) : 1/m = mlp(hidden: [3])\n"+
		"closure g(x) { net mlp()   pin g(0) = 1 }\n"+
		"observe u at t = 0.1, 0.2 from \"v\"\nreport w from \"x\"\nfield k\n")
	require.Equal(t, 1.0, file.Language.Value)
	eps := file.Decls[0].(*ast.Scalar)
	require.Equal(t, "1", eps.Unit.Text)
	require.True(t, eps.Range.LoOpen)
	require.False(t, eps.Range.HiOpen)
	require.Len(t, eps.Flags, 2)
	f := file.Decls[1].(*ast.Closure)
	require.Len(t, f.Args, 2)
	require.Equal(t, "1/m", f.Unit.Text)
	require.Equal(t, "mlp<;hidden:[3]>", show(f.Net))
	g := file.Decls[2].(*ast.Closure)
	require.Nil(t, g.Net)
	require.Equal(t, "g<0>", show(g.Body[1].(*ast.Pin).LHS))
	observe := file.Decls[3].(*ast.Observe)
	require.Equal(t, "t", observe.Coord.Name)
	require.Len(t, observe.Times, 2)
	require.Equal(t, "v", observe.From.Value)
	require.Nil(t, file.Decls[4].(*ast.Observe).Coord)
}

// Arguments of a closure may have units, and several inputs are parted by commas,
// also over a line end.
func TestPointwiseClosures(t *testing.T) {
	file := good(t, "model m\nclosure f(eps, s : W/m^(1/2), r : 1) : 1/m {\n  input log(eps)/2 + 1, s,\n    r\n  net mlp()   output eps*softplus\n  pin f(a, 0, 1) = 2*b\n}\n"+
		"boundary { x = max: -k*dn(u) = h*(u - v), w: outflow, dn(dn(c)) = 0   y: outflow }\nnumerics { time theta(0.6) }\n")
	f := file.Decls[0].(*ast.Closure)
	require.Nil(t, f.Args[0].Unit)
	require.Equal(t, "W/m^(1/2)", f.Args[1].Unit.Text)
	require.Equal(t, "s : W/m^(1/2)", string(file.Source[f.Args[1].Place().Start:f.Args[1].Place().End]))
	input := f.Body[0].(*ast.Setting)
	require.Equal(t, []string{"((log<eps> / 2) + 1)", "s", "r"}, []string{show(input.Values[0]), show(input.Values[1]), show(input.Values[2])})
	require.Len(t, f.Body, 4)
	face := file.Decls[1].(*ast.Block).Items[0].(*ast.FaceItem)
	require.Equal(t, "outflow", face.Conditions[1].Word.Name)
	require.Equal(t, "dn<dn<c>>", show(face.Conditions[2].LHS))
	require.Equal(t, "outflow", file.Decls[1].(*ast.Block).Items[1].(*ast.FaceItem).Conditions[0].Word.Name)
	require.Equal(t, "theta<0.6>", show(file.Decls[2].(*ast.Block).Items[0].(*ast.Setting).Values[0]))
}

func TestItems(t *testing.T) {
	file := good(t, `model m
boundary { x: periodic   y = min: u = 0, dn(v) = 1   z = max: u: symmetry
  face(a*b), face(c): zero_gradient }
numerics { precision float32   solve newton(tol: 1e-6)   time rk4 }
truth { vx = 1   solve with rk4 step 1e-3 }
train {
  loss (a + b)/c
  adam(rate: 1)
  adam (rate: 2)
}
`)
	faces := file.Decls[0].(*ast.Block).Items
	require.Len(t, faces, 4)
	require.Equal(t, "periodic", faces[0].(*ast.FaceItem).Conditions[0].Word.Name)
	require.Len(t, faces[1].(*ast.FaceItem).Conditions, 2)
	mixed := faces[2].(*ast.FaceItem).Conditions[0]
	require.Equal(t, "u", show(mixed.LHS))
	require.Equal(t, "symmetry", mixed.Word.Name)
	require.Equal(t, "(a * b)", show(faces[3].(*ast.FaceRule).Of[0]))

	settings := file.Decls[1].(*ast.Block).Items
	require.Len(t, settings, 3)
	require.Equal(t, "newton<;tol:1e-06>", show(settings[1].(*ast.Setting).Values[0]))
	solve := file.Decls[2].(*ast.Block).Items[1].(*ast.Setting)
	require.Equal(t, "with rk4 step 0.001", showAll(solve.Values))
	train := file.Decls[3].(*ast.Block).Items
	require.Equal(t, "({(a + b)} / c)", show(train[0].(*ast.Setting).Values[0]))
	for _, i := range train[1:] {
		require.Equal(t, "adam", i.(*ast.Setting).Word.Name)
		require.IsType(t, &ast.Call{}, i.(*ast.Setting).Values[0])
	}
}

// What is broken does not hide what is whole.
func TestRecoveryKeepsTheRest(t *testing.T) {
	file, problems := parse.Parse("test.pde", []byte(`model m
param a = (1
param b = 2
domain {
  x in [0, 1] cell 16
  y in [0, 1] cells 16
}
domian { x in [0, 1] cells 4 }
state u
`))
	require.Len(t, problems, 3)
	require.Len(t, file.Decls, 3)
	require.Equal(t, "b", file.Decls[0].(*ast.Scalar).Name.Name)
	require.Len(t, file.Decls[1].(*ast.Block).Items, 1)
	require.Equal(t, "u", file.Decls[2].(*ast.Scalar).Name.Name)
}

func TestLimits(t *testing.T) {
	repeat := strings.Repeat
	in := func(expr string) string { return "model m\nlet a = " + expr + "\n" }
	good(t, in(repeat("(", parse.MaxNesting)+"1"+repeat(")", parse.MaxNesting)))
	good(t, in("1"+repeat("+1", parse.MaxOperators)))
	require.Equal(t, []string{"E0102"}, codes(repeat("#", parse.MaxSize+1)))
	for _, s := range []string{
		repeat("(", 1e5), repeat("[", 1e5), repeat("f(", 1e5), repeat("-", 1e5) + "1",
		"1" + repeat("^1", 1e5), "1" + repeat("+1", 1e5), "1[" + repeat("(", 1e5),
	} {
		require.Equal(t, []string{"E0103"}, codes(in(s)), s[:3])
	}
	require.Len(t, codes("model m\n"+repeat("param = 1\n", 1000)), parse.MaxDiagnostics)
	require.Len(t, codes("model m\ntruth {\n"+repeat("x = )\n", 1000)+"}\n"), parse.MaxDiagnostics)
	require.Len(t, codes(repeat("\x00", 1000)), parse.MaxDiagnostics)
}

// Texts of the largest size are read, or refused, in bounded time.
func TestLargeTextsEnd(t *testing.T) {
	if testing.Short() {
		t.Skip("reads some mebibytes")
	}
	for _, unit := range []string{"(", "a b\n", "cases {\n", "κ", "x = 1 "} {
		start := time.Now()
		text := []byte("model m\ntruth {\n" + strings.Repeat(unit, (parse.MaxSize-20)/len(unit)))
		_, problems := parse.Parse("large.pde", text)
		require.NotEmpty(t, problems, unit)
		require.Less(t, time.Since(start), 20*time.Second, unit)
	}
}

func TestTextIsReadable(t *testing.T) {
	for _, s := range []string{"\x00", "\x1b[1m", "\rx", "\x7f", "\u0085", "\u2028", "\u202e", "\u2066", "\xff", "\xe2\x82"} {
		require.Equal(t, []string{"E0101"}, codes("model m # "+s+"\n"), "%q", s)
	}
	good(t, "model m # ünïcödé, 水, ∂u/∂t\r\n\tparam k = 1\r\n")
}

// Every code of the package is explained by an example that gives it.
func TestCodes(t *testing.T) {
	for _, e := range parse.Codes {
		if e.Wrong == "" {
			continue
		}
		require.Equal(t, []string{e.Code}, codes(e.Wrong), e.Code)
		good(t, e.Right)
	}
}

// Run with -fuzzminimizetime 10x, as FuzzFormat in dsl/printer.
func FuzzParse(f *testing.F) {
	for _, pattern := range []string{"../../specs/*.pde", "../../golden/diagnostics/*.pde", "../printer/testdata/*.pde"} {
		paths, err := filepath.Glob(pattern)
		require.NoError(f, err)
		for _, path := range paths {
			src, err := os.ReadFile(path)
			require.NoError(f, err)
			f.Add(src)
		}
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		file, problems := parse.Parse("fuzz.pde", src)
		require.LessOrEqual(t, len(problems), parse.MaxDiagnostics)
		for _, d := range problems {
			require.Regexp(t, `^E01\d\d$`, d.Code)
			require.NotEmpty(t, d.Message)
			require.LessOrEqual(t, 0, d.Span.Start)
			require.LessOrEqual(t, d.Span.Start, d.Span.End)
			require.LessOrEqual(t, d.Span.End, len(src))
		}
		require.NoError(t, diag.Render(&bytes.Buffer{}, "fuzz.pde", src, problems))
		if len(problems) == 0 {
			require.NotNil(t, file.Model)
		}
	})
}
