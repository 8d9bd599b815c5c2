package solver_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/internal/testsystem"
	"github.com/pindiff/pindiffc/runtime/solver"
)

// TestDotProduct compares pushforward and pullback of whole runs: every variant
// under every scheme, three cases, two output times of which one splits a step.
func TestDotProduct(t *testing.T) {
	times := []float64{0.007, 0.015}
	for _, v := range some() {
		for _, scheme := range schemes {
			t.Run(v.name+"/"+scheme, func(t *testing.T) {
				s := open(t, testsystem.New[float64](v.dim, v.o), tight(scheme))
				cases := threeCases(s)
				tape, err := s.Forward(ctx, cases, times)
				require.NoError(t, err)
				for seed := range uint64(2) {
					rng := rand.New(rand.NewPCG(seed, 5))
					cot, d := cotangent(rng, tape.At), direction(rng, s, cases)
					g, err := tape.Pullback(ctx, cot)
					require.NoError(t, err)
					dAt, err := tape.Pushforward(ctx, d)
					require.NoError(t, err)
					left, right := inner(cot, dAt), along(g, d)
					scale := math.Sqrt(inner(cot, cot) * inner(dAt, dAt))
					require.InDelta(t, left, right, 2e-12*scale, "seed %d", seed)
				}
			})
		}
	}
}

// TestPushforward compares it with central differences of the run.
func TestPushforward(t *testing.T) {
	times := []float64{0.007, 0.015}
	for _, v := range some() {
		for _, scheme := range schemes {
			t.Run(v.name+"/"+scheme, func(t *testing.T) {
				s := open(t, testsystem.New[float64](v.dim, v.o), tight(scheme))
				cases := threeCases(s)
				rng := rand.New(rand.NewPCG(11, 5))
				d := direction(rng, s, cases)
				tape, err := s.Forward(ctx, cases, times)
				require.NoError(t, err)
				dAt, err := tape.Pushforward(ctx, d)
				require.NoError(t, err)
				const h = 1e-6
				up, down := moved(t, s, cases, times, d, h), moved(t, s, cases, times, d, -h)
				for k := range dAt {
					for c := range dAt[k] {
						for i, want := range dAt[k][c][0] {
							got := (up[k][c][0][i] - down[k][c][0][i]) / (2 * h)
							require.InDelta(t, want, got, 2e-6*(1+math.Abs(want)), "time %d case %d cell %d", k, c, i)
						}
					}
				}
			})
		}
	}
}

// moved runs with all inputs moved by h along d, and puts them back.
func moved(t *testing.T, s *solver.Solver[float64], cases []solver.Case[float64], times []float64, d *solver.Direction[float64], h float64) [][][][]float64 {
	w := make([]float64, s.NumWeights())
	s.InitWeights(w, 7)
	rng := rand.New(rand.NewPCG(1, 2))
	v := make([]float64, s.Grid().Cells)
	for i := range v {
		v[i] = 0.5 * rng.NormFloat64()
	}
	for i := range w {
		w[i] += 0.3 * rng.NormFloat64()
	}
	shift := func(x, dx []float64) []float64 {
		y := append([]float64(nil), x...)
		for i := range dx {
			y[i] += h * dx[i]
		}
		return y
	}
	before := s.Params()
	require.NoError(t, s.SetWeights(shift(w, d.Weights)))
	require.NoError(t, s.SetField("v", shift(v, d.Fields[0])))
	require.NoError(t, s.SetParams(shift(before, d.Params)))
	var at []solver.Case[float64]
	for c, k := range cases {
		m := solver.Case[float64]{}
		if k.Params != nil {
			m.Params = shift(k.Params, d.CaseParams[c])
		}
		if k.Initial == nil {
			start, err := s.Simulate(ctx, []solver.Case[float64]{{Params: m.Params}}, []float64{0})
			require.NoError(t, err)
			k.Initial = start.At[0][0]
		}
		m.Initial = [][]float64{shift(k.Initial[0], d.Initial[c][0])}
		at = append(at, m)
	}
	res, err := s.Simulate(ctx, at, times)
	require.NoError(t, err)
	require.NoError(t, s.SetWeights(w))
	require.NoError(t, s.SetField("v", v))
	require.NoError(t, s.SetParams(before))
	return res.At
}

