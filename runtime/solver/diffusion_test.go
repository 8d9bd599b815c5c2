package solver

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/kernel"
)

// diffusing is du/dt = d2u/dx2 on a periodic line of cells of width 1.
func diffusing() *kernel.Problem[float64] {
	type args = kernel.Args[float64]
	apply := func(out, z []float64, a *args, lo, hi int) {
		for i := a.Grid.Origin + lo; i < a.Grid.Origin+hi; i++ {
			out[i] = a.Alpha*z[i] + a.Beta*(2*z[i]-z[i-1]-z[i+1])
		}
	}
	p := &kernel.Problem[float64]{
		Name: "diffusing", Axes: []kernel.Axis{{Name: "x", Hi: 64, Cells: 64, Periodic: true}},
		States: []kernel.StateInfo{{Name: "u"}}, Halo: 1, Linear: true, Symmetric: true, Relax: 0.9,
		Matrix: []kernel.EntryInfo{{}, {Off: [3]int{-1}}, {Off: [3]int{1}}},
	}
	p.Kernels.Apply = kernel.Forms[float64]{
		Value: func(a *args, lo, hi int) { apply(a.Val[kernel.Out][0], a.Val[kernel.State][0], a, lo, hi) },
		Tangent: func(a *args, lo, hi int) {
			apply(a.Dir[kernel.Out][0], a.Dir[kernel.State][0], a, lo, hi)
		},
		Adjoint: func(a *args, lo, hi int) {
			apply(a.Bar[kernel.State][0], a.Bar[kernel.Out][0], a, lo, hi)
		},
	}
	p.Kernels.Matrix = func(a *args, lo, hi int) {
		entry := a.Val[kernel.Entry]
		for i := a.Grid.Origin + lo; i < a.Grid.Origin+hi; i++ {
			entry[0][i], entry[1][i], entry[2][i] = a.Alpha+2*a.Beta, -a.Beta, -a.Beta
		}
	}
	p.Kernels.Sweep.Value = func(a *args, lo, hi int) { panic("newton makes no sweeps") }
	return p
}

func diffuse(t *testing.T, c Config) (*Tape[float64], *Gradient[float64]) {
	c.Scheme, c.Tol, c.Cells = "backward_euler", 1e-10, []int{64}
	s, err := New(diffusing(), c)
	require.NoError(t, err)
	defer s.Close()
	u := make([]float64, 64)
	for i := range u {
		u[i] = math.Sin(float64(i * i))
	}
	tape, err := s.Forward(context.Background(), []Case[float64]{{Initial: [][]float64{u}}}, nil)
	require.NoError(t, err)
	g, err := tape.Pullback(context.Background(), tape.At)
	require.NoError(t, err)
	return tape, g
}

// Steps in which diffusion dominates are preconditioned, others are not, in one run
// and in its reverse, in either order.
func TestDiffusionDecides(t *testing.T) {
	short, long := 1.0, 100.0 // 2 d dt/dx^2 is 2 and 200
	linear := func(pre string, steps ...float64) int {
		tape, g := diffuse(t, Config{Preconditioner: pre, Steps: steps})
		return tape.Stats.Linear + g.Stats.Linear
	}
	require.Less(t, linear("line", long), linear("none", long))
	require.Less(t, linear("line", short), linear("none", short))
	require.Equal(t, linear("line", long), linear("auto", long))
	require.Equal(t, linear("none", short), linear("auto", short))
	for _, steps := range [][]float64{{short, long}, {long, short}} {
		mixed := linear("auto", steps...)
		require.Greater(t, mixed, linear("line", steps...))
		require.Less(t, mixed, linear("none", steps...))
	}
	tape, _ := diffuse(t, Config{Steps: []float64{long}})
	require.Equal(t, "newton(cg, none or line)", tape.Stats.Method)
}

// Steps that are taken again decide alike.
func TestDiffusionDecidesAlike(t *testing.T) {
	steps := []float64{1, 100, 1, 20, 10, 100, 1, 1}
	want, grad := diffuse(t, Config{Steps: steps})
	for slots := range 3 {
		tape, g := diffuse(t, Config{Steps: steps, Checkpoint: "revolve", Slots: 1 + slots})
		require.Equal(t, want.At, tape.At)
		require.Equal(t, grad.Initial, g.Initial)
	}
}
