package solver

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/kernel"
)

// A gradient with a number in it that is not finite, wherever it is, is an error that
// names the place. Pullback asks this of every gradient.
func TestGradientWithNoNumber(t *testing.T) {
	p := &kernel.Problem[float64]{
		States: []kernel.StateInfo{{Name: "u"}}, Params: []kernel.Param{{Name: "k"}}, Fields: []kernel.Field{{Name: "q"}},
		Bounds: []kernel.BoundInfo{{Name: "u.x.lo"}}, Closures: []kernel.Closure{{Name: "f"}},
	}
	whole := func() *Gradient[float64] {
		return &Gradient[float64]{
			Initial: [][][]float64{{{1, 2}}}, CaseParams: [][]float64{{3}}, Params: []float64{4}, Fields: [][]float64{{5}},
			Bounds: [][]float64{{6}}, Weights: []float64{7, 8}, ClosureValues: map[string][]float64{"f": {9}},
		}
	}
	require.NoError(t, whole().finite(p))
	for want, place := range map[string]func(g *Gradient[float64]) *float64{
		"the initial state u of case 0": func(g *Gradient[float64]) *float64 { return &g.Initial[0][0][1] },
		"parameter k of case 0":         func(g *Gradient[float64]) *float64 { return &g.CaseParams[0][0] },
		"parameter k ":                  func(g *Gradient[float64]) *float64 { return &g.Params[0] },
		"field q":                       func(g *Gradient[float64]) *float64 { return &g.Fields[0][0] },
		"the boundary data u.x.lo":      func(g *Gradient[float64]) *float64 { return &g.Bounds[0][0] },
		"closure f":                     func(g *Gradient[float64]) *float64 { return &g.ClosureValues["f"][0] },
		"the weights":                   func(g *Gradient[float64]) *float64 { return &g.Weights[1] },
	} {
		for _, x := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
			g := whole()
			*place(g) = x
			require.ErrorContains(t, g.finite(p), "the gradient in "+want)
		}
	}
}
