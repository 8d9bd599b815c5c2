package job

import (
	"context"
	"fmt"
	"math"

	"github.com/pindiff/pindiffc/runtime/solver"
)

// simulate advances cases to the requested times. Closures and trainable
// parameters are those of the request's weights if it has any, else (or if Exact)
// of the truth.
func (s *session[T]) simulate(ctx context.Context) error {
	ctx, done := s.ctl.context(ctx)
	defer done()
	p := s.p
	if s.asTrue() {
		p = s.truthProblem()
	}
	if err := s.openProblem(p); err != nil {
		return err
	}
	if err := s.setClosures(); err != nil {
		return err
	}
	b, err := s.requestedCases()
	if err != nil {
		return err
	}
	times := s.requestedTimes()
	s.ev.phase(fmt.Sprintf("simulating %s to t = %s", plural(len(b.index), "case"), s.timeText(times[len(times)-1])))
	r, err := s.run(ctx, s.solver, b, times)
	if err != nil {
		return err
	}
	fields, err := s.closureFields(s.solver, nil, nil, times)
	if err != nil {
		return err
	}
	for _, f := range s.trainedFields() {
		if f.true != nil && s.asTrue() {
			f.learned = f.true
		}
		fields = append(fields, f)
	}
	s.summaryTable(r)
	ff := s.newFieldFile(times, b.index)
	for k, st := range s.p.States {
		ff.states(st.Name, len(times), len(b.index), func(n, c int) []T { return r.At[n][c][k] })
	}
	for _, f := range fields {
		ff.closure(f.name, f.times, f.learned)
	}
	if err := ff.save(SimulationName, "simulation"); err != nil {
		return err
	}
	s.ev.send(Event{Kind: "done", Stats: s.summary()})
	return nil
}

// requestedCases are those of the request, or all.
func (s *session[T]) requestedCases() (*batch[T], error) {
	index := s.req.Cases
	switch {
	case index == nil:
		index = s.allCases()
	case len(index) == 0:
		return nil, faultf("request", "no case was asked for")
	}
	b, err := s.makeCases(index)
	if err == nil && s.asTrue() && s.exp.Truth != nil {
		b = s.withTruthParams(b)
	}
	return b, err
}

// learned says whether weights are used, not the truth.
func (s *session[T]) learned() bool { return s.req.Weights != "" && !s.req.Exact }

// asTrue says whether the truth is used, neither weights nor the baseline.
func (s *session[T]) asTrue() bool { return !s.learned() && !s.req.Baseline }

// requestedTimes are those of the request, the reported ones, or the end.
func (s *session[T]) requestedTimes() []float64 {
	if len(s.req.Times) > 0 {
		return s.req.Times
	}
	if t := s.reported(); len(t) > 0 {
		return t
	}
	return []float64{s.end}
}

// setClosures gives the solver weights, the baseline or the truth.
func (s *session[T]) setClosures() error {
	switch {
	case s.req.Baseline:
		return s.useBaseline()
	case s.learned():
		return s.loadWeights(s.solver)
	case len(s.p.Closures) == 0 && s.exp.Truth == nil:
		return nil
	}
	if err := s.giveTrueFields(s.solver); err != nil {
		return err
	}
	tr, err := s.formulaTruth()
	if err != nil {
		return err
	}
	if tr == nil || !tr.complete() {
		return faultf("request", "the closures of %s are not known: there is no complete truth, and no weights were given", s.p.Name)
	}
	params, err := s.trueParams()
	if err != nil {
		return err
	}
	if err := s.solver.SetParams(params); err != nil {
		return err
	}
	return s.useTruth(s.solver, tr)
}

// summaryTable shows least, mean and greatest value of every state and time,
// over all cases.
func (s *session[T]) summaryTable(r *solver.Result[T]) {
	for k, st := range s.p.States {
		t := Table{Title: st.Name, Columns: []string{"t", "min", "mean", "max"}}
		scale := st.Unit.Scale
		if scale == 0 {
			scale = 1
		}
		if st.Unit.Text != "" {
			t.Title += " in " + st.Unit.Text
		}
		for n, at := range r.Times {
			least, most, sum, count := math.Inf(1), math.Inf(-1), 0.0, 0
			for c := range r.At[n] {
				for _, x := range r.At[n][c][k] {
					v := float64(x) / scale
					least, most, sum = math.Min(least, v), math.Max(most, v), sum+v
					count++
				}
			}
			t.Rows = append(t.Rows, []string{s.timeText(at), fmt.Sprintf("%.6g", least), fmt.Sprintf("%.6g", sum/float64(count)), fmt.Sprintf("%.6g", most)})
		}
		s.ev.send(Event{Kind: "table", Table: &t})
	}
}

// plural is "1 case", "2 cases".
func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
