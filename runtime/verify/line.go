package verify

import (
	"context"
	"math"
	"sort"

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

// checks are the Taylor remainder |J(h) - J(0) - h J'|, which must fall fourfold
// when h is halved, and the central difference.
func (n *line[T]) checks(ctx context.Context, part string) ([]Check, error) {
	const halvings = 16
	floor := 1e-10 * math.Abs(n.start) // a thousand times what rounding and tolerances leave
	var remainder [halvings + 1]float64
	h := 0.5
	for i := range remainder {
		j, err := n.at(ctx, h)
		if err != nil {
			return nil, err
		}
		remainder[i] = math.Abs(j - n.start - h*n.slope)
		h /= 2
	}
	// A remainder a h^2 (1 + b h) has the order 2 + b h/(2 log 2), which is off by more
	// than a hundredth where the floor leaves long steps only: still is what the orders
	// of successive halvings tend to. Of a wrong slope they fall, and so does that.
	still := math.Inf(-1)
	rate := math.Inf(-1) // of the four smallest steps above the floor, where kinks are rarest and a wrong slope shows
	for i := halvings - 4; i >= 0 && math.IsInf(rate, -1); i-- {
		if !(remainder[i+4] > floor) {
			continue
		}
		var r []float64
		for k := i; k < i+4; k++ {
			r = append(r, math.Log2(remainder[k]/remainder[k+1]))
		}
		limit := []float64{2*r[1] - r[0], 2*r[2] - r[1], 2*r[3] - r[2]}
		sort.Float64s(r)
		sort.Float64s(limit)
		if m := (r[1] + r[2]) / 2; finite(m) {
			rate, still = m, limit[1]
		}
	}
	apart, err := n.difference(ctx)
	if err != nil {
		return nil, err
	}
	diff := below("gradient "+part, "|central difference - <g,d>| / |<g,d>|", apart, 1e-6)
	const order = "order of the remainder, median over four halvings"
	t := above("taylor "+part, order, rate, 1.99)
	if t.Verdict == Fail && finite(still) && rate > 1.8 {
		t = above("taylor "+part, order+", as the step tends to 0", still, 1.99)
	}
	if math.IsInf(rate, -1) {
		t = skip("taylor "+part, "the remainder is at round-off: the loss is linear along this direction")
		t.Value = 0
	}
	if t.Verdict == Fail && diff.Verdict == Pass {
		t.Verdict = Kink
	}
	return []Check{t, diff}, nil
}

// faint is a slope, relative to the loss, below which round-off of the loss hides the
// sixth digit of its differences.
const faint = 1e-6

// difference is the smallest relative error of central differences over a range
// of steps: large ones carry curvature and kinks, small ones round-off.
func (n *line[T]) difference(ctx context.Context) (float64, error) {
	best := math.Inf(1)
	for _, h := range []float64{1e-2, 1e-3, 1e-4, 1e-5} {
		up, err := n.at(ctx, h)
		if err != nil {
			return 0, err
		}
		down, err := n.at(ctx, -h)
		if err != nil {
			return 0, err
		}
		if e := math.Abs((up-down)/(2*h)-n.slope) / max(math.Abs(n.slope), faint*math.Abs(n.start)); e < best {
			best = e
		}
	}
	return best, nil
}
