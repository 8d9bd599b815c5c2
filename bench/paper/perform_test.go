package main

import (
	"bytes"
	"context"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/bench/internal/command"
	"github.com/pindiff/pindiffc/runtime/safetensors"
)

// toy is a specification that trains in a second or two.
const toy = `model toy

domain {
  x in [0, 1] cells 32
  t in [0, 0.5] step 0.05
}

state u

closure v(x) = mlp(hidden: [8])

equation u:
  ddt(u) + div(upwind, [v]*u) = 0

boundary { x: periodic }

truth {
  v = 1 + 0.5*sin(2*pi*x)
  solve with rk4 step 0.005
}

baseline { v = 1 }

cases 4 {
  u = random_field(seed: case, length: 0.2, range: [0, 1])
  train 0..1   validate 2   test 3
}

observe u at t = 0.25
report  u at t = 0.25, 0.5

train {
  loss   mse(u)
  adam(rate: 1e-2)
  epochs 1500
}
`

// rusty has a law instead of a field, known where a plate is new.
const rusty = `model rusty

domain {
  x in [0, 1] cells 8
  t in [0, 1] step 0.1
}

state c = 1 in (0, 2)

closure f(c) {
  net mlp(hidden: [6])
  pin f(1) = 1
}

equation c:
  ddt(c) = 0.01*lap(c) - f

boundary { x = min: dn(c) = 0   x = max: dn(c) = 0 }

truth {
  f = c^2
  solve with crank_nicolson step 0.1
}

baseline { f = c }

cases 3 {
  c = list(1, 0.9, 0.95)
  train 0..1   test 2
}

observe c at t = 0.5, 1
report  c at t = 0.5, 1

train {
  loss mse(c)/var(c)
  lbfgs(memory: 10)
  epochs 60
}
`

// bench is a workshop with the toys as its only specifications.
func bench(t *testing.T, c *command.Command) workshop {
	t.Helper()
	dir := t.TempDir()
	o := options{results: filepath.Join(dir, "results"), specs: filepath.Join(dir, "specs"), runs: filepath.Join(dir, "runs")}
	require.NoError(t, os.Mkdir(o.specs, 0o755))
	require.NoError(t, os.WriteFile(specPath(o.specs, "toy"), []byte(toy), 0o644))
	require.NoError(t, os.WriteFile(specPath(o.specs, "rusty"), []byte(rusty), 0o644))
	return workshop{command: c, options: o}
}

// TestPerform works off a list: everything once, each with its own labels; a second
// call does nothing, and an edit of the specification makes results old.
func TestPerform(t *testing.T) {
	t.Chdir("../..")
	c := commandOf(t)
	w := bench(t, c)
	w.epochs = 30
	require.NoError(t, perform(t.Context(), w))
	done, open, err := list(w.options)
	require.NoError(t, err)
	require.Equal(t, 5+4, done)
	require.Empty(t, open)

	l, err := readLearned(w.options, trainings[0])
	require.NoError(t, err)
	exact := func(k labelKind) float64 { return *l.done[k][0].Errors[0].Exact }
	require.Len(t, l.done[clean], 2)
	require.NotEqual(t, l.done[clean][0].Errors, l.done[clean][1].Errors, "two seeds")
	require.Equal(t, exact(clean), exact(noisy), "noise is of what is observed, not of what is judged")
	require.NotEqual(t, l.done[clean][0].Errors, l.done[noisy][0].Errors)
	require.Greater(t, exact(finer), 3*exact(clean), "upwind smears less on the finer grid")
	require.Equal(t, exact(clean), exact(baseline))
	require.Greater(t, l.done[baseline][0].Errors[1].L1, 0.05)
	require.Equal(t, []string{"noise=1%", "epochs=30", "seed=1"}, l.done[noisy][0].Settings)

	f, err := safetensors.Load(weightsFile(w.options.results, "toy"))
	require.NoError(t, err)
	require.Equal(t, l.done[clean][0].Hash, f.Meta["hash"])
	require.Equal(t, "1", f.Meta["seed"])

	rust, err := readLearned(w.options, trainings[1])
	require.NoError(t, err)
	require.Equal(t, []string{"cells=4", "refine=2", "epochs=20", "epochs=30", "seed=1"}, rust.done[clean][0].First.Settings)
	require.Equal(t, []string{"cells=4", "refine=4", "epochs=20", "epochs=30", "seed=1"}, rust.done[finer][0].First.Settings)
	require.Greater(t, rust.done[clean][0].First.Seconds, 0.0)
	learned := rust.done[clean][0].Pointwise[0].Within
	require.NotNil(t, learned)
	require.InDelta(t, 0.475, learned.Lo, 0.02, "1/(1/0.9 + 1), the least that is observed")
	require.Equal(t, 1.0, learned.Hi)
	require.Greater(t, learned.Max, 0.0)
	require.Less(t, learned.Max, 0.2)
	require.InDelta(t, 0.95*math.Exp(-1)-1/(1/0.95+1), -meanError(rust.done[baseline][0]), 0.01)
	require.Less(t, meanError(rust.done[clean][0]), 0.1*meanError(rust.done[baseline][0]))

	var shown bytes.Buffer
	require.NoError(t, trainedSection(t.Context(), &page{w: &shown}, w.options))
	require.Contains(t, shown.String(), "9 of 9 runs of the list are done")
	require.Regexp(t, `\| toy \| error at most 1.5 x exact closure .* to t = 0.5 \| .* \| 2 of 2 \| . of 2 \|`, shown.String())
	require.Regexp(t, `\| rusty \| law, largest relative error, .* \| 1 of 1 \|`, shown.String())
	require.Contains(t, shown.String(), "![errors of toy](toy/errors.png)")
	require.Contains(t, shown.String(), "![closures of toy](toy/closures.png)")
	require.Contains(t, shown.String(), "![closure-f of rusty](rusty/closure-f.png)")

	// What is kept reproduces what is said, by the command that a user has.
	out := filepath.Join(t.TempDir(), "predicted")
	require.NoError(t, c.Run(t.Context(), "predict", specPath(w.options.specs, "toy"), "-weights", weightsFile(w.options.results, "toy"), "-truth", "-times", "0.25", "-out", out))
	again, err := collect(out, aRun{spec: "toy", labels: clean, seed: 1}, l.model)
	require.NoError(t, err)
	require.Equal(t, l.done[clean][0].Errors[0].Each, again.Errors[0].Each)

	before := must(os.Stat(aRun{spec: "toy", labels: clean, seed: 2}.result(w.options.results)))(t).ModTime()
	require.NoError(t, perform(t.Context(), w))
	require.Equal(t, before, must(os.Stat(aRun{spec: "toy", labels: clean, seed: 2}.result(w.options.results)))(t).ModTime())

	require.NoError(t, os.WriteFile(specPath(w.options.specs, "toy"), []byte("# A comment.\n"+toy+"\n"), 0o644))
	done, _, err = list(w.options)
	require.NoError(t, err)
	require.Equal(t, 5+4, done, "comments change nothing")
	text := []byte(toy)
	text = append(text[:len(text)-len("epochs 1500\n}\n")], "epochs 1600\n}\n"...)
	require.NoError(t, os.WriteFile(specPath(w.options.specs, "toy"), text, 0o644))
	done, open, err = list(w.options)
	require.NoError(t, err)
	require.Equal(t, 1+4, done, "the baseline does not depend on how one trains")
	require.Contains(t, open, "toy/seed-1 (of an earlier version of the specification)")
}

