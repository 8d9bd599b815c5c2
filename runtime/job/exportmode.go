package job

import (
	"context"
	"slices"

	"github.com/pindiff/pindiffc/runtime/kernel"
)

// export tabulates one learned closure: a pointwise one over the arguments that
// the training trajectories visit with these weights and beyond, a field closure
// over the cells.
func (s *session[T]) export(ctx context.Context) error {
	ctx, done := s.ctl.context(ctx)
	defer done()
	i := slices.IndexFunc(s.p.Closures, func(c kernel.Closure) bool { return c.Name == s.req.Closure })
	switch {
	case i < 0:
		return faultf("request", "%s has no closure %q", s.p.Name, s.req.Closure)
	case s.req.Weights == "":
		return faultf("request", "export needs weights")
	}
	if err := s.open(); err != nil {
		return err
	}
	if err := s.loadWeights(s.solver); err != nil {
		return err
	}
	t, err := s.tableOf(ctx, i)
	if err != nil {
		return err
	}
	if err := s.saveTables([]closureTable[T]{t}); err != nil {
		return err
	}
	s.ev.send(Event{Kind: "done", Stats: s.summary()})
	return nil
}

func (s *session[T]) tableOf(ctx context.Context, i int) (t closureTable[T], err error) {
	c := &s.p.Closures[i]
	if !c.Pointwise {
		var known truth[T]
		if s.exp.Truth != nil {
			if known, err = s.formulaTruth(); err != nil {
				return t, err
			}
		}
		fields, err := s.closureFields(s.solver, known, nil, s.requestedTimes())
		if err != nil {
			return t, err
		}
		k := slices.IndexFunc(fields, func(f closureFields[T]) bool { return f.name == c.Name })
		return s.fieldTable(c, fields[k]), nil
	}
	b, err := s.trainingCases()
	if err != nil {
		return t, err
	}
	s.ev.phase("running the training trajectories")
	all, err := s.visit(ctx, b)
	if err != nil {
		return t, err
	}
	k := slices.IndexFunc(all, func(v visited[T]) bool { return v.index == i })
	if k < 0 {
		return t, faultf("request", "nothing applies %s: there is no range to tabulate it over", c.Name)
	}
	s.visitedTable(all[k])
	return s.pointwiseTable(all[k], s.req.Points)
}

// trainingCases are those of the request's data, or of the experiment.
func (s *session[T]) trainingCases() (*batch[T], error) {
	if s.req.Data == "" {
		return s.makeCases(s.split(forTraining))
	}
	l, err := s.fileLabels()
	if err != nil {
		return nil, err
	}
	if l.batches[forTraining] == nil {
		return nil, faultf("data", "%s has no training cases", l.source)
	}
	return l.batches[forTraining], nil
}
