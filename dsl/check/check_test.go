package check_test

import (
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/check"
	"github.com/pindiff/pindiffc/dsl/diag"
	"github.com/pindiff/pindiffc/dsl/model"
	"github.com/pindiff/pindiffc/dsl/parse"
)

var update = flag.Bool("update", false, "rewrite testdata")

// load parses and checks a text that must be free of syntax errors.
func load(t testing.TB, src string, sets ...check.Setting) (*model.Model, []diag.Diagnostic) {
	t.Helper()
	f, problems := parse.Parse("test.pde", []byte(src))
	require.Empty(t, problems)
	return check.CheckWith(f, sets)
}

// good loads a text without any diagnostic.
func good(t testing.TB, src string, sets ...check.Setting) *model.Model {
	t.Helper()
	m, problems := load(t, src, sets...)
	require.Empty(t, problems)
	require.NotNil(t, m)
	return m
}

// codes of the diagnostics, joined.
func codes(problems []diag.Diagnostic) string {
	var s []string
	for _, d := range problems {
		s = append(s, d.Code)
	}
	return strings.Join(s, " ")
}

func read(t testing.TB, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(b)
}

// Each specification in testdata, and each of the project's own, has its whole
// model as text beside it.
func TestModels(t *testing.T) {
	own, err := filepath.Glob("testdata/*.pde")
	require.NoError(t, err)
	specs, err := filepath.Glob("../../specs/*.pde")
	require.NoError(t, err)
	require.NotEmpty(t, own)
	for _, path := range append(own, specs...) {
		name := strings.TrimSuffix(filepath.Base(path), ".pde")
		t.Run(name, func(t *testing.T) {
			got := model.Dump(good(t, read(t, path)))
			golden := filepath.Join("testdata", name+".txt")
			if *update {
				require.NoError(t, os.WriteFile(golden, []byte(got), 0o644))
			}
			require.Equal(t, read(t, golden), got)
			require.Equal(t, got, model.Dump(good(t, read(t, path))), "the same model each time")
		})
	}
}

const bar = `model bar

domain {
  x in [0, 1] cells 16
  t in [0, 1] step 0.1
}

param k = 0.5

state u = 1

equation u:
  ddt(u) = div(k*grad(u))

boundary {
  x = min: u = 0
  x = max: dn(u) = 0
}
`

func TestStepsLandOnTheEnd(t *testing.T) {
	m := good(t, strings.Replace(bar, "step 0.1", "step 0.3", 1))
	require.Len(t, m.Time.Steps, 4)
	require.InDelta(t, 0.1, m.Time.Steps[3], 1e-15)
	sum := 0.0
	for _, s := range m.Time.Steps {
		sum += s
	}
	require.InDelta(t, 1, sum, 1e-15)
	require.Len(t, good(t, strings.Replace(bar, "step 0.1", "step 1", 1)).Time.Steps, 1)
}

func TestGoNames(t *testing.T) {
	m := good(t, strings.NewReplacer("param k = 0.5", "param k = 0.5\nparam K = 1\nparam k_x = 2\nparam kX = 3\nparam T = 4",
		"div(k*grad(u))", "div(k*grad(u)) - K*k_x*kX*T*u").Replace(bar))
	names := map[string]string{}
	seen := map[string]bool{}
	for _, s := range append(m.Params, m.States[0], m.Axes[0].Symbol, m.Time.Symbol) {
		names[s.Name] = s.GoName
		require.False(t, seen[s.GoName], s.GoName)
		seen[s.GoName] = true
	}
	require.Equal(t, map[string]string{
		"k": "K2", "K": "K", "k_x": "KX", "kX": "KX2", "T": "T", "t": "T2", "u": "U", "x": "X",
	}, names)
}

func TestDependencies(t *testing.T) {
	src := strings.NewReplacer("param k = 0.5", `param k = 0.5
closure w(x, t) = mlp(hidden: [4])
closure s(x) = mlp(hidden: [4])
let a = k*x
let b = lag(u*w)
let c = a + s`, "div(k*grad(u))", "div(k*grad(u)) - b*c*u").Replace(bar)
	m := good(t, src)
	want := map[string]model.Deps{
		"a": model.DepParam | model.DepSpace,
		"b": model.DepLag | model.DepSpace | model.DepClosure,
		"c": model.DepParam | model.DepSpace | model.DepClosure,
	}
	for _, l := range m.Lets {
		require.Equal(t, want[l.Name], l.Value.Deps, l.Name)
	}
}

