package solver

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/nn"
)

// TestNoAllocationsPerStep: 100 steps forward and reverse, after set-up. The
// kernels are a decay, so that what is counted is this package's.
func TestNoAllocationsPerStep(t *testing.T) {
	steps := make([]float64, 100)
	for i := range steps {
		steps[i] = 0.01
	}
	for _, workers := range []int{1, 2} {
		for _, scheme := range schemeNames {
			for _, adjoint := range []string{"implicit", "unrolled"} {
				s, err := New(decay(), Config{Scheme: scheme, Steps: steps, Workers: workers, Adjoint: adjoint})
				require.NoError(t, err)
				cases := []Case[float64]{{Initial: [][]float64{{1, 2, 3, 4}}}, {Initial: [][]float64{{2, 1, 2, 1}}}}
				tape, err := s.Forward(context.Background(), cases, nil)
				require.NoError(t, err)
				require.InDelta(t, math.Exp(-1), tape.At[0][0][0][0], 0.01)
				requireNoAllocations(t, s, tape)
			}
		}
	}
}

// TestNoAllocationsOfCoupledSteps: the same of two states, one of them without a
// time derivative, with a closure and a preconditioner.
func TestNoAllocationsOfCoupledSteps(t *testing.T) {
	steps := make([]float64, 20)
	for i := range steps {
		steps[i] = 0.05
	}
	for _, scheme := range schemeNames[3:] {
		for _, nonlinear := range []string{"newton", "anderson"} {
			s, err := New(kinetics(), Config{Scheme: scheme, Steps: steps, Workers: 2, Nonlinear: nonlinear, Preconditioner: "line", Tol: 1e-9})
			require.NoError(t, err)
			w := make([]float64, s.NumWeights())
			s.InitWeights(w, 1)
			require.NoError(t, s.SetWeights(w))
			cases := []Case[float64]{{Initial: [][]float64{{1, 2, 3, 4}, {0, 0, 0, 0}}}, {Initial: [][]float64{{2, 1, 2, 1}, {0, 0, 0, 0}}}}
			tape, err := s.Forward(context.Background(), cases, nil)
			require.NoError(t, err)
			require.InDeltaSlice(t, tape.At[0][0][0], tape.At[0][0][1], 1e-7, "psi = u")
			requireNoAllocations(t, s, tape)
		}
	}
}

// requireNoAllocations repeats a recorded run.
func requireNoAllocations(t *testing.T, s *Solver[float64], tape *Tape[float64]) {
	t.Helper()
	r := &s.run
	r.cot, r.ctx, r.at = tape.At, context.Background(), tape.At
	g := r.newGradient()
	require.NoError(t, r.reverse(g))
	require.Zero(t, testing.AllocsPerRun(5, func() {
		for _, tr := range r.cases {
			tr.iter.reset()
			copy(tr.state, tr.tape[:len(tr.state)])
		}
		r.again, r.spent = false, false
		if r.forward() != nil || r.reverse(g) != nil {
			t.Error("a run failed")
		}
	}), "%+v", s.config)
	s.Close()
}

