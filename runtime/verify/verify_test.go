package verify_test

import (
	"context"
	"math"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/internal/testsystem"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/solver"
	"github.com/pindiff/pindiffc/runtime/vec"
	"github.com/pindiff/pindiffc/runtime/verify"
)

var small = verify.Options{Pairs: 5, Cells: 8, Steps: 2}

func run[T vec.Float](t *testing.T, p *kernel.Problem[T]) map[string]verify.Check {
	t.Helper()
	checks, err := verify.Run(context.Background(), p, small)
	require.NoError(t, err)
	by := map[string]verify.Check{}
	for _, c := range checks {
		require.NotContains(t, by, c.Name)
		require.NotEmpty(t, c.Detail)
		by[c.Name] = c
	}
	return by
}

func failing(by map[string]verify.Check) (names []string) {
	for name, c := range by {
		if c.Verdict == verify.Fail {
			names = append(names, name)
		}
	}
	return names
}

var full = testsystem.Options{Source: true, Unsteady: true, Closure: true}
var periodic = testsystem.Options{Periodic: [2]bool{true, true}, Closure: true}

func TestGoodSystemsPass(t *testing.T) {
	for name, o := range map[string]testsystem.Options{
		"boundaries": full, "periodic": periodic,
		"nonlinear": {Nonlinear: true, Source: true, Periodic: [2]bool{false, true}},
		"lagged":    {Lagged: true, Source: true, Periodic: [2]bool{true, false}, Closure: true, Unsteady: true},
	} {
		for dim := 1; dim <= 2; dim++ {
			by := run(t, testsystem.New[float64](dim, o))
			require.Empty(t, failing(by), "%s: %v", name, by)
			for _, part := range []string{"dot product apply", "dot product inputs", "gradient initial", "gradient parameters", "implicit against unrolled", "checkpointed against stored", "order in time", "same bits for any number of threads"} {
				require.Equal(t, verify.Pass, by[part].Verdict, "%s %s: %+v", name, part, by[part])
			}
			require.Regexp(t, `, [1-9]\d* taken again$`, by["checkpointed against stored"].Detail)
			require.Empty(t, failing(run(t, testsystem.New[float32](dim, o))), name)
		}
	}
}

func TestSkips(t *testing.T) {
	by := run(t, testsystem.New[float64](2, periodic))
	require.Equal(t, verify.Pass, by["conservation"].Verdict)
	by = run(t, testsystem.New[float64](2, testsystem.Options{Periodic: [2]bool{true, true}, Source: true}))
	require.Equal(t, verify.Skipped, by["conservation"].Verdict)
	require.Contains(t, by["conservation"].Detail, "source")
	by = run(t, testsystem.New[float64](2, full))
	require.Contains(t, by["conservation"].Detail, "periodic")
	by = run(t, testsystem.New[float32](1, full))
	require.Contains(t, by["taylor weights"].Detail, "float64")
}

// What the user sets is what is tested.
func TestOptionsAreHonoured(t *testing.T) {
	p := testsystem.New[float64](1, full)
	o := small
	o.Config = solver.Config{Scheme: "backward_euler", Nonlinear: "picard", Adjoint: "unrolled", Relax: 0.8, Steps: []float64{0.02}, Cells: []int{6}}
	o.Params = []float64{1.1, 0.03, 0.5, 0.6, 0.2, 0.3, 0.4}
	o.Fields = &verify.Fields{Cells: []int{3}, Values: [][]float64{{0.2, -0.3, 0.1}}}
	checks, err := verify.Run(context.Background(), p, o)
	require.NoError(t, err)
	for _, c := range checks {
		require.NotEqual(t, verify.Fail, c.Verdict, "%+v", c)
		if c.Name == "order in time" {
			require.Contains(t, c.Detail, "of backward_euler")
			require.InDelta(t, 1, c.Value, 0.1)
		}
	}
	o.Fields.Cells = []int{4}
	_, err = verify.Run(context.Background(), p, o)
	require.ErrorContains(t, err, "given field 0 does not have the values of [4] cells")
	o.Fields, o.Params = nil, []float64{1}
	_, err = verify.Run(context.Background(), p, o)
	require.ErrorContains(t, err, "1 values, expected 7")
	o.Params, o.Config.Scheme = nil, "leapfrog"
	_, err = verify.Run(context.Background(), p, o)
	require.ErrorContains(t, err, "leapfrog")
}

