package vec_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/vec"
)

func TestRelaxation(t *testing.T) {
	t.Run("float32", relaxation[float32])
	t.Run("float64", relaxation[float64])
}

// relaxation has the bits of one element after the other, for rows of any length and any
// number of couplings.
func relaxation[T vec.Float](t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	random := func(n int) []T {
		x := make([]T, n)
		for i := range x {
			x[i] = T(rng.NormFloat64())
		}
		return x
	}
	const count, margin = 5, 4
	for n := 1; n < 200; n++ {
		for _, terms := range [][]vec.Coupling{
			nil,
			{{Shift: 1}},
			{{Shift: -n - 2*margin, Before: 1}, {Shift: n + 2*margin}, {Shift: -1}, {Shift: 1}},
			{{Shift: 3}, {Shift: -n - 2*margin, Before: 2}, {Shift: -2}, {Shift: -n - 2*margin, Before: 1}, {Shift: 2}},
		} {
			pitch, apart, ring, beyond := n+2*margin, n+n%3, min(n, n%4), T(n%2)/8
			size := (count + 2) * pitch
			var rows []vec.RelaxRow
			for k := range count {
				rows = append(rows, vec.RelaxRow{At: (k+1)*pitch + margin, Factors: k * len(terms) * apart, Done: uint8(k) % 4})
			}
			factors := random(count*len(terms)*apart + 1)
			x, y, b := random(size), random(size), random(size)
			want := slices.Clone(y)
			var lane [64]T
			for _, r := range rows {
				for j := range n {
					s := b[r.At+j]
					for k, c := range terms {
						z := x
						if c.Before&r.Done != 0 {
							z = want
						}
						s -= T(factors[r.Factors+k*apart+j] * z[r.At+j+c.Shift])
					}
					s -= T(beyond * x[r.At+j])
					want[r.At+j] = s
					d := s - x[r.At+j]
					lane[j%64] += T(d * d)
				}
				for k := range ring {
					want[r.At-1-k] = want[r.At+n-1-k]
					want[r.At+n+k] = want[r.At+k]
				}
			}
			sum := 0.0
			for _, s := range lane {
				sum += float64(s)
			}
			p := vec.NewRelaxation(size, n, ring, apart, rows, terms, factors, beyond)
			var change vec.Totals
			p.Sweep(&change, rows, y, x, b)
			require.Equal(t, want, y, "%d elements, %d couplings", n, len(terms))
			require.InEpsilon(t, sum, change.Sum(), 1e-5)

			r, f, g := random(size), random(size), random(size)
			side, first := slices.Clone(b), slices.Clone(x)
			for _, row := range rows {
				for j := row.At; j < row.At+n; j++ {
					side[j], first[j] = f[j]*r[j], g[j]*r[j]
				}
				for k := range ring {
					first[row.At-1-k] = first[row.At+n-1-k]
					first[row.At+n+k] = first[row.At+k]
				}
			}
			p.Start(rows, b, x, f, g, r)
			require.Equal(t, side, b)
			require.Equal(t, first, x)
		}
	}
	row := []vec.RelaxRow{{At: 2}}
	require.Panics(t, func() { vec.NewRelaxation[T](8, 4, 3, 4, row, nil, nil, 0) }, "a ring beyond the slice")
	require.Panics(t, func() { vec.NewRelaxation(8, 4, 2, 4, row, []vec.Coupling{{Shift: 3}}, make([]T, 8), 0) }, "a coupling beyond it")
	require.Panics(t, func() { vec.NewRelaxation(8, 4, 2, 4, row, []vec.Coupling{{Shift: 1}}, make([]T, 3), 0) }, "too few factors")
	p := vec.NewRelaxation(8, 4, 2, 4, row, []vec.Coupling{{Shift: 1}}, make([]T, 4), 0)
	require.Panics(t, func() { p.Sweep(new(vec.Totals), row, make([]T, 8), make([]T, 7), make([]T, 8)) })
}
