package fixedpoint_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/fixedpoint"
	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/krylov"
	"github.com/pindiff/pindiffc/runtime/vec"
)

const n = 20

// bratu is -u” d + c exp(u) s + u = b on a line with zero ends: convex, with an
// exact tangent. c = 0 makes it affine.
type bratu[T vec.Float] struct {
	g          *grid.Grid
	d, c       T
	omega      T
	skew       T // makes J nonsymmetric
	b, z       []T
	poison     int // Residual gives NaN from this call on, if positive
	calls      int
	badTangent bool
}

func space[T vec.Float](elem int) grid.Space[T] {
	g, err := grid.New([]grid.Axis{{Hi: 1, Cells: n}}, 1, elem)
	if err != nil {
		panic(err)
	}
	return grid.Space[T]{Grid: g, Fields: 1}
}

func (s *bratu[T]) linear(z []T, i int) T {
	return z[i] + s.d*(2*z[i]-z[i-1]-z[i+1]) + s.skew*(z[i+1]-z[i-1])
}

func (s *bratu[T]) each(z []T, f func(i int)) {
	z[s.g.Origin-1], z[s.g.Origin+n] = 0, 0
	for i := s.g.Origin; i < s.g.Origin+n; i++ {
		f(i)
	}
}

func (s *bratu[T]) Residual(r, z []T) {
	s.calls++
	s.each(z, func(i int) { r[i] = s.b[i] - s.linear(z, i) - s.c*T(math.Exp(float64(z[i]))) })
	if s.poison > 0 && s.calls >= s.poison {
		r[s.g.Origin+3] = T(math.NaN())
	}
}
func (s *bratu[T]) Linearise(z []T) { s.z = z }
func (s *bratu[T]) Apply(dst, src []T) {
	s.each(src, func(i int) {
		dst[i] = s.linear(src, i) + s.c*T(math.Exp(float64(s.z[i])))*src[i]
		if s.badTangent {
			dst[i] = -dst[i]
		}
	})
}
func (s *bratu[T]) Sweep(dst, z []T) {
	s.each(z, func(i int) {
		e := s.c * T(math.Exp(float64(z[i])))
		dst[i] = z[i] - s.omega*(s.linear(z, i)+e-s.b[i])/(1+2*s.d+e)
	})
}

func newBratu[T vec.Float](elem int) (*bratu[T], grid.Space[T]) {
	sp := space[T](elem)
	s := &bratu[T]{g: sp.Grid, d: 2, c: 0.5, omega: 0.8, b: sp.New()}
	for i := range n {
		s.b[s.g.Origin+i] = T(math.Sin(float64(i)) + 2)
	}
	return s, sp
}

// solver returns a solver of the method.
func solver[T vec.Float](sp grid.Space[T], method fixedpoint.Method) *fixedpoint.Solver[T] {
	return configured(sp, fixedpoint.Config{Method: method})
}

func configured[T vec.Float](sp grid.Space[T], c fixedpoint.Config) *fixedpoint.Solver[T] {
	s, err := fixedpoint.New[T](sp, c)
	if err != nil {
		panic(err)
	}
	return s
}

func options(sp interface{ Norm([]float64) float64 }, s *bratu[float64]) fixedpoint.Options {
	return fixedpoint.Options{Tol: 1e-12, Scale: sp.Norm(s.b), MaxIter: 500, MaxLinear: 100}
}

func TestNewtonAndPicardAgree(t *testing.T) {
	s, sp := newBratu[float64](8)
	o := options(sp, s)
	newton, picard := sp.New(), sp.New()
	for _, linear := range krylov.Methods() {
		sp.Zero(newton)
		res := configured(sp, fixedpoint.Config{Linear: linear}).Solve(s, newton, o, nil)
		require.Equal(t, fixedpoint.Converged, res.Status)
		require.Less(t, res.Outer, 10)
		require.Len(t, res.History, res.Outer+1)
		require.LessOrEqual(t, res.Residual, 1e-12)
	}
	res := solver(sp, fixedpoint.Picard).Solve(s, picard, o, nil)
	require.Equal(t, fixedpoint.Converged, res.Status)
	require.Less(t, res.Contraction, 1.0)
	for i := range n {
		require.InDelta(t, newton[s.g.Origin+i], picard[s.g.Origin+i], 1e-10)
	}
}

func TestAffineTakesOneStep(t *testing.T) {
	s, sp := newBratu[float64](8)
	s.c, s.skew = 0, 0.3
	o := options(sp, s)
	o.Affine = true
	res := solver(sp, fixedpoint.Newton).Solve(s, sp.New(), o, nil)
	require.Equal(t, fixedpoint.Converged, res.Status)
	require.LessOrEqual(t, res.Outer, 2)
}

func TestIndefiniteFallsBack(t *testing.T) {
	s, sp := newBratu[float64](8)
	s.c, s.d = 0, -0.4 // eigenvalues of both signs
	o := options(sp, s)
	o.Affine = true
	res := configured(sp, fixedpoint.Config{Linear: "cg"}).Solve(s, sp.New(), o, nil)
	require.Equal(t, fixedpoint.Converged, res.Status)
	require.Positive(t, res.Fallbacks)
}

func TestZeroRightSide(t *testing.T) {
	s, sp := newBratu[float64](8)
	s.c = 0
	sp.Zero(s.b)
	o := options(sp, s)
	res := solver(sp, fixedpoint.Newton).Solve(s, sp.New(), o, nil)
	require.Equal(t, fixedpoint.Converged, res.Status)
	require.Zero(t, res.Outer)
}

