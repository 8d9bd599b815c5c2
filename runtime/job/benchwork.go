package job

import (
	"context"

	"github.com/pindiff/pindiffc/runtime/optim"
	"github.com/pindiff/pindiffc/runtime/solver"
)

// epochWork is an epoch of training as package train runs it, without validation
// and files; or where there is nothing to train from, a run of the first case and the
// gradient of half the sum of squares of its end.
func (s *session[T]) epochWork(l *labels[T]) (*work[T], error) {
	if l == nil {
		return s.runWork()
	}
	ps, err := s.parameters(s.solver)
	if err != nil {
		return nil, err
	}
	obj, err := s.objective(s.solver, ps, l)
	if err != nil {
		return nil, err
	}
	phase := phaseOf(s.exp.Train.Phases[0])
	opt, err := optim.New[T](ps.len(), phase.Optimiser)
	if err != nil {
		return nil, err
	}
	theta := ps.initial(s.solver, s.exp.Train.Seed)
	grad := make([]T, len(theta))
	epoch := func(ctx context.Context) (forward, back solver.Stats, err error) {
		// Every epoch starts from the same weights, so that all cost the same.
		loss, err := obj.lossGrad(ctx, 0, theta, grad, &forward, &back)
		if err != nil {
			return forward, back, err
		}
		moved := append([]T(nil), theta...)
		opt.Update(moved, grad, loss, phase.Rate)
		return forward, back, nil
	}
	return &work[T]{what: "loss, gradient and update", cases: len(obj.subset(0).cases), epoch: epoch}, nil
}

// runWork is a run and its gradient.
func (s *session[T]) runWork() (*work[T], error) {
	if _, err := s.initialWeights(); err != nil {
		return nil, err
	}
	b, err := s.makeCases([]int{0})
	if err != nil {
		return nil, err
	}
	return &work[T]{what: "a run and its gradient", cases: 1, epoch: func(ctx context.Context) (forward, back solver.Stats, err error) {
		tape, err := s.solver.Forward(ctx, b.cases, nil)
		if err != nil {
			return forward, back, b.named(err)
		}
		g, err := tape.Pullback(ctx, tape.At)
		if err != nil {
			return tape.Stats, back, b.named(err)
		}
		return tape.Stats, g.Stats, nil
	}}, nil
}