// scaled is a kernel that runs f and then multiplies one array slightly.
func scaled(f kernel.Func[float64], array func(a *kernel.Args[float64]) []float64) kernel.Func[float64] {
	return func(a *kernel.Args[float64], lo, hi int) {
		f(a, lo, hi)
		vec.Scale(1+1e-3, array(a))
	}
}

// TestNegativeControls: a system with one small mistake fails the check that is
// for it.
func TestNegativeControls(t *testing.T) {
	type args = kernel.Args[float64]
	state := func(a *args) []float64 { return a.Bar[kernel.State][0] }
	cell := func(a *args) []float64 { return state(a)[a.Grid.Origin+3 : a.Grid.Origin+5] }
	params := func(a *args) []float64 { return a.BarParam }
	var calls atomic.Int64
	controls := []struct {
		check  string
		o      testsystem.Options
		damage func(k *kernel.Kernels[float64])
	}{
		{"dot product apply", full, func(k *kernel.Kernels[float64]) { k.Apply.Adjoint = scaled(k.Apply.Adjoint, state) }},
		{"dot product bound u.x.max", full, func(k *kernel.Kernels[float64]) { // infinite on both sides
			k.Bounds[1].Tangent = func(a *args, lo, hi int) {
				a.Dir[kernel.Bound][1][0] = math.Copysign(math.Inf(1), a.Bar[kernel.Bound][1][0])
			}
			k.Bounds[1].Adjoint = func(a *args, lo, hi int) {
				if len(a.DirParam) > 0 && a.DirParam[0] != 0 { // the test's own, not a run's
					a.BarParam[0] = math.Copysign(math.Inf(1), a.DirParam[0])
				}
			}
		}},
		{"dot product inputs", full, func(k *kernel.Kernels[float64]) {
			k.Inputs.Adjoint = scaled(k.Inputs.Adjoint, func(a *args) []float64 { return a.Bar[kernel.Coef][1] })
		}},
		{"dot product coefs", full, func(k *kernel.Kernels[float64]) { k.Coefs.Adjoint = scaled(k.Coefs.Adjoint, params) }},
		{"dot product coefs.value", full, func(k *kernel.Kernels[float64]) { k.CoefsValue.Adjoint = scaled(k.CoefsValue.Adjoint, params) }},
		{"dot product bound u.x.min", full, func(k *kernel.Kernels[float64]) { k.Bounds[0].Adjoint = scaled(k.Bounds[0].Adjoint, params) }},
		{"dot product ghost u.x.hi", full, func(k *kernel.Kernels[float64]) { k.Ghosts[1].Adjoint = scaled(k.Ghosts[1].Adjoint, state) }},
		{"gradient initial", full, func(k *kernel.Kernels[float64]) { k.Apply.Adjoint = scaled(k.Apply.Adjoint, cell) }},
		{"taylor initial", full, func(k *kernel.Kernels[float64]) { k.Apply.Adjoint = scaled(k.Apply.Adjoint, cell) }},
		{"gradient parameters", full, func(k *kernel.Kernels[float64]) { k.Params = scaled(k.Params, params) }},
		{"taylor parameters", full, func(k *kernel.Kernels[float64]) { k.Params = scaled(scaled(k.Params, params), params) }},
		{"gradient fields", full, func(k *kernel.Kernels[float64]) {
			k.Coefs.Adjoint = scaled(k.Coefs.Adjoint, func(a *args) []float64 { return a.Bar[kernel.Base][0] })
		}},
		{"gradient weights", full, func(k *kernel.Kernels[float64]) {
			k.Coefs.Adjoint = scaled(k.Coefs.Adjoint, func(a *args) []float64 { return a.Bar[kernel.Base][1] })
		}},
		{"implicit against unrolled", full, func(k *kernel.Kernels[float64]) { k.Sweep.Adjoint = scaled(k.Sweep.Adjoint, state) }},
		{"conservation", periodic, func(k *kernel.Kernels[float64]) {
			value := k.Apply.Value
			k.Apply.Value = func(a *args, lo, hi int) {
				value(a, lo, hi)
				a.Val[kernel.Out][0][a.Grid.Origin] *= 1 + 1e-7
			}
		}},
		{"order in time", full, func(k *kernel.Kernels[float64]) {
			damp := func(f kernel.Func[float64]) kernel.Func[float64] {
				return func(a *args, lo, hi int) {
					beta := a.Beta
					if beta > 0 {
						a.Beta *= 1.3 // the new time weighs more: no longer Crank and Nicolson's
					}
					f(a, lo, hi)
					a.Beta = beta
				}
			}
			k.Apply = kernel.Forms[float64]{Value: damp(k.Apply.Value), Tangent: damp(k.Apply.Tangent), Adjoint: damp(k.Apply.Adjoint)}
		}},
		{"same bits for any number of threads", full, func(k *kernel.Kernels[float64]) {
			value := k.Coefs.Value
			k.Coefs.Value = func(a *args, lo, hi int) {
				value(a, lo, hi)
				a.Val[kernel.Coef][0][a.Grid.Origin] *= 1 + 1e-12*float64(calls.Add(1))
			}
		}},
	}
	for _, c := range controls {
		t.Run(c.check, func(t *testing.T) {
			p := testsystem.New[float64](1, c.o)
			c.damage(&p.Kernels)
			by := run(t, p)
			require.Contains(t, by, c.check)
			require.Equal(t, verify.Fail, by[c.check].Verdict, "%+v", by[c.check])
		})
	}
}

