package job

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/formula"
)

// What a simulation wrote serves as data, also where each case has a parameter
// of its own: the exact closure then reproduces it.
func TestParametersOfCasesWithData(t *testing.T) {
	exp := twin()
	exp.Cases.Params = map[string]*formula.Expr{"rate": op("add", num(1), op("div", name("case"), num(4)))}
	made := t.TempDir()
	var out bytes.Buffer
	req := Request{Mode: "simulate", Dir: made, Experiment: exp, Times: []float64{0, 0.25, 0.5, 1}}
	require.Equal(t, ExitGood, Run(t.Context(), decay[float64](), &req, nil, &out), out.String())

	dir := t.TempDir()
	req = Request{Mode: "train", Dir: dir, Experiment: exp, Data: filepath.Join(made, SimulationName)}
	req.Experiment.Train.Epochs = 1
	require.Equal(t, ExitGood, Run(t.Context(), decay[float64](), &req, nil, &out), out.String())
	text, err := os.ReadFile(filepath.Join(dir, "result.json"))
	require.NoError(t, err)
	var result struct {
		Errors []struct {
			Exact *float64 `json:"exact_l1"`
		} `json:"errors"`
	}
	require.NoError(t, json.Unmarshal(text, &result))
	require.NotEmpty(t, result.Errors)
	for _, e := range result.Errors {
		require.NotNil(t, e.Exact)
		require.Less(t, *e.Exact, 1e-3) // the output times split other steps; a lost parameter would cost tens of per cent
	}
}
