package verify

import (
	"context"
	"math"

	"github.com/pindiff/pindiffc/runtime/solver"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// around is how far the bench goes from the specification's own initial state, over
// its size.
const around = 0.1

// given is the specification's own initial state and what its first step makes of
// it, nil if it has none.
func (b *bench[T]) given(ctx context.Context, s *solver.Solver[T]) (state, next [][]T, err error) {
	for i := range b.p.States {
		if !b.p.States[i].Default {
			return nil, nil, nil
		}
	}
	res, err := s.Simulate(ctx, []solver.Case[T]{{}}, []float64{b.p.Time0, b.times[0]})
	if err != nil {
		return nil, nil, err
	}
	return res.At[0][0], res.At[1][0], nil
}

// sense is the direction in which a step moves a state: 1 or -1 if no cell goes
// the other way, 0 if some do or nothing moves.
//
// A system may have no solution on the other side of where it starts. Porosity
// that is only filled is never more than it was; a conductivity made of what was
// deposited is negative there, and heat that runs to where it is warmer is no
// problem with a solution.
func sense[T vec.Float](before, after []T) float64 {
	up, down := 0.0, 0.0
	for c := range before {
		d := float64(after[c]) - float64(before[c])
		up, down = max(up, d), max(down, -d)
	}
	if max(up, down) <= 1e-9*vec.MaxAbs(before) {
		return 0
	}
	const rounding = 1e-6 // over the largest move
	switch {
	case down <= rounding*up:
		return 1
	case up <= rounding*down:
		return -1
	}
	return 0
}

// band is the mean and spread of values up to reach from 0, on one side of it where
// there is a sense.
func band(reach, sense float64) (mean, spread float64) {
	if sense == 0 {
		return 0, reach
	}
	return math.Copysign(reach/2, sense), reach / 2
}

// room is how far values of a state may lie from one, at most as far as wanted, and
// still be inside its declared range.
func (b *bench[T]) room(state int, value, wanted float64) float64 {
	st := &b.p.States[state]
	if !(st.Min < value && value < st.Max) {
		return wanted
	}
	return min(wanted, 0.8*(value-st.Min), 0.8*(st.Max-value))
}
