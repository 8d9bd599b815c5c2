package nn

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/pool"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// inputs is all of a network's inputs, in the order of Linearise.
func (p *problem[T]) inputs() int { return p.n.Inputs() + p.n.HyperInputs() }

// shifted is the problem with input k moved by h, at every point.
func (p *problem[T]) shifted(k int, h T) *problem[T] {
	q := *p
	q.x, q.hyper = slices.Clone(p.x), slices.Clone(p.hyper)
	if in := p.n.Inputs(); k < in {
		for i := range p.points {
			q.x[i*in+k] += h
		}
	} else {
		q.hyper[k-in] += h
	}
	return &q
}

// Every partial derivative against central differences, points at a kink left out.
func TestLinearise(t *testing.T) {
	for name, net := range nets() {
		t.Run(name, func(t *testing.T) {
			p := newProblem[float64](t, net, 23)
			tape, out := &Tape[float64]{}, make([]float64, p.points)
			jac := make([]float64, p.inputs()*p.points)
			p.n.Linearise(p.w, p.x, p.hyper, out, jac, tape, nil)
			require.Equal(t, p.at(p.w), out)
			for k := range p.inputs() {
				differences := func(h float64) []float64 {
					up, down := p.shifted(k, h), p.shifted(k, -h)
					d := up.at(p.w)
					vec.Axpby(-1/(2*h), down.at(p.w), 1/(2*h), d)
					return d
				}
				coarse, fine := differences(2e-6), differences(1e-6)
				checked, size := 0, 0.0
				for i, got := range jac[k*p.points : (k+1)*p.points] {
					if math.Abs(coarse[i]-fine[i]) < 1e-6*(1+math.Abs(fine[i])) {
						require.InDelta(t, fine[i], got, 3e-6*(1+math.Abs(fine[i])), "input %d", k)
						checked++
						size += math.Abs(got)
					}
				}
				require.GreaterOrEqual(t, checked, 20)
				require.NotZero(t, size, "input %d does nothing", k)
			}
		})
	}
}

// The sweep of cotangents gives what tangents (dual numbers) give, to round-off.
func TestLineariseIsTangent(t *testing.T) {
	for name, net := range nets() {
		p := newProblem[float64](t, net, 300)
		tape, out := &Tape[float64]{}, make([]float64, p.points)
		jac := make([]float64, p.inputs()*p.points)
		p.n.Linearise(p.w, p.x, p.hyper, out, jac, tape, nil)
		dx, dhyper := p.random(len(p.x)), p.random(len(p.hyper))
		var dw []float64
		if p.n.hyper != nil {
			_, m, _ := p.n.parts(p.w)
			dLatent := make([]float64, p.n.hyper.out())
			tape.hyper.pushforward(nil, p.hyper, dhyper, dLatent)
			dw = make([]float64, p.n.coord.weights)
			affine(dw, m, dLatent, dw)
		}
		want := make([]float64, p.points)
		tape.coord.pushforward(dw, p.x, dx, want)
		p.n.slopes(tape)
		for i := range want {
			want[i] *= tape.yBar[i]
			got, size := 0.0, 1.0
			for k := range p.inputs() {
				direction := 0.0
				if in := p.n.Inputs(); k < in {
					direction = dx[i*in+k]
				} else {
					direction = dhyper[k-in]
				}
				got += jac[k*p.points+i] * direction
				size += math.Abs(jac[k*p.points+i] * direction)
			}
			require.InDelta(t, want[i], got, 1e-12*size, "%s at %d", name, i)
		}
	}
}

// The tape serves Backward, with the bits of Forward's.
func TestBackwardAfterLinearise(t *testing.T) {
	for name, net := range nets() {
		p := newProblem[float32](t, net, 300)
		out, jac := make([]float32, p.points), make([]float32, p.inputs()*p.points)
		outBar := p.random(p.points)
		gradient := func(forward func(tape *Tape[float32])) []float32 {
			tape, wBar := &Tape[float32]{}, make([]float32, len(p.w))
			forward(tape)
			p.n.Backward(p.w, p.x, p.hyper, tape, outBar, wBar, nil)
			return wBar
		}
		want := gradient(func(tape *Tape[float32]) { p.n.Forward(p.w, p.x, p.hyper, out, tape, nil) })
		got := gradient(func(tape *Tape[float32]) { p.n.Linearise(p.w, p.x, p.hyper, out, jac, tape, nil) })
		require.Equal(t, want, got, name)
	}
}

