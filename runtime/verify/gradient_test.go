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
	apart, err := n.difference(ctx)
	require.NoError(t, err)
	require.Less(t, apart, 1e-6)
	n.slope *= 1.01
	apart, err = n.difference(ctx)
	require.NoError(t, err)
	require.Greater(t, apart, 5e-6)
}
