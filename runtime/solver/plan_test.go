package solver

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestPlanSplitsSteps(t *testing.T) {
	p, err := newPlan(horizon{start: 1, steps: []float64{0.1, 0.1, 0.1}, scheme: &rk4}, []float64{1, 1.05, 1.1 + 1e-12, 1.15})
	require.NoError(t, err)
	require.InDeltaSlice(t, []float64{1, 1.05, 1.1, 1.15}, p.times, 1e-14)
	require.InDeltaSlice(t, []float64{0.05, 0.05, 0.05}, p.dt, 1e-14)
	require.Equal(t, []int{0, 1, 2, 3}, p.out)
	require.Equal(t, 7, p.levels())
	require.InDelta(t, 1.025, p.time(1), 1e-14)
}

func TestPlanRefuses(t *testing.T) {
	steps := []float64{0.1, 0.1}
	for _, times := range [][]float64{{0.3}, {-0.1}, {0.1, 0.05}, {math.NaN()}} {
		_, err := newPlan(horizon{start: 0, steps: steps, scheme: &backwardEuler}, times)
		require.Error(t, err, "%v", times)
	}
}

// TestPlanProperties: steps are positive and add up; every requested time is a
// level; nothing runs beyond the last one; whole steps keep their given length.
func TestPlanProperties(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		start := rapid.Float64Range(-5, 5).Draw(rt, "start")
		steps := rapid.SliceOfN(rapid.Float64Range(0.01, 1), 1, 12).Draw(rt, "steps")
		ends := levelsOf(start, steps)
		span := ends[len(ends)-1] - start
		var times []float64
		at := 0.0
		for _, f := range rapid.SliceOfN(rapid.Float64Range(0, 0.4), 1, 6).Draw(rt, "gaps") {
			at = min(1, at+f)
			times = append(times, start+at*span)
		}
		p, err := newPlan(horizon{start: start, steps: steps, scheme: &backwardEuler}, times)
		require.NoError(rt, err)
		near := 1e-8 * span
		for k, l := range p.out {
			require.InDelta(rt, times[k], p.times[l], near)
		}
		require.Equal(rt, p.out[len(p.out)-1], p.steps())
		now := start
		for i, h := range p.dt {
			require.Positive(rt, h)
			now += h
			require.InDelta(rt, p.times[i+1], now, near)
		}
	})
}
