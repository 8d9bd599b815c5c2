package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/bench/peers/side"
)

func TestSpreadAndRatios(t *testing.T) {
	require.Equal(t, spread{3, 1, 9}, spreadOf([]float64{9, 1, 3}))
	p := &pair{times: [2][]float64{{1, 2, 1}, {4, 4, 5}}}
	require.Equal(t, spread{4, 2, 5}, p.ratio())
	p.counts = [2]map[string]any{{"linear": 10.0, "adjoint": 10.0}, {"linear": 150.0, "adjoint": 50.0}}
	require.Equal(t, "ratio of the times per Krylov iteration: 0.40 (ours takes 0.10 of the rival's iterations)", perIteration(p))
	p.counts[1] = nil
	require.Empty(t, perIteration(p), "the rival does not count")
}

// What is missed is printed as missed, and what was not measured as such.
func TestTableSaysWhatWasMissed(t *testing.T) {
	var b bytes.Buffer
	table := &table{w: &b}
	table.row(row{workload: "a", rival: "C", ours: 1e-9, theirs: 2e-9, unit: "ns/cell", ratio: spread{2, 1.5, 3}, target: ">= 3 x", judged: true})
	table.row(row{workload: "b", rival: "JAX", target: ">= 3 x", failed: "JAX is not installed"})
	table.row(row{workload: "c", rival: "JAX", ours: 2, theirs: 8, unit: "s", ratio: spread{4, 4, 4}, target: ">= 3 x", judged: true, met: true})
	require.NoError(t, table.end(nil))
	require.Contains(t, b.String(), "| a | C | 1.000 ns/cell | 2.000 ns/cell | 2.00 (1.50 - 3.00) | >= 3 x | **missed** |")
	require.Contains(t, b.String(), "| b | JAX | | | | >= 3 x | not measured |")
	require.Contains(t, b.String(), "| c | JAX | 2.00 s | 8.00 s | 4.00 | >= 3 x | met |")
	require.Contains(t, b.String(), "Targets: 1 met, 1 missed; 1 not measured.")
	require.Contains(t, b.String(), "- b: not measured: JAX is not installed")
}

// The configuration names specifications and rivals that exist, and steps that are
// there, short or full.
func TestConfiguration(t *testing.T) {
	for _, full := range []bool{false, true} {
		c, err := side.Read("config.json", full)
		require.NoError(t, err)
		require.GreaterOrEqual(t, c.Repeats, 7)
		for _, name := range append(epochOrder, "rollout", c.Latency.Epoch) {
			e := c.Epochs[name]
			require.NotNil(t, e, name)
			require.FileExists(t, filepath.Join("..", "..", e.Spec))
			require.FileExists(t, filepath.Join("rivals", e.Rival))
			require.NotEmpty(t, e.Loss)
			for _, k := range e.Loss {
				require.True(t, 1 <= k && k <= e.Steps, "%s: the loss looks at step %d of %d", name, k, e.Steps)
			}
			for p, v := range e.Params {
				require.Len(t, v, e.Trajectories, "%s: %s", name, p)
			}
			require.Positive(t, e.Agree)
		}
		for _, a := range c.Adjoints {
			require.FileExists(t, filepath.Join("..", "..", a.Spec))
		}
		for _, s := range c.Growth.Specs {
			require.FileExists(t, filepath.Join("..", "..", s))
		}
	}
}

func TestArraysRoundTrip(t *testing.T) {
	a := &side.Arrays{Dir: t.TempDir()}
	require.NoError(t, side.Put(a, "gradient/vx/0/weight", []int{2, 2}, []float32{1, -2, 3.5, 0}))
	require.NoError(t, a.Save())
	b, err := side.Open(a.Dir)
	require.NoError(t, err)
	v, err := b.Get("gradient/vx/0/weight")
	require.NoError(t, err)
	require.Equal(t, []float64{1, -2, 3.5, 0}, v)
	_, err = b.Get("final")
	require.Error(t, err)
}

// The sides are compared before anything is timed: one that computes something else
// is refused.
func TestSidesThatDifferAreRefused(t *testing.T) {
	dir := t.TempDir()
	stub := func(value string) *process {
		script := filepath.Join(dir, "side.sh")
		require.NoError(t, os.WriteFile(script, []byte("#!/bin/sh\necho '{\"ready\": true}'\nwhile read word to; do\n"+
			"printf '\\0\\0\\0\\0\\0\\0\\360'$1 > $to/final.f64\necho '{\"final\": [1]}' > $to/arrays.json\necho '{}'\ndone\n"), 0o755))
		p, err := start("/bin/sh", script, value)
		if err != nil {
			t.Skip("no shell: ", err)
		}
		return p
	}
	same := &pair{ours: stub(`\077`), rival: stub(`\077`)} // 1 and 1
	defer same.stop()
	require.NoError(t, same.agree(dir, 1e-12))
	other := &pair{ours: stub(`\077`), rival: stub(`\100`)} // 1 and 65536
	defer other.stop()
	require.ErrorContains(t, other.agree(dir, 1e-12), "do not compute the same")
}
