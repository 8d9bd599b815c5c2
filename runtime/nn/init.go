package nn

import (
	"math"
	"math/rand/v2"

	"github.com/pindiff/pindiffc/runtime/vec"
)

// hyperSpread is the part of a weight's initial spread that the hypernetwork's
// matrix contributes; its offset carries the rest.
const hyperSpread = 0.1

// Init fills w with random values, uniform in [-r, r], of one stream:
//
//	mlp, most activations    W: r = sqrt(6/(in+out))   Glorot and Bengio, AISTATS 2010
//	mlp, relu and its kin    W: r = sqrt(6/in)         He et al., ICCV 2015
//	siren, first layer       W: r = 1/in               Sitzmann et al., NeurIPS 2020
//	siren, others            W: r = sqrt(6/in)/WHidden
//	all                      b: r = 1/sqrt(in), zero in the last layer of an mlp
//
// A hypernetwork's offset c is filled as the coordinate network's own weights
// would be, and row i of its matrix with a tenth of the spread of weight i, over
// sqrt(latent): the produced weights have the usual statistics for any input.
func (n *Network[T]) Init(w []T, rng *rand.Rand) {
	if n.hyper == nil {
		n.initCoord(w, rng)
		return
	}
	small, m, c := n.parts(w)
	n.hyper.init(small, rng)
	n.initCoord(c, rng)
	latent := n.hyper.out()
	for _, l := range n.coord.layers {
		spread := hyperSpread * n.spread(l) / math.Sqrt(float64(latent))
		uniform(m[l.weight*latent:(l.bias+l.out)*latent], spread, rng)
	}
}

// initCoord fills the weights of the coordinate network.
func (n *Network[T]) initCoord(w []T, rng *rand.Rand) {
	if n.net.Kind == "mlp" {
		n.coord.init(w, rng)
		return
	}
	for _, l := range n.coord.layers {
		uniform(l.w(w), n.spread(l), rng)
		uniform(l.b(w), 1/math.Sqrt(float64(l.in)), rng)
	}
}

// spread is the bound of the initial W of a layer of the coordinate network.
func (n *Network[T]) spread(l layer[T]) float64 {
	switch {
	case n.net.Kind == "mlp":
		return l.spread()
	case l.weight == 0:
		return 1 / float64(l.in)
	}
	return math.Sqrt(6/float64(l.in)) / n.net.WHidden
}

func (n *stack[T]) init(w []T, rng *rand.Rand) {
	for i, l := range n.layers {
		uniform(l.w(w), l.spread(), rng)
		if i < n.last() {
			uniform(l.b(w), 1/math.Sqrt(float64(l.in)), rng)
		} else {
			clear(l.b(w))
		}
	}
}

func (l layer[T]) spread() float64 {
	if l.act.he {
		return math.Sqrt(6 / float64(l.in))
	}
	return math.Sqrt(6 / float64(l.in+l.out))
}

func uniform[T vec.Float](w []T, r float64, rng *rand.Rand) {
	for i := range w {
		w[i] = T(r * (2*rng.Float64() - 1))
	}
}
