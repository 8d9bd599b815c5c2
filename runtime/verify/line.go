package verify

import (
	"context"
	"math"

	"github.com/pindiff/pindiffc/runtime/solver"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// line is the loss along one direction.
type line[T vec.Float] struct {
	b            *bench[T]
	s            *solver.Solver[T]
	l            loss[T]
	d            inputs[T]
	slope, start float64
}

// at evaluates the loss at step h; NaN where the run fails.
func (n *line[T]) at(ctx context.Context, h float64) (float64, error) {
	move := func(x, d []T) []T {
		if d == nil {
			return x
		}
		y := append([]T(nil), x...)
		vec.Axpy(T(h), d, y)
		return y
	}
	p := inputs[T]{params: append([]float64(nil), n.b.at.params...), weights: move(n.b.at.weights, n.d.weights)}
	for i, v := range n.d.params {
		p.params[i] += h * v
	}
	for _, v := range n.d.bounds {
		p.bounds = append(p.bounds, move(make([]T, len(v)), v))
	}
	for i, f := range n.b.at.fields {
		var d []T
		if n.d.fields != nil {
			d = n.d.fields[i]
		}
		p.fields = append(p.fields, move(f, d))
	}
	for i, u := range n.b.at.initial {
		var d []T
		if n.d.initial != nil {
			d = n.d.initial[i]
		}
		p.initial = append(p.initial, move(u, d))
	}
	if err := n.b.set(n.s, p); err != nil {
		return math.NaN(), nil
	}
	res, err := n.s.Simulate(ctx, n.b.cases(p), n.b.times)
	n.b.bounds = nil
	if err != nil {
		return math.NaN(), ctx.Err()
	}
	return n.l.value(res.At), nil
}

// checks are the Taylor remainder and the central difference.
func (n *line[T]) checks(ctx context.Context, part string) ([]Check, error) {
	noise, err := n.noise(ctx)
	if err != nil {
		return nil, err
	}
	order, err := n.order(ctx, noise)
	if err != nil {
		return nil, err
	}
	all, err := n.differences(ctx, noise)
	if err != nil {
		return nil, err
	}
	diff := n.against("gradient "+part, all)
	t := above("taylor "+part, "order of the remainder as h goes to 0, least of three", order, enough)
	if math.IsInf(order, -1) {
		t = skip("taylor "+part, "the remainder is at round-off: the loss is linear along this direction")
	}
	if t.Verdict == Fail && diff.Verdict == Pass {
		t.Verdict = Kink
	}
	return []Check{t, diff}, nil
}
