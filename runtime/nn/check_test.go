package nn

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRefused(t *testing.T) {
	good := Net{Kind: "mlp", In: []int{0, 1}, Hidden: []int{4}, Activation: "tanh", Output: "linear", Scale: 1}
	hyper := Hyper{In: []int{1}, Hidden: []int{3}, Latent: 2, Activation: "tanh"}
	for want, change := range map[string]func(n *Net){
		`unknown kind of network "cnn"; there are "mlp" and "siren"`:     func(n *Net) { n.Kind = "cnn" },
		"a network needs at least one hidden layer":                      func(n *Net) { n.Hidden = nil },
		"a network needs at least one input":                             func(n *Net) { n.In = nil },
		"input 1 of a network is argument 2 of 2":                        func(n *Net) { n.In = []int{0, 2} },
		"argument 0 enters a network twice":                              func(n *Net) { n.In = []int{0, 0} },
		"layer 1 of a network cannot have width 0":                       func(n *Net) { n.Hidden = []int{4, 0} },
		"layer 1 of a network cannot have width 134217728":               func(n *Net) { n.Hidden = []int{4, 1 << 27} },
		`unknown activation "swoosh"`:                                    func(n *Net) { n.Activation = "swoosh" },
		`unknown output map "square"`:                                    func(n *Net) { n.Output = "square" },
		"scale of a network cannot be 0":                                 func(n *Net) { n.Scale = 0 },
		"offset of a network cannot be NaN":                              func(n *Net) { n.Offset = math.NaN() },
		"w0 of a network cannot be 0":                                    func(n *Net) { n.Kind = "siren" },
		"w_hidden of a network cannot be -1":                             func(n *Net) { n.Kind, n.W0, n.WHidden = "siren", 1, -1 },
		"a hypernetwork needs at least one input":                        func(n *Net) { n.Hyper = &Hyper{Latent: 1} },
		"layer 0 of a hypernetwork cannot have width 0":                  func(n *Net) { n.Hyper = &Hyper{In: []int{1}} },
		`unknown activation "" of a hypernetwork`:                        func(n *Net) { h := hyper; h.Activation = ""; n.Hyper = &h },
		"a network of 268484605 weights is too large; at most 268435456": func(n *Net) { n.Hidden = []int{16384, 16382} },
	} {
		net := good
		change(&net)
		_, err := New[float32](net, 2)
		require.EqualError(t, err, want)
	}
	_, err := New[float32](good, 2)
	require.NoError(t, err)
}
