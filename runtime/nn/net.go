// Package nn evaluates and differentiates the small networks that stand for
// unknown functions: dense networks of a few inputs (coordinates, states), with
// residual blocks, with sines (SIREN), and with weights made by a network of their
// own (conditional neural fields).
//
// A Net is a shape, a Network the same with its sizes worked out. Weights are
// one flat vector that the caller owns; a Tape is the memory of one evaluation.
// Forward, Tangent and Backward are what fields need; Linearise also gives the local
// Jacobian in the inputs, for closures of states.
// Results have the same bits for any number of workers.
//
// It must never know what a network stands for: no grids, no equations, no
// optimisers, no files.
package nn

// Net is the shape of one closure's network, a plain value that generated code
// holds as a literal. Inputs are normalised by the caller (package solver):
// coordinates to [-1, 1] along the longest axis with one scale for all, centred;
// time to [0, 1] over the horizon of the spec.
//
// The coordinate network maps In inputs to one output. "mlp": dense layers with
// Activation. "siren": Sitzmann et al., NeurIPS 2020, first layer sin(W0*(Wx+b)),
// others sin(WHidden*(Wx+b)). With Residual each hidden width is followed by a
// block h + W2*act(W1*h+b1)+b2 and an activation: x -> dense h -> act -> block -> act -> dense 1
// (the network of Akhare et al. 2025). In a siren both activations of a block are
// sin(WHidden*...), so the skipped h enters the second one WHidden times; a
// WHidden of order 1 suits residual blocks, the usual 30 suits networks without.
// The last dense layer has no frequency. The output map is Offset + Scale*map(y).
type Net struct {
	Kind          string // "mlp", "siren"
	In            []int  // which arguments of the closure enter, in order
	Hidden        []int
	Residual      bool
	Activation    string
	Output        string
	Scale, Offset float64
	W0, WHidden   float64
	Hyper         *Hyper
}

// Hyper produces all weights of the coordinate network as a linear layer on a
// small dense network of its own inputs (a conditional neural field): Hidden
// layers with Activation, then a linear layer of Latent outputs.
type Hyper struct {
	In         []int
	Hidden     []int
	Latent     int
	Residual   bool
	Activation string
}
