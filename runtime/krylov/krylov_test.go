package krylov_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"

	"github.com/pindiff/pindiffc/runtime/krylov"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// dense is the space of plain slices.
type dense[T vec.Float] int

func (n dense[T]) New() []T { return make([]T, n) }
func (dense[T]) Dot(x, y []T) float64 {
	s := 0.0
	for i := range x {
		s += float64(x[i]) * float64(y[i])
	}
	return s
}
func (n dense[T]) Norm(x []T) float64 { return math.Sqrt(n.Dot(x, x)) }
func (dense[T]) Scale(a T, x []T) {
	for i := range x {
		x[i] *= a
	}
}
func (dense[T]) Axpy(a T, x, y []T) {
	for i := range x {
		y[i] += a * x[i]
	}
}
func (dense[T]) Axpby(a T, x []T, b T, y []T) {
	for i := range x {
		y[i] = a*x[i] + b*y[i]
	}
}
func (n dense[T]) DotNorm(x, y []T) (float64, float64) { return n.Dot(x, y), n.Norm(y) }
func (n dense[T]) AxpbyNorm(dst []T, a T, x []T, b T, y []T) float64 {
	for i := range dst {
		dst[i] = a*x[i] + b*y[i]
	}
	return n.Norm(dst)
}
func (dense[T]) Redirect(dst, x []T, b T, p []T, a T, v []T) {
	for i := range dst {
		dst[i] = x[i] + b*(p[i]+a*v[i])
	}
}
func (n dense[T]) Advance(a T, p []T, b T, s, x []T, c T, t, y, z []T) (norm, dot float64) {
	n.Axpy(a, p, x)
	n.Axpy(b, s, x)
	n.Axpy(c, t, y)
	return n.Norm(y), n.Dot(z, y)
}
func (dense[T]) Copy(dst, src []T) { copy(dst, src) }
func (dense[T]) Zero(x []T)        { clear(x) }

// matrix is an operator of stored entries, computed in T.
type matrix[T vec.Float] struct{ *mat.Dense }

func (m matrix[T]) Apply(dst, src []T) {
	for i := range dst {
		var s T
		for j, v := range m.RawRowView(i) {
			s += T(v) * src[j]
		}
		dst[i] = s
	}
}

// jacobi preconditions by the diagonal.
type jacobi[T vec.Float] struct{ *mat.Dense }

func (m jacobi[T]) Precondition(dst, src []T) {
	for i := range dst {
		dst[i] = src[i] / T(m.At(i, i))
	}
}

func random(n int, rng *rand.Rand) *mat.Dense {
	a := mat.NewDense(n, n, nil)
	for i := range n {
		for j := range n {
			a.Set(i, j, rng.NormFloat64()/math.Sqrt(float64(n)))
		}
	}
	return a
}

// positive is symmetric positive definite with eigenvalues from 1 on.
func positive(n int, rng *rand.Rand) *mat.Dense {
	a, s := random(n, rng), mat.NewDense(n, n, nil)
	s.Mul(a, a.T())
	for i := range n {
		s.Set(i, i, s.At(i, i)+1)
	}
	return s
}

// shifted is nonsymmetric and away from singular.
func shifted(n int, rng *rand.Rand) *mat.Dense {
	a := random(n, rng)
	for i := range n {
		a.Set(i, i, a.At(i, i)+3)
	}
	return a
}

func vector[T vec.Float](n int, rng *rand.Rand) []T {
	x := make([]T, n)
	for i := range x {
		x[i] = T(rng.NormFloat64())
	}
	return x
}

// residual is |b - A x|/|b| in float64.
func residual[T vec.Float](a *mat.Dense, x, b []T) float64 {
	r, s := 0.0, 0.0
	for i := range b {
		sum := float64(b[i])
		for j, v := range a.RawRowView(i) {
			sum -= v * float64(x[j])
		}
		r += sum * sum
		s += float64(b[i]) * float64(b[i])
	}
	return math.Sqrt(r / s)
}

func TestSolves(t *testing.T) {
	t.Run("float64", func(t *testing.T) { solves[float64](t, 1e-11) })
	t.Run("float32", func(t *testing.T) { solves[float32](t, 1e-5) })
}

