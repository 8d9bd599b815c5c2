package train

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSmoothnessGradients(t *testing.T) {
	for _, l := range []Lattice{
		{[]int{7}, []float64{0.3}, []bool{false}},
		{[]int{5, 4}, []float64{0.3, 0.2}, []bool{true, false}},
		{[]int{3, 4, 2}, []float64{0.3, 0.2, 1}, []bool{false, true, false}},
	} {
		n := 1
		for _, c := range l.Cells {
			n *= c
		}
		k := draw(rand.New(rand.NewPCG(3, 4)), n)
		for name, f := range map[string]func(k, g []float64) float64{
			"tikhonov": func(k, g []float64) float64 { return Tikhonov(0.7, l, k, g) },
			"tv":       func(k, g []float64) float64 { return TotalVariation(0.7, 0.1, l, k, g) },
		} {
			grad, scratch := make([]float64, n), make([]float64, n)
			f(k, grad)
			for i, x := range k {
				const h = 1e-5
				k[i] = x + h
				up := f(k, scratch)
				k[i] = x - h
				down := f(k, scratch)
				k[i] = x
				require.InDelta(t, (up-down)/(2*h), grad[i], 1e-7*(1+math.Abs(grad[i])), "%s %v", name, l.Cells)
			}
		}
	}
}

// A ramp of slope 2 has the mean square 4 but for the face that is missing, and
// a constant has neither.
func TestSmoothnessValues(t *testing.T) {
	l := Lattice{[]int{10}, []float64{0.5}, []bool{false}}
	k, g := make([]float64, 10), make([]float64, 10)
	for i := range k {
		k[i] = float64(i)
	}
	require.InDelta(t, 4*0.9, Tikhonov(1, l, k, g), 1e-12)
	require.InDelta(t, 2*0.9, TotalVariation(1, 1e-9, l, k, g), 1e-6)
	clear(k)
	require.Zero(t, Tikhonov(1, l, k, g))
	require.Zero(t, TotalVariation(1, 0.1, l, k, g))
}
