package explain_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/codegen/discretize"
	"github.com/pindiff/pindiffc/codegen/explain"
	. "github.com/pindiff/pindiffc/codegen/internal/modeltest"
	"github.com/pindiff/pindiffc/codegen/internal/programtest"
	"github.com/pindiff/pindiffc/codegen/pass"
	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/dsl"
	"github.com/pindiff/pindiffc/dsl/model"
)

var update = flag.Bool("update", false, "rewrite golden files")

func lower(t *testing.T, m *model.Model) *program.Program {
	p, problems := discretize.Discretize(m)
	require.Empty(t, problems)
	pass.Run(p)
	return p
}

func TestSpecs(t *testing.T) {
	for _, path := range []string{
		"../../specs/heat.pde", "../../specs/advdiff_steady.pde", "../../specs/advdiff_dynamic.pde",
		"../testdata/specs/slab.pde", "../testdata/specs/film.pde",
	} {
		name := strings.TrimSuffix(filepath.Base(path), ".pde")
		src, err := os.ReadFile(path)
		require.NoError(t, err)
		m, _, problems := dsl.Load(name+".pde", src)
		require.NotNil(t, m, "%v", problems)
		p := lower(t, m)
		golden(t, name+".txt", explain.Text(p))
		golden(t, name+".tex", explain.LaTeX(p))
	}
}

// A program with algebraic states, calls and boundary data of closures.
func TestCoupled(t *testing.T) {
	p := programtest.Coupled(2, 1)
	golden(t, "coupled.txt", explain.Text(p))
	golden(t, "coupled.tex", explain.LaTeX(p))
}

// The automatic preconditioner: one line of cells is no reason for coarse grids.
func TestAutomaticPreconditioner(t *testing.T) {
	for dim, want := range map[int]string{
		1: "preconditioner: line, the inverse of the couplings along lines of cells (auto: several states",
		2: "or multigrid, a cycle over ever coarser grids, where these are not enough (auto: several states",
	} {
		p := programtest.Coupled(dim, dim-1)
		p.Model.Numerics.Precond, p.Model.Numerics.Nonlinear = "auto", "newton"
		require.Contains(t, explain.Text(p), want)
	}
}

func TestPoints(t *testing.T) {
	p := programtest.Coupled(2, 1)                    // 7 x 6 cells, y bounded
	require.Equal(t, 0, explain.Points(p, 0))         // a field
	require.Equal(t, 7*6+7, explain.Points(p, 1))     // all cells, and those of a face
	require.Equal(t, 1+7*(6+2), explain.Points(p, 2)) // a pin, and all cells with ghosts
}

func golden(t *testing.T, name, text string) {
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), text)
}

// The limits of explicit diffusion and upwind transport are known exactly.
func TestStepLimit(t *testing.T) {
	const n, k, v = 16, 0.3, 2.0
	h := 1.0 / n
	for _, periodic := range []bool{true, false} {
		b := New(Axis("x", 0, 1, n, periodic), Axis("y", 0, 1, n, periodic))
		u := b.State("u", nil)
		b.Equation(u, Mul(Num(5), Ddt(u)), Sub(Mul(Num(k), Lap(u)), Div("", Mul(Vec(Num(v), Num(0)), u))))
		for a := range 2 {
			for _, high := range []bool{false, true} {
				if !periodic {
					b.Condition(u, a, high, model.Gradient, Num(0))
				}
			}
		}
		dt, ok := explain.StepLimit(lower(t, b.Model))
		require.True(t, ok)
		require.InEpsilon(t, 5/(4*k/(h*h)+v/h), dt, 1e-12)
	}
}

func TestNoStepLimit(t *testing.T) {
	b := New(Axis("x", 0, 1, 8, true))
	u := b.State("u", nil)
	b.Equation(u, Ddt(u), Div("", Mul(b.Closure("k", b.X(0)), Grad(u))))
	_, ok := explain.StepLimit(lower(t, b.Model))
	require.False(t, ok)
}
