package verify

import (
	"math/rand/v2"

	"github.com/pindiff/pindiffc/runtime/vec"
)

// loss is 1/2 sum r (u/scale)^2 over the observed states, r fixed and random:
// quadratic, so that no Taylor remainder vanishes.
type loss[T vec.Float] struct {
	b *bench[T]
	r []float64
}

func (b *bench[T]) newLoss(cells int) loss[T] {
	rng := rand.New(rand.NewPCG(b.o.Seed, 3))
	l := loss[T]{b: b, r: make([]float64, cells)}
	for i := range l.r {
		l.r[i] = 0.5 + rng.Float64()
	}
	return l
}

func (l loss[T]) value(at [][][][]T) float64 {
	sum := 0.0
	for _, cases := range at {
		for i, u := range cases[0] {
			for c, v := range u {
				x := float64(v) / l.b.scale[i]
				sum += 0.5 * l.r[c] * x * x / float64(len(u))
			}
		}
	}
	return sum
}

func (l loss[T]) cotangent(at [][][][]T) [][][][]T {
	cot := make([][][][]T, len(at))
	for k, cases := range at {
		cot[k] = [][][]T{make([][]T, len(cases[0]))}
		for i, u := range cases[0] {
			bar := make([]T, len(u))
			for c, v := range u {
				bar[c] = T(l.r[c] * float64(v) / (l.b.scale[i] * l.b.scale[i]) / float64(len(u)))
			}
			cot[k][0][i] = bar
		}
	}
	return cot
}
