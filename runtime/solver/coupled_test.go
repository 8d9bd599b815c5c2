package solver_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/internal/testsystem"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/solver"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// coupled systems: several states, calls of closures of every class, states
// without a time derivative with and without a null space.
var coupled = []struct {
	name     string
	make     func() *kernel.Problem[float64]
	explicit bool
}{
	{"1-D, no closures", func() *kernel.Problem[float64] {
		return testsystem.Coupled[float64](1, testsystem.Coupling{})
	}, true},
	{"1-D, mass, law, face", func() *kernel.Problem[float64] {
		return testsystem.Coupled[float64](1, testsystem.Coupling{Mass: true, Law: true, Face: true})
	}, false},
	{"1-D, all calls", func() *kernel.Problem[float64] {
		return testsystem.Coupled[float64](1, testsystem.Coupling{Law: true, Face: true, Lagged: true, Once: true, Level: true})
	}, true},
	{"2-D, periodic, all calls", func() *kernel.Problem[float64] {
		return testsystem.Coupled[float64](2, testsystem.Coupling{Periodic: [2]bool{true, true}, Law: true, Lagged: true, Once: true, Level: true})
	}, true},
	{"2-D, half periodic, mass, all calls", func() *kernel.Problem[float64] {
		return testsystem.Coupled[float64](2, testsystem.Coupling{Periodic: [2]bool{true, false}, Mass: true, Law: true, Face: true, Lagged: true, Once: true, Level: true})
	}, false},
	{"2-D, walls, sizes", func() *kernel.Problem[float64] {
		return testsystem.Coupled[float64](2, testsystem.Coupling{Law: true, Face: true, Sizes: [2]float64{1e-3, 1e3}})
	}, true},
	{"1-D potential, Neumann", func() *kernel.Problem[float64] { return testsystem.Potential[float64](1, false, false) }, false},
	{"1-D potential, fixed", func() *kernel.Problem[float64] { return testsystem.Potential[float64](1, false, true) }, false},
	{"2-D potential, periodic", func() *kernel.Problem[float64] { return testsystem.Potential[float64](2, true, false) }, false},
}

// subject is a system with everything a run needs, as one point in the space of
// its inputs.
type subject struct {
	t     *testing.T
	s     *solver.Solver[float64]
	times []float64
	at    point
}

// point is a value of all inputs, or a direction in them.
type point struct {
	initial [][]float64
	params  []float64
	weights []float64
}

func newSubject(t *testing.T, p *kernel.Problem[float64], cfg solver.Config) *subject {
	t.Helper()
	s, err := solver.New(p, cfg)
	require.NoError(t, err)
	t.Cleanup(s.Close)
	x := &subject{t: t, s: s, times: []float64{0.007, 0.03}}
	x.at.params = s.Params()
	x.at.weights = make([]float64, s.NumWeights())
	s.InitWeights(x.at.weights, 3)
	rng := rand.New(rand.NewPCG(2, 2))
	for i := range x.at.weights {
		x.at.weights[i] += 0.3 * rng.NormFloat64()
	}
	require.NoError(t, s.SetWeights(x.at.weights))
	return x
}

func (x *subject) cases() []solver.Case[float64] {
	own := x.s.Params()
	own[0] *= 1.2
	return []solver.Case[float64]{{Initial: x.at.initial}, {Params: own}}
}

// settled gives the subject an initial state of its own, made from the default.
func (x *subject) settled() *subject {
	res, err := x.s.Simulate(ctx, []solver.Case[float64]{{}}, []float64{0})
	require.NoError(x.t, err)
	x.at.initial = res.At[0][0]
	return x
}

