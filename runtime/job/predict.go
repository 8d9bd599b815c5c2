package job

import (
	"context"
	"slices"

	"github.com/pindiff/pindiffc/runtime/experiment"
)

// predict simulates with trained weights, or the baseline: from the initial states of
// a labels file, and then with errors where it has labels, or from the experiment's
// cases, with errors if labels of the truth are asked for.
func (s *session[T]) predict(ctx context.Context) error {
	ctx, done := s.ctl.context(ctx)
	defer done()
	if s.req.Weights == "" && !s.req.Baseline {
		return faultf("request", "predict needs weights, or the baseline")
	}
	s.req.Exact = false
	if s.req.Data == "" && !s.req.Twin {
		return s.simulate(ctx)
	}
	if err := s.open(); err != nil {
		return err
	}
	if err := s.setClosures(); err != nil {
		return err
	}
	if len(s.req.Times) > 0 { // labels at these times are wanted
		s.exp.Report = s.reportAll(s.req.Times)
	}
	b, l, err := s.judges(ctx)
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

// judges are the cases that are predicted, and their labels: of the request's file, or
// made from the truth for the requested cases, else those that are held out, else all.
func (s *session[T]) judges(ctx context.Context) (*batch[T], *labels[T], error) {
	if s.req.Data != "" {
		l, err := s.fileLabels()
		if err != nil {
			return nil, nil, err
		}
		b, err := s.casesOf(l)
		return b, l, err
	}
	index := s.req.Cases
	if index == nil {
		index = s.split(forTest)
	}
	if len(index) == 0 {
		index = s.allCases()
	}
	s.ev.phase("making labels from the truth")
	l, err := s.twin(ctx, []twinPart{{forTest, index, s.reported()}})
	if err != nil {
		return nil, nil, err
	}
	return l.batches[forTest], l, nil
}

// useBaseline puts the baseline in the places of the closures; laws are in place in
// the problem.
func (s *session[T]) useBaseline() error {
	tr, err := s.formulaClosures(s.exp.Baseline, "baseline")
	if err != nil {
		return err
	}
	if len(s.exp.Baseline) == 0 || !tr.complete() {
		return faultf("request", "the experiment has no baseline of all closures of %s", s.p.Name)
	}
	return s.useTruth(s.solver, tr)
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