func solves[T vec.Float](t *testing.T, tol float64) {
	const n = 40
	rng := rand.New(rand.NewPCG(1, 2))
	space := dense[T](n)
	cases := []struct {
		name   string
		a      *mat.Dense
		solver *krylov.Solver[T]
	}{
		{"cg", positive(n, rng), krylov.NewCG[T](space)},
		{"bicgstab symmetric", positive(n, rng), krylov.NewBiCGStab[T](space)},
		{"bicgstab nonsymmetric", shifted(n, rng), krylov.NewBiCGStab[T](space)},
		{"gmres symmetric", positive(n, rng), krylov.NewGMRES[T](space, 60)},
		{"gmres nonsymmetric", shifted(n, rng), krylov.NewGMRES[T](space, 60)},
	}
	for _, c := range cases {
		for _, pre := range []krylov.Preconditioner[T]{nil, jacobi[T]{c.a}} {
			b, x := vector[T](n, rng), vector[T](n, rng)
			res := c.solver.Solve(matrix[T]{c.a}, pre, x, b, krylov.Options{Rtol: tol, MaxIter: 200})
			require.Equal(t, krylov.Converged, res.Status, c.name)
			require.LessOrEqual(t, residual(c.a, x, b), 2*tol, c.name)
			require.Positive(t, res.Iterations)
			require.Less(t, res.Contraction, 1.0)
			require.LessOrEqual(t, res.Residual, res.Target)
			require.Zero(t, res.Restarts, "one cycle is enough")
		}
	}
}

func TestToleranceBelowRoundoff(t *testing.T) {
	const n = 40
	rng := rand.New(rand.NewPCG(3, 4))
	for name, a := range map[string]*mat.Dense{"cg": positive(n, rng), "bicgstab": shifted(n, rng), "gmres": shifted(n, rng)} {
		solver, err := krylov.New[float32](name, dense[float32](n), 0)
		require.NoError(t, err)
		b, x := vector[float32](n, rng), make([]float32, n)
		res := solver.Solve(matrix[float32]{a}, nil, x, b, krylov.Options{Rtol: 1e-12, MaxIter: 500})
		require.Equal(t, krylov.AtRoundoff, res.Status, name)
		require.True(t, res.Status.Accepted())
		require.NotEmpty(t, res.Status.Advice())
		require.Less(t, residual(a, x, b), 1e-5, name)
	}
}

func TestSingularInconsistent(t *testing.T) {
	const n = 20
	a := mat.NewDense(n, n, nil) // Neumann Laplacian; b has a part in its null space
	for i := range n {
		for _, j := range []int{i - 1, i + 1} {
			if j >= 0 && j < n {
				a.Set(i, i, a.At(i, i)+1)
				a.Set(i, j, -1)
			}
		}
	}
	rng := rand.New(rand.NewPCG(5, 6))
	for name, solver := range map[string]*krylov.Solver[float64]{
		"cg": krylov.NewCG[float64](dense[float64](n)), "bicgstab": krylov.NewBiCGStab[float64](dense[float64](n)),
		"gmres": krylov.NewGMRES[float64](dense[float64](n), 30), "gmres(8)": krylov.NewGMRES[float64](dense[float64](n), 8),
	} {
		b, x := vector[float64](n, rng), make([]float64, n)
		for i := range b {
			b[i]++
		}
		res := solver.Solve(matrix[float64]{a}, nil, x, b, krylov.Options{Rtol: 1e-10, MaxIter: 3000})
		require.False(t, res.Status.Accepted(), "%s: %s", name, res.Status)
		require.InDelta(t, residual(a, x, b)*math.Sqrt(dense[float64](n).Dot(b, b)), res.Residual, 1e-9*res.Residual, name)

		mean := 0.0
		for _, v := range b {
			mean += v / n
		}
		for i := range b {
			b[i] -= mean // consistent: solvable
		}
		clear(x)
		res = solver.Solve(matrix[float64]{a}, nil, x, b, krylov.Options{Rtol: 1e-10, MaxIter: 3000})
		require.Equal(t, krylov.Converged, res.Status, name)
	}
}

func TestIndefinite(t *testing.T) {
	a := mat.NewDense(2, 2, []float64{1, 0, 0, -1})
	x, b := make([]float64, 2), []float64{1, 2}
	o := krylov.Options{Rtol: 1e-12, MaxIter: 10}
	res := krylov.NewCG[float64](dense[float64](2)).Solve(matrix[float64]{a}, nil, x, b, o)
	require.Equal(t, krylov.Indefinite, res.Status)
	clear(x)
	res = krylov.NewBiCGStab[float64](dense[float64](2)).Solve(matrix[float64]{a}, nil, x, b, o)
	require.Equal(t, krylov.Converged, res.Status)
	require.False(t, res.Fallback)
	clear(x)
	robust, err := krylov.NewRobust[float64]("cg", dense[float64](2), 0)
	require.NoError(t, err)
	res = robust.Solve(matrix[float64]{a}, nil, x, b, o)
	require.Equal(t, krylov.Converged, res.Status)
	require.True(t, res.Fallback)
}

func TestBreakdown(t *testing.T) {
	a := mat.NewDense(2, 2, []float64{0, 1, -1, 0}) // skew: <r, A r> = 0 for all r
	x, b := make([]float64, 2), []float64{1, 2}
	res := krylov.NewBiCGStab[float64](dense[float64](2)).Solve(matrix[float64]{a}, nil, x, b, krylov.Options{Rtol: 1e-12, MaxIter: 10})
	require.Equal(t, krylov.Breakdown, res.Status)
	require.Equal(t, "breakdown", res.Status.String())
}

