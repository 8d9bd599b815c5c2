package job

import (
	"context"
	"fmt"
	"math"

	"github.com/pindiff/pindiffc/runtime/identify"
)

// IdentifyOptions of an identify request.
type IdentifyOptions struct {
	Noise    map[string]float64 `json:"noise,omitempty"`    // standard deviation of what is observed, by state, SI
	Prior    float64            `json:"prior,omitempty"`    // standard deviation of each weight about what was trained; 0: see priorOf
	Products int                `json:"products,omitempty"` // limit, 0 for a default
	Count    float64            `json:"count,omitempty"`    // what is seen of a field counts as so many values each (a coarser grid stands for a finer one); 0: 1
}

// identify says how well the training observations determine what was trained:
// package identify, about the weights of the request. The noise of a state is that
// of the request, or of the specification, or else what the trained model leaves of
// the labels.
func (s *session[T]) identify(ctx context.Context) error {
	ctx, done := s.ctl.context(ctx)
	defer done()
	switch {
	case s.req.Weights == "":
		return faultf("request", "identify needs weights")
	case s.exp.Train == nil:
		return faultf("request", "the experiment does not say how to train")
	}
	l, err := s.labels(ctx)
	if err != nil {
		return err
	}
	if err := s.open(); err != nil {
		return err
	}
	if err := s.loadWeights(s.solver); err != nil {
		return err
	}
	ps, err := s.parameters(s.solver)
	if err != nil {
		return err
	}
	obj, err := s.objective(s.solver, ps, l)
	if err != nil {
		return err
	}
	theta := ps.current(s)
	targets, err := s.targets(ctx, obj, theta)
	if err != nil {
		return err
	}
	j, err := s.linearise(ctx, obj, theta)
	if err != nil {
		return err
	}
	prior, why, err := s.priorOf(obj, j)
	if err != nil {
		return err
	}
	s.ev.phase("posterior of what was trained")
	post, err := identify.Run(ctx, j, prior, identify.Options{
		Products: s.req.Identify.Products, Watch: targets.watch(),
		Progress: func(done, of int) { s.ev.progress(Progress{Done: done, Total: of}) },
	})
	if err != nil {
		return err
	}
	if !post.Settled {
		s.ev.warn(fmt.Sprintf("after %d products the deviations still change by %.0f %%: they are upper bounds; allow more products", post.Products, math.Ceil(100*post.Change)))
	}
	s.noiseTable(j)
	if err := targets.report(s, post, append(j.notes(), why)); err != nil {
		return err
	}
	s.ev.send(Event{Kind: "done", Stats: s.summary()})
	return nil
}

// current theta is what the weights' file held.
func (ps *parameters[T]) current(s *session[T]) []T {
	theta := make([]T, ps.len())
	copy(theta, s.loaded)
	for k, f := range ps.free {
		theta[ps.weights+k] = T(f.Theta(ps.values[f.index]))
	}
	for _, f := range ps.fields {
		for i, x := range f.initial {
			theta[f.first+i] = T(f.Theta(float64(x)))
		}
	}
	return theta
}

// vague is the standard deviation, before the data, of the free number behind a
// trained parameter or a cell of a trained field: a factor of exp(10).
const vague = 10

// priorOf the trained numbers: of the weights that of the request; or, where the
// loss is a mean square and an L2 term, what that term amounts to; or 1.
func (s *session[T]) priorOf(o *objective[T], j *jacobian[T]) (prior []float64, why string, err error) {
	size := 1.0
	why = "prior: weights have the standard deviation 1 about what was trained"
	switch {
	case s.req.Identify.Prior > 0:
		size = s.req.Identify.Prior
		why = fmt.Sprintf("prior: weights have the standard deviation %g about what was trained, as asked for", size)
	case o.l2 > 0 && len(o.terms) == 1 && o.terms[0].Metric == "mse":
		// Weight*mean (r^2) + l2*mean(w^2), times values/(2 Weight sigma^2), is minus the log of the posterior.
		t := o.terms[0]
		n := j.values[t.state]
		size = math.Sqrt(t.Weight * math.Pow(j.sigma[t.state], 2) * float64(o.params.weights) / (n * o.l2))
		why = fmt.Sprintf("prior: weights have the standard deviation %.3g, which the l2 term of the loss amounts to", size)
	}
	if !(size > 0) || math.IsInf(size, 0) {
		return nil, "", faultf("request", "the prior's standard deviation is %g, expected a positive one", size)
	}
	prior = make([]float64, o.params.len())
	for i := range prior {
		prior[i] = vague
		if i < o.params.weights {
			prior[i] = size
		}
	}
	return prior, why, nil
}