// TestKink: a derivative that is right, but jumps within any usable step, is
// neither passed nor failed.
func TestKink(t *testing.T) {
	p := testsystem.New[float64](1, testsystem.Options{Source: true})
	value := p.Kernels.Coefs.Value
	p.Kernels.Coefs.Value = func(a *kernel.Args[float64], lo, hi int) { // |v - v0| of tiny teeth
		value(a, lo, hi)
		v := a.Val[kernel.Coef][0]
		for i := range v {
			const tooth = 1e-4
			x := v[i]/tooth - float64(int(v[i]/tooth))
			v[i] += tooth * 0.2 * max(0, x-0.6)
		}
	}
	p.Kernels.Coefs.Adjoint = teeth(p.Kernels.Coefs.Adjoint, value)
	by := run(t, p)
	require.Equal(t, verify.Kink, by["taylor fields"].Verdict, "%+v %+v", by["taylor fields"], by["gradient fields"])
	require.Equal(t, verify.Pass, by["taylor initial"].Verdict)
}

// teeth is the adjoint of the toothed coefficient, exact away from the kinks.
func teeth(adjoint, value kernel.Func[float64]) kernel.Func[float64] {
	return func(a *kernel.Args[float64], lo, hi int) {
		kept := append([]float64(nil), a.Val[kernel.Coef][0]...)
		value(a, lo, hi)
		for i, v := range a.Val[kernel.Coef][0] {
			const tooth = 1e-4
			if v/tooth-float64(int(v/tooth)) > 0.6 {
				a.Bar[kernel.Coef][0][i] *= 1.2
			}
		}
		copy(a.Val[kernel.Coef][0], kept)
		adjoint(a, lo, hi)
	}
}
