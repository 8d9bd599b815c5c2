package verify

import (
	"context"
	"fmt"
	"math"

	"github.com/pindiff/pindiffc/runtime/solver"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// twoAdjoints compares the implicit gradient with the unrolled one. The derivative
// of a truncated iteration converges later than its value, so sweeps go on to
// three times as many as the tolerance asks for.
func (b *bench[T]) twoAdjoints(ctx context.Context) ([]Check, error) {
	const name = "implicit against unrolled"
	if b.p.Kernels.Sweep.Adjoint == nil {
		return []Check{skip(name, "the system has no Picard sweep")}, nil
	}
	implicit, _, err := b.gradientBy(ctx, "implicit", 0)
	if err != nil {
		return nil, err
	}
	_, sweeps, err := b.gradientBy(ctx, "unrolled", 0)
	if err != nil {
		return []Check{skip(name, fmt.Sprintf("Picard sweeps do not converge: %v", err))}, ctx.Err()
	}
	unrolled, _, err := b.gradientBy(ctx, "unrolled", 3*sweeps)
	if err != nil {
		return nil, err
	}
	detail := fmt.Sprintf("2-norm of the difference / 2-norm, worst part, %d sweeps a step", 3*sweeps)
	// In float32 rounding is the limit, and each sweep adds its own.
	return []Check{below(name, detail, distance(implicit, unrolled), limit[T](1e-9, 1e-5*float64(max(10, 3*sweeps))))}, nil
}

// gradientBy is the gradient by one kind of adjoint, with the number of outer
// iterations of a step (rounded up); force fixes that number, 0 leaves it to the
// tolerance.
func (b *bench[T]) gradientBy(ctx context.Context, adjoint string, force int) (*solver.Gradient[T], int, error) {
	s, err := b.open(func(c *solver.Config) {
		c.Adjoint, c.ForceIter = adjoint, force
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
	l := b.newLoss(s.Grid().Cells)
	tape, err := s.Forward(ctx, b.cases(b.at), b.times)
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
