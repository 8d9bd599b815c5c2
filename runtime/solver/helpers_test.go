package solver_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/internal/testsystem"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/solver"
	"github.com/pindiff/pindiffc/runtime/vec"
)

var ctx = context.Background()

// variant is a system with what it takes to run it.
type variant struct {
	name string
	dim  int
	o    testsystem.Options
}

var variants = []variant{
	{"1-D, boundaries", 1, testsystem.Options{Source: true}},
	{"1-D, unsteady lagged closure", 1, testsystem.Options{Source: true, Lagged: true, Unsteady: true, Closure: true}},
	{"1-D, nonlinear, closure", 1, testsystem.Options{Source: true, Nonlinear: true, Closure: true, Lagged: true}},
	{"2-D, periodic, closure", 2, testsystem.Options{Periodic: [2]bool{true, true}, Closure: true}},
	{"2-D, boundaries, corners", 2, testsystem.Options{Source: true, Unsteady: true}},
	{"2-D, half periodic", 2, testsystem.Options{Periodic: [2]bool{true, false}, Lagged: true, Source: true, Closure: true}},
	{"2-D, other half periodic", 2, testsystem.Options{Periodic: [2]bool{false, true}, Nonlinear: true}},
}

// some is all variants, or in short mode the first and a mixed one.
func some() []variant {
	if testing.Short() {
		return []variant{variants[1], variants[5]}
	}
	return variants
}

var schemes = []string{"forward_euler", "ssp_rk3", "rk4", "backward_euler", "crank_nicolson", "theta", "bdf2", "sdirk2"}

// open makes a solver with seeded fields and weights.
func open[T vec.Float](t testing.TB, p *kernel.Problem[T], cfg solver.Config) *solver.Solver[T] {
	t.Helper()
	s, err := solver.New(p, cfg)
	require.NoError(t, err)
	t.Cleanup(s.Close)
	rng := rand.New(rand.NewPCG(1, 2))
	v := make([]T, s.Grid().Cells)
	for i := range v {
		v[i] = T(0.5 * rng.NormFloat64())
	}
	require.NoError(t, s.SetField("v", v))
	w := make([]T, s.NumWeights())
	s.InitWeights(w, 7)
	for i := range w {
		w[i] += T(0.3 * rng.NormFloat64())
	}
	require.NoError(t, s.SetWeights(w))
	return s
}

// tight is a configuration in which solves end at round-off.
func tight(scheme string) solver.Config {
	return solver.Config{Scheme: scheme, Tol: 1e-13, AdjointTol: 1e-13, Workers: 2, Steps: []float64{0.004, 0.006, 0.005}}
}

// states are seeded smooth initial states.
func states[T vec.Float](s *solver.Solver[T], seed uint64) [][]T {
	rng := rand.New(rand.NewPCG(seed, 3))
	a, b := rng.Float64(), rng.Float64()
	u := make([]T, s.Grid().Cells)
	g := s.Grid()
	for i := range u {
		x, y := float64(i/g.N[1])/float64(g.N[0]), float64(i%g.N[1])/float64(g.N[1])
		u[i] = T(1 + 0.3*math.Sin(2*math.Pi*(x+a)) + 0.2*math.Cos(2*math.Pi*(y+b)))
	}
	return [][]T{u}
}

// threeCases: one given, one from the specification, one with its own parameters.
func threeCases[T vec.Float](s *solver.Solver[T]) []solver.Case[T] {
	p := s.Params()
	p[testsystem.Kappa] *= 1.5
	p[testsystem.Rho] *= 0.8
	p[testsystem.Start] *= 1.1
	return []solver.Case[T]{{Initial: states(s, 1)}, {}, {Params: p}}
}

// noise fills every slice with seeded normal numbers.
func noise[T vec.Float](rng *rand.Rand, parts ...[]T) {
	for _, p := range parts {
		for i := range p {
			p[i] = T(rng.NormFloat64())
		}
	}
}

// cotangent of a result, normal numbers, with a nil entry.
func cotangent[T vec.Float](rng *rand.Rand, at [][][][]T) [][][][]T {
	cot := make([][][][]T, len(at))
	for k := range at {
		cot[k] = make([][][]T, len(at[k]))
		for c := range at[k] {
			cot[k][c] = make([][]T, len(at[k][c]))
			for i, v := range at[k][c] {
				cot[k][c][i] = make([]T, len(v))
				noise(rng, cot[k][c][i])
			}
		}
	}
	return cot
}

func inner[T vec.Float](x, y [][][][]T) float64 {
	sum := 0.0
	for k := range x {
		for c := range x[k] {
			for i := range x[k][c] {
				sum += vec.Dot(x[k][c][i], y[k][c][i])
			}
		}
	}
	return sum
}

// direction in everything.
func direction[T vec.Float](rng *rand.Rand, s *solver.Solver[T], cases []solver.Case[T]) *solver.Direction[T] {
	d := &solver.Direction[T]{Weights: make([]T, s.NumWeights()), Params: make([]float64, len(s.Params()))}
	noise(rng, d.Weights)
	noise(rng, d.Params)
	for i := range d.Params {
		d.Params[i] *= 0.1 * math.Abs(s.Params()[i])
	}
	d.Fields = [][]T{make([]T, s.Grid().Cells)}
	noise(rng, d.Fields[0])
	for _, c := range cases {
		u := make([]T, s.Grid().Cells)
		noise(rng, u)
		d.Initial = append(d.Initial, [][]T{u})
		var own []float64
		if c.Params != nil {
			own = make([]float64, len(d.Params))
			for i := range own {
				own[i] = 0.1 * rng.NormFloat64() * c.Params[i]
			}
		}
		d.CaseParams = append(d.CaseParams, own)
	}
	return d
}

// along is <gradient, direction>.
func along[T vec.Float](g *solver.Gradient[T], d *solver.Direction[T]) float64 {
	sum := vec.Dot(g.Weights, d.Weights) + vec.Dot(g.Params, d.Params) + vec.Dot(g.Fields[0], d.Fields[0])
	for c := range g.Initial {
		sum += vec.Dot(g.Initial[c][0], d.Initial[c][0])
		if g.CaseParams[c] != nil {
			sum += vec.Dot(g.CaseParams[c], d.CaseParams[c])
		}
	}
	return sum
}
