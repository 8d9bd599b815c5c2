package solver_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/internal/testsystem"
	"github.com/pindiff/pindiffc/runtime/krylov"
	"github.com/pindiff/pindiffc/runtime/solver"
)

// TestGradientThatOverflows: a state at rest stays at rest however unstable the
// step is, but its gradient does not; that is an error, too.
func TestGradientThatOverflows(t *testing.T) {
	steps := make([]float64, 400)
	for i := range steps {
		steps[i] = 50
	}
	for _, scheme := range []string{"forward_euler", "rk4"} {
		p := testsystem.New[float64](1, testsystem.Options{Periodic: [2]bool{true, true}})
		s := open(t, p, solver.Config{Scheme: scheme, Steps: steps})
		rest := []solver.Case[float64]{{Initial: [][]float64{make([]float64, s.Grid().Cells)}}}
		tape, err := s.Forward(ctx, rest, nil)
		require.NoError(t, err)
		_, err = tape.Pullback(ctx, cotangent(rand.New(rand.NewPCG(1, 5)), tape.At))
		var adj *solver.AdjointError
		require.ErrorAs(t, err, &adj)
		require.Equal(t, krylov.NotFinite, adj.Status)
		require.ErrorContains(t, err, "not_finite: look for overflow")
	}
}

// TestSizeOfTheCotangent: the gradient is linear in it, however small its squares are.
func TestSizeOfTheCotangent(t *testing.T) {
	s := open(t, testsystem.New[float64](1, variants[0].o), solver.Config{Tol: 1e-12})
	tape, err := s.Forward(ctx, []solver.Case[float64]{{Initial: states(s, 1)}}, nil)
	require.NoError(t, err)
	cot := cotangent(rand.New(rand.NewPCG(1, 5)), tape.At)
	want, err := tape.Pullback(ctx, cot)
	require.NoError(t, err)
	for _, size := range []float64{1e-100, 1e-100, 1e300} { // 1e-100, 1e-200, 1e100
		for i := range cot[0][0][0] {
			cot[0][0][0][i] *= size
		}
		got, err := tape.Pullback(ctx, cot)
		require.NoError(t, err)
		scale := cot[0][0][0][0] / cotangent(rand.New(rand.NewPCG(1, 5)), tape.At)[0][0][0][0]
		for i, v := range want.Initial[0][0] {
			require.InEpsilon(t, v*scale, got.Initial[0][0][i], 1e-8)
		}
	}
}

// TestHostileNumbers: what cannot be used is named with what could be.
func TestHostileNumbers(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for message, cfg := range map[string]solver.Config{
		"Tol is NaN, expected more than 0 and less than 1":         {Tol: nan},
		"Tol is -1, expected more than 0 and less than 1":          {Tol: -1},
		"AdjointTol is +Inf, expected more than 0 and less":        {AdjointTol: inf},
		"LinearTol is -1e-310, expected more than 0 and less":      {LinearTol: -1e-310},
		"Relax is NaN, expected more than 0 and less than 2":       {Relax: nan},
		"MaxIter is -1, expected 1 or more":                        {MaxIter: -1},
		"MaxLinear is -5, expected 1 or more":                      {MaxLinear: -5},
		"ForceIter is -1, expected 0 or more":                      {ForceIter: -1},
		"Workers is 1000000, expected 1 to 4096":                   {Workers: 1e6},
		"Steps[0] is NaN, expected a positive length":              {Steps: []float64{nan}},
		"lower bound 1 must be below upper bound 0":                {Lower: []float64{1}, Upper: []float64{0}},
		"Cells, Lower and Upper have 1, 2 and 1 entries, expected": {Lower: []float64{1, 2}},
	} {
		_, err := solver.New(testsystem.New[float64](1, variants[0].o), cfg)
		require.ErrorContains(t, err, message)
	}
}

// TestTinyTolerances end, accepted at round-off, by every method.
func TestTinyTolerances(t *testing.T) {
	for _, cfg := range []solver.Config{
		{}, {LinearSolver: "cg"}, {Nonlinear: "picard", Relax: 0.9, MaxIter: math.MaxInt, MaxLinear: math.MaxInt}, {Adjoint: "unrolled", MaxIter: 5000},
	} {
		cfg.Tol, cfg.AdjointTol, cfg.Workers = 1e-320, 1e-320, 1
		p := testsystem.New[float64](1, testsystem.Options{Periodic: [2]bool{true}})
		p.Params[testsystem.Kappa].Default = 1
		s := open(t, p, cfg)
		still := make([]float64, s.Grid().Cells)
		for i := range still {
			still[i] = -0.2 // no transport: the system is symmetric
		}
		require.NoError(t, s.SetField("v", still))
		tape, err := s.Forward(ctx, []solver.Case[float64]{{Initial: states(s, 1)}}, nil)
		require.NoError(t, err, "%+v", cfg)
		require.Positive(t, tape.Stats.AtRoundoff)
		require.Zero(t, tape.Stats.Fallbacks)
		_, err = tape.Pullback(ctx, cotangent(rand.New(rand.NewPCG(1, 5)), tape.At))
		require.NoError(t, err, "%+v", cfg)
	}
}

// TestClosureThatPanics leaves nothing behind that a later run would take for values.
func TestClosureThatPanics(t *testing.T) {
	s := open(t, testsystem.New[float64](2, variants[3].o), solver.Config{})
	calls := 0
	require.NoError(t, s.SetClosure("w", true, func(_ float64, out []float64) {
		if calls++; calls == 1 {
			panic(errors.New("not today"))
		}
		for i := range out {
			out[i] = 0.1
		}
	}))
	cases := []solver.Case[float64]{{Initial: states(s, 1)}}
	require.Panics(t, func() { _, _ = s.Simulate(ctx, cases, nil) })
	_, err := s.Simulate(ctx, cases, nil)
	require.NoError(t, err)
	require.Equal(t, 2, calls)
}

// TestDirectionsAreChecked: a direction that does not fit is an error, not a panic.
func TestDirectionsAreChecked(t *testing.T) {
	s := open(t, testsystem.New[float64](1, variants[0].o), solver.Config{})
	tape, err := s.Forward(ctx, []solver.Case[float64]{{Params: s.Params()}}, nil)
	require.NoError(t, err)
	long := make([]float64, 100)
	for message, d := range map[string]solver.Direction[float64]{
		"direction of parameters has 100":                      {Params: long},
		"direction of weights has 100":                         {Weights: long},
		"direction of the parameters of case 0 has 100 values": {CaseParams: [][]float64{long}},
		"direction of field v has 100":                         {Fields: [][]float64{long}},
		"direction of case 0 has 100":                          {Initial: [][][]float64{{long}}},
		"direction of case 0 (states) has 2":                   {Initial: [][][]float64{{long, long}}},
	} {
		_, err := tape.Pushforward(ctx, &d)
		require.ErrorContains(t, err, message)
	}
}

// TestConfigIsACopy: what a caller does to it does not reach the solver.
func TestConfigIsACopy(t *testing.T) {
	s := open(t, testsystem.New[float64](1, variants[0].o), solver.Config{})
	want := s.Levels()
	s.Config().Steps[0] = 1e9
	require.Equal(t, want, s.Levels())
}
