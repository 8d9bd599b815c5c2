package job

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/kernel"
)

// faster is decay at twice the rate: an exact system that differs from the one
// that is trained.
func faster() *kernel.Problem[float32] {
	p := decay[float32]()
	twice := func(f kernel.Func[float32]) kernel.Func[float32] {
		return func(a *kernel.Args[float32], lo, hi int) {
			b := *a
			b.Beta *= 2
			f(&b, lo, hi)
		}
	}
	p.Kernels.Apply.Value, p.Kernels.Apply.Tangent = twice(p.Kernels.Apply.Value), twice(p.Kernels.Apply.Tangent)
	return p
}

func runTwin(t *testing.T, req Request) {
	t.Helper()
	var out bytes.Buffer
	require.Equal(t, ExitGood, RunTwin(t.Context(), decay[float32](), faster(), &req, nil, &out), "%s", &out)
}

// Labels, the exact-closure error and `simulate` come from the exact system; what
// is trained is the other one.
func TestExactSystem(t *testing.T) {
	dir := t.TempDir()
	exp := twin()
	runTwin(t, Request{Mode: "simulate", Exact: true, Dir: dir, Experiment: exp, Times: []float64{1}, Cases: []int{2}})
	u := values(t, load(t, dir, SimulationName), "u")
	for i, v := range u {
		x := (float64(i) + 0.5) / 16
		want := (1.2 + x) * math.Exp(-2*(1+0.5*math.Sin(2*math.Pi*x)))
		require.InEpsilon(t, want, v, 2.3e-2) // Crank-Nicolson: (rate*dt)^2/12*rate*t, rate at most 3
	}

	runTwin(t, Request{Mode: "train", Dir: dir, Experiment: exp})
	b, err := os.ReadFile(filepath.Join(dir, ResultName))
	require.NoError(t, err)
	var res result
	require.NoError(t, json.Unmarshal(b, &res))
	last := res.Errors[len(res.Errors)-1]
	require.Less(t, last.Mean, 0.03, "the label's rate is learned")
	require.Less(t, *last.Exact, 5e-3)
	f := load(t, dir, PredictionName)
	learned, truth := values(t, f, "k.learned"), values(t, f, "k.true")
	for i := range learned {
		require.InDelta(t, 2*truth[i], learned[i], 0.15)
	}
}

func TestExactSystemOfAnother(t *testing.T) {
	other := faster()
	other.Params = nil
	var out bytes.Buffer
	require.Equal(t, ExitError, RunTwin(t.Context(), decay[float32](), other, &Request{Mode: "simulate", Dir: t.TempDir(), Experiment: twin()}, nil, &out))
	require.Contains(t, out.String(), "the exact system of decay is another one")
}
