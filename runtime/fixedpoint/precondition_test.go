package fixedpoint_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/fixedpoint"
)

// exact is the inverse of pair's tangent, at the point of the linearisation.
type exact struct{ p *pair }

func (e exact) Precondition(dst, src []float64) {
	e.p.each(dst, e.p.z, func(u, x float64) float64 { x /= u; return 1 / (1 + 3*x*x) })
	for i := range dst {
		dst[i] *= src[i]
	}
}

// Every Newton step asks for the preconditioner once, and uses it.
func TestPreconditioned(t *testing.T) {
	for _, linear := range []string{"cg", "bicgstab", "gmres"} {
		p, sp := newPair()
		p.pre = exact{p}
		sp.Weights[1] = 1e8
		o := fixedpoint.Options{Tol: 1e-12, MaxIter: 50, MaxLinear: 50}
		res := configured(sp, fixedpoint.Config{Linear: linear}).Solve(p, sp.New(), o, nil)
		require.Equal(t, fixedpoint.Converged, res.Status)
		require.Equal(t, res.Outer, p.asks)
		require.Equal(t, res.Outer, res.Linear, "%s: one Krylov iteration each", linear)
	}
}

// Sweeps use it too, with their relaxation; recorded ones, which an adjoint will
// reverse, are the system's own.
func TestPreconditionedSweeps(t *testing.T) {
	for _, method := range []fixedpoint.Method{fixedpoint.Picard, fixedpoint.Anderson} {
		p, sp := newPair()
		p.pre = exact{p}
		sp.Weights[1] = 1e8
		start := func() []float64 {
			z := sp.New()
			for i := range n {
				z[p.Origin+i], z[p.Size+p.Origin+i] = 0.5, 0.5e-8
			}
			return z
		}
		o := fixedpoint.Options{Tol: 1e-12, MaxIter: 50}
		res := solver(sp, method).Solve(p, start(), o, nil)
		require.Equal(t, fixedpoint.Converged, res.Status)
		require.Less(t, res.Outer, 10)
		require.GreaterOrEqual(t, p.asks, res.Outer)

		o.Relax, o.Force = 0.5, 1
		z := start()
		solver(sp, fixedpoint.Anderson).Solve(p, z, o, nil)
		require.InEpsilon(t, 0.5+0.5*1.375/1.75, z[p.Origin], 1e-14)

		p.asks = 0
		solver(sp, method).Solve(p, start(), fixedpoint.Options{Tol: 1e-12, MaxIter: 5}, &counter{})
		require.Zero(t, p.asks)
	}
}

func TestNoPreconditioner(t *testing.T) {
	for _, method := range []fixedpoint.Method{fixedpoint.Newton, fixedpoint.Picard, fixedpoint.Anderson} {
		p, sp := newPair()
		p.err = errors.New("singular")
		res := solver(sp, method).Solve(p, sp.New(), fixedpoint.Options{Tol: 1e-9, MaxIter: 9, MaxLinear: 9}, nil)
		require.Equal(t, fixedpoint.NoPreconditioner, res.Status)
		require.ErrorIs(t, res.Err, p.err)
		require.NotEmpty(t, res.Status.Advice())
		require.Zero(t, res.Outer)
	}
}
