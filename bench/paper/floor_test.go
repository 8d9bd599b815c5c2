package main

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// With the true closures the solvers are as far from the paper's labels as a
// separate program found.
func TestFloors(t *testing.T) {
	want, err := readReferences()
	require.NoError(t, err)
	found := map[string]int{}
	for _, s := range systems {
		for _, f := range want.Floors {
			if f.Spec != s.problem.Name {
				continue
			}
			found[f.Spec]++
			l, err := readLabels("testdata", s.file(), s.state, s.closures)
			require.NoError(t, err)
			got, err := floor(t.Context(), s.problem, l, []int{0}, scheme{f.Scheme, f.Step}, f.Times)
			require.NoError(t, err)
			require.InDeltaSlice(t, f.Error, got, 4e-6, "%s, %s, step %g", f.Spec, f.Scheme, f.Step)
		}
	}
	require.Equal(t, map[string]int{"advdiff_steady": 4, "burgers_steady": 1}, found)
}

// A velocity that is known at a few times is found between them.
func TestWavesBetweenTimes(t *testing.T) {
	const nx, ny = 32, 16
	truth := func(time float64) []float32 {
		v := make([]float64, nx*ny)
		low, high := math.Inf(1), math.Inf(-1)
		for i := range v {
			x, y := float64(i/ny)/nx, float64(i%ny)/ny
			v[i] = math.Sin(2*math.Pi*(2*x+y)+3*time) + 0.6*math.Sin(2*math.Pi*(2*x+y)-2*time) + 0.5*math.Cos(2*math.Pi*(x-2*y)+time)
			low, high = min(low, v[i]), max(high, v[i])
		}
		out := make([]float32, len(v))
		for i, x := range v {
			out[i] = float32((x - low) / (high - low))
		}
		return out
	}
	times := []float64{0, 0.1, 0.2, 0.35, 0.5, 0.6, 0.7, 0.8, 1}
	var values [][]float32
	for _, at := range times {
		values = append(values, truth(at))
	}
	w, err := newWaves(times, values, nx, ny)
	require.NoError(t, err)
	got := make([]float32, nx*ny)
	for _, at := range []float64{0.1, 0.15, 0.42, 0.95} {
		w.at(at, got)
		for i, x := range truth(at) {
			require.InDelta(t, x, got[i], 1e-4, "cell %d at %g", i, at)
		}
	}
}

func TestLabelsThatAreNotThere(t *testing.T) {
	s := systems[0]
	_, err := readLabels("testdata", "none.npz", s.state, s.closures)
	require.Error(t, err)
	_, err = readLabels("testdata", s.file(), "u", s.closures)
	require.ErrorContains(t, err, "no array \"u\"")
	l, err := readLabels("testdata", s.file(), s.state, s.closures)
	require.NoError(t, err)
	_, err = floor(t.Context(), s.problem, l, []int{0}, s.schemes[0], []float64{0.123})
	require.ErrorContains(t, err, "no labels at t = 0.123")
}