func TestDiverges(t *testing.T) {
	s, sp := newBratu[float64](8)
	s.omega, s.c, s.skew = 1.9, 0, 20 // far beyond what Jacobi sweeps can do
	o := options(sp, s)
	z := sp.New()
	res := solver(sp, fixedpoint.Picard).Solve(s, z, o, nil)
	require.Equal(t, fixedpoint.Diverged, res.Status)
	r := sp.New()
	s.Residual(r, z)
	require.InEpsilon(t, res.Residual, sp.Norm(r)/o.Scale, 1e-12, "the best iterate is returned")
	require.LessOrEqual(t, res.Residual, res.History[0])
}

func TestStagnates(t *testing.T) {
	s, sp := newBratu[float64](8)
	s.omega = 1e-5
	o := options(sp, s)
	res := solver(sp, fixedpoint.Picard).Solve(s, sp.New(), o, nil)
	require.Equal(t, fixedpoint.Stagnated, res.Status)

	s.badTangent = true // Newton steps go uphill: the line search finds nothing
	res = solver(sp, fixedpoint.Newton).Solve(s, sp.New(), o, nil)
	require.Equal(t, fixedpoint.Stagnated, res.Status)
}

func TestNotFinite(t *testing.T) {
	for _, method := range []fixedpoint.Method{fixedpoint.Newton, fixedpoint.Picard, fixedpoint.Anderson} {
		s, sp := newBratu[float64](8)
		o := options(sp, s)
		s.poison = 1
		res := solver(sp, method).Solve(s, sp.New(), o, nil)
		require.Equal(t, fixedpoint.NotFinite, res.Status)
		s.calls, s.poison = 0, 2
		res = solver(sp, method).Solve(s, sp.New(), o, nil)
		require.False(t, res.Status.Accepted())
	}
}

func TestRoundoffIsNotStagnation(t *testing.T) {
	for _, method := range []fixedpoint.Method{fixedpoint.Newton, fixedpoint.Picard, fixedpoint.Anderson} {
		for _, affine := range []bool{false, true} {
			s, sp := newBratu[float32](4)
			if affine {
				s.c = 0
			}
			o := fixedpoint.Options{Affine: affine, Tol: 1e-10, Scale: sp.Norm(s.b), MaxIter: 5000, MaxLinear: 200}
			res := solver(sp, method).Solve(s, sp.New(), o, nil)
			require.Equal(t, fixedpoint.AtRoundoff, res.Status, "%d %v", method, affine)
			require.Less(t, res.Residual, 1e-5)
		}
	}
}

// The limit that comes first, at round-off, is no failure either.
func TestRoundoffAtTheLimit(t *testing.T) {
	s, sp := newBratu[float32](4)
	o := fixedpoint.Options{Tol: 1e-10, Scale: sp.Norm(s.b), MaxIter: 5000}
	res := solver(sp, fixedpoint.Picard).Solve(s, sp.New(), o, nil)
	o.MaxIter = res.Outer + 10 // the best is found, the stall not yet seen
	res = solver(sp, fixedpoint.Picard).Solve(s, sp.New(), o, nil)
	require.Equal(t, fixedpoint.AtRoundoff, res.Status)
	o.MaxIter = 5
	res = solver(sp, fixedpoint.Picard).Solve(s, sp.New(), o, nil)
	require.Equal(t, fixedpoint.MaxIterations, res.Status)
}

// Where every linear solve ends at its limit, that is the reason, not the number
// of Newton steps.
func TestLinearLimit(t *testing.T) {
	s, sp := newBratu[float64](8)
	s.d = 1e4
	o := options(sp, s)
	o.MaxIter, o.MaxLinear = 4, 2
	res := solver(sp, fixedpoint.Newton).Solve(s, sp.New(), o, nil)
	require.Equal(t, fixedpoint.LinearFailed, res.Status)
	require.Equal(t, krylov.MaxIterations, res.Krylov)
}

func TestLimitAndForce(t *testing.T) {
	s, sp := newBratu[float64](8)
	o := options(sp, s)
	for _, method := range []fixedpoint.Method{fixedpoint.Newton, fixedpoint.Picard, fixedpoint.Anderson} {
		o.MaxIter, o.Force = 2, 0
		res := solver(sp, method).Solve(s, sp.New(), o, nil)
		require.Equal(t, fixedpoint.MaxIterations, res.Status)
		require.Equal(t, 2, res.Outer)
		require.NotEmpty(t, res.Status.Advice())
		o.Force = 9
		res = solver(sp, method).Solve(s, sp.New(), o, nil)
		require.Equal(t, 9, res.Outer)
	}
}

// counter records how many iterates it was given.
type counter struct{ n int }

func (c *counter) Record([]float64) { c.n++ }

func TestRecorderSeesEverySweep(t *testing.T) {
	s, sp := newBratu[float64](8)
	o := options(sp, s)
	c := &counter{}
	res := solver(sp, fixedpoint.Picard).Solve(s, sp.New(), o, c)
	require.Equal(t, res.Outer, c.n)
}

func TestNoAllocations(t *testing.T) {
	s, sp := newBratu[float64](8)
	o, f, z := options(sp, s), solver(sp, fixedpoint.Newton), sp.New()
	f.Solve(s, z, o, nil)
	require.Zero(t, testing.AllocsPerRun(10, func() {
		sp.Zero(z)
		f.Solve(s, z, o, nil)
	}))
}
