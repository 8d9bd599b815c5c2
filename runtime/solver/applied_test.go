package solver_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/nn"
	"github.com/pindiff/pindiffc/runtime/solver"
)

// applying is a periodic line with f(u - u(i-1), rate*t) everywhere and f at a
// pin, of which no step is taken.
func applying() *kernel.Problem[float64] {
	cells := func(f func(a *kernel.Args[float64], p int)) kernel.Func[float64] {
		return func(a *kernel.Args[float64], lo, hi int) {
			for i := lo; i < hi; i++ {
				f(a, a.Grid.Index(i, 0, 0))
			}
		}
	}
	p := &kernel.Problem[float64]{
		Name: "applying", Axes: []kernel.Axis{{Name: "x", Hi: 1, Cells: 4, Periodic: true}}, Steps: []float64{1}, Halo: 1,
		States: []kernel.StateInfo{{Name: "u"}}, Params: []kernel.Param{{Name: "rate", Default: 2}},
		Closures: []kernel.Closure{{Name: "f", Args: []string{"s", "r"}, Pointwise: true, NumInputs: 1,
			Net: nn.Net{Kind: "mlp", In: []int{0}, Hidden: []int{3}, Activation: "tanh", Output: "linear", Scale: 1}}},
		Calls: []kernel.CallInfo{
			{Closure: 0, First: 0, Inputs: 1, When: kernel.Once, Uniform: true},
			{Closure: 0, First: 1, Inputs: 1, When: kernel.PerIteration},
		},
		Scheme: "backward_euler", Nonlinear: "newton", LinearSolver: "auto", Adjoint: "implicit",
		Tol: 1e-8, LinearTol: 1e-8, AdjointTol: 1e-8, Relax: 1, MaxIter: 9, MaxLinear: 9,
	}
	slope := func(a *kernel.Args[float64], i int) float64 {
		return a.Val[kernel.State][0][i] - a.Val[kernel.State][0][i-a.Grid.Stride[0]]
	}
	p.Kernels.Calls = []kernel.Func[float64]{
		cells(func(a *kernel.Args[float64], i int) { a.Val[kernel.Input][0][i] = a.Param[0] }),
		cells(func(a *kernel.Args[float64], i int) { a.Val[kernel.Input][1][i] = slope(a, i) / 7 }),
	}
	p.Kernels.Args = []kernel.Func[float64]{nil, cells(func(a *kernel.Args[float64], i int) {
		a.Val[kernel.Arg][0][i], a.Val[kernel.Arg][1][i] = slope(a, i), a.Param[0]*a.Time
	})}
	none := cells(func(*kernel.Args[float64], int) {})
	p.Kernels.Apply = kernel.Forms[float64]{Value: none, Tangent: none, Adjoint: none}
	return p
}

func TestApplied(t *testing.T) {
	s, err := solver.New(applying(), solver.Config{})
	require.NoError(t, err)
	defer s.Close()
	w := make([]float64, s.NumWeights())
	require.NoError(t, s.SetWeights(w))
	r := &solver.Result[float64]{Times: []float64{0, 1}, At: [][][][]float64{
		{{{1, 2, 4, 8}}, {{0, 0, 0, 1}}},
		{{{1, 1, 1, 1}}, {{5, 4, 3, 2}}},
	}}
	got, err := s.Applied("f", []solver.Case[float64]{{}, {Params: []float64{3}}}, r)
	require.NoError(t, err)
	require.Equal(t, []float64{-7, 1, 2, 4, 0, 0, 0, 0, -1, 0, 0, 1, 3, -1, -1, -1}, got[0])
	require.Equal(t, []float64{0, 0, 0, 0, 2, 2, 2, 2, 0, 0, 0, 0, 3, 3, 3, 3}, got[1])

	_, err = s.Applied("f", []solver.Case[float64]{{}}, r)
	require.EqualError(t, err, "solver: the result's list of cases has 2 values, expected 1")
	_, err = s.Applied("g", nil, r)
	require.ErrorContains(t, err, `no closure "g"`)
}
