package job

import (
	"math"

	"github.com/pindiff/pindiffc/runtime/experiment"
	"github.com/pindiff/pindiffc/runtime/formula"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/nn"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// decay is du/dt = -rate*k(x)*u on a periodic line, k a closure: the smallest
// system with a closure, written as generated code would be.
func decay[T vec.Float]() *kernel.Problem[T] {
	each := func(f func(a *kernel.Args[T], i int)) kernel.Func[T] {
		return func(a *kernel.Args[T], lo, hi int) {
			for i := lo; i < hi; i++ {
				f(a, a.Grid.Index(i, 0, 0))
			}
		}
	}
	factor := func(a *kernel.Args[T], i int) T { // d apply / d state
		return a.Alpha + a.Beta*a.Param[0]*a.Val[kernel.Coef][0][i]
	}
	p := &kernel.Problem[T]{
		Name: "decay", Spec: "decay.pde", Hash: "d",
		Axes:   []kernel.Axis{{Name: "x", Lo: 0, Hi: 1, Cells: 16, Periodic: true}},
		Steps:  []float64{0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1},
		States: []kernel.StateInfo{{Name: "u", Min: math.Inf(-1), Max: math.Inf(1)}},
		Params: []kernel.Param{{Name: "rate", Default: 1, Min: math.Inf(-1), Max: math.Inf(1)}},
		Closures: []kernel.Closure{{Name: "k", Args: []string{"x"}, Axes: []int{0}, Net: nn.Net{
			Kind: "mlp", In: []int{0}, Hidden: []int{16, 16}, Activation: "tanh", Output: "softplus", Scale: 1,
		}}},
		Coefs:  []kernel.CoefInfo{{Name: "k", Rule: [3][2]kernel.Rule{{kernel.Wrap, kernel.Wrap}}}},
		Halo:   1,
		Linear: true, Symmetric: true, Diagonal: true, Scheme: "crank_nicolson", Nonlinear: "newton", LinearSolver: "auto", Adjoint: "implicit",
		Tol: 1e-6, LinearTol: 1e-6, AdjointTol: 1e-6, Relax: 1, MaxIter: 50, MaxLinear: 200,
	}
	k := &p.Kernels
	k.Coefs.Value = each(func(a *kernel.Args[T], i int) { a.Val[kernel.Coef][0][i] = a.Val[kernel.Base][0][i] })
	k.Coefs.Tangent = each(func(a *kernel.Args[T], i int) { a.Dir[kernel.Coef][0][i] = a.Dir[kernel.Base][0][i] })
	k.Coefs.Adjoint = each(func(a *kernel.Args[T], i int) { a.Bar[kernel.Base][0][i] += a.Bar[kernel.Coef][0][i] })
	k.Apply.Value = each(func(a *kernel.Args[T], i int) { a.Val[kernel.Out][0][i] = factor(a, i) * a.Val[kernel.State][0][i] })
	k.Apply.Tangent = each(func(a *kernel.Args[T], i int) { a.Dir[kernel.Out][0][i] = factor(a, i) * a.Dir[kernel.State][0][i] })
	k.Apply.Adjoint = each(func(a *kernel.Args[T], i int) { a.Bar[kernel.State][0][i] = factor(a, i) * a.Bar[kernel.Out][0][i] })
	k.Inputs.Tangent = each(func(a *kernel.Args[T], i int) {
		c, dc := a.Val[kernel.Coef][0][i], a.Dir[kernel.Coef][0][i]
		a.Dir[kernel.Out][0][i] = a.Beta * (a.Param[0]*dc + a.DirParam[0]*c) * a.Val[kernel.State][0][i]
	})
	k.Inputs.Adjoint = each(func(a *kernel.Args[T], i int) {
		a.Bar[kernel.Coef][0][i] += a.Beta * a.Param[0] * a.Val[kernel.State][0][i] * a.Bar[kernel.Out][0][i]
	})
	k.Params = each(func(a *kernel.Args[T], i int) {
		a.BarParam[0] += float64(a.Beta * a.Val[kernel.Coef][0][i] * a.Val[kernel.State][0][i] * a.Bar[kernel.Out][0][i])
	})
	return p
}

func num(v float64) *formula.Expr { return &formula.Expr{Op: "num", Value: v} }
func name(n string) *formula.Expr { return &formula.Expr{Op: "var", Name: n} }
func op(o string, args ...*formula.Expr) *formula.Expr {
	return &formula.Expr{Op: o, Args: args}
}

// trueK is 1 + 0.5 sin(2 pi x).
func trueK() *formula.Expr {
	return op("add", num(1), op("mul", num(0.5), op("sin", op("mul", num(2*math.Pi), name("x")))))
}

// twin is a complete experiment on decay: six cases u0 = 1 + case/10 + x.
func twin() experiment.Experiment {
	return experiment.Experiment{
		Spec: "decay", Hash: "h1",
		Truth: &experiment.Truth{Closures: map[string]*formula.Expr{"k": trueK()}, Scheme: "rk4", Step: 0.02},
		Cases: &experiment.Cases{
			Count:   6,
			Initial: map[string]*formula.Expr{"u": op("add", op("add", num(1), op("div", name("case"), num(10))), name("x"))},
			Train:   []int{0, 1}, Validate: []int{5}, Test: []int{2, 3, 4},
		},
		Observe: []experiment.Observation{{State: "u", Times: []float64{0.25, 0.5}}},
		Report:  []experiment.Observation{{State: "u", Times: []float64{0.5, 1}}},
		Train: &experiment.Train{
			Loss:   []experiment.LossTerm{{Weight: 1, Metric: "mse", State: "u", Per: "mean"}},
			Epochs: 400, Seed: 1, ValidateEvery: 10,
			Phases: []experiment.Phase{{Optimiser: "adam", Rate: 0.02, Schedule: []experiment.SchedulePiece{{Kind: "constant", Fraction: 0.25}, {Kind: "cosine", To: 1e-3}}}},
		},
	}
}

var twinL2 = experiment.LossTerm{Weight: 1, Metric: "l2"}
