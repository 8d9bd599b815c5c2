package vec

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// Functions to 160 bits, from their series: package math is no reference for
// errors below one unit in the last place.
const bits = 160

func number(x float64) *big.Float { return new(big.Float).SetPrec(bits).SetFloat64(x) }

func times(x, y *big.Float) *big.Float { return number(0).Mul(x, y) }
func plus(x, y *big.Float) *big.Float  { return number(0).Add(x, y) }
func over(x, y *big.Float) *big.Float  { return number(0).Quo(x, y) }

// bigExp halves x until it is small, and squares.
func bigExp(x *big.Float) *big.Float {
	const halvings = 24
	y := number(0).SetMantExp(x, -halvings)
	sum, term := number(1), number(1)
	for k := 1.; k < 12; k++ {
		term = over(times(term, y), number(k))
		sum = plus(sum, term)
	}
	for range halvings {
		sum = times(sum, sum)
	}
	return sum
}

// bigLog takes roots until x is near 1: log x = 2^n 2 artanh((x-1)/(x+1)).
func bigLog(x *big.Float) *big.Float {
	m := number(0)
	e := x.MantExp(m) // of 1/2 to 1
	return plus(times(number(float64(e)), bigLn2), artanh2(m))
}

var bigLn2 = artanh2(number(2))

func artanh2(x *big.Float) *big.Float {
	const roots = 12
	for range roots {
		x = number(0).Sqrt(x)
	}
	s := over(plus(x, number(-1)), plus(x, number(1)))
	sum, term, z := number(0), s, times(s, s)
	for k := 1.; k < 24; k += 2 {
		sum = plus(sum, over(term, number(k)))
		term = times(term, z)
	}
	return number(0).SetMantExp(sum, roots+1)
}

func bigPow(x, y float64) *big.Float { return bigExp(times(number(y), bigLog(number(x)))) }

func bigTanh(x float64) *big.Float {
	u := bigExp(number(2 * x))
	return over(plus(u, number(-1)), plus(u, number(1)))
}

func bigSigmoid(x float64) *big.Float {
	return over(number(1), plus(number(1), bigExp(number(-x))))
}

func bigSoftplus(x float64) *big.Float { return bigLog(plus(number(1), bigExp(number(x)))) }

// bigCubeRoot is Newton's method from 53 bits.
func bigCubeRoot(x float64) *big.Float {
	c := number(math.Cbrt(x))
	for range 2 {
		c = over(plus(plus(c, c), over(number(x), times(c, c))), number(3))
	}
	return c
}

// errorOf is |got - want| in units in the last place of want.
func errorOf[T Float](got T, want *big.Float) float64 {
	d, _ := number(0).Sub(want, number(float64(got))).Float64()
	w, _ := want.Float64()
	if single[T]() {
		w = float64(float32(w))
	}
	return math.Abs(d) / ulpOf[T](math.Abs(w))
}

// accuracy is one function of one or two values, and where it is tested: x from lo
// to hi (equally likely in log x where lo > 0), y with |y log x| to size.
type accuracy[T Float] struct {
	name         string
	value        func(x, y T) T
	reference    func(x, y float64) *big.Float
	lo, hi, size float64
	ulp32, ulp64 float64
}

func accuracies[T Float]() []accuracy[T] {
	of := func(f func(T) T) func(x, y T) T { return func(x, _ T) T { return f(x) } }
	by := func(f func(float64) *big.Float) func(x, y float64) *big.Float {
		return func(x, _ float64) *big.Float { return f(x) }
	}
	exp := by(func(x float64) *big.Float { return bigExp(number(x)) })
	log := by(func(x float64) *big.Float { return bigLog(number(x)) })
	tiny, huge, most := 0x1p-1070, 0x1p1020, 700.
	if single[T]() {
		tiny, huge, most = 0x1p-148, 0x1p127, 85
	}
	return []accuracy[T]{
		{"exp", of(Exp[T]), exp, -most, most, 0, 1.5, 1},
		{"exp near zero", of(Exp[T]), exp, -1, 1, 0, 1.5, 1},
		{"log", of(Log[T]), log, tiny, huge, 0, 1, 1},
		{"log near one", of(Log[T]), log, 0.5, 2, 0, 1, 1},
		{"cube root", of(CubeRoot[T]), by(bigCubeRoot), tiny, huge, 0, 1, 1},
		{"pow", Pow[T], bigPow, tiny, huge, most, 1.5, 1},
		{"pow near one", Pow[T], bigPow, 0.7, 1.5, most, 1.5, 1},
		{"small pow", Pow[T], bigPow, 1e-3, 1e3, 1, 1.5, 1},
		{"tanh", of(Tanh[T]), by(bigTanh), -12, 12, 0, 2, 2.5},
		{"small tanh", of(Tanh[T]), by(bigTanh), 1e-9, 1, 0, 2, 2.5},
		{"sigmoid", of(Sigmoid[T]), by(bigSigmoid), -80, 80, 0, 3, 2.5},
		{"softplus", of(Softplus[T]), by(bigSoftplus), -80, 80, 0, 4, 3},
	}
}

func testAccuracy[T Float](t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	for _, f := range accuracies[T]() {
		worst, where := 0., [2]T{}
		for range 1000 {
			x := f.lo + (f.hi-f.lo)*rng.Float64()
			if f.lo > 0 {
				x = math.Exp(math.Log(f.lo) + (math.Log(f.hi)-math.Log(f.lo))*rng.Float64())
			}
			x = float64(T(x))
			y := float64(T(f.size * (2*rng.Float64() - 1) / math.Log(x)))
			if y-y != 0 {
				continue
			}
			if e := errorOf(f.value(T(x), T(y)), f.reference(x, y)); e > worst {
				worst, where = e, [2]T{T(x), T(y)}
			}
		}
		t.Logf("%-14s %.2f ulp at %g", f.name, worst, where)
		limit := f.ulp64
		if single[T]() {
			limit = f.ulp32
		}
		require.Less(t, worst, limit, "%s at %g", f.name, where)
	}
}

func TestAccuracy(t *testing.T) {
	t.Run("float32", testAccuracy[float32])
	t.Run("float64", testAccuracy[float64])
}