// The same bits for any number of workers, and for points alone or together.
func TestLineariseBits(t *testing.T) {
	for _, name := range []string{"siren/hyper", "tanh/residual=true/hyper=false"} {
		p := newProblem[float32](t, nets()[name], 5*blockRows+17)
		var want []float32
		for _, workers := range []int{1, 2, 8} {
			workersPool := pool.New(workers)
			jac := make([]float32, p.inputs()*p.points)
			p.n.Linearise(p.w, p.x, p.hyper, make([]float32, p.points), jac, &Tape[float32]{}, workersPool)
			workersPool.Close()
			if want == nil {
				want = jac
			}
			require.Equal(t, want, jac, "%s: %d workers", name, workers)
		}
		tape, out, jac := &Tape[float32]{Version: 1}, make([]float32, 1), make([]float32, p.inputs())
		in := p.n.Inputs()
		for i := 0; i < p.points; i += 97 {
			p.n.Linearise(p.w, p.x[i*in:(i+1)*in], p.hyper, out, jac, tape, nil)
			for k, got := range jac {
				require.Equal(t, want[k*p.points+i], got, "%s: point %d alone", name, i)
			}
		}
	}
}

// While the version stays, the tape works with what it has prepared; a new
// version, or none, reads the weights again.
func TestVersion(t *testing.T) {
	for _, name := range []string{"siren/hyper", "gelu/residual=false/hyper=false"} {
		p := newProblem[float64](t, nets()[name], 9)
		other := newProblem[float64](t, nets()[name], 9)
		other.w = other.random(len(p.w))
		run := func(tape *Tape[float64], p *problem[float64]) (out, jac, wBar []float64) {
			out, jac = make([]float64, p.points), make([]float64, p.inputs()*p.points)
			p.n.Linearise(p.w, p.x, p.hyper, out, jac, tape, nil)
			wBar = make([]float64, len(p.w))
			p.n.Backward(p.w, p.x, p.hyper, tape, out, wBar, nil)
			return out, jac, wBar
		}
		equal := func(tape *Tape[float64], q *problem[float64]) {
			out, jac, wBar := run(tape, q)
			wantOut, wantJac, wantBar := run(&Tape[float64]{}, q)
			require.Equal(t, wantOut, out, name)
			require.Equal(t, wantJac, jac, name)
			require.Equal(t, wantBar, wBar, name)
		}
		other.n = p.n
		tape := &Tape[float64]{Version: 1}
		equal(tape, p)
		equal(tape, p) // prepared
		dOut := make([]float64, p.points)
		p.n.Tangent(p.w, other.w, p.x, p.hyper, tape, dOut)
		equal(tape, p) // and after another use of its directions
		tape.Version = 2
		equal(tape, other)
		p.n.Evaluate(other.w, other.x, other.hyper, dOut, tape, nil)
		equal(tape, other)
		tape.Version = 0
		equal(tape, p)
		equal(tape, other)
	}
}

func TestLineariseAllocatesNothing(t *testing.T) {
	for _, name := range []string{"siren/hyper", "tanh/residual=true/hyper=false"} {
		workersPool := pool.New(2)
		p := newProblem[float32](t, nets()[name], 700)
		tape, out, jac := &Tape[float32]{}, make([]float32, 700), make([]float32, p.inputs()*700)
		run := func() { p.n.Linearise(p.w, p.x, p.hyper, out, jac, tape, workersPool) }
		few := func() {
			p.n.Linearise(p.w, p.x[:64*p.n.Inputs()], p.hyper, out[:64], jac[:64*p.inputs()], tape, workersPool)
		}
		run()
		require.Zero(t, testing.AllocsPerRun(10, run), name)
		require.Zero(t, testing.AllocsPerRun(10, few), name)
		tape.Version = 3
		require.Zero(t, testing.AllocsPerRun(10, few), name)
		workersPool.Close()
	}
}

func TestLineariseMisuse(t *testing.T) {
	p := newProblem[float64](t, nets()["siren/hyper"], 4)
	out := make([]float64, 4)
	require.PanicsWithValue(t, "nn: partial derivatives: 8 values, not 16", func() {
		p.n.Linearise(p.w, p.x, p.hyper, out, make([]float64, 8), &Tape[float64]{}, nil)
	})
}

// BenchmarkLinearise is one evaluation of a pointwise closure, 1-16-16-1.
func BenchmarkLinearise(b *testing.B) {
	net := Net{Kind: "mlp", In: []int{0}, Hidden: []int{16, 16}, Activation: "tanh", Output: "linear", Scale: 1}
	for _, c := range []struct {
		name    string
		points  int
		version uint64
	}{{"1 point", 1, 0}, {"1 point, prepared", 1, 1}, {"64 points, prepared", 64, 1}, {"4096 points", 4096, 0}} {
		b.Run(c.name, func(b *testing.B) {
			p := newProblem[float64](b, net, c.points)
			tape, out, jac := &Tape[float64]{Version: c.version}, make([]float64, c.points), make([]float64, c.points)
			b.ReportAllocs()
			for b.Loop() {
				p.n.Linearise(p.w, p.x, nil, out, jac, tape, nil)
			}
		})
	}
}
