package krylov_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/krylov"
)

// faulty is a matrix some of whose products are wrong: times factor.
type faulty struct {
	matrix[float64]
	wrong  func(product int) bool
	factor float64
	count  *int
}

func (f faulty) Apply(dst, src []float64) {
	f.matrix.Apply(dst, src)
	*f.count++
	if f.wrong(*f.count) {
		for i := range dst {
			dst[i] *= f.factor
		}
	}
}

// A recurrence that has lost the residual, by products that were wrong for a while or
// by one that vanished, so that it breaks down, begins again from the true residual:
// the answer is as good as if nothing had been.
func TestRestartFromTheTrueResidual(t *testing.T) {
	const n = 40
	rng := rand.New(rand.NewPCG(11, 12))
	a := shifted(n, rng)
	b := vector[float64](n, rng)
	for name, f := range map[string]faulty{
		"wrong for a while": {wrong: func(k int) bool { return k > 2 && k < 7 }, factor: 1.01},
		"vanished":          {wrong: func(k int) bool { return k == 5 }, factor: 0},
	} {
		f.matrix, f.count = matrix[float64]{a}, new(int)
		x := make([]float64, n)
		res := krylov.NewBiCGStab[float64](dense[float64](n)).Solve(f, nil, x, b, krylov.Options{Rtol: 1e-10, MaxIter: 400})
		require.Equal(t, krylov.Converged, res.Status, name)
		require.Positive(t, res.Restarts, name)
		require.LessOrEqual(t, residual(a, x, b), 1.01e-10, name)
	}
}
