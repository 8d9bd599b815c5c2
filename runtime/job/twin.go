package job

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/pindiff/pindiffc/runtime/solver"
	"github.com/pindiff/pindiffc/runtime/train"
)

// twinPart is some cases of a twin experiment, what they are for and the times of
// their labels.
type twinPart struct {
	role  role
	index []int
	times []float64
}

// twinLabels makes the labels of a twin experiment from its truth: the training
// cases up to the last observed time, the others up to the last reported one.
func (s *session[T]) twinLabels(ctx context.Context) (*labels[T], error) {
	return s.twin(ctx, []twinPart{
		{forTraining, s.split(forTraining), s.observed()},
		{forValidation, s.split(forValidation), s.reported()},
		{forTest, s.split(forTest), s.reported()},
	})
}

// twin makes labels of parts. It solves one case again with half the step and reports
// the difference.
func (s *session[T]) twin(ctx context.Context, parts []twinPart) (*labels[T], error) {
	tr, err := s.formulaTruth()
	if err != nil {
		return nil, err
	}
	for i, c := range s.p.Closures {
		if tr == nil || tr[i] == nil {
			return nil, faultf("data", "there is no truth for closure %s to make labels from, and no data were given", c.Name)
		}
	}
	if s.exp.Truth == nil {
		return nil, faultf("data", "there are no data, and no truth to make labels from")
	}
	step := s.exp.Truth.Step
	if step == 0 {
		step = s.steps[0] / 10
	}
	m, err := s.labelMaker(tr, step)
	if err != nil {
		return nil, err
	}
	defer m.close()
	l := s.emptyLabels(tr)
	var last *batch[T]
	var at []float64
	for _, part := range parts {
		if len(part.index) == 0 {
			continue
		}
		var b *batch[T]
		if l.batches[part.role], b, err = m.cases(part.index); err != nil {
			return nil, err
		}
		r, err := m.run(ctx, b, part.times)
		if err != nil {
			return nil, s.labelError(err)
		}
		l.add(part.index, part.times, r)
		last, at = b, part.times
	}
	if last == nil {
		return nil, faultf("request", "the experiment has no cases")
	}
	return l, s.checkLabels(ctx, m, last, at, l)
}

// labelError says how the labels are made, and what helps: an explicit scheme with too
// long a step may leave the range of a state long before it overflows.
func (s *session[T]) labelError(err error) error {
	scheme := s.truthScheme()
	var left *solver.RangeError
	if errors.As(err, &left) && slices.Contains([]string{"forward_euler", "ssp_rk3", "rk4"}, scheme) {
		return fmt.Errorf("labels: %w: they are made with %s, which is unstable with long steps: write `solve with sdirk2` in `truth`, or a shorter step",
			err, scheme)
	}
	return fmt.Errorf("labels (`solve with` in the truth says how they are made): %w", err)
}

// withTruthParams gives cases that carry their own parameters the true values of
// those that do not vary from case to case.
func (s *session[T]) withTruthParams(b *batch[T]) *batch[T] {
	out := &batch[T]{b.index, append([]solver.Case[T]{}, b.cases...)}
	for i := range out.cases {
		c := &out.cases[i]
		if c.Params == nil {
			continue
		}
		c.Params = append([]float64{}, c.Params...)
		for k, q := range s.p.Params {
			if x, ok := s.exp.Truth.Params[q.Name]; ok && s.exp.Cases.Params[q.Name] == nil {
				c.Params[k] = x
			}
		}
	}
	return out
}

// wantedConvergence is the change of a label with half the step above which a
// warning is given; float32 round-off is a few 1e-7.
const wantedConvergence = 1e-4

// checkLabels solves the first case of b with half the step and reports how far
// its last state is from the label.
func (s *session[T]) checkLabels(ctx context.Context, m *labelMaker[T], b *batch[T], times []float64, l *labels[T]) error {
	half, err := m.halved()
	if err != nil {
		return err
	}
	defer half.close()
	end := times[len(times)-1]
	at, err := half.run(ctx, &batch[T]{b.index[:1], b.cases[:1]}, []float64{end})
	if err != nil {
		return fmt.Errorf("labels with half the step: %w", err)
	}
	for k, st := range s.p.States {
		e := train.Compare(l.at(b.index[0], end, k), at[0][0][k])
		l.convergence = math.Max(l.convergence, e.L1)
		text := fmt.Sprintf("with half the step, the label of %s at t = %s changes by %.2g (relative L1)", st.Name, s.timeText(end), e.L1)
		if e.L1 > wantedConvergence {
			s.ev.warn(text + ": the truth needs a shorter step")
		} else {
			s.ev.phase("labels are converged: " + text)
		}
	}
	return nil
}
