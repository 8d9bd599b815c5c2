package job

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/experiment"
	"github.com/pindiff/pindiffc/runtime/formula"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/nn"
)

// reaction is du/dt = f(u) in each cell of a line, f a pointwise closure; exact
// has f(u) = rate*u*(1 - u) in place. Written as generated code would be.
func reaction(exact bool) *kernel.Problem[float64] {
	each := func(f func(a *kernel.Args[float64], i int)) kernel.Func[float64] {
		return func(a *kernel.Args[float64], lo, hi int) {
			for i := lo; i < hi; i++ {
				f(a, a.Grid.Index(i, 0, 0))
			}
		}
	}
	law := func(a *kernel.Args[float64], i int) (f, slope float64) {
		u := a.Val[kernel.State][0][i]
		if exact {
			return a.Param[0] * u * (1 - u), a.Param[0] * (1 - 2*u)
		}
		return a.Val[kernel.Call][0][i], 2 * a.Val[kernel.Jac][0][i] // the input is 2 u - 1
	}
	p := &kernel.Problem[float64]{
		Name: "reaction", Spec: "reaction.pde", Hash: "r",
		Axes:   []kernel.Axis{{Name: "x", Hi: 1, Cells: 8, Periodic: true}},
		Steps:  []float64{0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1},
		States: []kernel.StateInfo{{Name: "u", Min: math.Inf(-1), Max: math.Inf(1)}},
		Params: []kernel.Param{{Name: "rate", Default: 2, Min: math.Inf(-1), Max: math.Inf(1)}},
		Closures: []kernel.Closure{{
			Name: "f", Args: []string{"s"}, ArgUnits: []kernel.Unit{{Text: "mmol", Scale: 1e-3}}, Pointwise: true,
			NumInputs: 1, Inputs: func(args, _, in []float64) { in[0] = 2*args[0] - 1 },
			Net: nn.Net{Kind: "mlp", In: []int{0}, Hidden: []int{10, 10}, Activation: "tanh", Output: "linear", Scale: 1},
		}},
		Halo: 1, Diagonal: true, Scheme: "crank_nicolson", Nonlinear: "newton", LinearSolver: "auto", Adjoint: "implicit",
		Tol: 1e-9, LinearTol: 1e-9, AdjointTol: 1e-9, Relax: 1, MaxIter: 50, MaxLinear: 200,
	}
	k := &p.Kernels
	k.Apply.Value = each(func(a *kernel.Args[float64], i int) {
		f, _ := law(a, i)
		a.Val[kernel.Out][0][i] = a.Alpha*a.Val[kernel.State][0][i] - a.Beta*f
	})
	k.Apply.Tangent = each(func(a *kernel.Args[float64], i int) {
		_, slope := law(a, i)
		a.Dir[kernel.Out][0][i] = (a.Alpha - a.Beta*slope) * a.Dir[kernel.State][0][i]
	})
	k.Apply.Adjoint = each(func(a *kernel.Args[float64], i int) {
		_, slope := law(a, i)
		a.Bar[kernel.State][0][i] = (a.Alpha - a.Beta*slope) * a.Bar[kernel.Out][0][i]
	})
	if exact {
		return p
	}
	p.Calls = []kernel.CallInfo{{Inputs: 1, When: kernel.PerIteration}}
	k.Calls = []kernel.Func[float64]{each(func(a *kernel.Args[float64], i int) {
		a.Val[kernel.Input][0][i] = 2*a.Val[kernel.State][0][i] - 1
	})}
	k.Args = []kernel.Func[float64]{each(func(a *kernel.Args[float64], i int) {
		a.Val[kernel.Arg][0][i] = a.Val[kernel.State][0][i]
	})}
	k.Inputs.Tangent = each(func(a *kernel.Args[float64], i int) {
		a.Dir[kernel.Out][0][i] = -a.Beta * a.Dir[kernel.Call][0][i]
	})
	k.Inputs.Adjoint = each(func(a *kernel.Args[float64], i int) {
		a.Bar[kernel.Call][0][i] -= a.Beta * a.Bar[kernel.Out][0][i]
	})
	return p
}

// reacting starts from u0 = 0.1 + 0.4 x + case/20.
func reacting() experiment.Experiment {
	s := name("s")
	return experiment.Experiment{
		Spec: "reaction", Hash: "h",
		Truth: &experiment.Truth{Closures: map[string]*formula.Expr{
			"f": op("mul", op("mul", name("rate"), s), op("sub", num(1), s)),
		}, Scheme: "rk4", Step: 0.02},
		Cases: &experiment.Cases{
			Count: 4, Train: []int{0, 1}, Validate: []int{2}, Test: []int{3},
			Initial: map[string]*formula.Expr{"u": op("add", num(0.1), op("add", op("mul", num(0.4), name("x")), op("div", name("case"), num(20))))},
		},
		Observe: []experiment.Observation{{State: "u", Times: []float64{0.5, 1}}},
		Train: &experiment.Train{
			Loss: []experiment.LossTerm{{Weight: 1, Metric: "mse", State: "u"}}, Phases: []experiment.Phase{{Optimiser: "adam", Rate: 0.01, Schedule: []experiment.SchedulePiece{{Kind: "cosine", To: 1e-2}}}},
			Epochs: 600, Seed: 1, ValidateEvery: 20,
		},
	}
}

