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
	"github.com/pindiff/pindiffc/runtime/formula"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/safetensors"
)

// fieldDecay is decay with a given field s in the place of the closure, and a
// rate that can be trained.
func fieldDecay() *kernel.Problem[float64] {
	p := decay[float64]()
	p.Closures = nil
	p.Fields = []kernel.Field{{Name: "s", File: "s.npz"}}
	p.Params[0].Trainable, p.Params[0].Positive = true, true
	return p
}

func fieldTwin() experiment.Experiment {
	exp := twin()
	exp.Truth.Closures, exp.Truth.Params = nil, map[string]float64{"rate": 1.3}
	exp.Params = map[string]float64{"rate": 0.7}
	exp.Train.Epochs, exp.Train.Phases[0].Rate = 300, 0.05
	return exp
}

// fieldsFile writes s = f(x) on n cells.
func fieldsFile(t *testing.T, n int, f func(x float64) float64) string {
	v := make([]float64, n)
	for i := range v {
		v[i] = f((float64(i) + 0.5) / float64(n))
	}
	x, err := safetensors.New("s", []int{n}, v)
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "fields.safetensors")
	require.NoError(t, safetensors.Save(path, &safetensors.File{Tensors: []safetensors.Tensor{x}}))
	return path
}

func wave(x float64) float64 { return 1 + 0.5*math.Sin(2*math.Pi*x) }

func serveField(t *testing.T, req Request) *outcome {
	var out bytes.Buffer
	o := &outcome{exit: Run(t.Context(), fieldDecay(), &req, nil, &out)}
	for d := json.NewDecoder(&out); d.More(); {
		var e Event
		require.NoError(t, d.Decode(&e))
		o.events = append(o.events, e)
	}
	return o
}

// The field reaches every mode, the trained parameter too.
func TestGivenFieldAndTrainedParameter(t *testing.T) {
	fields, dir := fieldsFile(t, 16, wave), t.TempDir()
	u := func(rate, x, t float64) float64 { return (1 + x) * math.Exp(-t*rate*wave(x)) }

	good(t, serveField(t, Request{Mode: "simulate", Dir: dir, Experiment: fieldTwin(), Fields: fields, Times: []float64{1}}))
	got := values(t, load(t, dir, SimulationName), "u")
	require.InDelta(t, u(1.3, 0.5/16, 1), got[0], 2e-3, "with the true parameter")

	o := good(t, serveField(t, Request{Mode: "train", Dir: dir, Experiment: fieldTwin(), Fields: fields}))
	var res result
	b, err := os.ReadFile(filepath.Join(dir, ResultName))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(b, &res))
	require.InDelta(t, 1.3, res.Parameters["rate"], 5e-3)
	require.Equal(t, res.Parameters["rate"], values(t, load(t, dir, WeightsName), "param/rate")[0])
	tables := o.of("table")
	last := tables[len(tables)-1].Table
	require.Equal(t, []string{"parameter", "learned", "true", "error %"}, last.Columns)
	require.Equal(t, "1.3", last.Rows[0][2])

	out := t.TempDir()
	good(t, serveField(t, Request{Mode: "predict", Dir: out, Experiment: fieldTwin(), Fields: fields, Weights: filepath.Join(dir, WeightsName), Times: []float64{1}}))
	got = values(t, load(t, out, SimulationName), "u")
	require.InDelta(t, u(1.3, 0.5/16, 1), got[0], 3e-3)

	o = good(t, serveField(t, Request{Mode: "verify", Dir: t.TempDir(), Experiment: fieldTwin(), Fields: fields, Verify: VerifyOptions{Pairs: 2}}))
	require.Zero(t, o.of("done")[0].Stats["checks_fail"])

	// another field is another run
	o = serveField(t, Request{Mode: "train", Dir: dir, Experiment: fieldTwin(), Fields: fieldsFile(t, 16, math.Exp), Resume: true})
	require.Equal(t, "mismatch", o.of("error")[0].Code)
}

// Cases that carry parameters of their own take the true or the learned ones
// where these do not vary.
func TestParametersOfCases(t *testing.T) {
	p := fieldDecay()
	p.Params = append(p.Params, kernel.Param{Name: "start", Default: 1, Min: math.Inf(-1), Max: math.Inf(1)})
	exp := fieldTwin()
	exp.Cases.Params = map[string]*formula.Expr{"start": name("case")}
	exp.Cases.Initial["u"] = name("start")
	dir := t.TempDir()
	var out bytes.Buffer
	req := Request{Mode: "simulate", Dir: dir, Experiment: exp, Fields: fieldsFile(t, 16, wave), Times: []float64{1}, Cases: []int{3}}
	require.Equal(t, ExitGood, Run(t.Context(), p, &req, nil, &out), out.String())
	require.InDelta(t, 3*math.Exp(-1.3*wave(0.5/16)), values(t, load(t, dir, SimulationName), "u")[0], 1e-2)
}

func TestGivenFieldErrors(t *testing.T) {
	for want, fields := range map[string]string{
		"names no file":                           "",
		"none.safetensors":                        "none.safetensors",
		"field s: expected shape [16], found [8]": fieldsFile(t, 8, wave),
		"not finite":                              fieldsFile(t, 16, func(x float64) float64 { return math.Sqrt(x - 0.5) }),
	} {
		o := serveField(t, Request{Mode: "simulate", Dir: t.TempDir(), Experiment: fieldTwin(), Fields: fields})
		require.Equal(t, ExitError, o.exit)
		require.Contains(t, o.of("error")[0].Message, want)
	}
}

// save writes one tensor to a file.
func save(t *testing.T, path, name string, shape []int, v []float64) {
	t.Helper()
	x, err := safetensors.New(name, shape, v)
	require.NoError(t, err)
	require.NoError(t, safetensors.Save(path, &safetensors.File{Tensors: []safetensors.Tensor{x}}))
}
