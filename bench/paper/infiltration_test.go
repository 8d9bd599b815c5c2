package main

import (
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/kernel"
)

// In one dimension the mean porosity is that of a separate solver, to its last digit.
func TestMeanPorosityOnALine(t *testing.T) {
	want, err := readReferences()
	require.NoError(t, err)
	for _, f := range append([]furnace{steadyGas}, furnaces...) {
		got, _, err := densify(t.Context(), f, line, 0, days)
		require.NoError(t, err)
		name := strings.TrimSuffix(f.problem.Name, "_steady_gas")
		require.InDeltaSlice(t, want.Line[name], got, 6e-6, f.problem.Name)
	}
}

// In two dimensions, the first day.
func TestMeanPorosityInThePlane(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a minute")
	}
	want, err := readReferences()
	require.NoError(t, err)
	for _, f := range furnaces {
		got, _, err := densify(t.Context(), f, plane, 0, days[:1])
		require.NoError(t, err)
		require.InDelta(t, want.Plane[f.problem.Name][0], got[0], 6e-6, f.problem.Name)
	}
}

// The gas is quasi-steady, and its algebraic equation is cheaper.
func TestSteadyGas(t *testing.T) {
	transient, dear, err := densify(t.Context(), furnaces[2], line, 0, days)
	require.NoError(t, err)
	steady, cheap, err := densify(t.Context(), steadyGas, line, 0, days)
	require.NoError(t, err)
	require.InDeltaSlice(t, transient, steady, 1e-6)
	require.Less(t, cheap.Outer, dear.Outer)
}

// spec is the lines of a specification after its name.
func spec(t *testing.T, name string) []string {
	text, err := os.ReadFile("../../specs/" + name + ".pde")
	require.NoError(t, err)
	_, body, found := strings.Cut(string(text), "model "+name+"\n")
	require.True(t, found)
	return strings.Split(body, "\n")
}

// The two specifications of the thermal gradient differ in the gas alone.
func TestSteadyGasIsOneLine(t *testing.T) {
	a, b := spec(t, "cvi"), spec(t, "cvi_steady_gas")
	require.Len(t, b, len(a))
	var different []string
	for i := range a {
		if a[i] != b[i] {
			different = append(different, b[i])
		}
	}
	require.Len(t, different, 1)
	require.Contains(t, different[0], "equation yg:  0 ")
}

// The isothermal specifications are those of the thermal gradient but for the wall,
// which is insulated, and what the preform and the furnace are.
func TestIsothermalFurnaces(t *testing.T) {
	gradient := spec(t, "cvi")
	for _, name := range []string{"cvi_felt", "cvi_dense"} {
		var own []string
		for _, line := range spec(t, name) {
			if !slices.Contains(gradient, line) {
				own = append(own, strings.Fields(line)[0])
			}
		}
		require.Subset(t, []string{"model", "param", "y", "#", "T_gas", "y_gas"}, own, name)
		require.Contains(t, own, "y")
		require.Equal(t, 1373.0, param(t, furnaces[slices.Index([]string{"cvi_felt", "cvi_dense"}, name)].problem, "T_gas"))
	}
}

// Without resistance to diffusion the porosity is eps0^((1 + beta t/r_f)^2), with
// beta = q (M_C/rho_m) k c y_gas; backward Euler converges to it at first order.
func TestKineticLimit(t *testing.T) {
	const end, radius, gas = 12.0, 4.65e-6, 8.314462618
	for _, f := range furnaces[:2] {
		at := func(name string) float64 { return param(t, f.problem, name) }
		T := at("T_gas")
		k := at("A") * math.Exp(-at("Ea")/(gas*T))
		beta := 2 * 0.012011 / 2000 * k * at("p") / (gas * T) * at("y_gas")
		want := math.Pow(at("eps0"), math.Pow(1+beta*end*hour/radius, 2))
		var errors []float64
		for _, step := range []float64{1, 0.5, 0.25} {
			got, _, err := densify(t.Context(), f, point, step, []float64{end})
			require.NoError(t, err)
			errors = append(errors, math.Abs(got[0]-want))
		}
		require.Less(t, errors[0], 0.02)
		require.InDelta(t, 1, math.Log2(errors[1]/errors[2]), 0.1, "%s: order of %v", f.problem.Name, errors)
	}
}

func param(t *testing.T, p *kernel.Problem[float64], name string) float64 {
	for _, q := range p.Params {
		if q.Name == name {
			return q.Default
		}
	}
	t.Fatalf("%s has no parameter %s", p.Name, name)
	return 0
}
