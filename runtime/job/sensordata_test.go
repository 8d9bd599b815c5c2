package job

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/experiment"
	"github.com/pindiff/pindiffc/runtime/safetensors"
)

// A file that has a state at its sensors only is trained on, from the initial values
// that the cases give; errors are those at the sensors.
func TestTrainOnSensors(t *testing.T) {
	exp := freeTwin()
	exp.Truth = nil
	points := [][]float64{{0.1}, {0.3}, {0.5}, {0.7}, {0.9}}
	exp.Observe[0].Part = &experiment.Part{Points: points}
	exp.Report = nil
	exp.Train.Loss = []experiment.LossTerm{{Weight: 1, Metric: "mse", State: "u", Per: "var"}, {Weight: 1e-5, Metric: "tikhonov", Field: "s"}}
	exp.Train.Epochs, exp.Train.Phases = 80, []experiment.Phase{{Optimiser: "lbfgs"}}
	times := []float64{0.25, 0.5}
	file := func(change func(f *safetensors.File)) string {
		var u, k []float64
		for _, time := range times {
			for c := range 6 {
				for _, p := range points {
					u = append(u, (1+float64(c)/10+p[0])*math.Exp(-time*wave(p[0])))
				}
			}
		}
		for i := range 16 {
			k = append(k, wave((float64(i)+0.5)/16))
		}
		f := &safetensors.File{}
		for _, x := range []struct {
			name  string
			shape []int
			v     []float64
		}{{"t", []int{2}, times}, {"u.sensors", []int{2, 6, 5}, u}, {"s", []int{16}, k}} {
			y, err := safetensors.New(x.name, x.shape, x.v)
			require.NoError(t, err)
			f.Tensors = append(f.Tensors, y)
		}
		if change != nil {
			change(f)
		}
		path := filepath.Join(t.TempDir(), "labels.safetensors")
		require.NoError(t, safetensors.Save(path, f))
		return path
	}
	serve := func(dir, data string, exp experiment.Experiment) string {
		var out bytes.Buffer
		Run(t.Context(), freeProblem(), &Request{Mode: "train", Dir: dir, Experiment: exp, Data: data}, nil, &out)
		return out.String()
	}
	dir := t.TempDir()
	require.Contains(t, serve(dir, file(nil), exp), `"event":"done"`)
	var res result
	b, err := os.ReadFile(filepath.Join(dir, ResultName))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(b, &res))
	require.Len(t, res.Errors, 2)
	require.Equal(t, 3, res.Errors[0].Cases)
	require.Less(t, res.Errors[1].Mean, 0.02)
	require.NotNil(t, res.Validation)
	require.Less(t, res.Closures[0].L1, 0.2, "the file has the true field")

	require.Contains(t, serve(t.TempDir(), file(func(f *safetensors.File) { f.Tensors[1].Shape = []int{2, 5, 6} }), exp), "u.sensors: expected shape [2 5 5], found [2 5 6]")
	exp.Cases.Initial = nil
	require.Contains(t, serve(t.TempDir(), file(nil), exp), "the initial state at t = 0 is needed")
}
