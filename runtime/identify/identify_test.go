package identify

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// matrix is a linear model: rows of J.
type matrix [][]float64

func (m matrix) Push(_ context.Context, d []float64) ([]float64, error) {
	out := make([]float64, len(m))
	for i, row := range m {
		out[i] = dot(row, d)
	}
	return out, nil
}

func (m matrix) Pull(_ context.Context, r []float64) ([]float64, error) {
	out := make([]float64, len(m[0]))
	for i, row := range m {
		axpy(r[i], row, out)
	}
	return out, nil
}

// covariance by inverting the whole matrix.
func (m matrix) covariance(t *testing.T, prior []float64) *mat.Dense {
	n := len(prior)
	h := mat.NewDense(n, n, nil)
	for i := range n {
		for j := range n {
			s := 0.0
			for _, row := range m {
				s += row[i] * row[j]
			}
			if i == j {
				s += 1 / (prior[i] * prior[i])
			}
			h.Set(i, j, s)
		}
	}
	var out mat.Dense
	require.NoError(t, out.Inverse(h))
	return &out
}

// A line through points with noise sigma: the textbook's standard errors.
func TestLineThroughPoints(t *testing.T) {
	const sigma = 0.3
	x := []float64{0, 1, 2, 4, 7}
	var m matrix
	sum, square := 0.0, 0.0
	for _, v := range x {
		m = append(m, []float64{1 / sigma, v / sigma})
		sum += v
		square += v * v
	}
	n := float64(len(x))
	spread := square - sum*sum/n
	p, err := Run(t.Context(), m, []float64{1e6, 1e6}, Options{})
	require.NoError(t, err)
	require.True(t, p.Settled)
	require.Equal(t, 2, p.Rank())
	slope, prior := p.Deviation([]float64{0, 1})
	require.InEpsilon(t, sigma/math.Sqrt(spread), slope, 1e-9)
	require.InEpsilon(t, 1e6, prior, 1e-12)
	at := 3.0
	value, _ := p.Deviation([]float64{1, at})
	require.InEpsilon(t, sigma*math.Sqrt(1/n+math.Pow(at-sum/n, 2)/spread), value, 1e-9)
}

// decaying makes a model whose sensitivities fall by a factor of 3 from one hidden
// direction to the next.
func decaying(rows, n int) matrix {
	m := make(matrix, rows)
	for i := range m {
		m[i] = make([]float64, n)
	}
	size := 1e4
	for k := range n {
		u, v := random(rows, uint64(100+k)), random(n, uint64(200+k))
		for i := range m {
			axpy(size*u[i]/norm(u)/norm(v), v, m[i])
		}
		size /= 3
	}
	return m
}

// The Krylov space comes to the inverse of the whole matrix with fewer products
// than there are numbers, from above, and says when it has not.
func TestSpaceAgainstInverse(t *testing.T) {
	const n = 60
	m := decaying(90, n)
	prior := make([]float64, n)
	for i := range prior {
		prior[i] = 0.5 + 0.01*float64(i)
	}
	c := m.covariance(t, prior)
	var watch [][]float64
	var want []float64
	for k := range 5 {
		g := random(n, uint64(k))
		v := mat.NewVecDense(n, g)
		watch, want = append(watch, g), append(want, math.Sqrt(mat.Inner(v, c, v)))
	}
	p, err := Run(t.Context(), m, prior, Options{Products: 50, Watch: watch, Tol: 1e-3})
	require.NoError(t, err)
	require.True(t, p.Settled)
	require.Less(t, p.Products, 45)
	for i, g := range watch {
		sd, _ := p.Deviation(g)
		require.InEpsilon(t, want[i], sd, 0.01)
		require.GreaterOrEqual(t, sd, want[i]*(1-1e-6), "an upper bound")
	}
	few, err := Run(t.Context(), m, prior, Options{Products: 5, Watch: watch})
	require.NoError(t, err)
	require.False(t, few.Settled)
	require.Equal(t, 5, few.Products)
	for i, g := range watch {
		sd, wide := few.Deviation(g)
		require.Greater(t, sd, want[i])
		require.LessOrEqual(t, sd, wide)
	}
	all, err := Run(t.Context(), m, prior, Options{Products: n})
	require.NoError(t, err)
	for i, g := range watch {
		sd, _ := all.Deviation(g)
		require.InEpsilon(t, want[i], sd, 1e-6)
	}
}

// What no observation sees keeps its prior, and the rank says how much is seen.
func TestUnseen(t *testing.T) {
	m := matrix{make([]float64, 100), make([]float64, 100)}
	m[0][3], m[1][7] = 10, 20
	prior := make([]float64, 100)
	for i := range prior {
		prior[i] = 2
	}
	watch := make([][]float64, 3)
	for i, k := range []int{3, 7, 50} {
		watch[i] = make([]float64, 100)
		watch[i][k] = 1
	}
	p, err := Run(t.Context(), m, prior, Options{Watch: watch})
	require.NoError(t, err)
	require.True(t, p.Settled)
	require.Equal(t, 2, p.Rank())
	for i, want := range []float64{1 / math.Sqrt(100+0.25), 1 / math.Sqrt(400+0.25), 2} {
		sd, wide := p.Deviation(watch[i])
		require.InEpsilon(t, want, sd, 1e-9)
		require.InEpsilon(t, 2, wide, 1e-12)
	}
}

func TestRefusals(t *testing.T) {
	_, err := Run(t.Context(), matrix{{1}}, []float64{0}, Options{})
	require.ErrorContains(t, err, "expected a positive one")
	_, err = Run(t.Context(), matrix{{1}}, []float64{1}, Options{Watch: [][]float64{{1, 2}}})
	require.ErrorContains(t, err, "has 2 values, expected 1")
	_, err = Run(t.Context(), matrix{{math.NaN()}}, []float64{1}, Options{})
	require.ErrorContains(t, err, "not finite")
}