func react(t *testing.T, req Request) string {
	t.Helper()
	var out bytes.Buffer
	require.Equal(t, ExitGood, RunTwin(t.Context(), reaction(false), reaction(true), &req, nil, &out), "%s", &out)
	return out.String()
}

// A pointwise closure is learned; the report knows where it was applied and how
// far it is from its law there.
func TestPointwiseClosure(t *testing.T) {
	dir := t.TempDir()
	said := react(t, Request{Mode: "train", Dir: dir, Experiment: reacting()})
	require.Contains(t, said, "what it was applied to")
	require.Contains(t, said, "s (mmol)")

	b, err := os.ReadFile(filepath.Join(dir, ResultName))
	require.NoError(t, err)
	var res result
	require.NoError(t, json.Unmarshal(b, &res))
	require.Less(t, res.Errors[len(res.Errors)-1].Mean, 0.02)
	require.NotNil(t, res.Errors[0].Exact)
	require.Less(t, *res.Errors[0].Exact, 1e-3)
	require.Len(t, res.Pointwise, 1)
	f := res.Pointwise[0]
	require.Equal(t, linePoints, f.Points)
	require.Less(t, *f.L1, 0.05)
	require.LessOrEqual(t, *f.L1, *f.L2*1.5)
	v := f.Visited[0]
	require.Equal(t, "s", v.Argument)
	require.InDelta(t, 0.1+0.4/16, v.Min, 1e-12, "the first cell of case 0 at the start")
	end := func(u0 float64) float64 { return u0 * math.Exp(2) / (1 + u0*(math.Exp(2)-1)) } // logistic, rate 2, t = 1
	require.InDelta(t, end(0.15+0.4*15/16), v.Max, 0.02, "the last cell of case 1 at the end")
	require.True(t, v.Min < v.Low && v.Low < v.Median && v.Median < v.High && v.High < v.Max)

	// The table of training, and one of any size from the weights.
	file := load(t, dir, ClosuresName)
	require.Len(t, values(t, file, "f.at.s"), linePoints)
	other := t.TempDir()
	react(t, Request{Mode: "export", Dir: other, Experiment: reacting(), Closure: "f", Points: 31, Weights: filepath.Join(dir, WeightsName)})
	file = load(t, other, ClosuresName)
	s, learned, law := values(t, file, "f.at.s"), values(t, file, "f.learned"), values(t, file, "f.true")
	require.Len(t, s, 31)
	require.Less(t, s[0], v.Min)
	require.Greater(t, s[30], v.Max)
	for i, x := range s {
		require.InDelta(t, 2*x*(1-x), law[i], 1e-12)
		if x >= v.Min && x <= v.Max {
			require.InDelta(t, law[i], learned[i], 0.1)
		}
	}
	require.Equal(t, "s", file.Meta["args.f"])
	require.Equal(t, "31", file.Meta["shape.f"])
	require.Equal(t, "0.001", file.Meta["scale.f.s"])

	// Of a law that ends where the table goes on, it has NaN there.
	ends, other := reacting(), t.TempDir()
	ends.Truth.Closures["f"] = op("sqrt", op("sub", num(v.Max+1e-6), name("s")))
	react(t, Request{Mode: "export", Dir: other, Experiment: ends, Closure: "f", Points: 31, Weights: filepath.Join(dir, WeightsName)})
	law = values(t, load(t, other, ClosuresName), "f.true")
	for i, x := range s {
		require.Equal(t, x > v.Max+1e-6, math.IsNaN(law[i]), "%g", x)
	}
}

func TestPointwiseRefusals(t *testing.T) {
	for want, req := range map[string]Request{
		`reaction has no closure \"g\"`: {Mode: "export", Closure: "g", Weights: "w"},
		"export needs weights":          {Mode: "export", Closure: "f"},
	} {
		var out bytes.Buffer
		req.Dir, req.Experiment = t.TempDir(), reacting()
		require.Equal(t, ExitError, RunTwin(t.Context(), reaction(false), reaction(true), &req, nil, &out))
		require.Contains(t, out.String(), want)
	}
	// Without the exact system there are no labels.
	var out bytes.Buffer
	require.Equal(t, ExitError, Run(t.Context(), reaction(false), &Request{Mode: "train", Dir: t.TempDir(), Experiment: reacting()}, nil, &out))
	require.Contains(t, out.String(), "without the exact system")
}

func TestBeyondKeepsItsSign(t *testing.T) {
	for _, c := range []struct{ min, max, lo, hi float64 }{
		{10, 20, 8.5, 21.5}, {1, 21, 0.5, 24}, {1e-30, 1, 1e-30, 1.15}, {-1, 0, -1.15, 0}, {-1, 1, -1.3, 1.3}, {2, 2, 1.7, 2.3}, {0, 0, 0, 0},
	} {
		x := beyond[float64](visitedRange{Min: c.min, Max: c.max}, 11)
		require.InDelta(t, c.lo, x[0], 1e-12)
		require.InDelta(t, c.hi, x[len(x)-1], 1e-12)
	}
}
