package solver_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/fixedpoint"
	"github.com/pindiff/pindiffc/runtime/internal/testsystem"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/krylov"
	"github.com/pindiff/pindiffc/runtime/solver"
)

// TestOrderInTime: error against a fine run, over halvings of the step.
func TestOrderInTime(t *testing.T) {
	orders := map[string]float64{
		"forward_euler": 1, "ssp_rk3": 3, "rk4": 4,
		"backward_euler": 1, "crank_nicolson": 2, "theta": 1, "bdf2": 2, "sdirk2": 2,
	}
	for _, v := range []variant{variants[0], variants[4], variants[6]} {
		run := func(scheme string, n int) []float64 {
			cfg := solver.Config{Scheme: scheme, Theta: 0.6, Tol: 1e-13, Workers: 1}
			for range n {
				cfg.Steps = append(cfg.Steps, 0.04/float64(n))
			}
			s := open(t, testsystem.New[float64](v.dim, v.o), cfg)
			res, err := s.Simulate(ctx, []solver.Case[float64]{{Initial: states(s, 1)}}, nil)
			require.NoError(t, err)
			return res.At[0][0][0]
		}
		exact := run("rk4", 128)
		for scheme, want := range orders {
			var e [3]float64
			for i := range e {
				e[i] = distance(run(scheme, 8<<i), exact)
			}
			require.InDelta(t, want, math.Log2(e[1]/e[2]), 0.25, "%s %s %v", v.name, scheme, e)
		}
	}
}

func distance(x, y []float64) float64 {
	s := 0.0
	for i := range x {
		s += (x[i] - y[i]) * (x[i] - y[i])
	}
	return math.Sqrt(s)
}

// TestSameBitsForAnyWorkers: results and gradients of 5 cases.
func TestSameBitsForAnyWorkers(t *testing.T) {
	for _, v := range some() {
		for _, scheme := range []string{"rk4", "crank_nicolson"} {
			var results []*solver.Tape[float32]
			var grads []*solver.Gradient[float32]
			for _, workers := range []int{1, 2, 8} {
				s := open(t, testsystem.New[float32](v.dim, v.o), solver.Config{Scheme: scheme, Workers: workers, Tol: 1e-5, AdjointTol: 1e-5})
				cases := append(threeCases(s), solver.Case[float32]{Initial: states(s, 4)}, solver.Case[float32]{Initial: states(s, 5)})
				tape, err := s.Forward(ctx, cases, []float64{0.033, 0.1})
				require.NoError(t, err)
				g, err := tape.Pullback(ctx, cotangent(rand.New(rand.NewPCG(1, 5)), tape.At))
				require.NoError(t, err)
				results, grads = append(results, tape), append(grads, g)
			}
			for i := range results {
				require.Equal(t, results[0].At, results[i].At, v.name)
				require.Equal(t, results[0].Stats, results[i].Stats)
				require.Equal(t, grads[0], grads[i], v.name)
			}
		}
	}
}

// TestCasesAreIndependent: a case gives the same bits alone and in company.
func TestCasesAreIndependent(t *testing.T) {
	s := open(t, testsystem.New[float64](2, variants[4].o), solver.Config{Workers: 2})
	cases := threeCases(s)
	all, err := s.Simulate(ctx, cases, nil)
	require.NoError(t, err)
	for c := range cases {
		one, err := s.Simulate(ctx, cases[c:c+1], nil)
		require.NoError(t, err)
		require.Equal(t, all.At[0][c], one.At[0][0])
	}
}

// TestSimulateEqualsForward, also where levels are kept in a window.
func TestSimulateEqualsForward(t *testing.T) {
	steps := make([]float64, 40)
	for i := range steps {
		steps[i] = 0.002
	}
	for _, v := range variants[:3] {
		for _, scheme := range schemes {
			s := open(t, testsystem.New[float64](v.dim, v.o), solver.Config{Scheme: scheme, Steps: steps})
			res, err := s.Simulate(ctx, threeCases(s), []float64{0.03, 0.08})
			require.NoError(t, err)
			tape, err := s.Forward(ctx, threeCases(s), []float64{0.03, 0.08})
			require.NoError(t, err)
			require.Equal(t, res.At, tape.At)
		}
	}
}

