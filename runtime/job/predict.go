package job

import (
	"context"
	"slices"

	"github.com/pindiff/pindiffc/runtime/experiment"
)

// predict simulates with trained weights: from the initial states of a labels
// file, and then with errors where it has labels, or from the experiment's cases.
func (s *session[T]) predict(ctx context.Context) error {
	ctx, done := s.ctl.context(ctx)
	defer done()
	if s.req.Weights == "" {
		return faultf("request", "predict needs weights")
	}
	s.req.Exact = false
	if s.req.Data == "" {
		return s.simulate(ctx)
	}
	if err := s.open(); err != nil {
		return err
	}
	if err := s.loadWeights(s.solver); err != nil {
		return err
	}
	if len(s.req.Times) > 0 { // labels at these times are wanted
		s.exp.Report = s.reportAll(s.req.Times)
	}
	l, err := s.fileLabels()
	if err != nil {
		return err
	}
	b, err := s.casesOf(l)
	if err != nil {
		return err
	}
	res := &result{Spec: s.p.Name, Labels: l.source, HeldOut: true, Numerics: numerics[T]()}
	if res.Errors, res.Closures, err = s.report(ctx, b, l, "trajectories"); err != nil {
		return err
	}
	if res.Pointwise, err = s.pointwise(ctx, b); err != nil {
		return err
	}
	res.Stats = s.summary()
	if err := s.saveResult(res); err != nil {
		return err
	}
	s.ev.send(Event{Kind: "done", Stats: res.Stats})
	return nil
}

// casesOf joins the cases of a labels file: those asked for, else those that are
// held out, else all that have a role.
func (s *session[T]) casesOf(l *labels[T]) (*batch[T], error) {
	want := s.req.Cases
	if want == nil && l.batches[forTest] != nil {
		return l.batches[forTest], nil
	}
	b := &batch[T]{}
	for _, part := range l.batches {
		if part == nil {
			continue
		}
		for k, i := range part.index {
			if want == nil || slices.Contains(want, i) {
				b.index = append(b.index, i)
				b.cases = append(b.cases, part.cases[k])
			}
		}
	}
	if len(b.index) == 0 || want != nil && len(b.index) < len(want) {
		return nil, faultf("data", "%s does not have all the cases that were asked for", l.source)
	}
	return b, nil
}

// reportAll reports every state at these times.
func (s *session[T]) reportAll(times []float64) []experiment.Observation {
	var out []experiment.Observation
	for _, st := range s.p.States {
		out = append(out, experiment.Observation{State: st.Name, Times: times})
	}
	return out
}
