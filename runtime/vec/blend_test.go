package vec

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestBlends(t *testing.T) {
	t.Run("float32", testBlends[float32])
	t.Run("float64", testBlends[float64])
}

// Splitting is the transpose of blending; halves of equal conductances are 1/4; the
// formulas hold for any length, whole vectors and the rest.
func testBlends[T Float](t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	tol := 100 * float64(epsilonOf[T]())
	for _, n := range []int{0, 1, 7, 16, 37, 64} {
		a, b, w, f, v := random[T](rng, n), random[T](rng, n), random[T](rng, n), random[T](rng, n), random[T](rng, n)
		y, abar, bbar := make([]T, n), make([]T, n), make([]T, n)
		AddBlend(y, w, f, a, b)
		AddSplit(abar, bbar, w, f, v)
		require.InDelta(t, Dot(v, y), Dot(a, abar)+Dot(b, bbar), tol*float64(n+1))
		for i := range n {
			require.InDelta(t, float64(w[i])*(float64(a[i])+float64(f[i])*float64(b[i]-a[i])), float64(y[i]), tol*20)
		}
		p, q, r, k := make([]T, n), make([]T, n), make([]T, n), make([]T, n)
		for i := range n {
			p[i], q[i], r[i], k[i] = T(rng.Float64()), T(rng.Float64()), T(rng.Float64()), T(i%2)
			if i%2 == 0 {
				r[i] = 1
			}
			if i%5 == 4 {
				p[i], q[i] = 0, 0
			}
		}
		Between(f, p, q, r, k)
		for i := range n {
			in := 0.5 / float64(p[i])
			want := in / (in + 1/float64(q[i]) + 0.5*float64(k[i])/float64(r[i]))
			if i%5 == 4 {
				want = 0
			}
			require.InDelta(t, want, float64(f[i]), tol, "%d of %d", i, n)
		}
	}
	f := []T{9}
	Between(f, []T{1}, []T{1}, []T{1}, []T{1})
	require.EqualValues(t, 0.25, f[0])
}

func TestShare(t *testing.T) {
	t.Run("float32", testShare[float32])
	t.Run("float64", testShare[float64])
}

func testShare[T Float](t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	tol := 100 * float64(epsilonOf[T]())
	for _, own := range []bool{false, true} {
		for _, n := range []int{0, 1, 7, 16, 37, 64} {
			v, there, here := random[T](rng, n), random[T](rng, n), random[T](rng, n)
			to, stay, f := make([]T, n), random[T](rng, n), make([]T, n)
			sum := make([]T, n)
			for i := range n {
				if i%3 > 0 {
					f[i] = T(rng.Float64())
				}
				sum[i] = stay[i]
			}
			Share(to, stay, v, there, here, f, 0.5, own)
			for i := range n {
				require.InDelta(t, float64(sum[i]), float64(to[i]+stay[i]), tol, "row sums are kept")
				require.InDelta(t, share(float64(v[i]), float64(there[i]), float64(here[i]), 0.5*float64(f[i]), own), float64(to[i]), tol, fmt.Sprint(own, i, n))
			}
		}
	}
}

// share is what moves, by the definition.
func share(v, there, here, f float64, own bool) float64 {
	if f == 0 {
		return 0
	}
	a := (v - there) / 2
	if b := (v - here) / 2; own {
		a = math.Copysign(math.Min(math.Abs(a), math.Abs(b)), a)
		if (v-there)*(v-here) <= 0 {
			a = 0
		}
	}
	s := v - a
	if own && s != 0 {
		f = math.Max(f, math.Min(1, math.Abs(a/s)))
	}
	return f*s + a
}

func epsilonOf[T Float]() T {
	e := T(1)
	for 1+e/2 > 1 {
		e /= 2
	}
	return e
}
