package verify

import (
	"context"
	"fmt"
	"reflect"

	"github.com/pindiff/pindiffc/runtime/solver"
)

// checkpointSteps and checkpointSlots are of a run with far more steps than states
// that are kept: most steps are taken again, some several times.
const (
	checkpointSteps = 12
	checkpointSlots = 2
)

// checkpoints compares the bits of a gradient from a few checkpoints with those of
// one from everything that the run computed.
func (b *bench[T]) checkpoints(ctx context.Context) ([]Check, error) {
	const name = "checkpointed against stored"
	var grads []*solver.Gradient[T]
	again := 0
	for _, slots := range []int{0, checkpointSlots} {
		s, err := b.open(func(c *solver.Config) {
			c.Steps = nil
			for i := range checkpointSteps {
				c.Steps = append(c.Steps, b.config.Steps[i%len(b.config.Steps)])
			}
			c.Checkpoint, c.Slots, c.Bytes, c.Disk = "all", slots, 0, 0
			if slots > 0 {
				c.Checkpoint = "revolve"
			}
		})
		if err != nil {
			return nil, err
		}
		defer s.Close()
		l := b.newLoss(s.Grid().Cells)
		levels := s.Levels()
		tape, err := s.Forward(ctx, b.cases(b.at), []float64{levels[1], levels[len(levels)-1]})
		if err != nil {
			return []Check{skip(name, fmt.Sprintf("a run of %d steps fails: %v", checkpointSteps, err))}, ctx.Err()
		}
		g, err := tape.Pullback(ctx, l.cotangent(tape.At))
		if err != nil {
			return nil, err
		}
		again, g.Stats = g.Stats.Recomputed, solver.Stats{}
		grads = append(grads, g)
	}
	differ := 0.0
	if !reflect.DeepEqual(grads[0], grads[1]) {
		differ = 1
	}
	detail := fmt.Sprintf("gradients that differ in any bit, %d steps with %d states kept, %d taken again", checkpointSteps, checkpointSlots, again)
	return []Check{below(name, detail, differ, 0)}, nil
}
