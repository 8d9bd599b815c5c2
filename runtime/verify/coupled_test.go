package verify_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/internal/testsystem"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/verify"
)

// TestCoupledSystemsPass: several states, calls of every class, a mass that is not
// diagonal, and potentials with and without a null space.
func TestCoupledSystemsPass(t *testing.T) {
	all := testsystem.Coupling{Law: true, Face: true, Lagged: true, Once: true, Level: true}
	half, uneven := all, all
	half.Periodic, half.Mass = [2]bool{true, false}, true
	uneven.Sizes = [2]float64{1e-3, 1e3}
	for name, p := range map[string]*kernel.Problem[float64]{
		"calls":             testsystem.Coupled[float64](1, all),
		"half periodic":     testsystem.Coupled[float64](2, half),
		"sizes":             testsystem.Coupled[float64](1, uneven),
		"potential":         testsystem.Potential[float64](1, false, true),
		"potential, null":   testsystem.Potential[float64](2, true, false),
		"potential, closed": testsystem.Potential[float64](1, false, false),
	} {
		by := run(t, p)
		require.Empty(t, failing(by), "%s: %v", name, by)
		for _, part := range []string{"dot product apply", "dot product inputs", "dot product matrix", "gradient initial", "gradient parameters", "order in time"} {
			require.Equal(t, verify.Pass, by[part].Verdict, "%s %s: %+v", name, part, by[part])
		}
		if len(p.Bounds) > 0 {
			require.Equal(t, verify.Pass, by["gradient boundary data"].Verdict, name)
			require.Equal(t, verify.Pass, by["gradient weights"].Verdict, name)
		}
	}
}

// TestCoupledNegativeControls: one small mistake fails the check that is for it.
func TestCoupledNegativeControls(t *testing.T) {
	type args = kernel.Args[float64]
	all := testsystem.Coupling{Law: true, Face: true, Level: true}
	for check, damage := range map[string]func(k *kernel.Kernels[float64]){
		"dot product matrix": func(k *kernel.Kernels[float64]) {
			k.Matrix = scaled(k.Matrix, func(a *args) []float64 { return a.Val[kernel.Entry][0] })
		},
		"dot product inputs": func(k *kernel.Kernels[float64]) {
			k.Inputs.Adjoint = scaled(k.Inputs.Adjoint, func(a *args) []float64 { return a.Bar[kernel.Call][0] })
		},
		"dot product ghost u.x.hi": func(k *kernel.Kernels[float64]) {
			k.Ghosts[2].Adjoint = scaled(k.Ghosts[2].Adjoint, func(a *args) []float64 { return a.Bar[kernel.Call][1] })
		},
		"gradient weights": func(k *kernel.Kernels[float64]) {
			k.Inputs.Adjoint = scaled(k.Inputs.Adjoint, func(a *args) []float64 { return a.Bar[kernel.Call][0] })
		},
		"gradient boundary data": func(k *kernel.Kernels[float64]) {
			k.Ghosts[0].Adjoint = scaled(k.Ghosts[0].Adjoint, func(a *args) []float64 { return a.Bar[kernel.Bound][0] })
		},
		"dot product initial": func(k *kernel.Kernels[float64]) {
			k.InitialAdjoint = scaled(k.InitialAdjoint, func(a *args) []float64 { return a.BarParam })
		},
	} {
		t.Run(check, func(t *testing.T) {
			p := testsystem.Coupled[float64](1, all)
			damage(&p.Kernels)
			by := run(t, p)
			require.Contains(t, by, check)
			require.Equal(t, verify.Fail, by[check].Verdict, "%+v", by[check])
		})
	}
}