// TestTapeBytes: the implicit tape is the states, whatever the tolerance; the
// unrolled one grows with the sweeps.
func TestTapeBytes(t *testing.T) {
	bytes := func(adjoint string, tol float64) int64 {
		s := open(t, testsystem.New[float64](1, variants[0].o), solver.Config{Adjoint: adjoint, Tol: tol})
		tape, err := s.Forward(ctx, threeCases(s), nil)
		require.NoError(t, err)
		return tape.Stats.TapeBytes
	}
	want := int64(3 * 11 * 10 * 8)
	for _, tol := range []float64{1e-2, 1e-6, 1e-10} {
		require.Equal(t, want, bytes("implicit", tol))
	}
	require.Greater(t, bytes("unrolled", 1e-10), bytes("unrolled", 1e-2))
}

func TestErrors(t *testing.T) {
	s := open(t, testsystem.New[float64](1, variants[2].o), solver.Config{MaxIter: 1, Tol: 1e-12})
	_, err := s.Simulate(ctx, []solver.Case[float64]{{Initial: states(s, 1)}}, nil)
	var step *solver.StepError
	require.ErrorAs(t, err, &step)
	require.Equal(t, fixedpoint.MaxIterations, step.Status)
	require.Equal(t, 0, step.Step)
	require.InDelta(t, 0.01, step.Time, 1e-15)
	require.Len(t, step.History, 2)
	require.Contains(t, err.Error(), "max_iterations")

	bad := states(s, 1)
	bad[0][3] = math.NaN()
	_, err = s.Simulate(ctx, []solver.Case[float64]{{Initial: bad}}, nil)
	require.ErrorContains(t, err, "not finite")
	_, err = s.Simulate(ctx, []solver.Case[float64]{{Initial: [][]float64{{1, 2}}}}, nil)
	require.EqualError(t, err, "solver: case 0: the initial state u has 2 values, expected 10")
	require.EqualError(t, s.SetWeights([]float64{1}), "solver: the vector of weights has 1 values, expected 19")
	require.ErrorContains(t, s.SetField("nope", nil), "no field")
	require.ErrorContains(t, s.SetParams([]float64{1}), "1 values, expected 7")
	require.ErrorContains(t, s.SetClosure("nope", true, nil), "no closure")
	_, err = s.Simulate(ctx, []solver.Case[float64]{{Params: []float64{1}}}, nil)
	require.ErrorContains(t, err, "case 0")
	_, err = s.Simulate(ctx, []solver.Case[float64]{{}}, []float64{1e3})
	require.ErrorContains(t, err, "horizon")

	done, cancel := context.WithCancel(ctx)
	cancel()
	_, err = s.Simulate(done, []solver.Case[float64]{{}}, nil)
	require.ErrorIs(t, err, context.Canceled)
}

func TestMissingInputs(t *testing.T) {
	s, err := solver.New(testsystem.New[float64](1, variants[2].o), solver.Config{})
	require.NoError(t, err)
	defer s.Close()
	_, err = s.Simulate(ctx, []solver.Case[float64]{{}}, nil)
	require.ErrorContains(t, err, "field v has no values")
	require.NoError(t, s.SetField("v", make([]float64, 10)))
	_, err = s.Simulate(ctx, []solver.Case[float64]{{}}, nil)
	require.ErrorContains(t, err, "closure w has neither weights")
}

func TestBadConfig(t *testing.T) {
	for option, cfg := range map[string]solver.Config{
		"Scheme": {Scheme: "euler"}, "Adjoint": {Adjoint: "x"}, "Steps[1]": {Steps: []float64{1, -1}},
		"Tol": {Tol: 2}, "Relax": {Relax: -1}, "Cells": {Cells: []int{1, 2}}, "stencil": {Cells: []int{1}}, "Workers": {Workers: -1},
	} {
		_, err := solver.New(testsystem.New[float64](1, variants[0].o), cfg)
		require.ErrorContains(t, err, option)
	}
}

// TestRange: leaving a declared range is an error of the run, never a clip.
func TestRange(t *testing.T) {
	p := testsystem.New[float64](2, variants[3].o)
	p.States[0].Min, p.States[0].Max, p.States[0].MinOpen = 0, 1.2, true
	s := open(t, p, solver.Config{})
	_, err := s.Simulate(ctx, []solver.Case[float64]{{Initial: states(s, 1)}}, nil)
	var out *solver.RangeError
	require.True(t, errors.As(err, &out))
	require.Equal(t, "(0, 1.2]", out.Range)
	require.Equal(t, -1, out.Step)
	require.Len(t, out.Cell, 2)
}

