package solver_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/internal/testsystem"
)

// The slope of a field closure's value in a cell against central differences, in
// every weight.
func TestSlopeOfACell(t *testing.T) {
	for _, v := range []variant{variants[1], variants[3]} {
		s := open(t, testsystem.New[float64](v.dim, v.o), tight("crank_nicolson"))
		const cell, time, h = 5, 0.007, 1e-6
		var slope []float64
		w, out := make([]float64, s.NumWeights()), make([]float64, s.Grid().Cells)
		s.InitWeights(w, 7)
		require.NoError(t, s.SetWeights(w))
		require.NoError(t, s.CellGradients("w", time, func(i int, w []float64) {
			if i == cell {
				slope = append([]float64(nil), w...)
			}
		}))
		for i := range w {
			var f [2]float64
			for k, sign := range []float64{1, -1} {
				x := w[i]
				w[i] += sign * h
				require.NoError(t, s.SetWeights(w))
				require.NoError(t, s.ClosureValues("w", time, out))
				f[k], w[i] = out[cell], x
			}
			require.InDelta(t, (f[0]-f[1])/(2*h), slope[i], 1e-7, "%s, weight %d", v.name, i)
		}
	}
}
