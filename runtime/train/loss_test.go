package train

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func draw(r *rand.Rand, n int) []float64 {
	v := make([]float64, n)
	for i := range v {
		v[i] = r.NormFloat64()
	}
	return v
}

// Every cotangent against central differences, entry by entry.
func TestLossCotangents(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		n := rapid.IntRange(1, 6).Draw(t, "n")
		a, b := draw(r, n), draw(r, n)
		var w []float64
		if rapid.Bool().Draw(t, "weights") {
			for range n {
				w = append(w, r.Float64())
			}
		}
		for _, term := range []Term{{Metric: "mse", Weight: 3}, {Metric: "mae", Weight: 2}, {Metric: "huber", Weight: 1.5, Delta: 0.7}, {Metric: "rel_l2", Weight: 0.5}, {Metric: "rel_l1", Weight: 0.7}} {
			require.NoError(t, term.Check())
			total := Total{Values: 11, Pairs: 3}
			cot := make([]float64, n)
			Add(term, total, cot, a, b, w)
			for i := range a {
				const h = 1e-6
				d := math.Abs(a[i] - b[i])
				if d < 2*h || math.Abs(d-term.Delta) < 2*h {
					continue // a kink
				}
				x := a[i]
				a[i] = x + h
				up := Add(term, total, nil, a, b, w)
				a[i] = x - h
				down := Add(term, total, nil, a, b, w)
				a[i] = x
				require.InDelta(t, (up-down)/(2*h), cot[i], 1e-7, "%s[%d]", term.Metric, i)
			}
		}
	})
}

func TestLossValues(t *testing.T) {
	a, b := []float32{1, 2, 4}, []float32{1, 1, 2}
	total := Total{Values: 6, Pairs: 2}
	value := func(term Term) float64 { return Add(term, total, nil, a, b, nil) }
	require.InDelta(t, 5.0/6, value(Term{Metric: "mse", Weight: 1}), 1e-15)
	require.InDelta(t, 3.0/6, value(Term{Metric: "mae", Weight: 1}), 1e-15)
	require.InDelta(t, (0.5+1.5)/6, value(Term{Metric: "huber", Weight: 1, Delta: 1}), 1e-15)
	require.InDelta(t, math.Sqrt(5.0/6)/2, value(Term{Metric: "rel_l2", Weight: 1}), 1e-15)
	require.InDelta(t, 3.0/4/2, value(Term{Metric: "rel_l1", Weight: 1}), 1e-15)
	require.InDelta(t, 1.0/6, Add(Term{Metric: "mse", Weight: 1}, total, nil, a, b, []float64{1, 1, 0}), 1e-15)

	cot := []float32{0, 0, 0}
	Add(Term{Metric: "rel_l2", Weight: 1}, total, cot, b, b, nil)
	Add(Term{Metric: "mae", Weight: 1}, total, cot, b, b, nil)
	require.Equal(t, []float32{0, 0, 0}, cot, "the derivative at a kink")

	grad := []float64{1, 1}
	require.InDelta(t, 0.1*(9+16)/2, L2(0.1, []float64{3, 4}, grad), 1e-15)
	require.InDeltaSlice(t, []float64{1.3, 1.4}, grad, 1e-15)

	for _, bad := range []Term{{Metric: "l3"}, {Metric: "huber"}, {Metric: "mse", Weight: math.NaN()}} {
		require.Error(t, bad.Check())
	}
}

func TestCompare(t *testing.T) {
	e := Compare([]float32{1, 2, 4}, []float32{1, 1, 2})
	require.InDelta(t, 3.0/4, e.L1, 1e-15)
	require.InDelta(t, math.Sqrt(5.0/6), e.L2, 1e-15)
	require.Equal(t, 2.0, e.Max)
	require.InDelta(t, 1, e.Mean, 1e-15)
	require.Zero(t, Compare([]float64{0}, []float64{0}).L1)
	require.True(t, math.IsInf(Compare([]float64{1}, []float64{0}).L2, 1))
	require.True(t, math.IsNaN(Compare([]float64{math.NaN(), 0}, []float64{1, 1}).Max))
	require.Equal(t, 2.0, Mean([]float64{1, 3}))
}

func TestTransform(t *testing.T) {
	inf := math.Inf(1)
	rapid.Check(t, func(t *rapid.T) {
		lo := rapid.SampledFrom([]float64{-inf, -2, 0.5}).Draw(t, "lo")
		hi := rapid.SampledFrom([]float64{inf, 7}).Draw(t, "hi")
		value := rapid.Float64Range(0.6, 6).Draw(t, "value")
		tr, err := NewTransform(lo, hi, rapid.Bool().Draw(t, "positive"), value)
		require.NoError(t, err)
		theta := tr.Theta(value)
		got, slope := tr.Value(theta)
		require.InEpsilon(t, value, got, 1e-12)
		up, _ := tr.Value(theta + 1e-6)
		down, _ := tr.Value(theta - 1e-6)
		require.InDelta(t, (up-down)/2e-6, slope, 1e-6*(1+math.Abs(slope)))
		far, _ := tr.Value(-30)
		require.GreaterOrEqual(t, far, tr.Lo)
	})
	for _, bad := range [][3]float64{{0, 1, 1}, {0, 1, 0}, {0, 1, math.NaN()}} {
		_, err := NewTransform(bad[0], bad[1], false, bad[2])
		require.Error(t, err)
	}
	_, err := NewTransform(-inf, inf, true, -1)
	require.Error(t, err)
	tr, err := NewTransform(-inf, inf, false, 0)
	require.NoError(t, err)
	v, _ := tr.Value(0.25)
	require.Equal(t, 0.25, v)
}
