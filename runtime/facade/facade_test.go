package facade

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/solver"
)

var problem = kernel.Problem[float32]{
	Axes:  []kernel.Axis{{Name: "x", Lo: -1, Hi: 1, Cells: 128}, {Name: "y", Hi: 1, Cells: 64}},
	Time0: 2, Steps: []float64{0.5, 0.5, 0.25},
}

func TestZeroOptionsKeepTheConfig(t *testing.T) {
	cfg := solver.Config{Tol: 1e-3, Steps: []float64{1}}
	got, err := Configure(&problem, Options{Cells: make([]int, 2), Lower: make([]float64, 2), Upper: make([]float64, 2), Config: cfg})
	require.NoError(t, err)
	require.Equal(t, cfg, got)
}

func TestOptionsFillTheRestFromTheProblem(t *testing.T) {
	got, err := Configure(&problem, Options{Cells: []int{0, 8}, Lower: []float64{0, 0}, Upper: []float64{3, 0}, Scheme: "rk4", Step: 0.5, End: 3.2})
	require.NoError(t, err)
	require.Equal(t, []int{128, 8}, got.Cells)
	require.Equal(t, []float64{0, 0}, got.Lower)
	require.Equal(t, []float64{3, 1}, got.Upper)
	require.Equal(t, "rk4", got.Scheme)
	require.Len(t, got.Steps, 3)
	require.InDelta(t, 0.2, got.Steps[2], 1e-12)
}

func TestStepsLandOnTheEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		step := rapid.Float64Range(1e-3, 2).Draw(t, "step")
		end := 2 + rapid.Float64Range(1e-3, 3).Draw(t, "length")
		cfg, err := Configure(&problem, Options{Step: step, End: end})
		require.NoError(t, err)
		sum := problem.Time0
		for _, dt := range cfg.Steps {
			require.Positive(t, dt)
			require.LessOrEqual(t, dt, step*(1+1e-6))
			sum += dt
		}
		require.InDelta(t, end, sum, 1e-9)
	})
	for _, o := range []Options{
		{Step: -1}, {Step: math.NaN()}, {Step: math.Inf(1)}, {End: 1}, {End: math.NaN()}, {End: math.Inf(1)}, {Step: 1e-12},
	} {
		_, err := Configure(&problem, o)
		require.ErrorContains(t, err, "option", "%+v", o)
	}
}

func TestCaseWithoutDataIsTheDefault(t *testing.T) {
	require.Nil(t, Case([][]float32{nil, nil}, nil).Initial)
	require.NotNil(t, Case([][]float32{nil, {1}}, nil).Initial)
}
