package solver

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/nn"
)

// The slope of a pointwise closure in its weights against central differences,
// with and without an outer function and a pin.
func TestSlopeOfAPinnedClosure(t *testing.T) {
	outer := func(args, _ []float64, net float64) float64 { return args[0] * math.Exp(0.3*net) }
	at := func(params, at []float64) float64 {
		at[0] = params[0]
		return 7
	}
	for _, c := range []kernel.Closure{{}, {Value: outer}, {Value: outer, Pin: at}, {Value: outer, Pin: at, PinMultiply: true}} {
		c.Name, c.Args, c.Pointwise, c.NumInputs = "f", []string{"u"}, true, 1
		c.Net = nn.Net{Kind: "mlp", In: []int{0}, Hidden: []int{5, 5}, Activation: "tanh", Output: "softplus", Scale: 1}
		c.Inputs = func(args, params, in []float64) { in[0] = args[0] / params[0] }
		net, err := nn.New[float64](c.Net, 1)
		require.NoError(t, err)
		w := make([]float64, net.NumWeights())
		net.Init(w, rand.New(rand.NewPCG(1, 2)))
		params, point := []float64{3}, []float64{2}
		e := newPointEvaluator(&c, net, w, params)
		got := make([]float64, len(w))
		e.pinnedSlope(point, e.pinSlope(), got)
		const h = 1e-6
		for i := range w {
			var f [2]float64
			for k, sign := range []float64{1, -1} {
				moved := append([]float64(nil), w...)
				moved[i] += sign * h
				f[k] = newPointEvaluator(&c, net, moved, params).pinned(point)
			}
			require.InDelta(t, (f[0]-f[1])/(2*h), got[i], 1e-8, "weight %d", i)
		}
	}
}