// Transport from one side by implicit steps: the residual of the second step is
// all but orthogonal to the first shadow, however small the tolerance.
func TestTransportFromOneSide(t *testing.T) {
	const n = 40
	for _, c := range []float64{0.5, 1, 4, 20} {
		a := mat.NewDense(n, n, nil)
		for i := range n {
			a.Set(i, i, 1+c)
			if i > 0 {
				a.Set(i, i-1, -c)
			}
		}
		a.Set(0, 0, 1+2*c)
		solver := krylov.NewBiCGStab[float64](dense[float64](n))
		x := make([]float64, n)
		for step := range 8 {
			b := append([]float64(nil), x...)
			b[0] += 2 * c
			res := solver.Solve(matrix[float64]{a}, nil, x, b, krylov.Options{Rtol: 1e-9, MaxIter: 1000})
			require.Equal(t, krylov.Converged, res.Status, "%g, step %d", c, step)
			require.Less(t, residual(a, x, b), 1.01e-9, "%g, step %d", c, step)
		}
	}
}

func TestNotFinite(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	a := positive(4, rng)
	a.Set(1, 2, math.NaN())
	for name, solver := range map[string]*krylov.Solver[float64]{
		"cg": krylov.NewCG[float64](dense[float64](4)), "bicgstab": krylov.NewBiCGStab[float64](dense[float64](4)),
		"gmres": krylov.NewGMRES[float64](dense[float64](4), 3),
	} {
		x := []float64{0, 0, 0, 0}
		res := solver.Solve(matrix[float64]{a}, nil, x, []float64{1, 2, 3, 4}, krylov.Options{Rtol: 1e-6, MaxIter: 10, ZeroGuess: true})
		require.Equal(t, krylov.NotFinite, res.Status, name)
		require.Equal(t, []float64{0, 0, 0, 0}, x, "the guess is kept")
		res = solver.Solve(matrix[float64]{positive(4, rng)}, nil, x, []float64{1, math.Inf(1), 0, 0}, krylov.Options{Rtol: 1e-6, MaxIter: 10})
		require.Equal(t, krylov.NotFinite, res.Status, name)
	}
}

func TestZeroRightSideAndLimit(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 10))
	a := positive(30, rng)
	solver := krylov.NewCG[float64](dense[float64](30))
	x := vector[float64](30, rng)
	res := solver.Solve(matrix[float64]{a}, nil, x, make([]float64, 30), krylov.Options{Rtol: 1e-6, MaxIter: 10})
	require.Equal(t, krylov.Converged, res.Status)
	require.Equal(t, make([]float64, 30), x)
	res = solver.Solve(matrix[float64]{a}, nil, x, vector[float64](30, rng), krylov.Options{Rtol: 1e-14, MaxIter: 3})
	require.Equal(t, krylov.MaxIterations, res.Status)
	require.Equal(t, 3, res.Iterations)
}

func TestNoAllocations(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 12))
	var op krylov.Operator[float64] = matrix[float64]{shifted(30, rng)}
	b, x := vector[float64](30, rng), make([]float64, 30)
	for _, solver := range []*krylov.Solver[float64]{
		krylov.NewBiCGStab[float64](dense[float64](30)), krylov.NewGMRES[float64](dense[float64](30), 5),
	} {
		require.Zero(t, testing.AllocsPerRun(20, func() {
			clear(x)
			solver.Solve(op, nil, x, b, krylov.Options{Rtol: 1e-10, MaxIter: 100})
		}))
	}
}

// A tolerance that no arithmetic reaches ends at round-off, not as a matrix that
// seems indefinite because the recurrence has vanished.
func TestVanishingTolerance(t *testing.T) {
	const n = 40
	rng := rand.New(rand.NewPCG(13, 14))
	t.Run("float64", func(t *testing.T) { vanishing[float64](t, positive(n, rng)) })
	t.Run("float32", func(t *testing.T) { vanishing[float32](t, positive(n, rng)) })
}

func vanishing[T vec.Float](t *testing.T, a *mat.Dense) {
	n, _ := a.Dims()
	b := vector[T](n, rand.New(rand.NewPCG(15, 16)))
	for name, solver := range map[string]*krylov.Solver[T]{
		"cg": krylov.NewCG[T](dense[T](n)), "bicgstab": krylov.NewBiCGStab[T](dense[T](n)),
		"gmres": krylov.NewGMRES[T](dense[T](n), 50), "gmres(10)": krylov.NewGMRES[T](dense[T](n), 10),
	} {
		for _, rtol := range []float64{1e-18, 1e-40, 1e-100, 1e-320} {
			for _, pre := range []krylov.Preconditioner[T]{nil, jacobi[T]{a}} {
				res := solver.Solve(matrix[T]{a}, pre, make([]T, n), b, krylov.Options{Rtol: rtol, MaxIter: 100000})
				require.Equal(t, krylov.AtRoundoff, res.Status, "%s %g: %+v", name, rtol, res)
			}
		}
	}
}
