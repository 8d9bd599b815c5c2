package krylov_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"

	"github.com/pindiff/pindiffc/runtime/krylov"
)

// relaxing is a matrix with a relaxation that does what a test says.
type relaxing struct {
	matrix[float64]
	relax func(x, b []float64) (sweeps int, left float64)
}

func (r relaxing) Relax(x, b []float64, _ float64, _ int) (int, float64) { return r.relax(x, b) }

// TestRelaxing: whatever a relaxation leaves, a solve that measures ends with the
// solution; and one that is told to believe takes its word.
func TestRelaxing(t *testing.T) {
	const n = 30
	rng := rand.New(rand.NewPCG(1, 2))
	a := shifted(n, rng)
	var inverse mat.Dense
	require.NoError(t, inverse.Inverse(a))
	b, guess := make([]float64, n), make([]float64, n)
	for i := range b {
		b[i], guess[i] = rng.NormFloat64(), 0.1*rng.NormFloat64()
	}
	solution := func(x, b []float64, error float64) {
		matrix[float64]{&inverse}.Apply(x, b)
		for i := range x {
			x[i] += error * rng.NormFloat64()
		}
	}
	for name, relax := range map[string]func(x, b []float64) (int, float64){
		"solves":          func(x, b []float64) (int, float64) { solution(x, b, 0); return 3, 1e-12 },
		"ends early":      func(x, b []float64) (int, float64) { solution(x, b, 1e-4); return 3, 1e-3 },
		"is wrong":        func(x, b []float64) (int, float64) { solution(x, b, 1e-2); return 3, 1e-12 },
		"does nothing":    func([]float64, []float64) (int, float64) { return 0, 1 },
		"makes it worse":  func(x, b []float64) (int, float64) { solution(x, b, 1e3); return 3, 1e-12 },
		"is not a number": func(x, b []float64) (int, float64) { x[3] = math.NaN(); return 3, math.NaN() },
	} {
		for _, zero := range []bool{true, false} {
			for _, method := range krylov.Methods()[1:] {
				s, err := krylov.New(method, dense[float64](n), 10)
				require.NoError(t, err)
				x := append([]float64(nil), guess...)
				res := s.Solve(relaxing{matrix[float64]{a}, relax}, nil, x, b, krylov.Options{Rtol: 1e-10, MaxIter: 200, ZeroGuess: zero})
				require.Equal(t, krylov.Converged, res.Status, "%s, %s, zero guess %v", name, method, zero)
				left := make([]float64, n)
				matrix[float64]{a}.Apply(left, x)
				residual := dense[float64](n).AxpbyNorm(left, 1, b, -1, left)
				require.InDelta(t, res.Residual, residual, 1e-13)
				require.LessOrEqual(t, residual, 1e-10*dense[float64](n).Norm(b))
				if name == "solves" {
					require.Equal(t, 3, res.Iterations)
				}
			}
		}
	}
	x := make([]float64, n)
	s := krylov.NewBiCGStab[float64](dense[float64](n))
	res := s.Solve(relaxing{matrix[float64]{a}, func(x, b []float64) (int, float64) { x[0] = 5; return 2, 1e-11 }}, nil, x, b,
		krylov.Options{Rtol: 1e-10, MaxIter: 200, ZeroGuess: true, Unchecked: true})
	require.Equal(t, krylov.Converged, res.Status)
	require.Equal(t, 1e-11, res.Residual)
	require.Equal(t, 2, res.Applies)
	require.Equal(t, 5., x[0])
}
