package solver

import (
	"context"
	"fmt"
	"math"
)

// Step advances one trajectory from t to t+dt, in place: state is by state, C
// order, interior cells. It is the step that Simulate takes, for loops of the
// caller's own, but that it knows no step before: what needs one starts anew, and a
// nonlinear solve starts from the given state (see guess), which shows below its
// tolerance. It voids tapes.
func (s *Solver[T]) Step(ctx context.Context, state [][]T, t, dt float64) (Stats, error) {
	switch {
	case state == nil:
		return Stats{}, fmt.Errorf("solver: Step needs a state")
	case !(dt > 0) || math.IsInf(dt, 0) || math.IsNaN(t) || math.IsInf(t, 0):
		return Stats{}, fmt.Errorf("solver: a step of %g from time %g", dt, t)
	}
	res, err := s.start(ctx, []Case[T]{{Initial: state}}, horizon{start: t, steps: []float64{dt}, scheme: s.scheme}, nil, false)
	if err != nil {
		return Stats{}, err
	}
	for i, v := range res.At[0][0] {
		copy(state[i], v)
	}
	return res.Stats, nil
}
