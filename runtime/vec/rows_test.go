package vec

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// shapes of rows: shorter and longer than a vector, than the lanes, than a group, and
// several groups; with a rest and without.
var shapes = []Rows{
	{1, 1, 1}, {3, 5, 8}, {2, 16, 16}, {7, 17, 20}, {40, 31, 48}, {5, 64, 64}, {33, 64, 80}, {20, 100, 128}, {3, 192, 200}, {4, 1024, 1024}, {2, 1500, 1600},
}

// plainDotRows is the documented order of DotRows, written out.
func plainDotRows[T Float](r Rows, x, y []T) float64 {
	var totals [8]float64
	for k := 0; k < r.Count; {
		count, size := min(r.Count-k, max(1, 1024/r.N)), r.N
		for lo := 0; lo < size; lo += 1024 {
			n := min(1024, size-lo)
			var lane [64]T
			for _, part := range [][2]int{{0, n / 64 * 64}, {n / 64 * 64, n}} {
				for row := k; row < k+count; row++ {
					for j := part[0]; j < part[1]; j++ {
						i := row*r.Stride + lo + j
						lane[j%64] += T(x[i] * y[i])
					}
				}
			}
			for i := range 8 {
				totals[i] += float64(((lane[i] + lane[i+32]) + (lane[i+16] + lane[i+48])) +
					((lane[i+8] + lane[i+40]) + (lane[i+24] + lane[i+56])))
			}
		}
		k += count
	}
	return ((totals[0] + totals[4]) + (totals[2] + totals[6])) + ((totals[1] + totals[5]) + (totals[3] + totals[7]))
}

func testRows[T Float](t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for _, r := range shapes {
		size := r.Count * r.Stride
		x, y, z := random[T](rng, size), random[T](rng, size), random[T](rng, size)
		a, b, c := T(0.3), T(-1.7), T(0.9)
		dot := func(x, y []T) float64 {
			var s Totals
			DotRows(&s, r, x, y)
			return s.Sum()
		}
		require.Equal(t, plainDotRows(r, x, y), dot(x, y), "%v", r)

		var xy, yy Totals
		DotsRows(&xy, &yy, r, x, y)
		require.Equal(t, [2]float64{dot(x, y), dot(y, y)}, [2]float64{xy.Sum(), yy.Sum()}, "%v", r)

		// one after the other, element by element, between the rows nothing
		each := func(x []T, f func(i int) T) []T {
			out := append([]T{}, x...)
			for k := range r.Count {
				for j := range r.N {
					out[k*r.Stride+j] = f(k*r.Stride + j)
				}
			}
			return out
		}
		same := func(want []T, x []T, do func(x []T)) []T {
			got := append([]T{}, x...)
			do(got)
			require.Equal(t, want, got, "%v", r)
			return got
		}
		same(each(y, func(i int) T { return y[i] + T(a*x[i]) }), y, func(y []T) { AxpyRows(r, a, x, y) })
		same(each(y, func(i int) T { return T(a*x[i]) + T(b*y[i]) }), y, func(y []T) { AxpbyRows(r, a, x, b, y) })
		same(each(y, func(i int) T { return a * x[i] }), y, func(y []T) { AxpbyRows(r, a, x, 0, y) })
		same(each(y, func(i int) T { return a * y[i] }), y, func(y []T) { ScaleRows(r, a, y) })
		same(each(y, func(i int) T { return x[i] }), y, func(y []T) { CopyRows(r, y, x) })
		same(each(y, func(i int) T { return x[i] + T(b*(y[i]+T(a*z[i]))) }), y, func(y []T) { Redirect(r, y, x, b, y, a, z) })
		other := random[T](rng, size)
		same(each(other, func(i int) T { return x[i] + T(b*(y[i]+T(a*z[i]))) }), other, func(dst []T) { Redirect(r, dst, x, b, y, a, z) })

		var squares Totals
		next := same(each(y, func(i int) T { return T(a*x[i]) + T(b*y[i]) }), y, func(y []T) { AxpbySquares(&squares, r, y, a, x, b, y) })
		require.Equal(t, dot(next, next), squares.Sum(), "%v", r)

		squares = Totals{}
		next = same(each(other, func(i int) T { return T(a*x[i]) + T(b*y[i]) }), other, func(dst []T) { AxpbySquares(&squares, r, dst, a, x, b, y) })
		require.Equal(t, dot(next, next), squares.Sum(), "%v", r)

		squares = Totals{}
		same(each(y, func(i int) T { return x[i] + T(a*(z[i]-x[i])) }), y, func(y []T) { Toward(&squares, r, y, x, a, z) })
		apart := each(z, func(i int) T { return z[i] - x[i] })
		require.Equal(t, dot(apart, apart), squares.Sum(), "%v", r)

		before := append([]T{}, x...)
		same(each(y, func(i int) T { return y[i] + T(a*z[i]) }), y, func(y []T) { Move(r, before, y, a, z) })
		require.Equal(t, each(x, func(i int) T { return y[i] }), before, "%v", r)

		p, shadow := random[T](rng, size), random[T](rng, size)
		yy, xy = Totals{}, Totals{}
		iterate, residual := append([]T{}, x...), append([]T{}, y...)
		Advance(&yy, &xy, r, a, p, b, residual, iterate, c, z, residual, shadow)
		require.Equal(t, each(x, func(i int) T { return x[i] + T(a*p[i]) + T(b*y[i]) }), iterate, "%v", r)
		require.Equal(t, each(y, func(i int) T { return y[i] + T(c*z[i]) }), residual, "%v", r)
		require.Equal(t, [2]float64{dot(residual, residual), dot(shadow, residual)}, [2]float64{yy.Sum(), xy.Sum()}, "%v", r)
	}
}

// Whatever the rows, the loops compute what is documented, touch nothing between rows,
// and one pass gives the bits of several.
func TestRows(t *testing.T) {
	t.Run("float32", testRows[float32])
	t.Run("float64", testRows[float64])
}

func TestRowsThatDoNotFit(t *testing.T) {
	x := make([]float32, 20)
	require.Panics(t, func() { ScaleRows(Rows{3, 5, 8}, 2, x) })
	require.Panics(t, func() { ScaleRows(Rows{2, 9, 8}, 2, x) })
	require.NotPanics(t, func() { ScaleRows(Rows{3, 4, 8}, 2, x) })
	require.NotPanics(t, func() { ScaleRows(Rows{0, 4, 8}, 2, x[:0]) })
}