func (x *subject) direction(rng *rand.Rand) point {
	d := point{params: make([]float64, len(x.at.params)), weights: make([]float64, len(x.at.weights))}
	for i, v := range x.at.params {
		d.params[i] = 0.1 * v * rng.NormFloat64()
	}
	noise(rng, d.weights)
	for _, u := range x.at.initial {
		v, mean := make([]float64, len(u)), 0.0
		noise(rng, v)
		for i := range v {
			v[i] *= 0.1 * vec.MaxAbs(u)
			mean += v[i] / float64(len(v))
		}
		for i := range v {
			v[i] -= mean // sources of a potential must balance
		}
		d.initial = append(d.initial, v)
	}
	return d
}

func (d point) solver() *solver.Direction[float64] {
	return &solver.Direction[float64]{Initial: [][][]float64{d.initial, nil}, Params: d.params, Weights: d.weights}
}

func (d point) along(g *solver.Gradient[float64]) float64 {
	sum := vec.Dot(g.Params, d.params) + vec.Dot(g.Weights, d.weights)
	for i, v := range d.initial {
		sum += vec.Dot(g.Initial[0][i], v)
	}
	return sum
}

// moved is the result of the run with its inputs moved.
func (x *subject) moved(d point, h float64) [][][][]float64 {
	shift := func(a, b []float64) []float64 {
		y := append([]float64(nil), a...)
		vec.Axpy(h, b, y)
		return y
	}
	cases := x.cases()
	require.NoError(x.t, x.s.SetParams(shift(x.at.params, d.params)))
	require.NoError(x.t, x.s.SetWeights(shift(x.at.weights, d.weights)))
	initial := make([][]float64, len(x.at.initial))
	for i := range initial {
		initial[i] = shift(x.at.initial[i], d.initial[i])
	}
	cases[0].Initial = initial
	res, err := x.s.Simulate(ctx, cases, x.times)
	require.NoError(x.t, err)
	require.NoError(x.t, x.s.SetParams(x.at.params))
	require.NoError(x.t, x.s.SetWeights(x.at.weights))
	return res.At
}

// sized makes a cotangent count states alike.
func sized(cot, at [][][][]float64) [][][][]float64 {
	for k := range cot {
		for c := range cot[k] {
			for i, v := range cot[k][c] {
				vec.Scale(1/max(vec.MaxAbs(at[k][c][i]), 1e-300), v)
			}
		}
	}
	return cot
}

func schemesFor(explicit bool) []string {
	if explicit {
		return schemes
	}
	return schemes[3:]
}

// TestCoupledDerivatives: for every system and scheme, pushforward against central
// differences, and pullback against pushforward.
func TestCoupledDerivatives(t *testing.T) {
	for _, c := range coupled {
		for _, scheme := range schemesFor(c.explicit) {
			t.Run(c.name+"/"+scheme, func(t *testing.T) {
				cfg := solver.Config{Scheme: scheme, Tol: 1e-13, AdjointTol: 1e-13, Workers: 2, Steps: []float64{0.01, 0.01, 0.01}, Damped: 1}
				if schemes[0] == scheme || schemes[1] == scheme || schemes[2] == scheme {
					cfg.Damped = 0
				}
				x := newSubject(t, c.make(), cfg).settled()
				rng := rand.New(rand.NewPCG(4, 4))
				d := x.direction(rng)
				tape, err := x.s.Forward(ctx, x.cases(), x.times)
				require.NoError(t, err)
				cot := sized(cotangent(rng, tape.At), tape.At)
				dAt, err := tape.Pushforward(ctx, d.solver())
				require.NoError(t, err)
				g, err := tape.Pullback(ctx, cot)
				require.NoError(t, err)
				left, right := inner(cot, dAt), d.along(g)
				require.InDelta(t, left, right, 1e-10*math.Sqrt(inner(cot, cot)*inner(dAt, dAt)), "dot product")
				require.NotZero(t, left)

				const h = 1e-5
				up, down := x.moved(d, h), x.moved(d, -h)
				for k := range dAt {
					for c := range dAt[k] {
						for i, v := range dAt[k][c] {
							scale := vec.MaxAbs(v) + 1e-3*vec.MaxAbs(tape.At[k][c][i])
							for j, want := range v {
								require.InDelta(t, want, (up[k][c][i][j]-down[k][c][i][j])/(2*h), 2e-6*scale, "time %d case %d state %d cell %d", k, c, i, j)
							}
						}
					}
				}
			})
		}
	}
}

