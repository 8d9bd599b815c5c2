package nn

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// spread of the values, and the largest of them.
func statistics(x []float64) (deviation, largest float64) {
	for _, v := range x {
		deviation += v * v
		largest = max(largest, math.Abs(v))
	}
	return math.Sqrt(deviation / float64(len(x))), largest
}

func TestInitBounds(t *testing.T) {
	siren := Net{Kind: "siren", In: []int{0, 1}, Hidden: []int{128}, Residual: true, Output: "linear", Scale: 1, W0: 30, WHidden: 5}
	mlp := func(activation string) Net {
		return Net{Kind: "mlp", In: []int{0, 1}, Hidden: []int{64, 32}, Activation: activation, Output: "linear", Scale: 1}
	}
	for _, test := range []struct {
		net    Net
		view   string
		bound  float64
		random bool
	}{
		{siren, "0/weight", 1. / 2, true},
		{siren, "0/bias", math.Sqrt(1. / 2), true},
		{siren, "2/weight", math.Sqrt(6./128) / 5, true},
		{siren, "3/weight", math.Sqrt(6./128) / 5, true},
		{mlp("tanh"), "1/weight", math.Sqrt(6. / (64 + 32)), true},
		{mlp("relu"), "1/weight", math.Sqrt(6. / 64), true},
		{mlp("tanh"), "1/bias", 1. / 8, true},
		{mlp("tanh"), "2/bias", 0, false},
	} {
		n, err := New[float64](test.net, 2)
		require.NoError(t, err)
		w := make([]float64, n.NumWeights())
		n.Init(w, rand.New(rand.NewPCG(1, 1)))
		for _, v := range n.Views() {
			if v.Name != test.view {
				continue
			}
			size := 1
			for _, s := range v.Shape {
				size *= s
			}
			deviation, largest := statistics(w[v.Offset : v.Offset+size])
			require.LessOrEqual(t, largest, test.bound)
			if test.random {
				require.Greater(t, largest, 0.8*test.bound, test.view)
				require.InEpsilon(t, test.bound/math.Sqrt(3), deviation, 0.25, test.view)
			}
		}
	}
}

// The weights that a hypernetwork produces are spread as free weights would be.
func TestInitHyper(t *testing.T) {
	net := Net{Kind: "siren", In: []int{0, 1}, Hidden: []int{128}, Residual: true, Output: "linear", Scale: 1, W0: 30, WHidden: 2,
		Hyper: &Hyper{In: []int{2}, Hidden: []int{16, 16}, Latent: 10, Activation: "tanh"}}
	p := newProblem[float64](t, net, 3)
	tape := &Tape[float64]{}
	p.n.Forward(p.w, p.x, p.hyper, make([]float64, 3), tape, nil)
	for i, l := range p.n.coord.layers {
		bound := math.Sqrt(6./128) / 2
		if i == 0 {
			bound = 0.5
		}
		deviation, _ := statistics(l.w(tape.weights))
		require.InEpsilon(t, bound/math.Sqrt(3), deviation, 0.15, "layer %d", i)
	}
}

func TestInitIsReproducible(t *testing.T) {
	a := newProblem[float32](t, nets()["siren/hyper"], 1)
	b := newProblem[float32](t, nets()["siren/hyper"], 1)
	require.Equal(t, a.w, b.w)
}
