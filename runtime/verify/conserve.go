package verify

import (
	"context"
	"math"
	"math/rand/v2"

	"github.com/pindiff/pindiffc/runtime/kernel"
)

// conservation: where all axes are periodic, what leaves a cell enters its
// neighbour, so the cells' rates of change f add up to nothing.
//
// An equation with a source, or in a form that is not conservative, is left out.
func (b *bench[T]) conservation(context.Context) ([]Check, error) {
	const name = "conservation"
	s, err := b.open(nil)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	for axis := range s.Grid().Dim {
		if !s.Grid().Periodic[axis] {
			return []Check{skip(name, "an axis is not periodic: fluxes leave through boundaries")}, nil
		}
	}
	rng := rand.New(rand.NewPCG(b.o.Seed, 5))
	worst, conserved := 0.0, 0
	for i := range b.p.States {
		if !b.p.States[i].Conservative {
			continue
		}
		conserved++
		t := b.newStage(s, rng)
		t.a.Alpha, t.a.Beta, t.a.Gamma = 0, -1, -1
		sum := math.Abs(t.total(i))
		if size := t.absolute(i); size > 0 {
			worst = max(worst, sum/size)
		}
	}
	if conserved == 0 {
		return []Check{skip(name, "every equation has a source")}, nil
	}
	return []Check{below(name, "|sum of rates| / sum of |rates|", worst, limit[T](1e-13, 1e-5)*float64(s.Grid().Cells))}, nil
}

// total sums f of equation i over the cells.
func (t *stage[T]) total(i int) float64 {
	t.k.Apply.Value(&t.a, 0, t.grid.N[0])
	return t.over(i, func(v float64) float64 { return v })
}

// absolute sums |f|.
func (t *stage[T]) absolute(i int) float64 { return t.over(i, math.Abs) }

func (t *stage[T]) over(i int, f func(float64) float64) float64 {
	sum, n := 0.0, t.grid.N[t.grid.Dim-1]
	for k := range t.grid.Rows() {
		r := t.grid.Row(k)
		for _, v := range t.a.Val[kernel.Out][i][r : r+n] {
			sum += f(float64(v))
		}
	}
	return sum
}
