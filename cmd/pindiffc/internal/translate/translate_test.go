package translate

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/dsl"
	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/check"
	"github.com/pindiff/pindiffc/dsl/model"
	"github.com/pindiff/pindiffc/runtime/experiment"
	"github.com/pindiff/pindiffc/runtime/formula"
)

func load(t *testing.T, name string, sets ...check.Setting) (*model.Model, *experiment.Experiment) {
	src, err := os.ReadFile(filepath.Join("..", "..", "..", "..", "specs", name))
	require.NoError(t, err)
	return compile(t, name, src, sets...)
}

func compile(t *testing.T, name string, src []byte, sets ...check.Setting) (*model.Model, *experiment.Experiment) {
	var file *ast.File
	m, file, problems := dsl.Load(name, src)
	require.NotNil(t, m, "%v", problems)
	if sets != nil {
		m, problems = check.CheckWith(file, sets)
		require.NotNil(t, m, "%v", problems)
	}
	e, err := Experiment(m)
	require.NoError(t, err)
	return m, e
}

func TestEveryPartOfASpecificationArrives(t *testing.T) {
	m, e := load(t, "advdiff_steady.pde")
	require.Equal(t, "advdiff_steady", e.Spec)
	require.Equal(t, map[string]float64{"kappa": 0.001}, e.Params)
	require.Equal(t, []int{128, 64}, e.Config.Cells)
	require.Len(t, e.Config.Steps, 20)
	require.Equal(t, "crank_nicolson", e.Config.Scheme)
	require.Equal(t, 12, e.Cases.Count)
	require.Equal(t, []int{0, 1, 2, 3, 4}, e.Cases.Train)
	require.Equal(t, []experiment.Observation{{State: "phi", Times: []float64{0.05}}}, e.Observe)
	require.Len(t, e.Report[0].Times, 4)
	require.Equal(t, "rk4", e.Truth.Scheme)
	require.Equal(t, m.Train.Epochs, e.Train.Epochs)
	require.Equal(t, "phi", e.Train.Loss[0].State)
	require.True(t, e.Train.Loss[0].Per == "mean")

	// The formulas can be evaluated, and are what the specification says.
	axes := []formula.Axis{{Name: "x", Lo: -1, Hi: 1, Cells: 64, Periodic: true}, {Name: "y", Lo: 0, Hi: 1, Cells: 32, Periodic: true}}
	v, err := formula.Eval(e.Truth.Closures["vx"], &formula.Env{Axes: axes, Vars: map[string]float64{"t": 0}})
	require.NoError(t, err)
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, x := range v {
		lo, hi = min(lo, x), max(hi, x)
	}
	require.InDelta(t, 0, lo, 1e-12)
	require.InDelta(t, 1, hi, 1e-12)
	_, err = formula.Eval(e.Cases.Initial["phi"], &formula.Env{Axes: axes, Vars: map[string]float64{"t": 0, "case": 3}})
	require.NoError(t, err)
}

func TestExperimentTravelsAsJSON(t *testing.T) {
	_, e := load(t, "advdiff_dynamic.pde")
	text, err := json.Marshal(e)
	require.NoError(t, err)
	var back experiment.Experiment
	require.NoError(t, json.Unmarshal(text, &back))
	again, err := json.Marshal(back)
	require.NoError(t, err)
	require.JSONEq(t, string(text), string(again))
}

func TestHashFollowsTheMeaning(t *testing.T) {
	_, a := load(t, "advdiff_steady.pde")
	_, b := load(t, "advdiff_steady.pde", check.Setting{Name: "kappa", Value: "0.001"})
	require.Equal(t, a.Hash, b.Hash, "an override that changes nothing")
	_, c := load(t, "advdiff_steady.pde", check.Setting{Name: "rate", Value: "2e-3"}, check.Setting{Name: "epochs", Value: "5"})
	_, d := load(t, "advdiff_steady.pde", check.Setting{Name: "epochs", Value: "5"}, check.Setting{Name: "rate", Value: "2e-3"})
	require.Equal(t, c.Hash, d.Hash, "in any order")
	require.NotEqual(t, a.Hash, c.Hash)
	m, e := load(t, "heat.pde")
	with, err := Hash(m, e, "data")
	require.NoError(t, err)
	require.NotEqual(t, e.Hash, with)
}

