package nn

import (
	"fmt"

	"github.com/pindiff/pindiffc/runtime/pool"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// Tape is the memory of one evaluation of a network. The zero value is ready; a
// tape that is used again, for as many points or fewer, allocates nothing. It
// is for one goroutine at a time.
//
// Recorded, it holds an array of points x width for every hidden layer but a first one
// of few inputs: see Network.TapeSize.
type Tape[T vec.Float] struct {
	// Version names the values of w and hyper. While it stays the same, and is not
	// zero, matrices that the tape has prepared from them serve again, which
	// matters where calls have few points.
	Version uint64

	// Work is memory to work in; nil for the tape's own.
	Work *Workspace[T]

	network *Network[T]
	version uint64 // of what is prepared
	kept    bool
	coord   record[T]
	hyper   record[T]

	weights     []T  // of the coordinate network, made by the hypernetwork
	conditioned bool // coord.along holds the derivatives of weights in the conditioning inputs
	weightsBar  []T
	latentBar   []T
	yBar        []T
	value       []T // of the output map, where only its derivative is wanted
	unit        []T // a conditioning input's direction
}

// Evaluate sets out[i] to the network's value at point i = 0 .. len(out)-1. x
// holds Inputs values for each point, hyper HyperInputs values for all. Work is
// shared out on the pool, nil for none; the bits do not depend on it.
func (n *Network[T]) Evaluate(w, x, hyper, out []T, tape *Tape[T], p *pool.Pool) {
	n.evaluate(w, x, hyper, out, tape, p, false)
}

// Forward is Evaluate that also records what Tangent needs, and what saves Backward
// from evaluating once more.
func (n *Network[T]) Forward(w, x, hyper, out []T, tape *Tape[T], p *pool.Pool) {
	n.evaluate(w, x, hyper, out, tape, p, true)
}

// evaluate tells whether what the tape had prepared served.
func (n *Network[T]) evaluate(w, x, hyper, out []T, t *Tape[T], p *pool.Pool, keep bool) (same bool) {
	n.fit(w, x, hyper, len(out))
	same = t.network == n && t.Version != 0 && t.Version == t.version
	t.network, t.version, t.kept = n, t.Version, keep
	if t.Work == nil {
		t.Work = new(Workspace[T])
	}
	coord := w
	if n.hyper != nil {
		if !same {
			small, m, c := n.parts(w)
			t.conditioned = false
			t.hyper.prepare(n.hyper, 1, 1, true, t.Work)
			t.hyper.run(small, hyper, false, nil)
			t.weights = grow(t.weights, n.coord.weights)
			affine(t.weights, m, t.hyper.y, c)
		}
		coord = t.weights
	}
	t.coord.prepare(n.coord, len(out), p.Workers(), keep, t.Work)
	t.coord.run(coord, x, same, p)
	scale, offset := T(n.net.Scale), T(n.net.Offset)
	n.output.value(out, t.coord.y)
	for i, v := range out {
		out[i] = offset + T(scale*v)
	}
	return same
}

// TapeSize is how many values a tape holds of a Forward at so many points.
func (n *Network[T]) TapeSize(points int) int { return points * n.coord.kept() }

// Backward adds to wBar the gradient of <outBar, out> in the weights. The tape
// must hold a Forward or an Evaluate of the same w, x and hyper. The bits are the same;
// after Evaluate the layers are evaluated once more, block by block.
func (n *Network[T]) Backward(w, x, hyper []T, tape *Tape[T], outBar, wBar []T, p *pool.Pool) {
	n.fitTape(w, x, hyper, tape, len(outBar))
	fit("gradient", len(wBar), n.NumWeights())
	n.slopes(tape)
	for i, d := range tape.yBar {
		tape.yBar[i] = d * outBar[i]
	}
	if n.hyper == nil {
		tape.coord.pullback(w, x, tape.yBar, wBar, p)
		return
	}
	bar := grow(tape.weightsBar, n.coord.weights)
	clear(bar)
	tape.weightsBar = bar
	tape.coord.pullback(tape.weights, x, tape.yBar, bar, p)

	small, m, _ := n.parts(w)
	smallBar, mBar, cBar := n.parts(wBar)
	vec.Axpy(1, bar, cBar)
	latent := tape.hyper.y
	tape.latentBar = grow(tape.latentBar, len(latent))
	clear(tape.latentBar)
	for i, b := range bar {
		row := i * len(latent)
		for j, h := range latent {
			mBar[row+j] += T(b * h)
			tape.latentBar[j] += T(b * m[row+j])
		}
	}
	tape.hyper.pullback(small, hyper, tape.latentBar, smallBar, nil)
}

// Tangent sets dOut to the derivative of out along dw. The tape must hold a
// Forward of the same w, x and hyper. It allocates and runs on the caller:
// tangents in the weights serve tests.
func (n *Network[T]) Tangent(w, dw, x, hyper []T, tape *Tape[T], dOut []T) {
	n.fitTape(w, x, hyper, tape, len(dOut))
	if !tape.kept {
		panic("nn: the tape holds no Forward of this network")
	}
	fit("direction", len(dw), n.NumWeights())
	dCoord := dw
	if n.hyper != nil {
		_, m, _ := n.parts(w)
		dSmall, dM, dC := n.parts(dw)
		dLatent := make([]T, n.hyper.out())
		tape.hyper.pushforward(dSmall, hyper, nil, dLatent)
		dCoord = make([]T, n.coord.weights)
		affine(dCoord, m, dLatent, dC)
		affine(dCoord, dM, tape.hyper.y, dCoord)
	}
	tape.conditioned = false
	tape.coord.pushforward(dCoord, x, nil, dOut)
	n.slopes(tape)
	for i, d := range tape.yBar {
		dOut[i] *= d
	}
}

// slopes sets yBar to the derivative of out in y, the last layer's z.
func (n *Network[T]) slopes(t *Tape[T]) {
	t.yBar, t.value = grow(t.yBar, len(t.coord.y)), grow(t.value, len(t.coord.y))
	n.output.both(t.value, t.yBar, t.coord.y)
	vec.Scale(T(n.net.Scale), t.yBar)
}

// affine sets y = M x + c; y and c may be the same slice.
func affine[T vec.Float](y, m, x, c []T) {
	for i := range y {
		sum := c[i]
		for j, v := range x {
			sum += T(m[i*len(x)+j] * v)
		}
		y[i] = sum
	}
}

func (n *Network[T]) fit(w, x, hyper []T, points int) {
	fit("weights", len(w), n.NumWeights())
	fit("inputs", len(x), points*n.Inputs())
	fit("inputs of the hypernetwork", len(hyper), n.HyperInputs())
}

func (n *Network[T]) fitTape(w, x, hyper []T, tape *Tape[T], points int) {
	if tape.network != n {
		panic("nn: the tape holds no evaluation of this network")
	}
	fit("cotangent or tangent of the output", points, tape.coord.points)
	n.fit(w, x, hyper, points)
}

func fit(what string, got, want int) {
	if got != want {
		panic(fmt.Sprintf("nn: %s: %d values, not %d", what, got, want))
	}
}
