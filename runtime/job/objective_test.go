package job

import (
	"io"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/experiment"
	"github.com/pindiff/pindiffc/runtime/formula"
)

// The gradient of the whole loss, all terms and both kinds of unknowns, against
// central differences in float64.
func TestObjectiveGradient(t *testing.T) {
	for _, perCase := range []bool{false, true} {
		p := decay[float64]()
		p.Tol, p.LinearTol, p.AdjointTol = 1e-13, 1e-13, 1e-13
		p.Params[0].Trainable, p.Params[0].Positive = true, true
		exp := twin()
		exp.Params = map[string]float64{"rate": 0.8}
		exp.Train.Loss = []experiment.LossTerm{
			{Weight: 1, Metric: "mse", State: "u", Per: "mean"},
			{Weight: 0.3, Metric: "rel_l2", State: "u"},
			{Weight: 0.2, Metric: "huber", State: "u", Delta: 0.01},
			{Weight: 1e-2, Metric: "l2"},
		}
		if perCase {
			p.Params = append(p.Params, p.Params[0])
			p.Params[1].Name, p.Params[1].Trainable = "other", false
			exp.Cases.Params = map[string]*formula.Expr{"other": op("add", name("case"), num(1))}
		}
		ctl := &control{stop: make(chan struct{})}
		s, err := newSession(p, &Request{Dir: t.TempDir(), Experiment: exp}, &events{w: io.Discard, gone: ctl.request}, ctl)
		require.NoError(t, err)
		l, err := s.twinLabels(t.Context())
		require.NoError(t, err)
		require.NoError(t, s.open())
		defer s.solver.Close()
		ps, err := s.parameters(s.solver)
		require.NoError(t, err)
		obj, err := s.objective(s.solver, ps, l)
		require.NoError(t, err)
		theta := ps.initial(s.solver, 3)
		grad, scratch := make([]float64, len(theta)), make([]float64, len(theta))
		_, err = obj.LossGrad(t.Context(), 0, theta, grad)
		require.NoError(t, err)
		at := func(i int, h float64) float64 {
			x := theta[i]
			theta[i] = x + h
			loss, err := obj.LossGrad(t.Context(), 0, theta, scratch)
			require.NoError(t, err)
			theta[i] = x
			return loss
		}
		for _, i := range []int{0, 5, 20, 100, 300, len(theta) - 2, len(theta) - 1} {
			const h = 1e-5
			require.InDelta(t, (at(i, h)-at(i, -h))/(2*h), grad[i], 1e-8*(1+math.Abs(grad[i])), "theta[%d]", i)
		}
		require.NotZero(t, grad[len(theta)-1])
	}
}
