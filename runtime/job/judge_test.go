package job

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/experiment"
	"github.com/pindiff/pindiffc/runtime/formula"
)

func resultOf(t *testing.T, dir string) result {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, ResultName))
	require.NoError(t, err)
	var r result
	require.NoError(t, json.Unmarshal(b, &r))
	return r
}

// Predicted weights are judged by labels of the truth: the figures of the training
// again, of all held-out cases, or of one.
func TestPredictAgainstTruth(t *testing.T) {
	dir := t.TempDir()
	exp := twin()
	exp.Train.Epochs = 50
	good(t, request(t, Request{Mode: "train", Dir: dir, Experiment: exp}, nil))
	trained := resultOf(t, dir)
	require.Len(t, trained.Errors[0].Each, 3)
	require.Equal(t, []observedRange{{State: "u", Min: trained.Observed[0].Min, Low: trained.Observed[0].Low, High: trained.Observed[0].High, Max: trained.Observed[0].Max}}, trained.Observed)
	require.Greater(t, trained.Observed[0].Min, 0.4)
	require.Less(t, trained.Observed[0].Max, 2.1)

	out := t.TempDir()
	weights := filepath.Join(dir, WeightsName)
	good(t, request(t, Request{Mode: "predict", Twin: true, Dir: out, Experiment: exp, Weights: weights}, nil))
	require.Equal(t, trained.Errors, resultOf(t, out).Errors)
	require.Equal(t, trained.Closures, resultOf(t, out).Closures)

	good(t, request(t, Request{Mode: "predict", Twin: true, Dir: out, Experiment: exp, Weights: weights, Cases: []int{3}, Times: []float64{1}}, nil))
	one := resultOf(t, out)
	require.Len(t, one.Errors, 1)
	require.InEpsilon(t, trained.Errors[1].Each[1], one.Errors[0].Mean, 1e-9)
}

// The baseline stands in the place of the closure and takes no weights: k = 1 decays
// at the mean rate.
func TestPredictBaseline(t *testing.T) {
	exp := twin()
	exp.Baseline = map[string]*formula.Expr{"k": num(1)}
	out := t.TempDir()
	good(t, request(t, Request{Mode: "predict", Baseline: true, Twin: true, Dir: out, Experiment: exp, Cases: []int{2}}, nil))
	r := resultOf(t, out)
	sum, size, mean := 0.0, 0.0, 0.0
	for i := range 16 {
		x := (float64(i) + 0.5) / 16
		d := (1.2+x)*math.Exp(-1) - exact(2, i, 1)
		sum, size, mean = sum+math.Abs(d), size+exact(2, i, 1), mean+d/16
	}
	require.InEpsilon(t, sum/size, r.Errors[1].Mean, 1e-2)
	require.InEpsilon(t, math.Abs(mean), r.Errors[1].OfMean, 3e-2)
	require.Less(t, *r.Errors[1].Exact, 1e-3)

	good(t, request(t, Request{Mode: "predict", Baseline: true, Dir: out, Experiment: exp, Cases: []int{2}, Times: []float64{1}}, nil))
	require.InEpsilon(t, (1.2+1./32)*math.Exp(-1), values(t, load(t, out, SimulationName), "u")[0], 1e-3)

	o := request(t, Request{Mode: "predict", Baseline: true, Dir: out, Experiment: twin()}, nil)
	require.Equal(t, ExitError, o.exit)
	require.Contains(t, o.of("error")[0].Message, "no baseline")
}

// Labels on a finer grid are averages of what a solver there gives, also where they
// start; the errors are of the model's grid.
func TestRefinedLabels(t *testing.T) {
	fine := twin()
	fine.Config.Cells = []int{48}
	dir := t.TempDir()
	good(t, request(t, Request{Mode: "train", Dir: dir, Experiment: oneEpoch(fine)}, nil))
	want := values(t, load(t, dir, PredictionName), "u.true")

	exp := twin()
	exp.Truth.Refine = 3
	out := t.TempDir()
	good(t, request(t, Request{Mode: "train", Dir: out, Experiment: oneEpoch(exp)}, nil))
	p := load(t, out, PredictionName)
	got := values(t, p, "u.true")
	require.Len(t, got, len(want)/3)
	for i := range got {
		require.InDelta(t, (want[3*i]+want[3*i+1]+want[3*i+2])/3, got[i], 1e-6)
	}
	require.InDelta(t, 1+0.5*math.Sin(math.Pi/16), values(t, p, "k.true")[0], 1e-6, "the truth of the model's grid")
	r := resultOf(t, out)
	// A cell decays at its mean rate, its averages do not: exp is convex.
	require.Greater(t, *r.Errors[1].Exact, 3**resultOf(t, dir).Errors[1].Exact)

	exp.Cases.Files = []string{"u"}
	o := request(t, Request{Mode: "train", Dir: t.TempDir(), Experiment: exp, Fields: filepath.Join(out, PredictionName)}, nil)
	require.Equal(t, ExitError, o.exit)
}

func oneEpoch(e experiment.Experiment) experiment.Experiment {
	t := *e.Train
	t.Epochs = 1
	e.Train = &t
	return e
}

func TestAveraged(t *testing.T) {
	fine := []float64{ // 4 x 6
		1, 2, 3, 4, 5, 6,
		1, 2, 3, 4, 5, 6,
		0, 0, 0, 0, 0, 4,
		0, 0, 0, 0, 8, 0,
	}
	require.Equal(t, []float64{1.5, 3.5, 5.5, 0, 0, 3}, averaged(fine, []int{2, 3}, 2))
	require.Equal(t, fine, averaged(fine, []int{4, 6}, 1))
}
