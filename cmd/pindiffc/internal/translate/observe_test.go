package translate

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/experiment"
	"github.com/pindiff/pindiffc/runtime/formula"
)

const measured = `model measured

domain {
  x : mm in [0, 10] cells 10
  t : h  in [0, 1]  step 0.1
}

param a : 1/h = 2
field k : 1 = 1 in [0.5, 2] trainable
field s : K = 3 trainable positive

state T : K
state C : 1

equation T: ddt(T) = -a*k*T
equation C: ddt(C) = -a*C*s/1[K]

truth { k = 1 + 0.1*x/1[mm]   solve with rk4 step 0.01 }

cases 2 {
  T = list(300, 320)
  C = 1
  a = list(1, 2)
  train 0   test 1
}

observe T at t = 1 on sensors([1, 9.5]) noise 0.5 seed 7
observe C at t = 0.5, 1 on box(x: [2, 4]) noise 2 %

train {
  loss mse(T)/var(T) + 1e-3*tv(k, eps: 0.1)
  adam(rate: 1e-2, epochs: 30, schedule: warmup(10 %) then plateau(patience: 3)) then lbfgs(memory: 7)
  epochs 100
  patience 5
}
`

// All numbers arrive in SI.
func TestObservationsArrive(t *testing.T) {
	_, e := compile(t, "measured.pde", []byte(measured))
	require.Equal(t, [][]float64{{0.001}, {0.0095}}, e.Observe[0].Part.Points)
	require.Equal(t, &experiment.Noise{Size: 0.5, Seed: 7}, e.Observe[0].Noise)
	require.Equal(t, [][2]float64{{0.002, 0.004}}, e.Observe[1].Part.Box)
	require.Equal(t, &experiment.Noise{Size: 0.02, Relative: true}, e.Observe[1].Noise)

	require.Equal(t, []string{"adam", "lbfgs"}, []string{e.Train.Phases[0].Optimiser, e.Train.Phases[1].Optimiser})
	require.Equal(t, 7, e.Train.Phases[1].Memory)
	require.Equal(t, &experiment.Plateau{Factor: 0.5, Patience: 3, Least: 1e-3}, e.Train.Phases[0].Plateau)
	require.Len(t, e.Train.Phases[0].Schedule, 2)
	require.Equal(t, 5, e.Train.Patience)
	require.Equal(t, experiment.LossTerm{Weight: 1, Metric: "mse", State: "T", Per: "var"}, e.Train.Loss[0])
	require.Equal(t, experiment.LossTerm{Weight: 1e-3, Metric: "tv", Field: "k", Eps: 0.1}, e.Train.Loss[1])

	require.Equal(t, 0.5, *e.Fields["k"].Min)
	require.Equal(t, 2.0, *e.Fields["k"].Max)
	require.Zero(t, *e.Fields["s"].Min)
	require.Nil(t, e.Fields["s"].Max)
	env := &formula.Env{Axes: []formula.Axis{{Name: "x", Hi: 0.01, Cells: 10}}, Vars: map[string]float64{"case": 1}}
	k, err := formula.Eval(e.Truth.Fields["k"], env)
	require.NoError(t, err)
	require.InDelta(t, 1.05, k[0], 1e-12)
	a, err := formula.EvalScalar(e.Cases.Params["a"], env)
	require.NoError(t, err)
	require.InDelta(t, 2.0/3600, a, 1e-15)
	T, err := formula.EvalScalar(e.Cases.Initial["T"], env)
	require.NoError(t, err)
	require.Equal(t, 320.0, T)
}
