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

func TestNoPreconditioner(t *testing.T) {
	p, sp := newPair()
	p.err = errors.New("singular")
	res := solver(sp, fixedpoint.Newton).Solve(p, sp.New(), fixedpoint.Options{Tol: 1e-9, MaxIter: 9, MaxLinear: 9}, nil)
	require.Equal(t, fixedpoint.NoPreconditioner, res.Status)
	require.ErrorIs(t, res.Err, p.err)
	require.NotEmpty(t, res.Status.Advice())
}
