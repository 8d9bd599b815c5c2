package vec

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// function is one function of a value, its slice form, the reference in float64
// and where it is tested.
type function[T Float] struct {
	name      string
	value     func(T) T
	slice     func(dst, x []T)
	reference func(float64) float64
	lo, hi    float64
	ulp32     float64 // largest error, in units in the last place of the value
	ulp64     float64
	floor     float64 // below this |value| the error is taken as if the value were it
}

func functions[T Float]() []function[T] {
	sigmoid := func(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
	softplus := func(x float64) float64 { return max(x, 0) + math.Log1p(math.Exp(-math.Abs(x))) }
	return []function[T]{
		{"exp", Exp[T], ExpSlice[T], math.Exp, -80, 80, 1.5, 2.5, 0},
		{"exp near zero", Exp[T], ExpSlice[T], math.Exp, -1, 1, 1.5, 2.5, 0},
		{"tanh", Tanh[T], TanhSlice[T], math.Tanh, -12, 12, 2, 3, 0},
		{"tanh near zero", Tanh[T], TanhSlice[T], math.Tanh, -1e-3, 1e-3, 2, 3, 0},
		{"sigmoid", Sigmoid[T], SigmoidSlice[T], sigmoid, -80, 80, 4, 4, 0},
		{"softplus", Softplus[T], SoftplusSlice[T], softplus, -80, 80, 5, 5, 0},
		{"sin", Sin[T], SinSlice[T], math.Sin, -4, 4, 2, 2, 1e-3},
		{"sin of a siren", Sin[T], SinSlice[T], math.Sin, -4000, 4000, 1.6, 1.6, 1},
		{"cos", Cos[T], CosSlice[T], math.Cos, -4, 4, 2, 2, 1e-3},
		{"cos of a siren", Cos[T], CosSlice[T], math.Cos, -4000, 4000, 1.6, 1.6, 1},
	}
}

// ulpOf is the distance of neighbouring numbers of the precision at v.
func ulpOf[T Float](v float64) float64 {
	if single[T]() {
		if v >= math.MaxFloat32 {
			return 0x1p104
		}
		return float64(math.Nextafter32(float32(v), math.MaxFloat32) - float32(v))
	}
	if v >= math.MaxFloat64 {
		return 0x1p971
	}
	return math.Nextafter(v, math.MaxFloat64) - v
}

func testErrors[T Float](t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, f := range functions[T]() {
		worst, where := 0., 0.
		for range 200_000 {
			x := T(f.lo + (f.hi-f.lo)*rng.Float64())
			want := f.reference(float64(x))
			e := math.Abs(float64(f.value(x))-want) / ulpOf[T](max(math.Abs(want), f.floor))
			if e > worst {
				worst, where = e, float64(x)
			}
		}
		t.Logf("%-16s %.2f ulp at %g", f.name, worst, where)
		limit := f.ulp64
		if single[T]() {
			limit = f.ulp32
		}
		require.Less(t, worst, limit, "%s at %g", f.name, where)
	}
}

func TestErrors(t *testing.T) {
	t.Run("float32", testErrors[float32])
	t.Run("float64", testErrors[float64])
}

func testSpecial[T Float](t *testing.T) {
	nan, inf, zero := T(math.NaN()), T(math.Inf(1)), T(0)
	check := func(want float64, got T, name string, x T) {
		t.Helper()
		if math.IsNaN(want) {
			require.True(t, got != got, "%s of %g", name, x)
			return
		}
		require.Equal(t, want, float64(got), "%s of %g", name, x)
	}
	for _, f := range functions[T]() {
		for _, x := range []T{nan, inf, -inf, zero, -zero, 1e30, -1e30} {
			if !(math.Abs(float64(x)) > 1e29 && (f.name[:3] == "sin" || f.name[:3] == "cos") && x-x == 0) {
				want := float64(T(f.reference(float64(x))))
				if math.Abs(want) > 0 && want-want == 0 {
					require.InEpsilon(t, want, float64(f.value(x)), 4*ulpOf[T](1), "%s of %g", f.name, x)
				} else {
					check(want, f.value(x), f.name, x)
				}
			}
			xs := []T{x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x}
			f.slice(xs, xs)
			for _, y := range xs {
				check(float64(f.value(x)), y, f.name+" in a slice", x)
			}
		}
	}
	check(1, Sign(T(3)), "sign", 3)
	check(-1, Sign(T(-3)), "sign", -3)
	check(math.NaN(), Sign(nan), "sign", nan)
	check(math.NaN(), Min(1, nan), "min", nan)
	check(math.NaN(), Max(nan, 1), "max", nan)
}

func TestSpecialValues(t *testing.T) {
	t.Run("float32", testSpecial[float32])
	t.Run("float64", testSpecial[float64])
}

// special are the values of which package math lists powers, and those where a
// number stops having halves, and being odd.
func special[T Float]() []T {
	values := []T{1, 0.5, 2, 3, 1.5, 4, 0.25, 10, 0, T(math.Inf(1)), T(math.NaN()), 1 << 22, 1<<22 + 1, 1 << 24,
		1<<24 - 1, T(uint64(1<<51 + 1)), T(uint64(1<<52 + 1)), T(uint64(1<<53 - 1)), 1 << 53, 1e30, 1e-30}
	if single[T]() {
		values = append(values, 0x1p-149, 0x1p-126, math.MaxFloat32)
	} else {
		values = append(values, as[T](0x1p-1074), as[T](0x1p-1022), as[T](math.MaxFloat64))
	}
	for _, v := range values {
		values = append(values, -v)
	}
	return values
}

func as[T Float](x float64) T { return T(x) }

func testPowers[T Float](t *testing.T) {
	for _, x := range special[T]() {
		for _, y := range special[T]() {
			got := Pow(x, y)
			want := T(math.Pow(float64(x), float64(y)))
			switch {
			case want != want:
				require.True(t, got != got, "%g^%g = %g", x, y, got)
			case want == 0 || want-want != 0 || want == 1:
				require.Equal(t, want, got, "%g^%g", x, y)
				require.Equal(t, math.Signbit(float64(want)), math.Signbit(float64(got)), "%g^%g", x, y)
			default:
				exact := bigPow(math.Abs(float64(x)), float64(y)) // math.Pow errs, and is wrong for subnormal x
				require.Equal(t, want < 0, got < 0, "%g^%g", x, y)
				require.Less(t, errorOf(Abs(got), exact), 1.5, "%g^%g", x, y)
			}
		}
	}
}

// The special cases of powers are those of package math.
func TestPowers(t *testing.T) {
	t.Run("float32", testPowers[float32])
	t.Run("float64", testPowers[float64])
}

func testRootsAndLogs[T Float](t *testing.T) {
	for _, x := range special[T]() {
		log, root := T(math.Log2(float64(x))*math.Ln2), T(math.Cbrt(float64(x))) // math.Log is wrong for subnormal x
		if x < 0 {
			root = T(math.NaN())
		}
		for _, v := range [][2]T{{log, Log(x)}, {root, CubeRoot(x)}} {
			want, got := v[0], v[1]
			if want != want {
				require.True(t, got != got, "of %g", x)
			} else if want != got {
				require.InEpsilon(t, float64(want), float64(got), 4*ulpOf[T](1), "of %g", x)
			}
		}
	}
}

func TestRootsAndLogs(t *testing.T) {
	t.Run("float32", testRootsAndLogs[float32])
	t.Run("float64", testRootsAndLogs[float64])
}

// Slopes are derivatives, and the values beside them those of the slice functions.
func testSlopes[T Float](t *testing.T) {
	x := []T{T(math.NaN()), T(math.Inf(1)), T(math.Inf(-1)), 0, -100, 100}
	for v := T(-9); v < 9; v += 0.13 {
		x = append(x, v)
	}
	h, d, want := make([]T, len(x)), make([]T, len(x)), make([]T, len(x))
	for _, f := range []struct {
		name   string
		slice  func(h, x []T)
		slopes func(h, d, x []T)
		slope  func(x float64) float64
	}{
		{"tanh", TanhSlice[T], TanhSlopes[T], func(x float64) float64 { return 1 / (math.Cosh(x) * math.Cosh(x)) }},
		{"sigmoid", SigmoidSlice[T], SigmoidSlopes[T], func(x float64) float64 { return 1 / (2 + 2*math.Cosh(x)) }},
		{"softplus", SoftplusSlice[T], SoftplusSlopes[T], func(x float64) float64 { return 1 / (1 + math.Exp(-x)) }},
	} {
		f.slice(want, x)
		f.slopes(h, d, x)
		for i := range x {
			require.True(t, h[i] == want[i] || h[i] != h[i] && want[i] != want[i], "%s of %g", f.name, x[i])
			slope := f.slope(float64(x[i]))
			if slope != slope {
				require.True(t, d[i] != d[i], "%s of %g", f.name, x[i])
			} else {
				require.InDelta(t, slope, float64(d[i]), 4*ulpOf[T](1), "%s of %g", f.name, x[i])
			}
		}
		copy(h, x)
		f.slopes(h, d, h)
		require.Equal(t, fmt.Sprint(want), fmt.Sprint(h), f.name)
	}
}

func TestSlopes(t *testing.T) {
	t.Run("float32", testSlopes[float32])
	t.Run("float64", testSlopes[float64])
}

// Subnormal results and the last finite ones.
func TestExpEnds(t *testing.T) {
	for x := -103.9; x < -87; x += 0.37 {
		want := math.Exp(float64(float32(x)))
		require.InDelta(t, want, float64(Exp(float32(x))), 1.5e-45+2e-7*want, "%g", x)
	}
	for x := -745.; x < -700; x += 0.37 {
		require.InDelta(t, math.Exp(x), Exp(x), 5e-324+4e-16*math.Exp(x), "%g", x)
	}
	require.Less(t, Exp(float32(88.7)), float32(math.Inf(1)))
	require.Less(t, Exp(709.7), math.Inf(1))
	require.Equal(t, float32(math.Inf(1)), Exp(float32(88.8)))
	require.Equal(t, math.Inf(1), Exp(709.9))
}

// The slice functions give the bits of the functions of one value, at any length
// and offset, also where a large argument sends sin and cos to package math.
func testSlices[T Float](t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for _, f := range functions[T]() {
		for _, n := range []int{0, 1, 3, 7, 8, 15, 16, 17, 33, 1000, 2500} {
			x := make([]T, n+1)[1:]
			for i := range x {
				x[i] = T(f.lo + (f.hi-f.lo)*rng.Float64())
			}
			if n > 20 {
				x[n/2] = 1e9
			}
			want := make([]T, n)
			for i := range x {
				want[i] = f.value(x[i])
			}
			got := make([]T, n)
			f.slice(got, x)
			require.Equal(t, want, got, f.name)
			f.slice(x, x)
			require.Equal(t, want, x, f.name)
		}
	}
	x := []T{-1, 0.3, 700, 0.1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14}
	s, c := make([]T, len(x)), make([]T, len(x))
	SinCosSlice(s, c, x)
	for i := range x {
		require.Equal(t, Sin(x[i]), s[i])
		require.Equal(t, Cos(x[i]), c[i])
	}
}

func TestSlices(t *testing.T) {
	t.Run("float32", testSlices[float32])
	t.Run("float64", testSlices[float64])
}

func TestLengths(t *testing.T) {
	require.PanicsWithValue(t, "vec: slices of 2 and 3 elements", func() { ExpSlice(make([]float32, 2), make([]float32, 3)) })
	require.Panics(t, func() { Dot(make([]float64, 2), make([]float64, 3)) })
	require.Panics(t, func() { Axpy(1, make([]float64, 4), make([]float64, 3)) })
}

func benchmarkFunctions[T Float](b *testing.B) {
	x, y := make([]T, 4096), make([]T, 4096)
	for _, f := range functions[T]() {
		b.Run(fmt.Sprint(f.name), func(b *testing.B) {
			for i := range x {
				x[i] = T(f.lo + (f.hi-f.lo)*float64(i)/4096)
			}
			for b.Loop() {
				f.slice(y, x)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/4096, "ns/element")
		})
	}
}

func BenchmarkFloat32(b *testing.B) { benchmarkFunctions[float32](b) }
func BenchmarkFloat64(b *testing.B) { benchmarkFunctions[float64](b) }

// One value at a time, beside package math.
func BenchmarkScalar(b *testing.B) {
	x, y := make([]float64, 4096), make([]float64, 4096)
	for i := range x {
		x[i] = 0.01 + 5*float64(i)/4096
	}
	power := func(f func(x, y float64) float64) func(float64) float64 {
		return func(x float64) float64 { return f(x, 1.7) }
	}
	for _, f := range []struct {
		name       string
		vec, other func(float64) float64
	}{
		{"exp", Exp[float64], math.Exp}, {"log", Log[float64], math.Log}, {"pow", power(Pow[float64]), power(math.Pow)},
		{"cube root", CubeRoot[float64], math.Cbrt}, {"tan", Tan[float64], math.Tan}, {"tanh", Tanh[float64], math.Tanh},
		{"softplus", Softplus[float64], func(x float64) float64 { return math.Log1p(math.Exp(x)) }},
	} {
		run := func(b *testing.B, f func(float64) float64) {
			for b.Loop() {
				for i, v := range x {
					y[i] = f(v)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/4096, "ns/element")
		}
		b.Run(f.name, func(b *testing.B) { run(b, f.vec) })
		b.Run(f.name+" of math", func(b *testing.B) { run(b, f.other) })
	}
}
