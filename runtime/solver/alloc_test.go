package solver

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/kernel"
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
				r := &s.run
				r.cot, r.ctx, r.at = tape.At, context.Background(), tape.At
				g := r.newGradient()
				require.NoError(t, r.reverse(g))
				require.Zero(t, testing.AllocsPerRun(5, func() {
					for _, tr := range r.cases {
						tr.iter.reset()
						copy(tr.state, tr.tape[:len(tr.state)])
					}
					if r.forward() != nil || r.reverse(g) != nil {
						t.Error("a run failed")
					}
				}), "%s %s %d workers", scheme, adjoint, workers)
				s.Close()
			}
		}
	}
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
