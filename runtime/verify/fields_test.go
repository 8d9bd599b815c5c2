package verify

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/grid"
)

// Coarser, finer and equal grids take the value of the cell that their centre
// lies in.
func TestNearestValues(t *testing.T) {
	f := &Fields{Cells: []int{4, 2}, Values: [][]float64{{0, 1, 10, 11, 20, 21, 30, 31}}}
	for _, c := range []struct {
		n    [2]int
		want []float64
	}{
		{[2]int{4, 2}, []float64{0, 1, 10, 11, 20, 21, 30, 31}},
		{[2]int{2, 2}, []float64{10, 11, 30, 31}},
		{[2]int{4, 4}, []float64{0, 0, 1, 1, 10, 10, 11, 11, 20, 20, 21, 21, 30, 30, 31, 31}},
	} {
		g, err := grid.New([]grid.Axis{{Hi: 1, Cells: c.n[0]}, {Hi: 1, Cells: c.n[1]}}, 1, 8)
		require.NoError(t, err)
		got := make([]float64, g.Cells)
		require.NoError(t, f.nearest(0, g, func(i int, v float64) { got[i] = v }))
		require.Equal(t, c.want, got)
		require.Error(t, f.nearest(1, g, nil))
	}
}
