package solver

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/nn"
)

// A pinned closure takes its value at the pin whatever the weights are, and has
// the shape of its network elsewhere.
func TestClosureAtHoldsItsPin(t *testing.T) {
	info := &kernel.Closure{
		Name: "f", Args: []string{"u"}, Pointwise: true, NumInputs: 1,
		Net:    nn.Net{Kind: "mlp", In: []int{0}, Hidden: []int{4}, Activation: "tanh", Output: "softplus", Scale: 1},
		Inputs: func(args, params, in []float64) { in[0] = args[0] / params[0] },
		Value:  func(args, _ []float64, net float64) float64 { return args[0] * net },
		Pin: func(params, at []float64) float64 {
			at[0] = params[0]
			return 7
		},
	}
	net, err := nn.New[float64](info.Net, info.NumInputs)
	require.NoError(t, err)
	w := make([]float64, net.NumWeights())
	net.Init(w, rand.New(rand.NewPCG(1, 2)))
	params := []float64{3}
	free := func(u float64) float64 {
		var tape nn.Tape[float64]
		out := []float64{0}
		net.Evaluate(w, []float64{u / params[0]}, nil, out, &tape, nil)
		return u * out[0]
	}
	for _, multiply := range []bool{false, true} {
		info.PinMultiply = multiply
		e := newPointEvaluator(info, net, w, params)
		require.InEpsilon(t, 7, e.pinned([]float64{3}), 1e-14)
		if multiply {
			require.InEpsilon(t, 7*free(2)/free(3), e.pinned([]float64{2}), 1e-14)
		} else {
			require.InEpsilon(t, 7+free(2)-free(3), e.pinned([]float64{2}), 1e-14)
		}
	}
}