func TestLetsAreInOrderOfUse(t *testing.T) {
	src := strings.NewReplacer("param k = 0.5", "param k = 0.5\nlet a = b + 1\nlet b = 2*c\nlet c = k", "div(k*grad(u))", "div(k*grad(u)) - a*u").Replace(bar)
	m := good(t, src)
	require.Equal(t, "c", m.Lets[0].Name)
	require.Equal(t, "b", m.Lets[1].Name)
	require.Equal(t, "a", m.Lets[2].Name)
	for i, l := range m.Lets {
		require.Equal(t, i, l.Index)
	}
}

func TestNumbersAreInSI(t *testing.T) {
	m := good(t, read(t, "testdata/units.pde"))
	byName := map[string]*model.Symbol{}
	for _, s := range append(append(m.Consts, m.Params...), m.States...) {
		byName[s.Name] = s
	}
	require.InDelta(t, 0.2, m.Axes[0].Hi, 1e-15)
	require.InDelta(t, 24*3600, m.Time.Hi, 1e-9)
	require.InEpsilon(t, 20e3, byName["p"].Value.Value, 1e-14)
	require.InEpsilon(t, 0.02, byName["half"].Value.Value, 1e-14)
	require.InEpsilon(t, 8.314462618*300/20e3, byName["v"].Value.Value, 1e-14)
	require.Equal(t, "m^3/mol", byName["v"].Value.Dims.String())
	require.InEpsilon(t, 0.25, byName["eps"].Max, 1e-14)
}

// A zero fits every unit; other numbers are pure.
func TestZeroFits(t *testing.T) {
	src := read(t, "../../specs/heat.pde")
	good(t, strings.Replace(src, "div(k*grad(T))", "div(k*grad(T)) + max(0, 0*k*T/1[m^2])", 1))
	_, problems := load(t, strings.Replace(src, "div(k*grad(T))", "div(k*grad(T)) + max(1, 0)", 1))
	require.Equal(t, "E0402", codes(problems))
}

// Without any unit in the file nothing is compared.
func TestUnitsAreOptional(t *testing.T) {
	m := good(t, strings.Replace(bar, "div(k*grad(u))", "div(k*grad(u)) + exp(x)*k - t", 1))
	require.True(t, m.Equations[0].RHS.Dims.Dimensionless())
}

func TestPeriodicCompanions(t *testing.T) {
	two := strings.NewReplacer("cells 16", "cells 16\n  y in [0, 1] cells 8").Replace(bar)
	_, problems := load(t, two)
	require.Equal(t, "E0501 E0501", codes(problems))
	m := good(t, strings.Replace(two, "boundary {", "boundary {\n  y: periodic", 1))
	require.Len(t, m.Boundary, 2)
	require.True(t, m.Axes[1].Periodic)
	m = good(t, strings.Replace(two, "boundary {", "boundary {\n  y: symmetry", 1))
	require.Len(t, m.Boundary, 4)
	require.Equal(t, model.Symmetry, m.Boundary[2].Kind)
	// A flux along x only needs nothing along y.
	good(t, strings.Replace(two, "div(k*grad(u))", "div(u*[k, 0]) + dx(dx(u))", 1))
}

