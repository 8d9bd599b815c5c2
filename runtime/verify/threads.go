package verify

import (
	"context"
	"fmt"
	"reflect"

	"github.com/pindiff/pindiffc/runtime/solver"
)

// threads runs three cases forward and backward on 1, 2 and 8 workers and
// compares bits.
func (b *bench[T]) threads(ctx context.Context) ([]Check, error) {
	const name = "same bits for any number of threads"
	var states []any
	var grads []*solver.Gradient[T]
	for _, workers := range []int{1, 2, 8} {
		s, err := b.open(func(c *solver.Config) { c.Workers = workers })
		if err != nil {
			return nil, err
		}
		defer s.Close()
		l := b.newLoss(s.Grid().Cells)
		cases := append(b.cases(b.at), b.cases(b.at)...)
		cases = append(cases, b.cases(b.at)...)
		tape, err := s.Forward(ctx, cases, b.times)
		if err != nil {
			return nil, err
		}
		cot := l.cotangent(tape.At)
		for k := range cot {
			cot[k] = append(cot[k], cot[k][0], cot[k][0])
		}
		g, err := tape.Pullback(ctx, cot)
		if err != nil {
			return nil, err
		}
		states, grads = append(states, tape.At), append(grads, g)
	}
	differ := 0
	for i := range states {
		if !reflect.DeepEqual(states[0], states[i]) || !reflect.DeepEqual(grads[0], grads[i]) {
			differ++
		}
	}
	return []Check{below(name, fmt.Sprintf("runs of %d that differ from one worker's", len(states)), float64(differ), 0)}, nil
}
