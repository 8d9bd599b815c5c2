package krylov_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"

	"github.com/pindiff/pindiffc/runtime/krylov"
)

// least is the smallest |b - A x| over the Krylov space of so many vectors, by
// dense least squares.
func least(a *mat.Dense, b []float64, steps int) float64 {
	n := len(b)
	basis := mat.NewDense(n, steps, nil)
	v := mat.NewVecDense(n, append([]float64(nil), b...))
	for k := range steps {
		next := mat.NewVecDense(n, nil)
		next.MulVec(a, v)
		next.ScaleVec(1/mat.Norm(next, 2), next)
		basis.SetCol(k, next.RawVector().Data)
		v = next
	}
	rhs := mat.NewVecDense(n, append([]float64(nil), b...))
	var y, fit mat.VecDense
	if err := y.SolveVec(basis, rhs); err != nil {
		panic(err)
	}
	fit.MulVec(basis, &y)
	rhs.SubVec(rhs, &fit)
	return mat.Norm(rhs, 2)
}

// GMRES is what its name says: the residual after k steps is the least possible.
func TestGMRESMinimises(t *testing.T) {
	const n = 30
	rng := rand.New(rand.NewPCG(21, 22))
	a, b := shifted(n, rng), vector[float64](n, rng)
	for _, steps := range []int{1, 2, 5, 8} {
		x := make([]float64, n)
		res := krylov.NewGMRES[float64](dense[float64](n), 20).
			Solve(matrix[float64]{a}, nil, x, b, krylov.Options{Rtol: 1e-14, MaxIter: steps, ZeroGuess: true})
		require.Equal(t, krylov.MaxIterations, res.Status)
		require.InEpsilon(t, least(a, b, steps), res.Residual, 1e-8, "%d steps", steps)
	}
}

func TestGMRESRestarts(t *testing.T) {
	const n = 40
	rng := rand.New(rand.NewPCG(23, 24))
	a, b, x := shifted(n, rng), vector[float64](n, rng), make([]float64, n)
	res := krylov.NewGMRES[float64](dense[float64](n), 4).
		Solve(matrix[float64]{a}, jacobi[float64]{a}, x, b, krylov.Options{Rtol: 1e-10, MaxIter: 200})
	require.Equal(t, krylov.Converged, res.Status)
	require.Positive(t, res.Restarts)
	require.Less(t, residual(a, x, b), 1.01e-10)
}

// A cyclic shift is the worst case: no progress at all before step n, so short
// cycles never get anywhere and say so.
func TestGMRESStagnates(t *testing.T) {
	const n = 10
	a := mat.NewDense(n, n, nil)
	for i := range n {
		a.Set(i, (i+1)%n, 1)
	}
	b := make([]float64, n)
	b[0] = 1
	o := krylov.Options{Rtol: 1e-10, MaxIter: 10000}
	res := krylov.NewGMRES[float64](dense[float64](n), 5).Solve(matrix[float64]{a}, nil, make([]float64, n), b, o)
	require.Equal(t, krylov.Stagnated, res.Status)
	require.Less(t, res.Iterations, 500)
	x := make([]float64, n)
	res = krylov.NewGMRES[float64](dense[float64](n), n).Solve(matrix[float64]{a}, nil, x, b, o)
	require.Equal(t, krylov.Converged, res.Status)
	require.Equal(t, n, res.Iterations)
}

// Few distinct eigenvalues: the space is exhausted early, and holds the solution.
func TestGMRESHappyBreakdown(t *testing.T) {
	const n = 20
	a := mat.NewDense(n, n, nil)
	for i := range n {
		a.Set(i, i, float64(1+i%3))
	}
	x, b := make([]float64, n), vector[float64](n, rand.New(rand.NewPCG(25, 26)))
	res := krylov.NewGMRES[float64](dense[float64](n), 20).
		Solve(matrix[float64]{a}, nil, x, b, krylov.Options{Rtol: 1e-13, MaxIter: 100})
	require.Equal(t, krylov.Converged, res.Status)
	require.Equal(t, 3, res.Iterations)
}

// weighted is dense with a weight for each half.
type weighted struct {
	dense[float64]
	w [2]float64
}

func (s *weighted) Dot(x, y []float64) float64 {
	h := len(x) / 2
	return s.w[0]*s.w[0]*s.dense.Dot(x[:h], y[:h]) + s.w[1]*s.w[1]*s.dense.Dot(x[h:], y[h:])
}
func (s *weighted) Norm(x []float64) float64                  { return math.Sqrt(s.Dot(x, x)) }
func (s *weighted) DotNorm(x, y []float64) (float64, float64) { return s.Dot(x, y), s.Norm(y) }
func (s *weighted) AxpbyNorm(dst []float64, a float64, x []float64, b float64, y []float64) float64 {
	s.dense.AxpbyNorm(dst, a, x, b, y)
	return s.Norm(dst)
}
func (s *weighted) Advance(a float64, p []float64, b float64, q, x []float64, c float64, t, y, z []float64) (norm, dot float64) {
	s.dense.Advance(a, p, b, q, x, c, t, y, z)
	return s.Norm(y), s.Dot(z, y)
}
func (s *weighted) Weighted() bool                  { return s.w != [2]float64{1, 1} }
func (s *weighted) PlainDot(x, y []float64) float64 { return s.dense.Dot(x, y) }

// With weights every method converges, to the weighted tolerance: CG too, whose
// recurrence would fall apart in an inner product that A is not symmetric in.
func TestWeights(t *testing.T) {
	const n = 40
	rng := rand.New(rand.NewPCG(27, 28))
	for _, method := range krylov.Methods() {
		space := &weighted{dense[float64](n), [2]float64{1, 1}}
		solver, err := krylov.New[float64](method, space, 0)
		require.NoError(t, err)
		a, b := positive(n, rng), vector[float64](n, rng)
		o := krylov.Options{Rtol: 1e-9, MaxIter: 400}
		plain := solver.Solve(matrix[float64]{a}, jacobi[float64]{a}, make([]float64, n), b, o)
		space.w = [2]float64{1e3, 1}
		x, r := make([]float64, n), make([]float64, n)
		res := solver.Solve(matrix[float64]{a}, jacobi[float64]{a}, x, b, o)
		require.Equal(t, krylov.Converged, res.Status, method)
		require.Less(t, res.Iterations, 2*plain.Iterations+10, method)
		matrix[float64]{a}.Apply(r, x)
		space.Axpby(1, b, -1, r)
		require.InEpsilon(t, space.Norm(r), res.Residual, 1e-6, method)
		require.LessOrEqual(t, space.Norm(r), 1.01e-9*space.Norm(b), method)
	}
}

func TestNew(t *testing.T) {
	_, err := krylov.New[float64]("minres", dense[float64](3), 0)
	require.ErrorContains(t, err, "bicgstab")
	_, err = krylov.New[float64]("gmres", dense[float64](3), -1)
	require.Error(t, err)
}
