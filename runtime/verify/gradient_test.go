package verify

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/internal/testsystem"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// TestParametersMoveByTheirSize: a parameter of 1e-9 is as good as one of 1, and
// one that is zero moves too.
func TestParametersMoveByTheirSize(t *testing.T) {
	b, err := newBench(context.Background(), testsystem.New[float64](1, testsystem.Options{Source: true}), Options{})
	require.NoError(t, err)
	s, err := b.open(nil)
	require.NoError(t, err)
	defer s.Close()
	for _, size := range []float64{1e-9, 0.3, 1e6, 0} {
		for i := range b.at.params {
			b.at.params[i] = size
		}
		for _, d := range b.direction(s, rand.New(rand.NewPCG(1, 2)), "parameters").params {
			require.NotZero(t, d)
			if size > 0 {
				require.LessOrEqual(t, math.Abs(d), 0.16*size)
			}
		}
	}
}

// TestBoundaryDataMoveByTheirSize: a coefficient of a condition is as small as its
// unit makes it, whatever the size of the state.
func TestBoundaryDataMoveByTheirSize(t *testing.T) {
	p := testsystem.New[float64](1, testsystem.Options{})
	require.NotEmpty(t, p.Bounds)
	for _, size := range []float64{1e-9, 1e6, 0} {
		for i := range p.Kernels.Bounds {
			p.Kernels.Bounds[i].Value = func(a *kernel.Args[float64], _, _ int) {
				for k := range a.Val[kernel.Bound][i] {
					a.Val[kernel.Bound][i][k] = size
				}
			}
		}
		b, err := newBench(context.Background(), p, Options{})
		require.NoError(t, err)
		s, err := b.open(nil)
		require.NoError(t, err)
		defer s.Close()
		for _, d := range b.boundDirection(s, rand.New(rand.NewPCG(1, 2))) {
			require.NotZero(t, vec.MaxAbs(d))
			if size > 0 {
				require.LessOrEqual(t, vec.MaxAbs(d), 0.5*size)
			}
		}
	}
}

// TestFaintSlopes: along a direction that hardly changes the loss, round-off of the
// loss is no wrong gradient, and a wrong gradient is still one.
func TestFaintSlopes(t *testing.T) {
	ctx := context.Background()
	b, err := newBench(ctx, testsystem.New[float64](1, testsystem.Options{Source: true}), Options{})
	require.NoError(t, err)
	s, err := b.open(nil)
	require.NoError(t, err)
	defer s.Close()
	l := b.newLoss(s.Grid().Cells)
	tape, err := s.Forward(ctx, b.cases(b.at), b.times)
	require.NoError(t, err)
	g, err := tape.Pullback(ctx, l.cotangent(tape.At))
	require.NoError(t, err)
	d := b.direction(s, rand.New(rand.NewPCG(1, 2)), "initial")
	n := &line[float64]{b: b, s: s, l: l, d: d, start: l.value(tape.At)}
	shrink := 1e-9 * n.start / math.Abs(b.slope(g, d))
	for _, u := range d.initial {
		vec.Scale(shrink, u)
	}
	n.slope = b.slope(g, d)
	noise, err := n.noise(ctx)
	require.NoError(t, err)
	all, err := n.differences(ctx, noise)
	require.NoError(t, err)
	right := n.against("gradient", all)
	require.Equal(t, Pass, right.Verdict, "%+v", right)
	n.slope *= 1.01
	require.Equal(t, Fail, n.against("gradient", all).Verdict)
	n.slope = 0
	require.Equal(t, Fail, n.against("gradient", all).Verdict)

	nothing := []difference{{0, 1e-15}}
	require.Equal(t, Skipped, n.against("gradient", nothing).Verdict)
	n.slope = 1
	require.Equal(t, Fail, n.against("gradient", nothing).Verdict, "a slope that is not there")
	require.Equal(t, Fail, n.against("gradient", nil).Verdict, "no run succeeded")
}

// TestNoise: what is added to a smooth loss is found, and not the loss.
func TestNoise(t *testing.T) {
	ctx := context.Background()
	b, err := newBench(ctx, testsystem.New[float64](1, testsystem.Options{Source: true}), Options{})
	require.NoError(t, err)
	s, err := b.open(nil)
	require.NoError(t, err)
	defer s.Close()
	l := b.newLoss(s.Grid().Cells)
	res, err := s.Simulate(ctx, b.cases(b.at), b.times)
	require.NoError(t, err)
	n := &line[float64]{b: b, s: s, l: l, d: b.direction(s, rand.New(rand.NewPCG(1, 2)), "initial"), start: l.value(res.At)}
	quiet, err := n.noise(ctx)
	require.NoError(t, err)
	require.Less(t, quiet, 1e-13*n.start)
	n.start *= 1 + 1e-6 // one value off by so much
	loud, err := n.noise(ctx)
	require.NoError(t, err)
	require.Greater(t, loud, 3e-8*n.start)
	require.Less(t, loud, 1e-6*n.start)
}

// TestSense: states that only fall are moved down, those that only rise up.
func TestSense(t *testing.T) {
	at := []float64{1, 2, 3}
	for want, after := range map[float64][]float64{
		1:  {1, 2.1, 3 - 1e-9},
		-1: {0.9, 2, 3},
		0:  {0.9, 2.1, 3},
	} {
		require.Equal(t, want, sense(at, after))
	}
	require.Zero(t, sense(at, at))
	require.Zero(t, sense(at, []float64{1 + 1e-12, 2, 3}), "at rest")
	mean, spread := band(0.2, -1)
	require.Equal(t, []float64{-0.1, 0.1}, []float64{mean, spread})
	mean, spread = band(0.2, 0)
	require.Equal(t, []float64{0, 0.2}, []float64{mean, spread})
}