// Trees that no parser makes are refused or checked, without a panic.
func TestBareTrees(t *testing.T) {
	for name, f := range map[string]*ast.File{
		"nil":     nil,
		"empty":   {},
		"no ends": {Model: &ast.Ident{Name: "m"}, Decls: []ast.Decl{&ast.Equation{}, &ast.Let{}, &ast.Closure{}, &ast.Scalar{}, &ast.Observe{}, &ast.Block{}, nil}},
		"empty items": {Model: &ast.Ident{Name: "m"}, Decls: []ast.Decl{
			&ast.Block{Kind: ast.Ident{Name: "domain"}, Items: []ast.Item{&ast.AxisItem{}, nil, &ast.Split{}, &ast.AxisItem{Name: ast.Ident{Name: "x"}, Word: ast.Ident{Name: "cells"}}}},
			&ast.Block{Kind: ast.Ident{Name: "boundary"}, Items: []ast.Item{&ast.FaceItem{}, nil, &ast.FaceRule{}, &ast.FaceItem{Axis: ast.Ident{Name: "x"}, Conditions: []ast.Condition{{}}}}},
			&ast.Block{Kind: ast.Ident{Name: "numerics"}, Items: []ast.Item{&ast.Setting{}, nil, &ast.Setting{Word: ast.Ident{Name: "solve"}, Values: []ast.Expr{nil}}}},
			&ast.Block{Kind: ast.Ident{Name: "truth"}, Items: []ast.Item{&ast.Setting{}, nil, &ast.Assign{}}},
			&ast.Block{Kind: ast.Ident{Name: "cases"}, Count: &ast.Number{Value: 2}, Items: []ast.Item{nil, &ast.Split{Word: ast.Ident{Name: "train"}, Ranges: []ast.CaseRange{{}}}, &ast.Assign{}}},
			&ast.Block{Kind: ast.Ident{Name: "train"}, Items: []ast.Item{nil, &ast.Setting{Word: ast.Ident{Name: "loss"}, Values: []ast.Expr{&ast.Binary{Op: "*"}}}}},
		}},
		"infinite": {Model: &ast.Ident{Name: "m"}, Decls: []ast.Decl{&ast.Scalar{Kind: "const", Name: ast.Ident{Name: "c"}, Value: &ast.Number{Value: math.Inf(1)}}}},
	} {
		t.Run(name, func(t *testing.T) {
			m, problems := check.Check(f)
			require.Nil(t, m)
			require.True(t, diag.HasErrors(problems))
		})
	}
}

// Work is bounded: a tree that is deeper or larger than any text is refused.
func TestLargeTrees(t *testing.T) {
	var deep ast.Expr = &ast.Number{Value: 1}
	for range 100_000 {
		deep = &ast.Unary{Op: "-", X: deep}
	}
	var wide ast.Expr = &ast.Number{Value: 1}
	for range 40 { // shared: a tree of 2^40 sums
		wide = &ast.Binary{Op: "+", X: wide, Y: wide}
	}
	for _, e := range []ast.Expr{deep, wide} {
		f := &ast.File{Model: &ast.Ident{Name: "m"}, Decls: []ast.Decl{&ast.Let{Name: ast.Ident{Name: "a"}, Value: e}}}
		m, problems := check.Check(f)
		require.Nil(t, m)
		require.Contains(t, codes(problems), "E0309")
	}
}

// A chain of definitions that would double with each step if it were written
// out is checked at once.
func TestDoublingLets(t *testing.T) {
	var b strings.Builder
	b.WriteString("param k = 0.5\nlet a0 = u\n")
	for i := range 500 {
		fmt.Fprintf(&b, "let a%d = a%d*a%d\n", i+1, i, i)
	}
	src := strings.NewReplacer("param k = 0.5\n", b.String(), "div(k*grad(u))", "div(k*grad(u)) - a500").Replace(bar)
	m := good(t, src)
	require.Len(t, m.Lets, 501)
}

// A long text is checked in time.
func TestTwoThousandLines(t *testing.T) {
	var b strings.Builder
	b.WriteString("param k = 0.5\n")
	for i := range 2000 {
		fmt.Fprintf(&b, "let a%d = k*u + %d*x\n", i, i)
	}
	var sum strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&sum, " + a%d", i)
	}
	good(t, strings.NewReplacer("param k = 0.5\n", b.String(), "div(k*grad(u))", "div(k*grad(u))"+sum.String()).Replace(bar))
}

// Cases need not start an algebraic state: its initial value is a guess.
func TestCasesWithoutAnAlgebraicState(t *testing.T) {
	src := strings.Replace(bar, "state u = 1", "state u\nstate p", 1)
	src = strings.Replace(src, "boundary {", "equation p:\n  0 = p - u\n\nboundary {", 1) + "\ncases 2 { u = 1   train 0..1 }\n"
	good(t, src)
	_, problems := load(t, strings.Replace(src, "0 = p - u", "ddt(p) = p - u", 1))
	require.Equal(t, "E0706", codes(problems))
}
