package solver_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/internal/testsystem"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/solver"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// TestSizes: states of sizes 1e-3 and 1e3 converge as those of size 1 do, each to
// its own tolerance, in as many iterations; so do their gradients.
func TestSizes(t *testing.T) {
	for _, pre := range []string{"none", "auto"} {
		run := func(sizes [2]float64, tol float64) (*solver.Tape[float64], *solver.Gradient[float64]) {
			p := testsystem.Coupled[float64](1, testsystem.Coupling{Law: true, Sizes: sizes})
			x := newSubject(t, p, solver.Config{Tol: tol, AdjointTol: tol, Preconditioner: pre, Steps: []float64{0.2, 0.2}})
			tape, err := x.s.Forward(ctx, []solver.Case[float64]{{}}, nil)
			require.NoError(t, err)
			cot := sized(cotangent(rand.New(rand.NewPCG(1, 1)), tape.At), tape.At)
			g, err := tape.Pullback(ctx, cot)
			require.NoError(t, err)
			return tape, g
		}
		even, _ := run([2]float64{1, 1}, 1e-7)
		uneven, g := run([2]float64{1e-3, 1e3}, 1e-7)
		exact, want := run([2]float64{1e-3, 1e3}, 1e-13)
		require.LessOrEqual(t, uneven.Stats.Linear, even.Stats.Linear+2, pre)
		require.Equal(t, even.Stats.Outer, uneven.Stats.Outer, pre)
		for s := range exact.At[0][0] {
			require.Less(t, distance(uneven.At[0][0][s], exact.At[0][0][s]), 1e-6*vec.Norm2(exact.At[0][0][s]), "%s state %d", pre, s)
			require.Less(t, distance(g.Initial[0][s], want.Initial[0][s]), 1e-6*vec.Norm2(want.Initial[0][s]), "%s gradient in state %d", pre, s)
		}
	}
}

// TestPreconditioners agree with none, gradients too, and the line, which is the
// whole matrix of one dimension, needs hardly any iterations.
func TestPreconditioners(t *testing.T) {
	for _, dim := range []int{1, 2} {
		var at [][]float64
		linear := map[string]int{}
		for _, pre := range []string{"none", "jacobi", "line", "multigrid"} {
			p := testsystem.Coupled[float64](dim, testsystem.Coupling{Mass: true, Law: true, Face: true})
			for _, method := range []string{"bicgstab", "gmres"} {
				x := newSubject(t, p, solver.Config{Tol: 1e-11, Preconditioner: pre, LinearSolver: method, Restart: 40, Steps: []float64{5}})
				tape, err := x.s.Forward(ctx, []solver.Case[float64]{{}}, nil)
				require.NoError(t, err)
				if method == "bicgstab" {
					require.Equal(t, map[string]string{
						"none": "newton(bicgstab)", "jacobi": "newton(bicgstab, jacobi)", "line": "newton(bicgstab, line)",
						"multigrid": "newton(bicgstab, multigrid)",
					}[pre], tape.Stats.Method)
				}
				cot := sized(cotangent(rand.New(rand.NewPCG(1, 1)), tape.At), tape.At)
				g, err := tape.Pullback(ctx, cot)
				require.NoError(t, err)
				if method == "bicgstab" {
					linear[pre] = g.Stats.Linear // of one system
				}
				if at == nil {
					at = append(tape.At[0][0], g.Initial[0]...)
				}
				for i, v := range append(tape.At[0][0], g.Initial[0]...) {
					require.Less(t, distance(v, at[i]), 1e-8*vec.Norm2(at[i]), "%s %s", pre, method)
				}
			}
		}
		require.Less(t, linear["jacobi"], linear["none"]+10)
		require.LessOrEqual(t, 2*linear["line"], linear["none"], "%v", linear)
		if dim == 1 {
			require.LessOrEqual(t, linear["line"], 3, "%v", linear)
		}
		require.Less(t, 2*linear["multigrid"], linear["none"], "%v", linear)
	}
}

// TestAutomatic: a long step is solved with multigrid, a short one with lines.
func TestAutomatic(t *testing.T) {
	for step, want := range map[float64]string{1e-5: "line", 5: "multigrid"} {
		linear := map[string]int{}
		for _, pre := range []string{"line", "multigrid", "auto"} {
			p := testsystem.Coupled[float64](2, testsystem.Coupling{Mass: true, Law: true})
			x := newSubject(t, p, solver.Config{Tol: 1e-11, Preconditioner: pre, Cells: []int{24, 24}, Steps: []float64{step}})
			tape, err := x.s.Forward(ctx, []solver.Case[float64]{{}}, nil)
			require.NoError(t, err)
			g, err := tape.Pullback(ctx, sized(cotangent(rand.New(rand.NewPCG(1, 1)), tape.At), tape.At))
			require.NoError(t, err)
			linear[pre] = g.Stats.Linear
		}
		require.NotEqual(t, linear["line"], linear["multigrid"], "%v", linear)
		require.Equal(t, linear[want], linear["auto"], "%g: %v", step, linear)
	}
}

// TestNonlinearSolvers: Anderson and Picard end where Newton does.
func TestNonlinearSolvers(t *testing.T) {
	var want [][]float64
	for _, nonlinear := range []string{"newton", "picard", "anderson"} {
		for _, pre := range []string{"auto", "line"} {
			p := testsystem.Coupled[float64](1, testsystem.Coupling{Law: true, Face: true})
			x := newSubject(t, p, solver.Config{Tol: 1e-12, Nonlinear: nonlinear, Preconditioner: pre, Depth: 4})
			res, err := x.s.Simulate(ctx, []solver.Case[float64]{{}}, nil)
			require.NoError(t, err)
			if want == nil {
				want = res.At[0][0]
			}
			for s, v := range res.At[0][0] {
				require.Less(t, distance(v, want[s]), 1e-9, nonlinear)
			}
		}
	}
}