// TestImplicitAgainstUnrolled: two ways to one gradient.
func TestImplicitAgainstUnrolled(t *testing.T) {
	for _, v := range some() {
		for _, scheme := range schemes[3:] {
			t.Run(v.name+"/"+scheme, func(t *testing.T) {
				cfg := tight(scheme)
				var grads [2]*solver.Gradient[float64]
				for i, adjoint := range []string{"implicit", "unrolled"} {
					cfg.Adjoint, cfg.MaxIter = adjoint, 2000
					s := open(t, testsystem.New[float64](v.dim, v.o), cfg)
					tape, err := s.Forward(ctx, threeCases(s), []float64{0.007, 0.015})
					require.NoError(t, err)
					require.Equal(t, map[string]string{"implicit": "newton(bicgstab)", "unrolled": "picard"}[adjoint], tape.Stats.Method)
					grads[i], err = tape.Pullback(ctx, cotangent(rand.New(rand.NewPCG(9, 5)), tape.At))
					require.NoError(t, err)
				}
				require.Less(t, difference(grads[0], grads[1]), 1e-9)
			})
		}
	}
}

// difference is the 2-norm of the difference over the norm, over all parts.
func difference(a, b *solver.Gradient[float64]) float64 {
	num, den := 0.0, 0.0
	each := func(x, y []float64) {
		for i := range x {
			num += (x[i] - y[i]) * (x[i] - y[i])
			den += x[i] * x[i]
		}
	}
	each(a.Weights, b.Weights)
	each(a.Params, b.Params)
	each(a.Fields[0], b.Fields[0])
	for c := range a.Initial {
		each(a.Initial[c][0], b.Initial[c][0])
		each(a.CaseParams[c], b.CaseParams[c])
	}
	for i := range a.Bounds {
		each(a.Bounds[i], b.Bounds[i])
	}
	return math.Sqrt(num / den)
}

// TestBoundaryGradient: du/dn = q on the high face is a datum of its own; with
// one parameter behind it, its summed cotangent is that parameter's.
func TestBoundaryGradient(t *testing.T) {
	s := open(t, testsystem.New[float64](1, variants[0].o), tight("crank_nicolson"))
	tape, err := s.Forward(ctx, []solver.Case[float64]{{Initial: states(s, 1)}}, []float64{0.015})
	require.NoError(t, err)
	g, err := tape.Pullback(ctx, cotangent(rand.New(rand.NewPCG(1, 5)), tape.At))
	require.NoError(t, err)
	require.NotZero(t, g.Bounds[1][0])
	require.InDelta(t, g.Params[testsystem.Q], g.Bounds[1][0], 1e-12*math.Abs(g.Bounds[1][0]))
}

// TestClosureValues: a replaced closure has a gradient by its values, and none in weights.
func TestClosureValues(t *testing.T) {
	s := open(t, testsystem.New[float64](2, variants[3].o), tight("crank_nicolson"))
	values := make([]float64, s.Grid().Cells)
	noise(rand.New(rand.NewPCG(4, 4)), values)
	shift := 0.0
	require.NoError(t, s.SetClosure("w", true, func(_ float64, out []float64) {
		copy(out, values)
		out[17] += shift
	}))
	cases := []solver.Case[float64]{{Initial: states(s, 1)}, {Initial: states(s, 2)}}
	tape, err := s.Forward(ctx, cases, nil)
	require.NoError(t, err)
	cot := cotangent(rand.New(rand.NewPCG(1, 5)), tape.At)
	g, err := tape.Pullback(ctx, cot)
	require.NoError(t, err)
	require.Equal(t, make([]float64, s.NumWeights()), g.Weights)
	const h = 1e-6
	var loss [2]float64
	for i, sign := range []float64{1, -1} {
		shift = sign * h
		require.NoError(t, s.SetClosure("w", true, func(_ float64, out []float64) {
			copy(out, values)
			out[17] += shift
		}))
		res, err := s.Simulate(ctx, cases, nil)
		require.NoError(t, err)
		loss[i] = inner(res.At, cot)
	}
	require.InDelta(t, (loss[0]-loss[1])/(2*h), g.ClosureValues["w"][17], 1e-7)
	_, err = tape.Pullback(ctx, cot)
	require.ErrorContains(t, err, "void")
}