// Every setting of numerics reaches the solver; what is kept for the reverse is
// no part of a run's meaning.
func TestNumericsTravel(t *testing.T) {
	set := func(pairs ...string) []check.Setting {
		var out []check.Setting
		for i := 0; i < len(pairs); i += 2 {
			out = append(out, check.Setting{Name: pairs[i], Value: pairs[i+1]})
		}
		return out
	}
	_, e := load(t, "advdiff_steady.pde", set("time", "theta", "theta", "0.7", "solve", "anderson", "depth", "3",
		"linear", "gmres", "restart", "12", "precondition", "line")...)
	c := e.Config
	require.Equal(t, []any{"theta", 0.7, "anderson", 3, "gmres", 12, "line", "all"},
		[]any{c.Scheme, c.Theta, c.Nonlinear, c.Depth, c.Linear, c.Restart, c.Precond, c.Checkpoint})
	_, a := load(t, "advdiff_steady.pde")
	_, b := load(t, "advdiff_steady.pde", set("checkpoint", "revolve", "slots", "4", "disk", "9")...)
	require.Equal(t, []any{"revolve", 4, 9}, []any{b.Config.Checkpoint, b.Config.Slots, b.Config.Disk})
	require.Equal(t, a.Hash, b.Hash)
}

// Values are SI, whatever the units of the specification.
func TestUnitsBecomeSI(t *testing.T) {
	_, e := load(t, "heat.pde", check.Setting{Name: "step", Value: "0.5"})
	require.Equal(t, 1800.0, e.Config.Steps[0])
	require.Equal(t, 0.8, e.Params["k"])
}

func TestFormulasWriteConstantsOut(t *testing.T) {
	src := []byte(`model f
domain {
  x in [0, 1] cells 16
  t in [0, 1] step 0.1
}
const a = 3
param k = 0.1
state u
closure v(x) = mlp(hidden: [4])
equation u: ddt(u) = div(k*grad(u)) + v
boundary { x: periodic }
truth { v = a + where(x > 0.5, sin(x), -x^2) }
cases 2 {
  u = max(0, x - k*case)
  train 0..1
}
`)
	_, e := compile(t, "f.pde", src)
	env := &formula.Env{Axes: []formula.Axis{{Name: "x", Lo: 0, Hi: 1, Cells: 2}}, Vars: map[string]float64{"t": 0, "k": 0.1, "case": 1}}
	v, err := formula.Eval(e.Truth.Closures["v"], env)
	require.NoError(t, err)
	require.InDeltaSlice(t, []float64{3 - 0.0625, 3 + math.Sin(0.75)}, v, 1e-15)
	u, err := formula.Eval(e.Cases.Initial["u"], env)
	require.NoError(t, err)
	require.InDeltaSlice(t, []float64{0.15, 0.65}, u, 1e-15)
}

// The law of a pointwise closure keeps the closure's arguments as names.
func TestLawsKeepTheirArguments(t *testing.T) {
	src := []byte(`model f
domain {
  x in [0, 1] cells 16
  t in [0, 1] step 0.1
}
const a = 3
param k = 0.1
state u = 1
closure f(s, u) = mlp(hidden: [4])
equation u: ddt(u) = div(k*grad(u)) + f(2*u, u)
boundary { x: periodic }
truth { f = a*s + k*u }
`)
	m, e := compile(t, "f.pde", src)
	require.True(t, m.Closures[0].Closure.Pointwise)
	v, err := formula.EvalScalar(e.Truth.Closures["f"], &formula.Env{
		Axes: []formula.Axis{{Hi: 1, Cells: 1}}, Vars: map[string]float64{"k": 0.5, "s": 2, "u": 10},
	})
	require.NoError(t, err)
	require.Equal(t, 11.0, v)
}
