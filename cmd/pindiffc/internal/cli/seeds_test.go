package cli

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/dsl"
	"github.com/pindiff/pindiffc/dsl/model"
	"github.com/pindiff/pindiffc/runtime/dataset"
)

func TestParseSeeds(t *testing.T) {
	got, err := parseSeeds("1..3, 7")
	require.NoError(t, err)
	require.Equal(t, []uint64{1, 2, 3, 7}, got)
	got, err = parseSeeds("")
	require.NoError(t, err)
	require.Nil(t, got)
	for _, bad := range []string{"a", "3..1", "1,1", "-1", "1..", "1..1000000", "1,,2"} {
		_, err := parseSeeds(bad)
		require.Error(t, err, bad)
	}
}

func TestSeedTable(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "result.json"), []byte(`{"held_out": true, "epochs": 9, "errors": [
		{"state": "u", "time": 1, "relative_l1": 0.5}, {"state": "u", "time": 2, "relative_l1": 0.02, "exact_l1": 0.01}],
		"closures": [{"name": "k", "relative_l1": 0.03}], "pointwise": [{"name": "f", "relative_l1": 0.04}, {"name": "unknown"}]}`), 0o644))
	var all []seedResult
	for seed := range uint64(3) {
		r, err := readSeed(dir, seed)
		require.NoError(t, err)
		r.Errors[1].L1 *= float64(seed + 1)
		all = append(all, *r)
	}
	s := &spec{model: &model.Model{Name: "m", States: []*model.Symbol{{Name: "u"}, {Name: "unreported"}}}}
	got := seedTable(s, all)
	require.Equal(t, []string{"seed", "u", "exact closure", "k", "f", "unknown"}, got.Columns)
	require.Equal(t, [][]string{
		{"0", "2", "1", "3", "4", "-"}, {"1", "4", "1", "3", "4", "-"}, {"2", "6", "1", "3", "4", "-"},
		{"median", "4", "1", "3", "4", "-"}, {"least", "2", "1", "3", "4", "-"}, {"greatest", "6", "1", "3", "4", "-"},
	}, got.Rows)
}

// A seed of the list is the run of that seed alone.
func TestWithSeed(t *testing.T) {
	s := &spec{model: &model.Model{Train: &model.Train{Seed: 1}}}
	require.Equal(t, uint64(7), s.withSeed(7).model.Train.Seed)
	require.Equal(t, []string{"seed=7"}, s.withSeed(7).model.Overrides)
	require.Equal(t, uint64(1), s.model.Train.Seed)
}

const seenSpec = `model seen

domain {
  x : mm in [0, 100] cells 4
  t in [0, 1] step 0.1
}

state u = 1
state w

equation u: ddt(u) = -u
equation w: ddt(w) = -w

cases 2 { w = file("init.npz")   train 0   test 1 }

observe u at t = 1 on sensors("points.npz")
observe w at t = 1 on mask("mask.npz")
`

// Sensors, masks and initial values come from files beside the specification.
func TestPartsFromFiles(t *testing.T) {
	dir := t.TempDir()
	write := func(name, array string, shape []int, v ...float64) {
		require.NoError(t, dataset.Write(filepath.Join(dir, name), []dataset.Array{{Name: array, Shape: shape, Data: v}}))
	}
	write("points.npz", "points", []int{2}, 10, 50)
	write("mask.npz", "w", []int{4}, 0, 1, 2, 0)
	write("init.npz", "w", []int{2, 4}, 1, 2, 3, 4, 5, 6, 7, 8)
	name := filepath.Join(dir, "seen.pde")
	m, _, problems := dsl.Load(name, []byte(seenSpec))
	require.NotNil(t, m, problems)
	s := &spec{name: name, model: m}
	exp, fields, err := s.experiment(nil)
	require.NoError(t, err)
	require.InDeltaSlice(t, []float64{0.01, 0.05}, []float64{exp.Observe[0].Part.Points[0][0], exp.Observe[0].Part.Points[1][0]}, 1e-15)
	require.Equal(t, []float64{0, 1, 2, 0}, exp.Observe[1].Part.Weights)
	require.Equal(t, "initial/w", fields.arrays[0].Name)
	require.Equal(t, []int{2, 4}, fields.arrays[0].Shape)
	require.Equal(t, []string{"w"}, exp.Cases.Files)

	before := exp.Hash
	write("points.npz", "points", []int{2}, 10, 60)
	exp, _, err = s.experiment(nil)
	require.NoError(t, err)
	require.NotEqual(t, before, exp.Hash, "other sensors are another run")

	for want, damage := range map[string]func(){
		"points of sensors": func() { write("points.npz", "points", []int{1, 2}, 10, 60) },
		"no such file":      func() { require.NoError(t, os.Remove(filepath.Join(dir, "points.npz"))) },
	} {
		damage()
		_, _, err = s.experiment(nil)
		require.ErrorContains(t, err, want)
		write("points.npz", "points", []int{2}, 10, 50)
	}
	write("mask.npz", "w", []int{4}, 0, -1, 2, 0)
	_, _, err = s.experiment(nil)
	require.ErrorContains(t, err, "-1")
	write("init.npz", "w", []int{3, 4}, make([]float64, 12)...)
	_, _, err = s.experiment(nil)
	require.ErrorContains(t, err, "shape (4) or (2, 4)")
}
