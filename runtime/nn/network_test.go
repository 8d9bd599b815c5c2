package nn

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/pool"
	"github.com/pindiff/pindiffc/runtime/vec"
)

var (
	activations = []string{"tanh", "relu", "leaky_relu", "elu", "gelu", "silu", "softplus", "sigmoid", "sin"}
	outputs     = []string{"linear", "relu", "softplus", "sigmoid", "tanh", "exp"}
)

// nets is every activation, output map and structure, with widths that are no
// multiple of a vector.
func nets() map[string]Net {
	all := map[string]Net{}
	for _, activation := range activations {
		for _, residual := range []bool{false, true} {
			for _, hyper := range []bool{false, true} {
				net := Net{Kind: "mlp", In: []int{0, 1}, Hidden: []int{7, 5}, Residual: residual,
					Activation: activation, Output: "linear", Scale: 1}
				if hyper {
					net.Hyper = &Hyper{In: []int{2}, Hidden: []int{3, 4}, Latent: 2, Residual: residual, Activation: activation}
				}
				all[fmt.Sprintf("%s/residual=%t/hyper=%t", activation, residual, hyper)] = net
			}
		}
	}
	for _, output := range outputs {
		all["output="+output] = Net{Kind: "mlp", In: []int{1, 0, 2}, Hidden: []int{9}, Activation: "tanh",
			Output: output, Scale: -1.5, Offset: 0.25}
	}
	for _, residual := range []bool{false, true} {
		all[fmt.Sprintf("siren/residual=%t", residual)] = Net{Kind: "siren", In: []int{0, 1}, Hidden: []int{33, 6},
			Residual: residual, Output: "softplus", Scale: 2, W0: 5, WHidden: 1.5}
	}
	all["siren/hyper"] = Net{Kind: "siren", In: []int{0, 1}, Hidden: []int{11}, Residual: true, Output: "relu",
		Scale: 1, W0: 7, WHidden: 2, Hyper: &Hyper{In: []int{2, 0}, Hidden: []int{4}, Latent: 3, Activation: "tanh"}}
	all["siren/hyper without hidden layers"] = Net{Kind: "siren", In: []int{0, 1}, Hidden: []int{5}, Output: "linear",
		Scale: 1, W0: 7, WHidden: 2, Hyper: &Hyper{In: []int{2}, Latent: 3, Activation: "tanh"}}
	return all
}

// problem is a network with weights and points at random.
type problem[T vec.Float] struct {
	n           *Network[T]
	w, x, hyper []T
	points      int
	rng         *rand.Rand
}

func newProblem[T vec.Float](t testing.TB, net Net, points int) *problem[T] {
	n, err := New[T](net, max(3, len(net.In)))
	require.NoError(t, err)
	p := &problem[T]{n: n, points: points, rng: rand.New(rand.NewPCG(1, 2))}
	p.w = make([]T, n.NumWeights())
	n.Init(p.w, p.rng)
	for _, w := range p.w {
		require.False(t, math.IsNaN(float64(w)))
	}
	p.x = p.random(points * n.Inputs())
	p.hyper = p.random(n.HyperInputs())
	return p
}

func (p *problem[T]) random(n int) []T {
	x := make([]T, n)
	for i := range x {
		x[i] = T(2*p.rng.Float64() - 1)
	}
	return x
}

func (p *problem[T]) at(w []T) []T {
	out := make([]T, p.points)
	p.n.Evaluate(w, p.x, p.hyper, out, &Tape[T]{}, nil)
	return out
}

