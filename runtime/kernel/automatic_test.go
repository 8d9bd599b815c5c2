package kernel_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/kernel"
)

func TestAutomaticPreconditioner(t *testing.T) {
	star := [][3]int{{}, {1}, {-1}}
	wide := append(star, [3]int{0, -2})
	for _, c := range []struct {
		s       kernel.System
		offsets [][3]int
		want    string
	}{
		{kernel.System{Newton: false, Dim: 2, States: 2}, star, "none"},
		{kernel.System{Newton: true, Dim: 2, States: 2}, nil, "none"},
		{kernel.System{Newton: true, Dim: 1, States: 1}, star, "none or line"},
		{kernel.System{Newton: true, Dim: 2, States: 1}, star, "none or multigrid"},
		{kernel.System{Newton: true, Dim: 2, States: 1, Same: true}, star, "sweeps or multigrid"},
		{kernel.System{Newton: true, Dim: 1, States: 1, Same: true}, star, "none or line"},
		{kernel.System{Newton: true, Dim: 2, States: 1}, wide, "none"},
		{kernel.System{Newton: true, Dim: 2, States: 1, Algebraic: true}, star, "line or multigrid"},
		{kernel.System{Newton: true, Dim: 1, States: 3}, star, "line"},
		{kernel.System{Newton: true, Dim: 2, States: 3}, star, "line or multigrid"},
		{kernel.System{Newton: true, Dim: 2, States: 3}, wide, "jacobi"},
	} {
		got, why := kernel.AutomaticPreconditioner(c.s.With(c.offsets))
		require.Equal(t, c.want, got, "%+v", c)
		require.NotEmpty(t, why)
	}
}
