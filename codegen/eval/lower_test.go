package eval_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

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
	each := func(f func(i int)) { m.Cells(func(c [3]int) { f(m.At(c, ir.Offset{})) }) }
	norm := math.Sqrt(m.Dot(b, b))
	scaled := func(x []float64, by float64) []float64 {
		y := make([]float64, m.Size)
		each(func(i int) { y[i] = x[i] * by })
		return y
	}
	basis := [][]float64{scaled(b, 1/norm)}
	var h [][]float64 // upper triangle after rotations, by column
	var cs, sn []float64
	g := []float64{norm}
	for k := 0; k < 400 && math.Abs(g[k]) > 1e-9*norm; k++ {
		copy(v, basis[k])
		m.GhostsTangent()
		m.Run("apply.tangent")
		w, col := append([]float64{}, av...), make([]float64, k+2)
		for range 2 { // orthogonalise twice
			for j, q := range basis {
				d := m.Dot(w, q)
				col[j] += d
				each(func(i int) { w[i] -= d * q[i] })
			}
		}
		col[k+1] = math.Sqrt(m.Dot(w, w))
		basis = append(basis, scaled(w, 1/col[k+1]))
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
	x, y := make([]float64, m.Size), make([]float64, n)
	for j := n - 1; j >= 0; j-- {
		y[j] = g[j]
		for l := j + 1; l < n; l++ {
			y[j] -= h[l][j] * y[l]
		}
		y[j] /= h[j][j]
		each(func(i int) { x[i] += y[j] * basis[j][i] })
	}
	return x
}
