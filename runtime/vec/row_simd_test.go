//go:build goexperiment.simd && amd64

package vec

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// loop32 applies a function to rows of any length, as generated kernels do: the
// last vector overlaps the one before.
func loop32(dst, x, y []float32, f func(x, y F32) F32) {
	d, r, s := NewRowF32(dst), NewRowF32(x), NewRowF32(y)
	for j := 0; j < len(x); j += W32 {
		j = min(j, len(x)-W32)
		d.Set(j, f(r.At(j), s.At(j)))
	}
	ClearUpper()
}

func loop64(dst, x, y []float64, f func(x, y F64) F64) {
	d, r, s := NewRowF64(dst), NewRowF64(x), NewRowF64(y)
	for j := 0; j < len(x); j += W64 {
		j = min(j, len(x)-W64)
		d.Set(j, f(r.At(j), s.At(j)))
	}
	ClearUpper()
}

// pair is a function of two values (or of the first) and its vector forms.
type pair struct {
	name     string
	f32      func(x, y float32) float32
	f64      func(x, y float64) float64
	v32      func(x, y F32) F32
	v64      func(x, y F64) F64
	positive bool
}

func pairs() []pair {
	return []pair{
		{"abs", one(Abs[float32]), one(Abs[float64]), each(AbsF32), every(AbsF64), false},
		{"neg", one(func(x float32) float32 { return -x }), one(func(x float64) float64 { return -x }), each(NegF32), every(NegF64), false},
		{"sign", one(Sign[float32]), one(Sign[float64]), each(SignF32), every(SignF64), false},
		{"min", Min[float32], Min[float64], MinF32, MinF64, false},
		{"max", Max[float32], Max[float64], MaxF32, MaxF64, false},
		{"exp", one(Exp[float32]), one(Exp[float64]), each(ExpF32), every(ExpF64), false},
		{"log", one(Log[float32]), one(Log[float64]), each(LogF32), every(LogF64), true},
		{"sqrt", one(Sqrt[float32]), one(Sqrt[float64]), each(SqrtF32), every(SqrtF64), true},
		{"pow", Pow[float32], Pow[float64], PowF32, PowF64, true},
		{"sin", one(Sin[float32]), one(Sin[float64]), each(SinF32), every(SinF64), false},
		{"cos", one(Cos[float32]), one(Cos[float64]), each(CosF32), every(CosF64), false},
		{"tan", one(Tan[float32]), one(Tan[float64]), each(TanF32), every(TanF64), false},
		{"tanh", one(Tanh[float32]), one(Tanh[float64]), each(TanhF32), every(TanhF64), false},
		{"sigmoid", one(Sigmoid[float32]), one(Sigmoid[float64]), each(SigmoidF32), every(SigmoidF64), false},
		{"softplus", one(Softplus[float32]), one(Softplus[float64]), each(SoftplusF32), every(SoftplusF64), false},
	}
}

func one[T Float](f func(T) T) func(T, T) T { return func(x, _ T) T { return f(x) } }

func each(f func(F32) F32) func(F32, F32) F32  { return func(x, _ F32) F32 { return f(x) } }
func every(f func(F64) F64) func(F64, F64) F64 { return func(x, _ F64) F64 { return f(x) } }

// arguments of all sizes, among them what is not a number, infinite, or beyond
// the limit of sine and cosine.
func arguments(rng *rand.Rand, n int, positive bool) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = rng.NormFloat64() * math.Pow(10, rng.Float64()*3-1)
		switch k := rng.IntN(60); {
		case k < 4:
			x[i] = []float64{math.NaN(), math.Inf(1), math.Inf(-1), 3e7}[k]
		case positive:
			x[i] = math.Abs(x[i])
		}
	}
	return x
}

// Every element of a vector has the bits that the function of one value gives.
func TestVectorFunctions(t *testing.T) {
	if !SIMD() {
		t.Skip("no vectors on this processor")
	}
	rng := rand.New(rand.NewPCG(5, 6))
	for _, p := range pairs() {
		for _, n := range []int{W32, W32 + 1, 2*W32 - 1, 40, 1001} {
			x64, y64 := arguments(rng, n, p.positive), arguments(rng, n, false)
			x32, y32 := make([]float32, n), make([]float32, n)
			got32, got64 := make([]float32, n), make([]float64, n)
			for i := range n {
				x32[i], y32[i] = float32(x64[i]), float32(y64[i])
			}
			loop32(got32, x32, y32, p.v32)
			loop64(got64, x64, y64, p.v64)
			for i := range n {
				same(t, float64(p.f32(x32[i], y32[i])), float64(got32[i]), p.name, x64[i], y64[i])
				same(t, p.f64(x64[i], y64[i]), got64[i], p.name, x64[i], y64[i])
			}
		}
	}
}

func same(t *testing.T, want, got float64, name string, x, y float64) {
	if want != got && !(math.IsNaN(want) && math.IsNaN(got)) {
		require.Fail(t, name, "of %g, %g: want %g, got %g", x, y, want, got)
	}
}

// A row to which something is added has it once in every element, whatever its
// length.
func TestRowAdd(t *testing.T) {
	if !SIMD() {
		t.Skip("no vectors on this processor")
	}
	for n := W32; n < 5*W32; n++ {
		x, sum := make([]float32, n), make([]float32, n+1)
		y, total := make([]float64, n), make([]float64, n+1)
		for i := range n {
			x[i], y[i] = float32(i+1), float64(i+1)
		}
		r, s := NewRowF32(x), NewRowF32(sum[:n])
		for at := 0; at < n; at += W32 {
			j := min(at, n-W32)
			s.Add(j, r.At(j), at-j)
		}
		q, u := NewRowF64(y), NewRowF64(total[:n])
		for at := 0; at < n; at += W64 {
			j := min(at, n-W64)
			u.Add(j, q.At(j), at-j)
		}
		ClearUpper()
		require.Equal(t, append(x, 0), sum, fmt.Sprint(n))
		require.Equal(t, append(y, 0), total, fmt.Sprint(n))
	}
}