func TestDerivatives(t *testing.T) {
	for name, net := range nets() {
		t.Run(name, func(t *testing.T) {
			p := newProblem[float64](t, net, 23)
			tape := &Tape[float64]{}
			out := make([]float64, p.points)
			p.n.Forward(p.w, p.x, p.hyper, out, tape, nil)
			require.Equal(t, p.at(p.w), out)

			// tangent against central differences (points at a kink left out)
			dw := p.random(len(p.w))
			tangent := make([]float64, p.points)
			p.n.Tangent(p.w, dw, p.x, p.hyper, tape, tangent)
			differences := func(h float64) []float64 {
				plus, minus := slices.Clone(p.w), slices.Clone(p.w)
				vec.Axpy(h, dw, plus)
				vec.Axpy(-h, dw, minus)
				d := p.at(plus)
				vec.Axpby(-1/(2*h), p.at(minus), 1/(2*h), d)
				return d
			}
			coarse, fine := differences(2e-6), differences(1e-6)
			checked := 0
			for i := range tangent {
				if math.Abs(coarse[i]-fine[i]) < 1e-6*(1+math.Abs(fine[i])) {
					require.InDelta(t, fine[i], tangent[i], 3e-6*(1+math.Abs(fine[i])))
					checked++
				}
			}
			require.GreaterOrEqual(t, checked, 20)

			// gradient against tangent: <outBar, J dw> = <J' outBar, dw>
			outBar := p.random(p.points)
			wBar := p.random(len(p.w))
			before := vec.Dot(wBar, dw)
			p.n.Backward(p.w, p.x, p.hyper, tape, outBar, wBar, nil)
			want := vec.Dot(outBar, tangent)
			scale := vec.Norm2(outBar)*vec.Norm2(tangent) + vec.Norm2(wBar)*vec.Norm2(dw)
			require.InDelta(t, want, vec.Dot(wBar, dw)-before, 1e-13*scale)
			require.Greater(t, math.Abs(want), 1e-6*scale)
		})
	}
}

// Each single weight matters, and is where Views says.
func TestGradientByWeight(t *testing.T) {
	for _, name := range []string{"tanh/residual=true/hyper=false", "siren/hyper"} {
		p := newProblem[float64](t, nets()[name], 5)
		tape, out := &Tape[float64]{}, make([]float64, 5)
		p.n.Forward(p.w, p.x, p.hyper, out, tape, nil)
		outBar, wBar := p.random(5), make([]float64, len(p.w))
		p.n.Backward(p.w, p.x, p.hyper, tape, outBar, wBar, nil)
		for i := range p.w {
			const h = 1e-5
			w := slices.Clone(p.w)
			w[i] += h
			plus := vec.Dot(outBar, p.at(w))
			w[i] -= 2 * h
			minus := vec.Dot(outBar, p.at(w))
			require.InDelta(t, (plus-minus)/(2*h), wBar[i], 1e-7, "%s: weight %d", name, i)
		}
	}
}

// The definition of net.go, written out for one point.
func TestValue(t *testing.T) {
	net := Net{Kind: "siren", In: []int{0, 1}, Hidden: []int{3}, Residual: true, Output: "exp",
		Scale: 2, Offset: -1, W0: 4, WHidden: 1.5}
	p := newProblem[float64](t, net, 1)
	part := map[string][]float64{}
	for _, v := range p.n.Views() {
		size := 1
		for _, s := range v.Shape {
			size *= s
		}
		part[v.Name] = p.w[v.Offset : v.Offset+size]
	}
	dense := func(layer int, h []float64) []float64 {
		w, b := part[fmt.Sprint(layer, "/weight")], part[fmt.Sprint(layer, "/bias")]
		z := slices.Clone(b)
		for i := range z {
			for j := range h {
				z[i] += w[i*len(h)+j] * h[j]
			}
		}
		return z
	}
	sin := func(w float64, z []float64) []float64 {
		for i := range z {
			z[i] = math.Sin(w * z[i])
		}
		return z
	}
	h := sin(4, dense(0, p.x))
	block := dense(2, sin(1.5, dense(1, h)))
	vec.Axpy(1, h, block)
	y := dense(3, sin(1.5, block))
	require.InDelta(t, -1+2*math.Exp(y[0]), p.at(p.w)[0], 1e-14)
}

// The same bits for any number of workers, and as often as one asks.
func TestWorkers(t *testing.T) {
	testWorkers[float32](t)
	testWorkers[float64](t)
}

func testWorkers[T vec.Float](t *testing.T) {
	p := newProblem[T](t, nets()["siren/hyper"], 20*blockRows+17)
	outBar := p.random(p.points)
	var wantOut, wantBar []T
	tape := &Tape[T]{}
	for i, workers := range []int{0, 1, 2, 8, 2} {
		var workersPool *pool.Pool
		if workers > 0 {
			workersPool = pool.New(workers)
		}
		if i%2 == 0 {
			tape = &Tape[T]{}
		}
		out, wBar := make([]T, p.points), make([]T, len(p.w))
		p.n.Forward(p.w, p.x, p.hyper, out, tape, workersPool)
		p.n.Backward(p.w, p.x, p.hyper, tape, outBar, wBar, workersPool)
		if i == 0 {
			wantOut, wantBar = out, wBar
		}
		require.Equal(t, wantOut, out, "%d workers", workers)
		require.Equal(t, wantBar, wBar, "%d workers", workers)
		workersPool.Close()
	}
}

