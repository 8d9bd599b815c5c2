package fixedpoint_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/fixedpoint"
	"github.com/pindiff/pindiffc/runtime/krylov"
)

// held is bratu's equation with a Jacobian that can be kept.
type held struct {
	*bratu[float64]
	linearised, kept int
	wrong            float64 // kept products are too large by this factor
	old              bool
}

func (h *held) Linearise(z []float64) {
	h.linearised++
	h.old = false
	h.z = append([]float64(nil), z...)
}

func (h *held) Preconditioner() (krylov.Preconditioner[float64], error) { return nil, nil }
func (h *held) Assembled() bool                                         { return true }
func (h *held) Keep()                                                   { h.kept++; h.old = true }

func (h *held) Apply(dst, src []float64) {
	h.bratu.Apply(dst, src)
	if h.old && h.wrong != 0 {
		for i := range dst {
			dst[i] *= h.wrong
		}
	}
}

// A linearisation that is kept serves several steps, to the same solution; one that
// proves bad is replaced, not believed.
func TestChord(t *testing.T) {
	s, sp := newBratu[float64](8)
	o := options(sp, s)
	want := sp.New()
	require.Equal(t, fixedpoint.Converged, solver(sp, fixedpoint.Newton).Solve(s, want, o, nil).Status)
	near := func() []float64 {
		z := sp.New()
		for i := range z {
			z[i] = 0.97 * want[i]
		}
		return z
	}
	for _, wrong := range []float64{0, 1e3, -1, 1e-3} {
		h := &held{bratu: s, wrong: wrong}
		z := near()
		res := solver(sp, fixedpoint.Newton).Solve(h, z, o, nil)
		require.Equal(t, fixedpoint.Converged, res.Status, "%g", wrong)
		require.LessOrEqual(t, res.Residual, o.Tol)
		require.NotZero(t, h.kept, "%g", wrong)
		for i := range n {
			require.InDelta(t, want[s.g.Origin+i], z[s.g.Origin+i], 1e-10)
		}
		if wrong == 0 {
			require.Less(t, h.linearised, res.Outer)
		} else {
			require.Greater(t, h.linearised, 1, "%g", wrong)
		}
	}
	affine := *s
	affine.c = 0
	h := &held{bratu: &affine}
	o.Affine = true
	require.Equal(t, fixedpoint.Converged, solver(sp, fixedpoint.Newton).Solve(h, sp.New(), o, nil).Status)
	require.Zero(t, h.kept)
}
