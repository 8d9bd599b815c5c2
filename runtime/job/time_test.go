package job

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/formula"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/safetensors"
)

// unsteady is decay with k(x, tau), tau being what this spec calls its time.
func unsteady() *kernel.Problem[float32] {
	p := decay[float32]()
	c := &p.Closures[0]
	c.Args, c.Axes, c.Net.In, c.Time = []string{"x", "tau"}, []int{0, -1}, []int{0, 1}, true
	p.Coefs[0].Time = true
	return p
}

func TestClosureOfTime(t *testing.T) {
	exp := twin()
	exp.Truth.Closures["k"] = op("add", num(1), op("mul", num(0.5), name("tau")))
	exp.Train.Epochs = 40
	dir := t.TempDir()
	run := func(req Request) []byte {
		var out bytes.Buffer
		require.Equal(t, ExitGood, Run(t.Context(), unsteady(), &req, nil, &out), out.String())
		return out.Bytes()
	}
	run(Request{Mode: "train", Dir: dir, Experiment: exp})
	p := load(t, dir, PredictionName)
	require.Equal(t, []int{2, 16}, p.Tensor("k.learned").Shape)
	k := values(t, p, "k.true")
	require.InDelta(t, 1.25, k[0], 1e-6)
	require.InDelta(t, 1.5, k[31], 1e-6)
	u := values(t, p, "u.true")
	require.InDelta(t, 1.2+1.0/32, u[0]*math.Exp(0.5+0.25*0.25), 1e-5)
	res := readResult(t, dir)
	require.Less(t, *res.Errors[1].Exact, 2e-3)
	require.Len(t, res.Closures, 1)

	// A table of k at the label times gives closure errors, but no exact run: it
	// says nothing of the times between.
	data := labelFile(t, []float64{0, 0.25, 0.5, 1}, 5, func(f *safetensors.File) {
		for i := range f.Tensors {
			if f.Tensors[i].Name == "k" {
				v := make([]float64, 64)
				for j := range v {
					v[j] = 1 + float64(j/16)
				}
				x, err := safetensors.New("k", []int{4, 16}, v)
				require.NoError(t, err)
				f.Tensors[i] = x
			}
		}
	})
	dir = t.TempDir()
	run(Request{Mode: "train", Dir: dir, Experiment: exp, Data: data})
	res = readResult(t, dir)
	require.Nil(t, res.Errors[0].Exact)
	require.Len(t, res.Closures, 1)
	k = values(t, load(t, dir, PredictionName), "k.true")
	require.Equal(t, 3.0, k[0])
	require.Equal(t, 4.0, k[31])
}

func readResult(t *testing.T, dir string) *result {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, ResultName))
	require.NoError(t, err)
	res := &result{}
	require.NoError(t, json.Unmarshal(b, res))
	return res
}

// A drifting truth moves by Tau, the part of the horizon that has passed.
func TestDriftUsesTheHorizon(t *testing.T) {
	ctl := &control{stop: make(chan struct{})}
	exp := twin()
	exp.Truth.Closures["k"] = &formula.Expr{Op: "waves", Keys: map[string]*formula.Expr{"seed": num(1), "modes": num(3), "k_max": num(2), "drift": num(1)}}
	s, err := newSession(unsteady(), &Request{Experiment: exp}, &events{}, ctl)
	require.NoError(t, err)
	tr, err := s.formulaTruth()
	require.NoError(t, err)
	got := make([]float32, 16)
	require.NoError(t, tr[0].at(0.25, got))
	env := &formula.Env{Axes: []formula.Axis{{Name: "x", Hi: 1, Cells: 16, Periodic: true}}, Tau: 0.25}
	want, err := formula.Eval(exp.Truth.Closures["k"], env)
	require.NoError(t, err)
	for i := range want {
		require.InDelta(t, want[i], got[i], 1e-6)
	}
}
