package exact

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
)

// Well mixed, every cell follows the ordinary differential equations of the
// reaction, here by Runge and Kutta's method with a hundredth of the step.
func TestWellMixed(t *testing.T) {
	const n, end, u0, v0 = 8, 20.0, 0.6, 0.4
	p := DefaultParams()
	rate := func(u, v float64) (float64, float64) {
		r := u * v * v
		return -r + p.F*(1-u), r - (p.F+p.K)*v
	}
	u, v := u0, v0
	const h = 0.01
	for range int(end / h) {
		a, b := rate(u, v)
		c, d := rate(u+h/2*a, v+h/2*b)
		e, f := rate(u+h/2*c, v+h/2*d)
		g, q := rate(u+h*e, v+h*f)
		u, v = u+h/6*(a+2*c+2*e+g), v+h/6*(b+2*d+2*f+q)
	}
	s, err := New(Options{Cells: [2]int{n, n}, Step: 0.1, End: end})
	require.NoError(t, err)
	defer s.Close()
	start := State{U: make([]float64, n*n), V: make([]float64, n*n)}
	for i := range start.U {
		start.U[i], start.V[i] = u0, v0
	}
	r, err := s.Simulate(context.Background(), start, end)
	require.NoError(t, err)
	for i := range start.U {
		require.InDelta(t, u, r.At(0).U[i], 1e-5)
		require.InDelta(t, v, r.At(0).V[i], 1e-5)
	}
	t.Logf("u = %.6f, v = %.6f", u, v)
}