// TestPerformGoesOn: a run that was stopped, and one whose command was killed, come to
// the same bits as one that was left in peace, and no result is written before its end.
func TestPerformGoesOn(t *testing.T) {
	t.Chdir("../..")
	c := commandOf(t)
	peace := bench(t, c)
	peace.options.only = "toy/seed-1$"
	require.NoError(t, perform(t.Context(), peace))
	r := aRun{spec: "toy", labels: clean, seed: 1}
	want, err := readOutcome(peace.options.results, r)
	require.NoError(t, err)

	for _, end := range []string{"stopped", "killed"} {
		w := bench(t, c)
		w.options.only = peace.options.only
		m, err := loadSpec(specPath(w.options.specs, "toy"))
		require.NoError(t, err)
		dir := filepath.Join(w.options.runs, "toy-"+m.Hash[:8], "clean", "seed-1")
		if end == "stopped" {
			ctx, cancel := context.WithCancel(t.Context())
			go func() { whenThere(filepath.Join(dir, "log.jsonl")); cancel() }()
			require.Error(t, perform(ctx, w))
		} else {
			cmd := exec.Command(c.Path(), "train", specPath(w.options.specs, "toy"), "-seeds", "1", "-out", filepath.Dir(dir))
			require.NoError(t, cmd.Start())
			whenThere(filepath.Join(dir, "log.jsonl"))
			require.NoError(t, cmd.Process.Kill())
			require.Error(t, cmd.Wait())
		}
		none, err := readOutcome(w.options.results, r)
		require.NoError(t, err)
		require.Nil(t, none, end)
		require.Eventually(t, func() bool { return perform(t.Context(), w) == nil }, time.Minute, 100*time.Millisecond, "the solver of a killed command lets go of its folder")
		got, err := readOutcome(w.options.results, r)
		require.NoError(t, err)
		require.Equal(t, want.Errors, got.Errors, end)
		require.Equal(t, want.Hash, got.Hash)
	}
}

// whenThere returns when a file has something in it, or after a while.
func whenThere(path string) {
	for range 60000 {
		if info, err := os.Stat(path); err == nil && info.Size() > 0 {
			return
		}
		time.Sleep(time.Millisecond)
	}
}

// commandOf builds the command and puts the toy in the place of the list.
func commandOf(t *testing.T) *command.Command {
	t.Helper()
	if testing.Short() {
		t.Skip("builds the command and a solver")
	}
	c, err := command.Build()
	require.NoError(t, err)
	t.Cleanup(c.Close)
	whole := trainings
	t.Cleanup(func() { trainings = whole })
	trainings = []training{{spec: "toy", seeds: 2, noise: "1%"}, {spec: "rusty", seeds: 1, noise: "0.001", coarsen: 2, cells: "4", warmup: 20, polish: 10, brief: 10}}
	return c
}

// TestList: what is on it is there, each run once.
func TestList(t *testing.T) {
	all, err := allRuns("../../specs")
	require.NoError(t, err)
	var titles []string
	for _, r := range all {
		require.NotContains(t, titles, r.title())
		titles = append(titles, r.title())
		m, err := loadSpec(specPath("../../specs", r.spec))
		require.NoError(t, err)
		require.NotNil(t, m.Train, r.spec)
		require.NotNil(t, m.Truth, r.spec)
	}
	require.True(t, slices.Contains(titles, "burgers_steady/seed-5"))
	require.False(t, slices.Contains(titles, "burgers_dynamic/seed-4"))
}

func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		require.NoError(t, err)
		return v
	}
}
