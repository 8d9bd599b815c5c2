package verify

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/pindiff/pindiffc/runtime/solver"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// twoAdjoints compares the implicit gradient with the unrolled one. The derivative
// of a truncated iteration converges later than its value, so sweeps go on to
// three times as many as the tolerance asks for.
//
// Sweeps of a stiff system converge slowly, or not at all, unless its steps are
// short; what is compared holds for any. So steps are shortened until a few hundred
// sweeps do.
func (b *bench[T]) twoAdjoints(ctx context.Context) ([]Check, error) {
	const name = "implicit against unrolled"
	if b.p.Kernels.Sweep.Adjoint == nil {
		return []Check{skip(name, "the system has no Picard sweep")}, nil
	}
	run, unconverged := sweeping{}, error(nil)
	for _, run = range []sweeping{
		{length: 1, limit: fewSweeps},
		{length: 1e-2, limit: fewSweeps},
		{length: 1e-4, limit: fewSweeps},
		{length: 1e-6, limit: fewSweeps},
		{length: 1e-6, limit: b.config.MaxIter}, // rows without a time derivative do not care for the step
		{length: 1, limit: b.config.MaxIter},
	} {
		_, run.sweeps, unconverged = b.gradientBy(ctx, "unrolled", run)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if unconverged == nil {
			break
		}
	}
	if unconverged != nil {
		return []Check{skip(name, fmt.Sprintf("Picard sweeps do not converge: %v", unconverged))}, nil
	}
	implicit, _, err := b.gradientBy(ctx, "implicit", run)
	if err != nil {
		return nil, err
	}
	run.forced = 3 * run.sweeps
	unrolled, _, err := b.gradientBy(ctx, "unrolled", run)
	if err != nil {
		return nil, err
	}
	detail := fmt.Sprintf("2-norm of the difference / 2-norm, worst part, %d sweeps a step", run.forced)
	if run.length < 1 {
		detail += fmt.Sprintf(" of %g of the length given", run.length)
	}
	// In float32 rounding is the limit, and each sweep adds its own.
	return []Check{below(name, detail, distance(implicit, unrolled), limit[T](1e-9, 1e-5*float64(max(10, run.forced))))}, nil
}

// sweeping is how the two adjoints are run: with steps of a part of their length and
// at most so many iterations each, or exactly so many sweeps.
type sweeping struct {
	length float64
	limit  int
	sweeps int // that the tolerance takes, rounded up
	forced int // 0: by the tolerance
}

// fewSweeps is how many sweeps of a step are no burden.
const fewSweeps = 300

// gradientBy is the gradient by one kind of adjoint, with the number of outer
// iterations of a step (rounded up).
func (b *bench[T]) gradientBy(ctx context.Context, adjoint string, run sweeping) (*solver.Gradient[T], int, error) {
	s, err := b.open(func(c *solver.Config) {
		c.Adjoint, c.MaxIter = adjoint, run.limit
		if adjoint == "unrolled" {
			c.ForceIter = run.forced
		}
		c.Steps = slices.Clone(c.Steps)
		if run.limit > fewSweeps {
			c.Steps = c.Steps[:1] // has to do
		}
		for i := range c.Steps {
			c.Steps[i] *= run.length
		}
		scheme := c.Scheme
		if scheme == "" {
			scheme = b.p.Scheme
		}
		if c.Scheme = scheme; isExplicit(scheme) {
			c.Scheme = "crank_nicolson"
		}
	})
	if err != nil {
		return nil, 0, err
	}
	defer s.Close()
	l, levels := b.newLoss(s.Grid().Cells), s.Levels()
	tape, err := s.Forward(ctx, b.cases(b.at), slices.Compact([]float64{levels[1], levels[len(levels)-1]}))
	if err != nil {
		return nil, 0, err
	}
	g, err := tape.Pullback(ctx, l.cotangent(tape.At))
	return g, tape.Stats.Outer/max(1, tape.Stats.Steps) + 1, err
}

// vanishing is the norm of a part of a gradient that is zero but for underflow.
const vanishing = 1e-30

// distance is the largest relative distance over the parts of two gradients.
func distance[T vec.Float](x, y *solver.Gradient[T]) float64 {
	worst := 0.0
	each := func(x, y []float64) {
		d, n := 0.0, 0.0
		for i := range x {
			d += (x[i] - y[i]) * (x[i] - y[i])
			n += x[i] * x[i]
		}
		if d > 0 {
			worst = max(worst, math.Sqrt(d)/max(math.Sqrt(n), vanishing))
		}
	}
	wide := func(parts [][]T) (all []float64) {
		for _, p := range parts {
			for _, v := range p {
				all = append(all, float64(v))
			}
		}
		return all
	}
	for i := range x.Initial[0] {
		each(wide(x.Initial[0][i:i+1]), wide(y.Initial[0][i:i+1]))
	}
	each(x.Params, y.Params)
	each(wide(x.Bounds), wide(y.Bounds))
	each(wide(x.Fields), wide(y.Fields))
	each(wide([][]T{x.Weights}), wide([][]T{y.Weights}))
	return worst
}
