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
	name string
	f32  func(x, y float32) float32
	f64  func(x, y float64) float64
	v32  func(x, y F32) F32
	v64  func(x, y F64) F64
}

func pairs() []pair {
	return []pair{
		{"abs", one(Abs[float32]), one(Abs[float64]), each(AbsF32), every(AbsF64)},
		{"neg", one(func(x float32) float32 { return -x }), one(func(x float64) float64 { return -x }), each(NegF32), every(NegF64)},
		{"sign", one(Sign[float32]), one(Sign[float64]), each(SignF32), every(SignF64)},
		{"min", Min[float32], Min[float64], MinF32, MinF64},
		{"max", Max[float32], Max[float64], MaxF32, MaxF64},
		{"exp", one(Exp[float32]), one(Exp[float64]), each(ExpF32), every(ExpF64)},
		{"log", one(Log[float32]), one(Log[float64]), each(LogF32), every(LogF64)},
		{"sqrt", one(Sqrt[float32]), one(Sqrt[float64]), each(SqrtF32), every(SqrtF64)},
		{"cube root", one(CubeRoot[float32]), one(CubeRoot[float64]), each(CubeRootF32), every(CubeRootF64)},
		{"pow", Pow[float32], Pow[float64], PowF32, PowF64},
		{"sin", one(Sin[float32]), one(Sin[float64]), each(SinF32), every(SinF64)},
		{"cos", one(Cos[float32]), one(Cos[float64]), each(CosF32), every(CosF64)},
		{"tan", one(Tan[float32]), one(Tan[float64]), each(TanF32), every(TanF64)},
		{"tanh", one(Tanh[float32]), one(Tanh[float64]), each(TanhF32), every(TanhF64)},
		{"sigmoid", one(Sigmoid[float32]), one(Sigmoid[float64]), each(SigmoidF32), every(SigmoidF64)},
		{"softplus", one(Softplus[float32]), one(Softplus[float64]), each(SoftplusF32), every(SoftplusF64)},
	}
}

func one[T Float](f func(T) T) func(T, T) T { return func(x, _ T) T { return f(x) } }

func each(f func(F32) F32) func(F32, F32) F32  { return func(x, _ F32) F32 { return f(x) } }
func every(f func(F64) F64) func(F64, F64) F64 { return func(x, _ F64) F64 { return f(x) } }

// ends are arguments that a function may treat by itself.
var ends = []float64{0, math.Copysign(0, -1), 1, -1, 2, -3, 0.5, -0.5, 88, -88, 104, 709, -709, 746, -746, 3e7,
	math.NaN(), math.Inf(1), math.Inf(-1), 0x1p-1074, 0x1p-1022, 0x1p-149, 0x1p-140, math.MaxFloat32, math.MaxFloat64}

// arguments of all sizes, one in fifty among the ends.
func arguments(rng *rand.Rand, n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = rng.NormFloat64() * math.Pow(10, rng.Float64()*3-1)
		if k := rng.IntN(50 * len(ends)); k < len(ends) {
			x[i] = ends[k]
		}
		if rng.IntN(2) == 0 {
			x[i] = math.Abs(x[i])
		}
		if rng.IntN(8) == 0 {
			x[i] = math.Round(x[i])
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
		for _, n := range []int{W32, W32 + 1, 2*W32 - 1, 40, 5001} {
			x64, y64 := arguments(rng, n), arguments(rng, n)
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

// A vector at a time, as generated kernels call them.
func BenchmarkVector(b *testing.B) {
	x32, y32, z32 := make([]float32, 4096), make([]float32, 4096), make([]float32, 4096)
	x64, y64, z64 := make([]float64, 4096), make([]float64, 4096), make([]float64, 4096)
	for i := range x64 {
		x64[i], y64[i] = 0.01+5*float64(i)/4096, 1.7
		x32[i], y32[i] = float32(x64[i]), 1.7
	}
	for _, p := range pairs() {
		b.Run(p.name+"/float32", func(b *testing.B) {
			for b.Loop() {
				loop32(z32, x32, y32, p.v32)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/4096, "ns/element")
		})
		b.Run(p.name+"/float64", func(b *testing.B) {
			for b.Loop() {
				loop64(z64, x64, y64, p.v64)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/4096, "ns/element")
		})
	}
}
