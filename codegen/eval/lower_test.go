package eval_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/floats"

	"github.com/pindiff/pindiffc/codegen/discretize"
	"github.com/pindiff/pindiffc/codegen/eval"
	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/pass"
	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/dsl/diag"
	"github.com/pindiff/pindiffc/dsl/model"
)

// lower compiles a model that must be right.
func lower(t *testing.T, m *model.Model) *program.Program {
	t.Helper()
	p, problems := discretize.Discretize(m)
	for _, d := range problems {
		require.NotEqual(t, diag.Error, d.Severity, d.Message)
	}
	require.NotNil(t, p)
	pass.Run(p)
	return p
}

// newton solves Apply(z) = Rhs for a single state, from the State array as it is.
func newton(t *testing.T, m *eval.Machine) {
	t.Helper()
	z, out, rhs := m.Val(ir.State, 0), m.Val(ir.Out, 0), m.Val(ir.Rhs, 0)
	r := make([]float64, m.Size)
	for range 12 {
		m.Ghosts()
		m.Calls()
		m.Run("apply")
		m.Cells(func(c [3]int) {
			i := m.At(c, ir.Offset{})
			r[i] = rhs[i] - out[i]
		})
		if math.Sqrt(m.Dot(r, r)) < 1e-8*math.Sqrt(m.Dot(rhs, rhs)) {
			return
		}
		d := gmres(t, m, r)
		m.Cells(func(c [3]int) {
			i := m.At(c, ir.Offset{})
			z[i] += d[i]
		})
	}
	require.Fail(t, "newton does not converge")
}

// gmres solves (dApply/dz) x = b, without restart.
func gmres(t *testing.T, m *eval.Machine, b []float64) []float64 {
	t.Helper()
	v, av := m.Dir(ir.State, 0), m.Dir(ir.Out, 0)
	var at []int // places of the interior cells; vectors here hold nothing else
	m.Cells(func(c [3]int) { at = append(at, m.At(c, ir.Offset{})) })
	pick := func(a []float64, by float64) []float64 {
		out := make([]float64, len(at))
		for i, j := range at {
			out[i] = a[j] * by
		}
		return out
	}
	spread := func(a []float64, x []float64) {
		for i, j := range at {
			a[j] = x[i]
		}
	}
	norm := math.Sqrt(m.Dot(b, b))
	basis := [][]float64{pick(b, 1/norm)}
	var h [][]float64 // upper triangle after rotations, by column
	var cs, sn []float64
	g := []float64{norm}
	for k := 0; k < 400 && math.Abs(g[k]) > 1e-9*norm; k++ {
		spread(v, basis[k])
		m.GhostsTangent()
		m.Run("apply.tangent")
		w, col := pick(av, 1), make([]float64, k+2)
		for range 2 { // orthogonalise twice
			for j, q := range basis {
				d := floats.Dot(w, q)
				col[j] += d
				floats.AddScaled(w, -d, q)
			}
		}
		col[k+1] = floats.Norm(w, 2)
		floats.Scale(1/col[k+1], w)
		basis = append(basis, w)
		for j := range cs {
			col[j], col[j+1] = cs[j]*col[j]+sn[j]*col[j+1], cs[j]*col[j+1]-sn[j]*col[j]
		}
		r := math.Hypot(col[k], col[k+1])
		cs, sn = append(cs, col[k]/r), append(sn, col[k+1]/r)
		col[k] = r
		h = append(h, col)
		g = append(g, -sn[k]*g[k])
		g[k] *= cs[k]
	}
	n := len(h)
	require.Less(t, n, 400, "gmres does not converge")
	x, y := make([]float64, len(at)), make([]float64, n)
	for j := n - 1; j >= 0; j-- {
		y[j] = g[j]
		for l := j + 1; l < n; l++ {
			y[j] -= h[l][j] * y[l]
		}
		y[j] /= h[j][j]
		floats.AddScaled(x, y[j], basis[j])
	}
	out := make([]float64, m.Size)
	spread(out, x)
	return out
}