// A single-precision network is the double one to its precision.
// A gradient without what a Forward records is the same to the bit, and networks whose
// evaluations and backward passes take turns may share a workspace.
func TestWithoutRecord(t *testing.T) {
	workers := pool.New(2)
	defer workers.Close()
	var work Workspace[float32]
	many := nets()
	var inputs []int
	for i := range cheapInputs + 1 {
		inputs = append(inputs, i)
	}
	many["many inputs"] = Net{Kind: "mlp", In: inputs, Hidden: []int{5}, Activation: "tanh", Output: "linear", Scale: 1}
	for _, points := range []int{3, 2*blockRows + 5} {
		var tapes []*Tape[float32]
		var problems []*problem[float32]
		for name, net := range many {
			p := newProblem[float32](t, net, points)
			tape, out := &Tape[float32]{Work: &work}, make([]float32, points)
			p.n.Evaluate(p.w, p.x, p.hyper, out, tape, workers)
			require.Equal(t, p.at(p.w), out, name)
			problems, tapes = append(problems, p), append(tapes, tape)
		}
		for i, p := range problems {
			outBar, want, got := p.random(points), make([]float32, len(p.w)), make([]float32, len(p.w))
			p.n.Backward(p.w, p.x, p.hyper, tapes[i], outBar, got, workers)
			own := &Tape[float32]{}
			p.n.Forward(p.w, p.x, p.hyper, make([]float32, points), own, nil)
			p.n.Backward(p.w, p.x, p.hyper, own, outBar, want, nil)
			require.Equal(t, want, got)
			kept := 0
			for _, z := range own.coord.z {
				kept += len(z)
			}
			require.Equal(t, p.n.TapeSize(points), kept)
		}
	}
}

func TestPrecisions(t *testing.T) {
	for name, net := range nets() {
		p := newProblem[float64](t, net, 40)
		n, err := New[float32](net, 3)
		require.NoError(t, err)
		single := &problem[float32]{n: n, points: p.points, w: narrow(p.w), x: narrow(p.x), hyper: narrow(p.hyper)}
		out, want := single.at(single.w), p.at(p.w)
		for i := range out {
			require.InDelta(t, want[i], float64(out[i]), 1e-4*(1+math.Abs(want[i])), "%s at %d", name, i)
		}
	}
}

func narrow(x []float64) []float32 {
	y := make([]float32, len(x))
	for i := range x {
		y[i] = float32(x[i])
	}
	return y
}

func TestNoAllocation(t *testing.T) {
	for _, workers := range []int{1, 2} {
		workersPool := pool.New(workers)
		p := newProblem[float32](t, nets()["siren/hyper"], 700)
		tape, out := &Tape[float32]{}, make([]float32, 700)
		wBar := make([]float32, len(p.w))
		run := func() {
			p.n.Forward(p.w, p.x, p.hyper, out, tape, workersPool)
			p.n.Backward(p.w, p.x, p.hyper, tape, out, wBar, workersPool)
		}
		run()
		require.Zero(t, testing.AllocsPerRun(10, run))
		workersPool.Close()
	}
}

func TestMisuse(t *testing.T) {
	p := newProblem[float64](t, nets()["siren/hyper"], 4)
	tape, out, wBar := &Tape[float64]{}, make([]float64, 4), make([]float64, len(p.w))
	backward := func() { p.n.Backward(p.w, p.x, p.hyper, tape, out, wBar, nil) }
	require.PanicsWithValue(t, "nn: the tape holds no evaluation of this network", backward)
	p.n.Evaluate(p.w, p.x, p.hyper, out, tape, nil)
	require.PanicsWithValue(t, "nn: the tape holds no Forward of this network", func() { p.n.Tangent(p.w, wBar, p.x, p.hyper, tape, out) })
	p.n.Forward(p.w, p.x, p.hyper, out, tape, nil)
	require.NotPanics(t, backward)
	require.PanicsWithValue(t, "nn: inputs: 8 values, not 6", func() { p.n.Forward(p.w, p.x, p.hyper, out[:3], tape, nil) })
	require.Panics(t, func() { p.n.Forward(p.w[1:], p.x, p.hyper, out, tape, nil) })
	require.Panics(t, func() { p.n.Forward(p.w, p.x, nil, out, tape, nil) })
}
