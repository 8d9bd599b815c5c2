package precond_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/precond"
)

// BenchmarkPrecond: a product, and each preconditioner's use and set-up, on the
// grid of the advection-diffusion specs.
func BenchmarkPrecond(b *testing.B) {
	for _, states := range []int{1, 3} {
		g := newGrid(b, 4, 1, 128, 64)
		m, err := precond.NewMatrix[float32](g, states, star(2, states))
		require.NoError(b, err)
		fill(m, 20, rand.New(rand.NewPCG(1, 1)))
		s := grid.Space[float32]{Grid: g, Fields: states}
		x, y := s.New(), s.New()
		for i := range x {
			x[i] = 1
		}
		b.Run(fmt.Sprintf("product/%d", states), func(b *testing.B) {
			for b.Loop() {
				m.Apply(y, x)
			}
		})
		for _, c := range []struct {
			name string
			p    precond.Preconditioner[float32]
		}{
			{"point", precond.NewPointBlock(m)},
			{"line0", precond.NewLine(m, 0)},
			{"line1", precond.NewLine(m, 1)},
			{"lines", precond.NewMultiplicative(m, 0, 1)},
		} {
			require.NoError(b, c.p.Update())
			b.Run(fmt.Sprintf("%s/%d", c.name, states), func(b *testing.B) {
				for b.Loop() {
					c.p.Precondition(y, x)
				}
			})
			b.Run(fmt.Sprintf("%s/%d/update", c.name, states), func(b *testing.B) {
				for b.Loop() {
					_ = c.p.Update()
				}
			})
		}
	}
}
