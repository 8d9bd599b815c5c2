package exact

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/solver"
)

// solveTo returns the mean porosity at hours t.
func solveTo(t *testing.T, o Options, p Params, hours ...float64) []float64 {
	s, err := New(o)
	require.NoError(t, err)
	defer s.Close()
	require.NoError(t, s.SetParams(p))
	var times []float64
	for _, h := range hours {
		times = append(times, h*3600)
	}
	r, err := s.Simulate(context.Background(), State{}, times...)
	require.NoError(t, err)
	var means []float64
	for k := range times {
		sum := 0.0
		for _, e := range r.At(k).Eps {
			sum += e
		}
		means = append(means, sum/float64(len(r.At(k).Eps)))
	}
	return means
}

// Without resistance to diffusion the porosity follows
// eps = eps0^((1 + beta t/r_f)^2), beta = q (M_C/rho_m) k c y, which backward
// Euler meets to first order in the step.
func TestKineticLimit(t *testing.T) {
	p := DefaultParams()
	p.DH = 0
	p.TGas, p.THot = 1273, 1273
	const cells = 4
	const size = 1e-6 // metres: so small that gas and heat are uniform
	const R, MC, rhoM, rf, n = 8.314462618, 0.012011, 2000, 4.65e-6, 2
	k := p.A * math.Exp(-p.Ea/(R*p.TGas))
	beta := n * MC / rhoM * k * p.P / (R * p.TGas) * p.YGas
	want := math.Pow(p.Eps0, math.Pow(1+beta*24*3600/rf, 2))
	var errors []float64
	for _, step := range []float64{3600, 1800, 900} {
		o := Options{Cells: [2]int{cells, cells}, Lower: [2]float64{0, 0}, Upper: [2]float64{size, size}, Step: step}
		errors = append(errors, math.Abs(solveTo(t, o, p, 24)[0]-want))
	}
	t.Logf("eps = %.5f, errors %.3g", want, errors)
	for k := range 2 {
		require.InDelta(t, 1, math.Log2(errors[k]/errors[k+1]), 0.1)
	}
}

// A linear solve needs a few iterations on any grid, that of the adjoint too.
func TestLinearIterations(t *testing.T) {
	ctx := context.Background()
	for _, cells := range [][2]int{{32, 16}, {64, 32}, {96, 48}} {
		s, err := New(Options{Cells: cells})
		require.NoError(t, err)
		defer s.Close()
		tape, err := s.Core().Forward(ctx, []solver.Case[float64]{{}}, []float64{2 * 3600})
		require.NoError(t, err)
		require.LessOrEqual(t, tape.Stats.Linear, 5*tape.Stats.Outer, "%v", cells)
		n := cells[0] * cells[1]
		cotangent := [][]float64{make([]float64, n), make([]float64, n), make([]float64, n)}
		for i := range n {
			cotangent[2][i] = 1
		}
		g, err := tape.Pullback(ctx, [][][][]float64{{cotangent}})
		require.NoError(t, err)
		require.LessOrEqual(t, g.Stats.Linear, 10*2, "%v: two steps", cells)
	}
}
