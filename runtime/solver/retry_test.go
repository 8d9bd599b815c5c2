package solver_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/internal/testsystem"
	"github.com/pindiff/pindiffc/runtime/solver"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// TestRetry: a step that fails is halved until it succeeds, or the allowance is
// used up; the result and its gradient are those of the steps that were taken.
func TestRetry(t *testing.T) {
	open := func(cfg solver.Config) *subject {
		cfg.Nonlinear, cfg.Relax, cfg.MaxIter, cfg.Tol, cfg.AdjointTol = "picard", 1, 9, 1e-9, 1e-12
		return newSubject(t, testsystem.Coupled[float64](1, testsystem.Coupling{}), cfg)
	}
	steps := []float64{0.001, 0.2}
	_, err := open(solver.Config{Steps: steps}).s.Simulate(ctx, []solver.Case[float64]{{}}, nil)
	var failure *solver.StepError
	require.ErrorAs(t, err, &failure)
	require.Equal(t, 1, failure.Step)
	_, err = open(solver.Config{Steps: steps, Retry: 1}).s.Simulate(ctx, []solver.Case[float64]{{}}, nil)
	require.ErrorAs(t, err, &failure)
	require.InDelta(t, 0.1, failure.Length, 1e-15)

	tape, err := open(solver.Config{Steps: steps, Retry: 20}).s.Forward(ctx, []solver.Case[float64]{{}}, nil)
	require.NoError(t, err)
	require.Greater(t, tape.Stats.Halved, 1)
	taken := []float64{0.001}
	for range tape.Stats.Steps - 1 {
		taken = append(taken, 0.2/float64(tape.Stats.Steps-1))
	}
	want, err := open(solver.Config{Steps: taken}).s.Forward(ctx, []solver.Case[float64]{{}}, nil)
	require.NoError(t, err)
	cot := cotangent(rand.New(rand.NewPCG(1, 1)), tape.At)
	g, err := tape.Pullback(ctx, cot)
	require.NoError(t, err)
	wantG, err := want.Pullback(ctx, cot)
	require.NoError(t, err)
	for s, v := range want.At[0][0] {
		require.Less(t, distance(v, tape.At[0][0][s]), 1e-12)
		require.Less(t, distance(wantG.Initial[0][s], g.Initial[0][s]), 1e-9*vec.Norm2(g.Initial[0][s]))
	}
}

// TestDamped: the first steps are halves of backward Euler, the others what they
// were.
func TestDamped(t *testing.T) {
	p := testsystem.Coupled[float64](1, testsystem.Coupling{})
	cfg := solver.Config{Scheme: "crank_nicolson", Damped: 1, Tol: 1e-13, Steps: []float64{0.02}}
	damped, err := newSubject(t, p, cfg).s.Simulate(ctx, []solver.Case[float64]{{}}, nil)
	require.NoError(t, err)
	require.Equal(t, 2, damped.Stats.Steps)
	cfg = solver.Config{Scheme: "backward_euler", Tol: 1e-13, Steps: []float64{0.01, 0.01}}
	want, err := newSubject(t, p, cfg).s.Simulate(ctx, []solver.Case[float64]{{}}, nil)
	require.NoError(t, err)
	require.Equal(t, want.At, damped.At)

	// A problem's own damped steps are part of its scheme: naming one undoes them.
	p.Scheme, p.Damped = "crank_nicolson", 1
	for _, c := range []struct {
		scheme string
		damped int
	}{{"", 1}, {"crank_nicolson", 0}} {
		got := newSubject(t, p, solver.Config{Scheme: c.scheme}).s.Config()
		require.Equal(t, "crank_nicolson", got.Scheme)
		require.Equal(t, c.damped, got.Damped)
	}
}
