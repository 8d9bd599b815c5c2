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
// (the network of Akhare et al. 2025). The output map is Offset + Scale*map(y).
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
// small dense network of its own inputs (a conditional neural field).
type Hyper struct {
	In         []int
	Hidden     []int
	Latent     int
	Residual   bool
	Activation string
}
