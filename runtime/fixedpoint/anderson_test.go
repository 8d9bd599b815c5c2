package fixedpoint_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/fixedpoint"
	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/krylov"
)

// Anderson's acceleration needs a fraction of the sweeps, whatever the depth.
func TestAndersonAccelerates(t *testing.T) {
	s, sp := newBratu[float64](8)
	s.d = 20
	o := options(sp, s)
	o.MaxIter = 3000
	want := sp.New()
	picard := solver(sp, fixedpoint.Picard).Solve(s, want, o, nil)
	require.Equal(t, fixedpoint.Converged, picard.Status)
	for depth, gain := range map[int]int{2: 2, 5: 3, 10: 3} {
		z := sp.New()
		res := configured(sp, fixedpoint.Config{Method: fixedpoint.Anderson, Depth: depth}).Solve(s, z, o, nil)
		require.Equal(t, fixedpoint.Converged, res.Status, "depth %d", depth)
		require.Less(t, gain*res.Outer, picard.Outer, "depth %d", depth)
		for i := range n {
			require.InDelta(t, want[s.g.Origin+i], z[s.g.Origin+i], 1e-9)
		}
	}
	s.omega = 0.5
	res := solver(sp, fixedpoint.Anderson).Solve(s, sp.New(), o, nil)
	require.Equal(t, fixedpoint.Converged, res.Status)
	require.Less(t, 2*res.Outer, picard.Outer)
}

// For an affine equation the step is the sweep from the point of least residual
// over the history: with full depth, residuals are those of GMRES one step later.
func TestAndersonIsGMRES(t *testing.T) {
	s, sp := newBratu[float64](8)
	s.c, s.d, s.skew, s.omega = 0, 3, 0.4, 1
	o := options(sp, s)
	o.Force = 8
	z := sp.New()
	res := configured(sp, fixedpoint.Config{Method: fixedpoint.Anderson, Depth: 10}).Solve(s, z, o, nil)
	require.Equal(t, 8, res.Outer)
	s.Linearise(z)
	for k := 1; k < 8; k++ {
		x := sp.New()
		lin := krylov.NewGMRES[float64](sp, 10).Solve(s, nil, x, s.b, krylov.Options{Rtol: 1e-15, MaxIter: k, ZeroGuess: true})
		s.Sweep(z, x)
		r := sp.New()
		s.Residual(r, z)
		require.InEpsilon(t, sp.Norm(r)/o.Scale, res.History[k+1], 1e-6, "step %d, GMRES %g", k, lin.Residual)
	}
}

// Sweeps that diverge on their own converge when they are accelerated.
func TestAndersonTamesDivergence(t *testing.T) {
	s, sp := newBratu[float64](8)
	s.c, s.skew, s.omega = 0, 4, 1
	o := options(sp, s)
	require.False(t, solver(sp, fixedpoint.Picard).Solve(s, sp.New(), o, nil).Status.Accepted())
	res := configured(sp, fixedpoint.Config{Method: fixedpoint.Anderson, Depth: 10}).Solve(s, sp.New(), o, nil)
	require.Equal(t, fixedpoint.Converged, res.Status)
}

// A step that makes things worse is taken back.
func TestAndersonTakesBack(t *testing.T) {
	s, sp := newBratu[float64](8)
	o := options(sp, s)
	s.poison = 6 // from the sixth residual on nothing is finite
	z := sp.New()
	res := solver(sp, fixedpoint.Anderson).Solve(s, z, o, nil)
	require.Equal(t, fixedpoint.NotFinite, res.Status)
	require.Positive(t, res.Restarts)
	s.poison = 0
	r := sp.New()
	s.Residual(r, z)
	require.InEpsilon(t, res.Residual, sp.Norm(r)/o.Scale, 1e-12, "the best iterate is returned")
}

func TestAndersonAllocatesNothing(t *testing.T) {
	s, sp := newBratu[float64](8)
	o, f, z := options(sp, s), solver(sp, fixedpoint.Anderson), sp.New()
	f.Solve(s, z, o, nil)
	require.Zero(t, testing.AllocsPerRun(10, func() {
		sp.Zero(z)
		f.Solve(s, z, o, nil)
	}))
}

func TestConfigRefused(t *testing.T) {
	sp := space[float64](8)
	_, err := fixedpoint.New[float64](sp, fixedpoint.Config{Linear: "qmr"})
	require.ErrorContains(t, err, "gmres")
	_, err = fixedpoint.New[float64](sp, fixedpoint.Config{Method: fixedpoint.Anderson, Depth: -1})
	require.Error(t, err)
}

// pair is two decoupled equations of very different size, the second without its
// own scale invisible beside the first: z^3 + z = 2 in units of 1, and of 1e-8.
type pair struct {
	*grid.Grid
	unit [2]float64
	z    []float64
	pre  krylov.Preconditioner[float64]
	err  error
	asks int
}

func (p *pair) each(dst, z []float64, f func(u, x float64) float64) {
	for e := range 2 {
		for i := range n {
			at := e*p.Size + p.Origin + i
			dst[at] = f(p.unit[e], z[at])
		}
	}
}
func (p *pair) Residual(r, z []float64) {
	p.each(r, z, func(u, x float64) float64 { x /= u; return u * (2 - x - x*x*x) })
}
func (p *pair) Linearise(z []float64) { p.z = z }
func (p *pair) Apply(dst, src []float64) {
	p.each(dst, p.z, func(u, x float64) float64 { x /= u; return 1 + 3*x*x })
	for i := range dst {
		dst[i] *= src[i]
	}
}
func (p *pair) Sweep(dst, z []float64) {
	p.each(dst, z, func(u, x float64) float64 { x /= u; return u * (x + (2-x-x*x*x)/(1+3*x*x)) })
}
func (p *pair) Preconditioner() (krylov.Preconditioner[float64], error) {
	p.asks++
	return p.pre, p.err
}

func newPair() (*pair, grid.Space[float64]) {
	sp := space[float64](8)
	sp.Fields, sp.Weights = 2, []float64{1, 1}
	return &pair{Grid: sp.Grid, unit: [2]float64{1, 1e-8}}, sp
}

// With weights both equations converge; without, the small one is left where it was.
func TestEquationsOfDifferentSize(t *testing.T) {
	for _, method := range []fixedpoint.Method{fixedpoint.Newton, fixedpoint.Picard, fixedpoint.Anderson} {
		p, sp := newPair()
		o := fixedpoint.Options{Tol: 1e-6, Scale: 2 * math.Sqrt(2*n), MaxIter: 50, MaxLinear: 50}
		f := solver(sp, method)
		z := sp.New()
		for i := range n {
			z[p.Origin+i] = 1 // solved already
			z[p.Size+p.Origin+i] = 0.8e-8
		}
		res := f.Solve(p, z, o, nil)
		require.Equal(t, fixedpoint.Converged, res.Status)
		require.Zero(t, res.Outer, "the second equation does not count")
		sp.Weights[1] = 1e8
		res = f.Solve(p, z, o, nil)
		require.Equal(t, fixedpoint.Converged, res.Status)
		for i := range n {
			require.InEpsilon(t, 1e-8, z[p.Size+p.Origin+i], 1e-5)
		}
		require.Len(t, res.Equations, 2)
		require.InDelta(t, res.Residual, math.Hypot(res.Equations[0], res.Equations[1]), 1e-15)
		require.Len(t, res.ByEquation, 2*len(res.History))
		for k, h := range res.History {
			require.InDelta(t, h, math.Hypot(res.ByEquation[2*k], res.ByEquation[2*k+1]), 1e-14)
		}
		require.Zero(t, res.Equations[0])
	}
}
