package job

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestBench(t *testing.T) {
	dir, exp := t.TempDir(), twin()
	exp.Config.Workers = 1
	o := good(t, request(t, Request{Mode: "bench", Dir: dir, Experiment: exp, Bench: BenchOptions{NoMachine: true}}, nil))
	require.Len(t, o.of("measured"), 1)
	m := o.of("measured")[0].Measured
	require.Equal(t, 4, m.ElemBytes)
	names := map[string]bool{}
	for _, k := range m.Kernels {
		names[k.Name] = true
		require.Positive(t, k.Cells, k.Name)
		require.Positive(t, k.Seconds, k.Name)
	}
	for _, name := range []string{"apply", "apply.tangent", "apply.adjoint"} {
		require.True(t, names[name], name)
	}
	require.Equal(t, "loss, gradient and update", m.Epoch.What)
	require.Positive(t, m.Epoch.Steps)
	require.Len(t, m.Epoch.Threads, 1)
	require.GreaterOrEqual(t, m.Epoch.Threads[0].Epochs, fewestEpochs)
	require.Positive(t, m.Epoch.Threads[0].Seconds)
	require.FileExists(t, filepath.Join(dir, ProfileName))
	require.Equal(t, "profile", o.of("file")[0].What)
}

// Only some kernels, no epochs; and where nothing is trained, a run and its gradient.
func TestBenchParts(t *testing.T) {
	exp := twin()
	o := good(t, request(t, Request{Mode: "bench", Dir: t.TempDir(), Experiment: exp, Bench: BenchOptions{Kernels: "^apply$", NoMachine: true, NoEpochs: true}}, nil))
	m := o.of("measured")[0].Measured
	require.Len(t, m.Kernels, 1)
	require.Equal(t, "apply", m.Kernels[0].Name)
	require.Nil(t, m.Epoch)

	o = request(t, Request{Mode: "bench", Dir: t.TempDir(), Experiment: exp, Bench: BenchOptions{Kernels: "("}}, nil)
	require.Equal(t, "request", o.of("error")[0].Code)

	exp.Train = nil
	exp.Config.Workers = 1
	o = good(t, request(t, Request{Mode: "bench", Dir: t.TempDir(), Experiment: exp, Bench: BenchOptions{Kernels: "^apply$", NoMachine: true}}, nil))
	require.Equal(t, "a run and its gradient", o.of("measured")[0].Measured.Epoch.What)
}
