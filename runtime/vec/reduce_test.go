package vec

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

func random[T Float](rng *rand.Rand, n int) []T {
	x := make([]T, n+3)[3:]
	for i := range x {
		x[i] = T(rng.NormFloat64())
	}
	return x
}

// plainDot is the documented order of Dot, written out.
func plainDot[T Float](x, y []T) float64 {
	var totals [8]float64
	for lo := 0; lo < len(x); lo += 1024 {
		var lane [64]T
		for i := lo; i < min(lo+1024, len(x)); i++ {
			lane[i%64] += T(x[i] * y[i])
		}
		for i := range 8 {
			totals[i] += float64(((lane[i] + lane[i+32]) + (lane[i+16] + lane[i+48])) +
				((lane[i+8] + lane[i+40]) + (lane[i+24] + lane[i+56])))
		}
	}
	return ((totals[0] + totals[4]) + (totals[2] + totals[6])) + ((totals[1] + totals[5]) + (totals[3] + totals[7]))
}

func testReductions[T Float](t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{0, 1, 5, 7, 8, 9, 15, 16, 17, 31, 32, 63, 64, 65, 100, 1023, 1024, 1025, 5000} {
		x, y, ones := random[T](rng, n), random[T](rng, n), make([]T, n)
		exact, largest := 0., 0.
		for i := range x {
			ones[i] = 1
			exact += float64(x[i]) * float64(y[i])
			largest = max(largest, math.Abs(float64(x[i])))
		}
		require.Equal(t, plainDot(x, y), Dot(x, y), "%d", n)
		require.Equal(t, plainDot(x, ones), Sum(x), "%d", n)
		require.Equal(t, math.Sqrt(plainDot(x, x)), Norm2(x), "%d", n)
		require.Equal(t, largest, MaxAbs(x), "%d", n)
		require.InDelta(t, exact, Dot(x, y), 1e-6*math.Sqrt(float64(n+1))*4)
		require.True(t, AllFinite(x))
		for _, i := range []int{0, n / 2, n - 1} {
			for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
				if n == 0 {
					continue
				}
				old := x[i]
				x[i] = T(v)
				require.False(t, AllFinite(x), "%d of %d", i, n)
				if math.IsNaN(v) {
					require.True(t, math.IsNaN(MaxAbs(x)))
				} else {
					require.Equal(t, math.Inf(1), MaxAbs(x))
				}
				x[i] = old
			}
		}
	}
}

func TestReductions(t *testing.T) {
	t.Run("float32", testReductions[float32])
	t.Run("float64", testReductions[float64])
}

func testElementwise[T Float](t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for _, n := range []int{0, 1, 7, 16, 17, 100} {
		x, y := random[T](rng, n), random[T](rng, n)
		a, b := T(0.3), T(-1.7)
		axpy, axpby, zero, scale, mul := append([]T{}, y...), append([]T{}, y...), append([]T{}, y...), append([]T{}, x...), make([]T, n)
		for i := range zero {
			zero[i] = T(math.NaN())
		}
		Axpy(a, x, axpy)
		Axpby(a, x, b, axpby)
		Axpby(a, x, 0, zero)
		Scale(a, scale)
		Mul(mul, x, y)
		added, taken := append([]T{}, y...), append([]T{}, y...)
		MulAdd(added, x, mul)
		MulSub(taken, x, mul)
		for i := range x {
			require.Equal(t, y[i]+T(a*x[i]), axpy[i])
			require.Equal(t, T(a*x[i])+T(b*y[i]), axpby[i])
			require.Equal(t, a*x[i], zero[i])
			require.Equal(t, a*x[i], scale[i])
			require.Equal(t, x[i]*y[i], mul[i])
			require.Equal(t, y[i]+T(x[i]*mul[i]), added[i])
			require.Equal(t, y[i]-T(x[i]*mul[i]), taken[i])
		}
		Copy(mul, x)
		require.Equal(t, append([]T{}, x...), mul)
	}
}

func TestElementwise(t *testing.T) {
	t.Run("float32", testElementwise[float32])
	t.Run("float64", testElementwise[float64])
}

func TestNoAllocation(t *testing.T) {
	x, y := make([]float32, 5000), make([]float32, 5000)
	sum := 0.
	require.Zero(t, testing.AllocsPerRun(10, func() {
		Axpy(2, x, y)
		Axpby(2, x, 3, y)
		SinCosSlice(x, y, x)
		TanhSlice(y, x)
		sum += Dot(x, y) + Sum(x) + MaxAbs(y)
	}))
}
