package verify

import (
	"context"
	"fmt"
	"math"
)

// difference is a derivative of the loss by central differences
//
//	D(h) = (J(h) - J(-h)) / 2h,    R(h) = D(h/4) + (D(h/4) - D(h))/15
//
// R without their error of order h^2, and how far off it may be: by |R(h) - D(h/4)|,
// which is more than what R leaves out, and by noise/(h/4).
type difference struct {
	value, off float64
}

// differences are those of a range of steps: large ones carry curvature and kinks,
// small ones noise. Those of runs that fail are left out.
func (n *line[T]) differences(ctx context.Context, noise float64) ([]difference, error) {
	const steps = 10
	var all []difference
	coarse, h := math.NaN(), 0.1
	for range steps {
		up, err := n.at(ctx, h)
		if err != nil {
			return nil, err
		}
		down, err := n.at(ctx, -h)
		if err != nil {
			return nil, err
		}
		fine := (up - down) / (2 * h)
		change := (fine - coarse) / 15
		if d := (difference{fine + change, math.Abs(change) + noise/h}); finite(d.off) {
			all = append(all, d)
		}
		coarse, h = fine, h/4
	}
	return all, nil
}

const (
	sharp = 1e-8 // adjoints are solved to a tolerance, too
	blunt = 1e-6 // differences that may be off by more are used only if there are none better
	faint = 1e-2 // and not at all if they may be off by more than this
)

// against compares the gradient's slope with the differences. Where the loss has
// kinks, those of large steps agree on a mean slope that is not the derivative: so
// any good difference may confirm the gradient.
func (n *line[T]) against(name string, all []difference) Check {
	best := Check{Value: math.Inf(1), Limit: sharp}
	least := math.Inf(1) // that one may be off, relative
	size := func(d difference) float64 { return max(math.Abs(n.slope), math.Abs(d.value)) }
	for _, d := range all {
		if off := 3 * d.off; off < least*size(d) {
			least = off / size(d)
		}
	}
	if len(all) > 0 && least > faint {
		return skip(name, fmt.Sprintf("along this direction the loss changes by %.0e of itself, hardly more than its noise", math.Abs(n.slope/n.start)))
	}
	for _, d := range all {
		off := 3 * d.off / size(d)
		if off > max(least, blunt) {
			continue
		}
		c := below(name, "", math.Abs(d.value-n.slope)/size(d), max(sharp, off))
		if c.Value/c.Limit < best.Value/best.Limit {
			best = c
		}
	}
	return below(name, "|central difference - <g,d>| / |<g,d>|", best.Value, best.Limit)
}