// TestCoupledImplicitAgainstUnrolled: two ways to one gradient.
func TestCoupledImplicitAgainstUnrolled(t *testing.T) {
	for _, c := range coupled {
		tried := []string{"backward_euler", "crank_nicolson", "bdf2", "sdirk2"}
		if len(c.make().Axes) > 1 {
			tried = tried[3:]
		}
		for _, scheme := range tried {
			t.Run(c.name+"/"+scheme, func(t *testing.T) {
				var grads [2]*solver.Gradient[float64]
				for i, adjoint := range []string{"implicit", "unrolled"} {
					cfg := solver.Config{Scheme: scheme, Adjoint: adjoint, Tol: 1e-13, AdjointTol: 1e-13, MaxIter: 20000, Relax: 0.9, Steps: []float64{0.01, 0.01, 0.01}}
					if adjoint == "unrolled" {
						cfg.ForceIter = 40
						if c.make().States[1].Algebraic { // sweeps of a Laplacian are slow
							cfg.ForceIter = 2500 / len(c.make().Axes) / len(c.make().Axes)
						}
					}
					x := newSubject(t, c.make(), cfg).settled()
					tape, err := x.s.Forward(ctx, x.cases(), x.times)
					require.NoError(t, err)
					grads[i], err = tape.Pullback(ctx, sized(cotangent(rand.New(rand.NewPCG(9, 5)), tape.At), tape.At))
					require.NoError(t, err)
				}
				a, b := grads[0], grads[1]
				near := func(x, y []float64, what string) {
					d := append([]float64(nil), x...)
					vec.Axpy(-1, y, d)
					require.LessOrEqual(t, vec.MaxAbs(d), 1e-8*vec.MaxAbs(x)+1e-12, what)
				}
				near(a.Params, b.Params, "params")
				near(a.Weights, b.Weights, "weights")
				for i := range a.Initial[0] {
					near(a.Initial[0][i], b.Initial[0][i], fmt.Sprint("initial ", i))
				}
			})
		}
	}
}

// TestCoupledOrder: error against a fine run, over halvings of the step.
func TestCoupledOrder(t *testing.T) {
	orders := map[string]float64{
		"forward_euler": 1, "ssp_rk3": 3, "rk4": 4,
		"backward_euler": 1, "crank_nicolson": 2, "theta": 1, "bdf2": 2, "sdirk2": 2,
	}
	for _, c := range coupled {
		if c.name == "1-D, all calls" || len(c.make().Axes) > 1 {
			continue // lagged terms are of first order
		}
		run := func(scheme string, n int) [][]float64 {
			cfg := solver.Config{Scheme: scheme, Theta: 0.6, Tol: 1e-13, Workers: 1}
			for range n {
				cfg.Steps = append(cfg.Steps, 0.05/float64(n))
			}
			x := newSubject(t, c.make(), cfg)
			res, err := x.s.Simulate(ctx, []solver.Case[float64]{{}}, nil)
			require.NoError(t, err)
			return res.At[0][0]
		}
		fine := "sdirk2"
		if c.explicit {
			fine = "rk4"
		}
		exact := run(fine, 320)
		for _, scheme := range schemesFor(c.explicit) {
			var e [3]float64
			for i := range e {
				for s, u := range run(scheme, 10<<i) {
					e[i] = max(e[i], distance(u, exact[s])/vec.MaxAbs(exact[s]))
				}
			}
			require.InDelta(t, orders[scheme], math.Log2(e[1]/e[2]), 0.3, "%s %s %v", c.name, scheme, e)
		}
	}
}
