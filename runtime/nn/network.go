package nn

import (
	"fmt"

	"github.com/pindiff/pindiffc/runtime/vec"
)

// Network is a Net with its sizes worked out. It holds no weights and does not
// change: any number of goroutines may use it, each with a Tape of its own.
type Network[T vec.Float] struct {
	net    Net
	coord  *stack[T]
	hyper  *stack[T] // of the conditioning inputs; nil if the weights are free
	output activation[T]
}

// New checks a net whose closure has args arguments.
func New[T vec.Float](net Net, args int) (*Network[T], error) {
	if err := check[T](net, args); err != nil {
		return nil, err
	}
	n := &Network[T]{net: net}
	n.output, _ = outputByName[T](net.Output)

	s := shape{in: len(net.In), out: 1, hidden: net.Hidden, residual: net.Residual, first: 1, later: 1}
	name := net.Activation
	if net.Kind == "siren" {
		s.first, s.later, name = net.W0, net.WHidden, "sin"
	}
	act, _ := activationByName[T](name)
	n.coord = newStack(s, act)

	if h := net.Hyper; h != nil {
		act, _ := activationByName[T](h.Activation)
		n.hyper = newStack(shape{in: len(h.In), out: h.Latent, hidden: h.Hidden,
			residual: h.Residual, first: 1, later: 1}, act)
	}
	if total := n.NumWeights(); total > maxWeights {
		return nil, fmt.Errorf("a network of %d weights is too large; at most %d", total, maxWeights)
	}
	return n, nil
}

// Inputs is the number of inputs of the coordinate network.
func (n *Network[T]) Inputs() int { return n.coord.in() }

// HyperInputs is the number of conditioning inputs, 0 without a hypernetwork.
func (n *Network[T]) HyperInputs() int {
	if n.hyper == nil {
		return 0
	}
	return n.hyper.in()
}

// NumWeights is the length of the flat weight vector.
//
// Without a hypernetwork it holds the layers in order, each W (out x in, C
// order), then b (out). With one it holds the layers of the small network, then
// the matrix M (P x latent, C order) and the vector c (P) that make the P
// weights M h + c of the coordinate network from the small network's output h.
func (n *Network[T]) NumWeights() int {
	if n.hyper == nil {
		return n.coord.weights
	}
	return n.hyper.weights + n.coord.weights*(n.hyper.out()+1)
}

// View is a named, shaped part of the flat weight vector, C order.
type View struct {
	Name   string
	Shape  []int
	Offset int
}

// Views names the parts of the flat weight vector, in order: "0/weight",
// "0/bias", "1/weight" ...; of a conditional network "hyper/0/weight" ...,
// "hyper/matrix" and "hyper/offset".
func (n *Network[T]) Views() []View {
	if n.hyper == nil {
		return n.coord.views("")
	}
	p, latent, base := n.coord.weights, n.hyper.out(), n.hyper.weights
	return append(n.hyper.views("hyper/"),
		View{Name: "hyper/matrix", Shape: []int{p, latent}, Offset: base},
		View{Name: "hyper/offset", Shape: []int{p}, Offset: base + p*latent})
}

func (n *stack[T]) views(prefix string) []View {
	var views []View
	for i, l := range n.layers {
		views = append(views,
			View{Name: fmt.Sprintf("%s%d/weight", prefix, i), Shape: []int{l.out, l.in}, Offset: l.weight},
			View{Name: fmt.Sprintf("%s%d/bias", prefix, i), Shape: []int{l.out}, Offset: l.bias})
	}
	return views
}

// parts of the flat weight vector of a conditional network: of the small
// network, M and c.
func (n *Network[T]) parts(w []T) (small, m, c []T) {
	at := n.hyper.weights
	end := at + n.coord.weights*n.hyper.out()
	return w[:at], w[at:end], w[end:]
}