// An explicit step that is too long ends the run while there are numbers to tell
// it by, and says so.
func TestBlowUp(t *testing.T) {
	steps := make([]float64, 400)
	for i := range steps {
		steps[i] = 50
	}
	p := testsystem.New[float64](1, variants[0].o)
	p.TimeUnit = kernel.Unit{Text: "min", Scale: 60}
	for _, scheme := range []string{"forward_euler", "rk4"} {
		s := open(t, p, solver.Config{Scheme: scheme, Steps: steps})
		_, err := s.Simulate(ctx, []solver.Case[float64]{{}}, nil)
		var step *solver.StepError
		require.ErrorAs(t, err, &step)
		require.Equal(t, fixedpoint.Diverged, step.Status)
		require.Equal(t, 50.0, step.Length)
		require.InDelta(t, 50*float64(step.Step+1), step.Time, 1e-9)
		require.ErrorContains(t, err, fmt.Sprintf("step %d to time %.6g min: diverged", step.Step, step.Time/60))
		require.ErrorContains(t, err, scheme+" is hardly stable with a step of 0.833333 min: take a shorter step")
	}
	u := states(open(t, p, solver.Config{}), 1)
	u[0][0] = math.MaxFloat64
	s := open(t, p, solver.Config{Scheme: "rk4", Steps: []float64{1e3}})
	_, err := s.Simulate(ctx, []solver.Case[float64]{{Initial: u}}, nil)
	require.ErrorContains(t, err, "not_finite")

	// Large is not unstable: float32 keeps what its own squares could not.
	small := testsystem.New[float32](1, variants[0].o)
	v := states(open(t, small, solver.Config{}), 1)
	for i := range v[0] {
		v[0][i] *= 1e25
	}
	_, err = open(t, small, solver.Config{Scheme: "rk4"}).Simulate(ctx, []solver.Case[float32]{{Initial: v}}, nil)
	require.NoError(t, err)
}

func TestParametersFitThePrecision(t *testing.T) {
	s := open(t, testsystem.New[float64](1, variants[0].o), solver.Config{})
	params := s.Params()
	params[testsystem.R] = 1e39
	require.NoError(t, s.SetParams(params))
	require.ErrorContains(t, open(t, testsystem.New[float32](1, variants[0].o), solver.Config{}).SetParams(params), "float32 cannot hold")
}

func TestAcceptUnconverged(t *testing.T) {
	cfg := solver.Config{MaxIter: 1, Tol: 1e-12, AcceptUnconverged: true}
	s := open(t, testsystem.New[float64](1, variants[2].o), cfg)
	tape, err := s.Forward(ctx, []solver.Case[float64]{{Initial: states(s, 1)}}, nil)
	require.NoError(t, err)
	require.Equal(t, 10, tape.Stats.Unconverged)
	g, err := tape.Pullback(ctx, cotangent(rand.New(rand.NewPCG(1, 5)), tape.At))
	require.NoError(t, err)
	require.Equal(t, 10, g.Stats.Unconverged, "a gradient at an unconverged state says so")
}

func TestAdjointError(t *testing.T) {
	s := open(t, testsystem.New[float64](1, variants[2].o), solver.Config{Scheme: "backward_euler", MaxLinear: 3, LinearTol: 0.5, MaxIter: 200, Tol: 1e-2, AdjointTol: 1e-13, Steps: []float64{10}})
	tape, err := s.Forward(ctx, []solver.Case[float64]{{Initial: states(s, 1)}}, nil)
	require.NoError(t, err)
	_, err = tape.Pullback(ctx, cotangent(rand.New(rand.NewPCG(1, 5)), tape.At))
	var adj *solver.AdjointError
	require.ErrorAs(t, err, &adj)
	require.Equal(t, krylov.MaxIterations, adj.Status)
}

// TestAtRoundoff: float32 with a tolerance it cannot reach ends accepted, counted.
func TestAtRoundoff(t *testing.T) {
	for _, v := range some() {
		s := open(t, testsystem.New[float32](v.dim, v.o), solver.Config{Tol: 1e-9, AdjointTol: 1e-9})
		tape, err := s.Forward(ctx, []solver.Case[float32]{{Initial: states(s, 1)}}, nil)
		require.NoError(t, err, v.name)
		require.Positive(t, tape.Stats.AtRoundoff)
		require.Less(t, tape.Stats.MaxResidual, 1e-5)
		cot := cotangent(rand.New(rand.NewPCG(1, 5)), tape.At)
		for i := range cot[0][0][0] {
			cot[0][0][0][i] *= 1e-30 // its square underflows
		}
		g, err := tape.Pullback(ctx, cot)
		require.NoError(t, err, v.name)
		require.NotZero(t, g.Initial[0][0][0])
	}
}

