package nn

import (
	"github.com/pindiff/pindiffc/runtime/vec"
)

// stack is a chain of dense layers, each with its activation:
//
//	z_l = gain_l (W_l h_{l-1} + b_l  [+ h_{l-2} where skip])    h_l = act_l(z_l)
//
// with h_{-1} the input. The activation of the last layer is the identity.
type stack[T vec.Float] struct {
	layers  []layer[T]
	weights int // of all layers
	width   int // widest layer, the input included
}

type layer[T vec.Float] struct {
	in, out      int
	weight, bias int // where W (out x in, C order) and b (out) begin in the weights
	gain         float64
	skip         bool
	act          activation[T] // not of the last layer
}

// shape of a stack as its user writes it.
type shape struct {
	in, out  int
	hidden   []int
	residual bool
	first    float64 // gain of the first layer
	later    float64 // gain of the other hidden ones
}

func newStack[T vec.Float](s shape, act activation[T]) *stack[T] {
	n := &stack[T]{width: s.in}
	in, gain := s.in, s.first
	for _, width := range s.hidden {
		n.add(layer[T]{in: in, out: width, gain: gain, act: act})
		if s.residual {
			n.add(layer[T]{in: width, out: width, gain: s.later, act: act})
			n.add(layer[T]{in: width, out: width, gain: s.later, act: act, skip: true})
		}
		in, gain = width, s.later
	}
	n.add(layer[T]{in: in, out: s.out, gain: 1})
	return n
}

func (n *stack[T]) add(l layer[T]) {
	l.weight = n.weights
	l.bias = l.weight + l.out*l.in
	n.weights = l.bias + l.out
	n.width = max(n.width, l.out)
	n.layers = append(n.layers, l)
}

func (n *stack[T]) in() int   { return n.layers[0].in }
func (n *stack[T]) out() int  { return n.layers[len(n.layers)-1].out }
func (n *stack[T]) last() int { return len(n.layers) - 1 }

func (l *layer[T]) w(w []T) []T { return w[l.weight:l.bias] }
func (l *layer[T]) b(w []T) []T { return w[l.bias : l.bias+l.out] }
