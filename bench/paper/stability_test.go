package main

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/generated/heat"
)

// A wall of n cells between a Dirichlet face half a cell away and an insulated one
// has the modes sin((j + 1/2) q) with q = (m - 1/2) pi/n, and its largest eigenvalue
// is 4 k/(rho_c h^2) cos^2(pi/(4 n)).
func TestExplicitLimitOfHeat(t *testing.T) {
	p := heat.Problem()
	n := float64(p.Axes[0].Cells)
	h := (p.Axes[0].Hi - p.Axes[0].Lo) / n
	want := h * h / (2 * 0.8 / 1.4e6) / math.Pow(math.Cos(math.Pi/(4*n)), 2)
	got, err := explicitLimit(t.Context(), p, 0.1*want)
	require.NoError(t, err)
	require.InEpsilon(t, want, got, 2e-3)
}

// The limit does not depend on the step that finds it.
func TestExplicitLimitOfInfiltration(t *testing.T) {
	p := *furnaces[2].problem
	p.Axes = append(p.Axes[:0:0], p.Axes...)
	p.Axes[0].Cells, p.Axes[1].Cells = 32, 16
	a, err := explicitLimit(t.Context(), &p, 1e-5)
	require.NoError(t, err)
	b, err := explicitLimit(t.Context(), &p, 1e-4)
	require.NoError(t, err)
	require.InEpsilon(t, a, b, 0.02)
	require.InEpsilon(t, 16*1.11e-5, a, 0.05, "it goes with the square of the spacing")
}