func TestForceIter(t *testing.T) {
	s := open(t, testsystem.New[float64](1, variants[0].o), solver.Config{Adjoint: "unrolled", ForceIter: 7})
	tape, err := s.Forward(ctx, []solver.Case[float64]{{}}, nil)
	require.NoError(t, err)
	require.Equal(t, 70, tape.Stats.Outer)
	require.Equal(t, int64((11+70)*10*8), tape.Stats.TapeBytes)
	require.Equal(t, 10, tape.Stats.Unconverged)
}

// TestCG: a symmetric problem is solved by CG, to the same state; one that only
// claims to be falls back where CG finds it indefinite, or fails loudly.
func TestCG(t *testing.T) {
	p := testsystem.New[float64](1, testsystem.Options{Periodic: [2]bool{true}})
	p.Params[testsystem.Kappa].Default = 1
	run := func(linear string) *solver.Result[float64] {
		s := open(t, p, solver.Config{LinearSolver: linear, Tol: 1e-12})
		v := make([]float64, s.Grid().Cells)
		for i := range v {
			v[i] = -0.2 // no transport: coefficient 0.2 + v
		}
		require.NoError(t, s.SetField("v", v))
		res, err := s.Simulate(ctx, []solver.Case[float64]{{Initial: states(s, 1)}}, nil)
		require.NoError(t, err)
		return res
	}
	cg, bi := run("cg"), run("bicgstab")
	require.Equal(t, "newton(cg)", cg.Stats.Method)
	require.Zero(t, cg.Stats.Fallbacks)
	require.InDeltaSlice(t, bi.At[0][0][0], cg.At[0][0][0], 1e-10)
	p.Params[testsystem.Rho].Default = -1 // negative mass: indefinite
	require.Positive(t, run("cg").Stats.Fallbacks)
}

// TestKernelProblemIsShared: two solvers of one problem do not meet.
func TestKernelProblemIsShared(t *testing.T) {
	p := testsystem.New[float64](1, variants[0].o)
	var first kernel.Problem[float64] = *p
	a, b := open(t, p, solver.Config{Cells: []int{20}}), open(t, p, solver.Config{})
	require.Equal(t, 20, a.Grid().Cells)
	require.Equal(t, 10, b.Grid().Cells)
	require.Equal(t, first.Axes, p.Axes)
	require.Len(t, a.Levels(), 11)
}

// TestStep: a user's own loop takes the steps that Simulate takes.
func TestStep(t *testing.T) {
	for _, v := range variants[:2] {
		s := open(t, testsystem.New[float64](v.dim, v.o), solver.Config{Steps: []float64{0.01, 0.02}, Tol: 1e-12})
		res, err := s.Simulate(ctx, []solver.Case[float64]{{Initial: states(s, 1)}}, nil)
		require.NoError(t, err)
		u := states(s, 1)
		now := s.Levels()
		for k, dt := range []float64{0.01, 0.02} {
			stats, err := s.Step(ctx, u, now[k], dt)
			require.NoError(t, err)
			require.Equal(t, 1, stats.Steps)
		}
		require.InDeltaSlice(t, res.At[0][0][0], u[0], 1e-13)
		_, err = s.Step(ctx, u, 0, -1)
		require.Error(t, err)
		_, err = s.Step(ctx, nil, 0, 1)
		require.Error(t, err)
	}
}

// A state that a case leaves out starts from the specification, and its default's
// parameters have their part in the gradient.
func TestStateWithoutValues(t *testing.T) {
	s := open(t, testsystem.New[float64](1, variants[0].o), solver.Config{})
	var gradients [][]float64
	for _, initial := range [][][]float64{nil, {nil}} {
		tape, err := s.Forward(ctx, []solver.Case[float64]{{Initial: initial}}, nil)
		require.NoError(t, err)
		cot := [][][][]float64{{{tape.At[0][0][0]}}}
		g, err := tape.Pullback(ctx, cot)
		require.NoError(t, err)
		gradients = append(gradients, g.Params)
	}
	require.Equal(t, gradients[0], gradients[1])
}
