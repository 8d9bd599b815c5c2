package heat

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// After a long time the slowest mode is left, and decays as
// exp(-alpha (pi/2L)^2 t): Carslaw and Jaeger, 3.4. Backward Euler, because
// Crank-Nicolson keeps an echo of the jump at the inner face for long.
func TestSlowestModeDecays(t *testing.T) {
	s, err := New(Options{Scheme: "backward_euler", Step: 300})
	require.NoError(t, err)
	defer s.Close()
	p := DefaultParams()
	const hour, length = 3600, 0.2
	r, err := s.Simulate(context.Background(), State{}, 12*hour, 24*hour)
	require.NoError(t, err)
	rate := p.K / p.RhoC * math.Pow(math.Pi/(2*length), 2)
	for i, late := range r.At(1).T {
		early := r.At(0).T[i] - p.TFace
		require.InEpsilon(t, math.Exp(-rate*12*hour), (late-p.TFace)/early, 2e-2, "cell %d", i)
	}
}

// A loop of single steps is a simulation, to the bit.
func TestStepsMakeASimulation(t *testing.T) {
	s, err := New(Options{Cells: [1]int{16}, Step: 600, End: 3000})
	require.NoError(t, err)
	defer s.Close()
	ctx := context.Background()
	r, err := s.Simulate(ctx, State{})
	require.NoError(t, err)
	require.Equal(t, []float64{3000}, r.Times)
	require.Equal(t, 5, r.Stats.Steps)

	state := State{T: make([]float64, 16)}
	for i := range state.T {
		state.T[i] = 293
	}
	for k := range 5 {
		_, err := s.Step(ctx, &state, 600*float64(k), 600)
		require.NoError(t, err)
	}
	require.Equal(t, r.At(0).T, state.T)
	_, err = s.Step(ctx, &state, 0, -1)
	require.Error(t, err)
}

// Gradients of a weighted sum of the final state, by name, against central
// differences.
func TestGradients(t *testing.T) {
	s, err := New(Options{Cells: [1]int{12}, Step: 1800, End: 9000})
	require.NoError(t, err)
	defer s.Close()
	ctx := context.Background()
	initial := State{T: make([]float64, 12)}
	weight := State{T: make([]float64, 12)}
	for i := range initial.T {
		initial.T[i] = 290 + 3*math.Sin(float64(i))
		weight.T[i] = math.Cos(float64(2 * i))
	}
	loss := func() float64 {
		r, err := s.Simulate(ctx, initial)
		require.NoError(t, err)
		sum := 0.0
		for i, v := range r.At(0).T {
			sum += weight.T[i] * v
		}
		return sum
	}
	tape, err := s.Forward(ctx, initial)
	require.NoError(t, err)
	g, err := tape.Pullback(ctx, [][]State{{weight}})
	require.NoError(t, err)
	require.Len(t, g.Bounds.TXMin, 1)

	p := DefaultParams()
	for name, c := range map[string]struct {
		value *float64
		got   float64
	}{"K": {&p.K, g.Params.K}, "RhoC": {&p.RhoC, g.Params.RhoC}, "TFace": {&p.TFace, g.Params.TFace}} {
		at := *c.value
		var side [2]float64
		for k, h := range []float64{1e-4, -1e-4} {
			*c.value = at * (1 + h)
			require.NoError(t, s.SetParams(p))
			side[k] = loss()
		}
		*c.value = at
		require.NoError(t, s.SetParams(p))
		require.InEpsilon(t, (side[0]-side[1])/(2e-4*at), c.got, 1e-5, name)
	}
	for _, i := range []int{0, 5, 11} {
		at := initial.T[i]
		initial.T[i] = at + 1e-3
		up := loss()
		initial.T[i] = at - 1e-3
		down := loss()
		initial.T[i] = at
		require.InDelta(t, (up-down)/2e-3, g.Initial[0].T[i], 1e-7)
	}
}

func TestOptionsAreChecked(t *testing.T) {
	for _, o := range []Options{
		{Cells: [1]int{-3}}, {Cells: [1]int{1}}, {Step: -1}, {Step: 1e-30}, {End: math.NaN()}, {Scheme: "leapfrog"},
		{Lower: [1]float64{1}, Upper: [1]float64{0.5}}, {Steps: []float64{1, 0}},
	} {
		_, err := New(o)
		require.Error(t, err, "%+v", o)
	}
}
