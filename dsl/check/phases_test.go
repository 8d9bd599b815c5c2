package check_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/dsl"
	"github.com/pindiff/pindiffc/dsl/check"
	"github.com/pindiff/pindiffc/dsl/model"
)

const walk = `model walk
domain {
  x in [0, 1] cells 8
  t in [0, 1] step 0.1
}
field k = 2 in (0, 4) trainable
state u = 1
equation u: ddt(u) = -k*u
truth { k = 3 }
cases 3 { train 0..1   test 2 }
observe u at t = 0.5, 1
train {
  loss mse(u)
  OPT
}
`

func training(t *testing.T, opt string, sets ...check.Setting) (*model.Train, string) {
	t.Helper()
	_, file, problems := dsl.Load("walk.pde", []byte(strings.Replace(walk, "OPT", opt, 1)))
	require.Empty(t, problems)
	m, problems := check.CheckWith(file, sets)
	if m == nil {
		return nil, problems[0].Message
	}
	return m.Train, ""
}

// The epochs of phases add up, the last takes the rest, and -set changes the whole.
func TestEpochsOfPhases(t *testing.T) {
	for opt, want := range map[string]int{
		"adam()":   1000,
		"epochs 7": 7,
		"adam(epochs: 20) then lbfgs(epochs: 30)":        50,
		"adam(epochs: 20) then sgd()\n  epochs 90":       90,
		"adam(epochs: 20) then sgd()":                    1000,
		"adamw(epochs: 20)\n  epochs 20":                 20,
		"adam(epochs: 5) then sgd(epochs: 5)\nepochs 10": 10,
	} {
		got, problem := training(t, opt)
		require.Empty(t, problem, opt)
		require.Equal(t, want, got.Epochs, opt)
		got, problem = training(t, opt, check.Setting{Name: "epochs", Value: "3"})
		require.Empty(t, problem, opt)
		require.Equal(t, 3, got.Epochs, opt)
	}
}

func TestSettingsOfPhases(t *testing.T) {
	got, problem := training(t, "lbfgs(epochs: 5) then sgd(rate: 1e-2)", check.Setting{Name: "rate", Value: "0.5"})
	require.Empty(t, problem)
	require.Equal(t, 0.5, got.Phases[1].Rate)
	_, problem = training(t, "lbfgs()", check.Setting{Name: "rate", Value: "0.5"})
	require.Contains(t, problem, "no optimiser of the training has a rate")

	late := "adam(epochs: 30) then lbfgs(epochs: 70)\n  curriculum until(0.5, 30 %)"
	_, problem = training(t, late)
	require.Empty(t, problem)
	_, problem = training(t, late, check.Setting{Name: "epochs", Value: "200"})
	require.Contains(t, problem, "the curriculum would not be over")

	got, _ = training(t, "batch 2")
	require.Zero(t, got.Batch, "all cases are no batch")
	got, _ = training(t, "batch 1\n  patience 4")
	require.Equal(t, 1, got.Batch)
	require.Equal(t, 4, got.Patience)
}
