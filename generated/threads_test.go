package generated_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/generated/advdiff_steady"
	"github.com/pindiff/pindiffc/generated/burgers_steady"
	"github.com/pindiff/pindiffc/generated/cvi"
	"github.com/pindiff/pindiffc/generated/gray_scott"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/solver"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// TestSameBitsForAnyThreads: states and gradients of one case and of two on one, two
// and three threads, which share a case where they are more, with everything stored and
// with checkpoints: periodic and with walls, linear and not, with closures at each
// iteration and with multigrid.
func TestSameBitsForAnyThreads(t *testing.T) {
	sameBits(t, advdiff_steady.Problem(), 128, 3, 1e-6)
	sameBits(t, burgers_steady.Problem(), 128, 2, 1e-5)
	sameBits(t, gray_scott.Problem(), 64, 2, 1e-5)
	sameBits(t, cvi.Problem(), 64, 1, 1e-5)
}

func sameBits[T vec.Float](t *testing.T, p *kernel.Problem[T], height, steps int, tol float64) {
	t.Run(p.Name, func(t *testing.T) {
		for cases := 1; cases <= 2; cases++ {
			var at [][][][]T
			var want *solver.Gradient[T]
			for _, c := range []solver.Config{{Workers: 1}, {Workers: 2}, {Workers: 3}, {Workers: 3, Checkpoint: "revolve", Slots: 1}} {
				c.Cells, c.Steps, c.Tol, c.AdjointTol = []int{96, height}, p.Steps[:steps], tol, tol
				gotAt, got := gradient(t, p, c, cases)
				if want == nil {
					at, want = gotAt, got
				}
				require.Equal(t, at, gotAt, "%+v", c)
				require.Equal(t, want, got, "%+v", c)
			}
		}
	})
}

// gradient runs so many cases, their parameters apart, and takes the states' own values
// for a cotangent.
func gradient[T vec.Float](t *testing.T, p *kernel.Problem[T], c solver.Config, cases int) ([][][][]T, *solver.Gradient[T]) {
	s, err := solver.New(p, c)
	require.NoError(t, err)
	defer s.Close()
	require.Greater(t, s.Grid().Strips(), 1)
	w := make([]T, s.NumWeights())
	s.InitWeights(w, 1)
	require.NoError(t, s.SetWeights(w))
	var list []solver.Case[T]
	for k := range cases {
		one := solver.Case[T]{}
		if !p.States[0].Default {
			for range p.States {
				u := make([]T, s.Grid().Cells)
				for i := range u {
					u[i] = T(0.5 + 0.01*float64((i*(7+k))%31))
				}
				one.Initial = append(one.Initial, u)
			}
		}
		list = append(list, one)
	}
	tape, err := s.Forward(context.Background(), list, nil)
	require.NoError(t, err)
	at := slices.Clone(tape.At)
	g, err := tape.Pullback(context.Background(), tape.At)
	require.NoError(t, err, fmt.Sprintf("%+v", c))
	g.Stats = solver.Stats{}
	return at, g
}