// TestPotentialNull: the mean of a state known up to a constant is zero, the
// guess does not matter, and the run says so.
func TestPotentialNull(t *testing.T) {
	for _, dim := range []int{1, 2} {
		for _, tol := range []float64{1e-8, 1e-12} {
			p := testsystem.Potential[float64](dim, dim == 2, false)
			x := newSubject(t, p, solver.Config{Tol: tol}).settled()
			var first [][][][]float64
			for shift := range 2 {
				initial := [][]float64{x.at.initial[0], make([]float64, x.s.Grid().Cells)}
				for i := range initial[1] {
					initial[1][i] = float64(shift) * (3 + float64(i))
				}
				res, err := x.s.Simulate(ctx, []solver.Case[float64]{{Initial: initial}}, []float64{0, 0.03})
				require.NoError(t, err)
				require.Equal(t, []string{"psi"}, res.Stats.Null)
				for k := range res.At {
					psi := res.At[k][0][1]
					require.InDelta(t, 0, vec.Sum(psi)/float64(len(psi)), tol*vec.MaxAbs(psi))
				}
				if first == nil {
					first = res.At
				}
				require.Less(t, distance(first[1][0][1], res.At[1][0][1]), 1e3*tol)
			}
			tape, err := x.s.Forward(ctx, []solver.Case[float64]{{Initial: x.at.initial}}, nil)
			require.NoError(t, err)
			g, err := tape.Pullback(ctx, cotangent(rand.New(rand.NewPCG(1, 1)), tape.At))
			require.NoError(t, err)
			require.Zero(t, vec.MaxAbs(g.Initial[0][1]), "the guess has no gradient")
			require.NotZero(t, vec.MaxAbs(g.Initial[0][0]))
		}
	}
}

// TestIncompatible: a potential whose sources do not balance is an error.
func TestIncompatible(t *testing.T) {
	x := newSubject(t, testsystem.Potential[float64](2, true, false), solver.Config{}).settled()
	for i := range x.at.initial[0] {
		x.at.initial[0][i] += 0.01
	}
	_, err := x.s.Simulate(ctx, []solver.Case[float64]{{Initial: x.at.initial}}, nil)
	var e *solver.CompatibilityError
	require.ErrorAs(t, err, &e)
	require.Equal(t, "psi", e.State)
	require.Equal(t, -1, e.Step)
	require.ErrorContains(t, err, "initial state: the equation of psi has no solution")
}

// TestExplicitRefuses what it cannot solve.
func TestExplicitRefuses(t *testing.T) {
	_, err := solver.New(testsystem.Potential[float64](1, true, false), solver.Config{Scheme: "rk4"})
	require.ErrorContains(t, err, `Scheme is "rk4", but the equation of psi has no time derivative`)
	_, err = solver.New(testsystem.Coupled[float64](1, testsystem.Coupling{Mass: true}), solver.Config{Scheme: "ssp_rk3"})
	require.ErrorContains(t, err, `Scheme is "ssp_rk3", but what is under ddt`)
}

// TestHowOftenCallsAreMade: by their class.
func TestHowOftenCallsAreMade(t *testing.T) {
	p := testsystem.Coupled[float64](1, testsystem.Coupling{Law: true, Face: true, Lagged: true, Once: true, Level: true})
	counts := make([]int, len(p.Calls))
	for i, f := range p.Kernels.Calls {
		p.Kernels.Calls[i] = func(a *kernel.Args[float64], lo, hi int) {
			counts[i]++
			f(a, lo, hi)
		}
	}
	x := newSubject(t, p, solver.Config{Workers: 1, Steps: []float64{0.01, 0.01, 0.01}})
	own := x.s.Params()
	_, err := x.s.Simulate(ctx, []solver.Case[float64]{{}, {}, {Params: own}}, nil)
	require.NoError(t, err)
	by := map[kernel.When]int{}
	for i, c := range p.Calls {
		by[c.When] = max(by[c.When], counts[i])
	}
	require.Equal(t, 2, by[kernel.Once], "once for each set of parameters")
	require.Equal(t, 2*4, by[kernel.PerLevel], "once for each level, too")
	require.Equal(t, 3*3, by[kernel.PerStep], "once for each step and case")
	require.Greater(t, by[kernel.PerIteration], 3*3*2)
}

// TestCoupledSameBits for any number of workers.
func TestCoupledSameBits(t *testing.T) {
	for _, c := range coupled[2:5] {
		var tapes []*solver.Tape[float64]
		var grads []*solver.Gradient[float64]
		for _, workers := range []int{1, 2, 8} {
			x := newSubject(t, c.make(), solver.Config{Workers: workers, Scheme: "sdirk2", Tol: 1e-8, Steps: []float64{0.01, 0.01}})
			cases := append(x.cases(), x.cases()...)
			tape, err := x.s.Forward(ctx, append(cases, x.cases()...), nil)
			require.NoError(t, err)
			g, err := tape.Pullback(ctx, tape.At)
			require.NoError(t, err)
			tapes, grads = append(tapes, tape), append(grads, g)
		}
		for i := range tapes {
			require.Equal(t, tapes[0].At, tapes[i].At)
			require.Equal(t, tapes[0].Stats, tapes[i].Stats)
			require.Equal(t, grads[0], grads[i])
		}
	}
}