// kinetics is du/dt = -c(u), 0 = u - psi in every cell of a periodic line, c a closure.
func kinetics() *kernel.Problem[float64] {
	type args = kernel.Args[float64]
	each := func(a *args, lo, hi int, f func(q int)) {
		for i := lo; i < hi; i++ {
			f(a.Grid.Origin + i)
		}
	}
	p := &kernel.Problem[float64]{
		Name: "kinetics", Axes: []kernel.Axis{{Name: "x", Hi: 1, Cells: 4, Periodic: true}},
		States: []kernel.StateInfo{{Name: "u"}, {Name: "psi", Algebraic: true}}, Halo: 1,
		Closures: []kernel.Closure{{Name: "c", Args: []string{"u"}, Pointwise: true, NumInputs: 1, Net: nn.Net{
			Kind: "mlp", In: []int{0}, Hidden: []int{4}, Activation: "tanh", Output: "softplus", Scale: 1,
		}}},
		Calls:  []kernel.CallInfo{{Inputs: 1, When: kernel.PerIteration}},
		Matrix: []kernel.EntryInfo{{}, {Equation: 1}, {Equation: 1, State: 1}},
	}
	k := &p.Kernels
	k.Calls = []kernel.Func[float64]{func(a *args, lo, hi int) {
		each(a, lo, hi, func(q int) { a.Val[kernel.Input][0][q] = a.Val[kernel.State][0][q] })
	}}
	k.Apply = kernel.Forms[float64]{
		Value: func(a *args, lo, hi int) {
			z, out := a.Val[kernel.State], a.Val[kernel.Out]
			each(a, lo, hi, func(q int) {
				out[0][q] = a.Alpha*z[0][q] + a.Beta*a.Val[kernel.Call][0][q]
				out[1][q] = a.Gamma * (z[1][q] - z[0][q])
			})
		},
		Tangent: func(a *args, lo, hi int) {
			dz, out := a.Dir[kernel.State], a.Dir[kernel.Out]
			each(a, lo, hi, func(q int) {
				out[0][q] = (a.Alpha + a.Beta*a.Val[kernel.Jac][0][q]) * dz[0][q]
				out[1][q] = a.Gamma * (dz[1][q] - dz[0][q])
			})
		},
		Adjoint: func(a *args, lo, hi int) {
			zbar, w := a.Bar[kernel.State], a.Bar[kernel.Out]
			each(a, lo, hi, func(q int) {
				zbar[0][q] = (a.Alpha+a.Beta*a.Val[kernel.Jac][0][q])*w[0][q] - a.Gamma*w[1][q]
				zbar[1][q] = a.Gamma * w[1][q]
			})
		},
	}
	k.Inputs.Adjoint = func(a *args, lo, hi int) {
		each(a, lo, hi, func(q int) { a.Bar[kernel.Call][0][q] += a.Beta * a.Bar[kernel.Out][0][q] })
	}
	k.Matrix = func(a *args, lo, hi int) {
		entry := a.Val[kernel.Entry]
		each(a, lo, hi, func(q int) {
			entry[0][q] = a.Alpha + a.Beta*a.Val[kernel.Jac][0][q]
			entry[1][q], entry[2][q] = -a.Gamma, a.Gamma
		})
	}
	k.Sweep.Value = func(a *args, lo, hi int) { panic("the preconditioner sweeps") }
	return p
}

// decay is du/dt = -u in every cell of a periodic line.
func decay() *kernel.Problem[float64] {
	each := func(lo, hi int, f func(p int)) {
		for i := lo; i < hi; i++ {
			f(i)
		}
	}
	type args = kernel.Args[float64]
	factor := func(a *args) float64 { return a.Alpha + a.Beta }
	p := &kernel.Problem[float64]{
		Name: "decay", Axes: []kernel.Axis{{Name: "x", Hi: 1, Cells: 4, Periodic: true}},
		States: []kernel.StateInfo{{Name: "u"}}, Halo: 1, Linear: true, Diagonal: true, Relax: 0.9,
	}
	p.Kernels.Apply = kernel.Forms[float64]{
		Value: func(a *args, lo, hi int) {
			each(lo, hi, func(i int) {
				a.Val[kernel.Out][0][a.Grid.Origin+i] = factor(a) * a.Val[kernel.State][0][a.Grid.Origin+i]
			})
		},
		Tangent: func(a *args, lo, hi int) {
			each(lo, hi, func(i int) {
				a.Dir[kernel.Out][0][a.Grid.Origin+i] = factor(a) * a.Dir[kernel.State][0][a.Grid.Origin+i]
			})
		},
		Adjoint: func(a *args, lo, hi int) {
			each(lo, hi, func(i int) {
				a.Bar[kernel.State][0][a.Grid.Origin+i] = factor(a) * a.Bar[kernel.Out][0][a.Grid.Origin+i]
			})
		},
	}
	p.Kernels.Sweep = kernel.Forms[float64]{
		Value: func(a *args, lo, hi int) {
			each(lo, hi, func(i int) {
				q := a.Grid.Origin + i
				z := a.Val[kernel.State][0][q]
				a.Val[kernel.Out][0][q] = z - a.Omega*(factor(a)*z-a.Val[kernel.Rhs][0][q])/factor(a)
			})
		},
		Adjoint: func(a *args, lo, hi int) {
			each(lo, hi, func(i int) {
				a.Bar[kernel.State][0][a.Grid.Origin+i] = (1 - a.Omega) * a.Bar[kernel.Out][0][a.Grid.Origin+i]
			})
		},
	}
	p.Kernels.SweepInputs = func(a *args, lo, hi int) {
		each(lo, hi, func(i int) {
			a.Bar[kernel.Rhs][0][a.Grid.Origin+i] += a.Omega / factor(a) * a.Bar[kernel.Out][0][a.Grid.Origin+i]
		})
	}
	return p
}
