package optim

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/vec"
)

// rosenbrock in n dimensions, whose least value 0 is at (1, ..., 1).
func rosenbrock[T vec.Float](x, grad []T) float64 {
	clear(grad)
	f := 0.0
	for i := 0; i+1 < len(x); i++ {
		a, b := float64(x[i]), float64(x[i+1])
		f += 100*(b-a*a)*(b-a*a) + (1-a)*(1-a)
		grad[i] += T(-400*a*(b-a*a) - 2*(1-a))
		grad[i+1] += T(200 * (b - a*a))
	}
	return f
}

func begin[T vec.Float]() []T { return []T{-1.2, 1, -0.5, 0.8} }

func TestLBFGSFindsTheValley(t *testing.T) {
	o, err := New[float64](4, Config{Kind: "lbfgs", Store: 5})
	require.NoError(t, err)
	x, g := begin[float64](), make([]float64, 4)
	for range 120 {
		if s := o.Update(x, g, rosenbrock(x, g), 0); s != Going {
			break
		}
	}
	require.True(t, o.Tries())
	require.InDeltaSlice(t, []float64{1, 1, 1, 1}, o.Standing(x), 1e-5)
}

// Where the arithmetic sees no more descent, the method stops with a status, at
// the best place that it has seen.
func TestLBFGSStalls(t *testing.T) {
	o, err := New[float32](4, Config{Kind: "lbfgs"})
	require.NoError(t, err)
	x, g := begin[float32](), make([]float32, 4)
	status, least := Going, math.Inf(1)
	for n := 0; status == Going; n++ {
		require.Less(t, n, 2000)
		f := rosenbrock(x, g)
		least = math.Min(least, f)
		status = o.Update(x, g, f, 0)
	}
	require.Contains(t, []Status{Stalled, Converged}, status)
	require.LessOrEqual(t, rosenbrock(x, g), least+1e-9)
	require.Equal(t, status, o.Update(x, g, 1, 0), "it stays there")
}

// A trial that cannot be evaluated shortens the step.
func TestLBFGSComesBackFromNowhere(t *testing.T) {
	o, err := New[float64](1, Config{Kind: "lbfgs"})
	require.NoError(t, err)
	x, g := []float64{0.01}, make([]float64, 1) // x - log x, which is not defined where the first trial leads
	nowhere := 0
	for range 60 {
		f := x[0]*10 - math.Log(x[0])
		g[0] = 10 - 1/x[0]
		if math.IsNaN(f) {
			nowhere++
		}
		if o.Update(x, g, f, 0) != Going {
			break
		}
	}
	require.Positive(t, nowhere)
	require.InDelta(t, 0.1, o.Standing(x)[0], 1e-6)
}

// Saved and restored after every evaluation, an optimiser makes the same moves,
// bit for bit.
func TestRestoreIsBitwise(t *testing.T) {
	for _, cfg := range []Config{
		{Kind: "adam"}, {Kind: "adamw", Decay: 0.1}, {Kind: "sgd", Momentum: 0.9}, {Kind: "lbfgs", Store: 3}, {Kind: "lbfgs", Store: 20},
	} {
		t.Run(cfg.Kind, func(t *testing.T) {
			whole, err := New[float32](4, cfg)
			require.NoError(t, err)
			x, y, g := begin[float32](), begin[float32](), make([]float32, 4)
			parts, _ := New[float32](4, cfg)
			for range 150 {
				f := rosenbrock(x, g)
				status := whole.Update(x, g, f, 1e-4)
				saved := parts.Save()
				parts, err = New[float32](4, cfg)
				require.NoError(t, err)
				require.NoError(t, parts.Restore(saved))
				rosenbrock(y, g)
				require.Equal(t, status, parts.Update(y, g, f, 1e-4))
				require.Equal(t, x, y)
			}
			require.Error(t, parts.Restore(Memory[float32]{Numbers: []float64{1, 2, 3}}))
		})
	}
}

func TestSGDHeavyBall(t *testing.T) {
	o, err := NewSGD[float64](1, Config{Momentum: 0.5})
	require.NoError(t, err)
	x := []float64{0}
	for range 3 {
		o.Update(x, []float64{1}, 0, 0.1)
	}
	require.InDelta(t, -0.1*(1+1.5+1.75), x[0], 1e-15)
	_, err = NewSGD[float64](1, Config{Momentum: 1})
	require.ErrorContains(t, err, "momentum")
}

func TestPlateau(t *testing.T) {
	p := Plateau{Factor: 0.5, Patience: 2, Least: 0.2}
	var got []float64
	for _, v := range []float64{3, 2, 2, 2.5, 1, 1, 1, 1, 1, 1, 1} {
		p.Look(v)
		var q Plateau
		q.Restore(p.Save())
		q.Factor, q.Patience, q.Least = p.Factor, p.Patience, p.Least
		p = q
		got = append(got, p.Rate())
	}
	require.Equal(t, []float64{1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.2, 0.2, 0.2}, got)
}

// squares is 1/2 sum of scale^i (x_i - at)^2 in n = 12 dimensions.
func squares(scale, at float64) func(x, grad []float64) float64 {
	return func(x, grad []float64) float64 {
		f := 0.0
		for i := range x {
			c, d := math.Pow(scale, float64(i)), x[i]-at
			grad[i] = c * d
			f += c * d * d / 2
		}
		return f
	}
}

// With the curvature of a similar problem, the least value is found in a third of the
// evaluations; the state can be saved and restored at any of them.
func TestLBFGSRecallsCurvature(t *testing.T) {
	const n = 12
	coarse, fine := squares(0.35, 1), squares(0.36, 1.01)
	o, err := NewLBFGS[float64](n, Config{Store: 30})
	require.NoError(t, err)
	x, g := make([]float64, n), make([]float64, n)
	for f := 1.0; f > 1e-12; {
		f = coarse(x, g)
		require.Equal(t, Going, o.Update(x, g, f, 0))
	}
	coarseBest, found := append([]float64{}, o.Standing(x)...), o.Save()
	require.InDeltaSlice(t, []float64{1, 1, 1}, coarseBest[:3], 1e-5)

	count := func(recall bool, cut int) (evaluations int, best []float64) {
		make1 := func() *LBFGS[float64] {
			o, err := NewLBFGS[float64](n, Config{Store: 30})
			require.NoError(t, err)
			if recall {
				require.NoError(t, o.Recall(found))
			}
			return o
		}
		o, x, g := make1(), append([]float64{}, coarseBest...), make([]float64, n)
		for k := 0; ; k++ {
			if k == cut {
				other := make1()
				require.NoError(t, other.Restore(o.Save()))
				o = other
			}
			f := fine(x, g)
			if f < 1e-14 {
				return k, x
			}
			require.Less(t, k, 300)
			require.Equal(t, Going, o.Update(x, g, f, 0))
		}
	}
	without, _ := count(false, -1)
	with, best := count(true, -1)
	require.Less(t, 3*with, without, "%d evaluations with, %d without", with, without)
	for cut := range with {
		again, same := count(true, cut)
		require.Equal(t, with, again)
		require.Equal(t, best, same)
	}

	require.ErrorContains(t, o.Recall(Memory[float64]{Numbers: []float64{1}}), "memory of lbfgs")
	other, err := NewLBFGS[float64](n+1, Config{})
	require.NoError(t, err)
	require.ErrorContains(t, other.Recall(found), "12 parameters, expected 13")
}
