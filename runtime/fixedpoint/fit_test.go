package fixedpoint

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"

	"github.com/pindiff/pindiffc/runtime/grid"
)

// TestFit: after columns have come and gone the fit is that of a dense least-squares
// solver, for columns of very different size.
func TestFit(t *testing.T) {
	g, err := grid.New([]grid.Axis{{Hi: 1, Cells: 12}}, 1, 8)
	require.NoError(t, err)
	s := grid.Space[float64]{Grid: g, Fields: 1}
	rng := rand.New(rand.NewPCG(1, 2))
	random := func(size float64) []float64 {
		x := s.New()
		for i := range 12 {
			x[g.Origin+i] = size * rng.NormFloat64()
		}
		return x
	}
	f := newFit[float64](s, 4)
	var columns [][]float64
	for k := range 11 {
		if f.full() {
			f.drop()
			columns = columns[1:]
		}
		c := random(math.Pow(0.1, float64(k)))
		require.True(t, f.add(c))
		columns = append(columns, c)
		require.Equal(t, len(columns), f.columns)

		r, gamma := random(1), make([]float64, f.columns)
		f.solve(gamma, r)
		a, b := mat.NewDense(12, len(columns), nil), mat.NewVecDense(12, nil)
		for j, c := range columns {
			for i := range 12 {
				a.Set(i, j, c[g.Origin+i])
				b.SetVec(i, r[g.Origin+i])
			}
		}
		var want mat.VecDense
		require.NoError(t, want.SolveVec(a, b))
		for j := range columns {
			require.InEpsilon(t, want.AtVec(j), gamma[j], 1e-9, "step %d, column %d", k, j)
		}
	}
}

// A column that depends on the others starts afresh; one of nothing is refused.
func TestFitDependent(t *testing.T) {
	g, err := grid.New([]grid.Axis{{Hi: 1, Cells: 6}}, 1, 8)
	require.NoError(t, err)
	s := grid.Space[float64]{Grid: g, Fields: 1}
	f := newFit[float64](s, 3)
	x := s.New()
	require.False(t, f.add(x))
	for i := range 6 {
		x[g.Origin+i] = float64(i)
	}
	require.True(t, f.add(x))
	s.Scale(2, x)
	require.True(t, f.add(x))
	require.Equal(t, 1, f.columns)
	gamma := []float64{0}
	f.solve(gamma, x)
	require.InEpsilon(t, 1, gamma[0], 1e-12)
	x[g.Origin] = math.NaN()
	require.False(t, f.add(x))
	require.Equal(t, 1, f.columns)
}
