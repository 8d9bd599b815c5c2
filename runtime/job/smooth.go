package job

import (
	"math"

	"github.com/pindiff/pindiffc/runtime/experiment"
	"github.com/pindiff/pindiffc/runtime/train"
)

// smoothTerm keeps a trainable field smooth.
type smoothTerm struct {
	metric      string
	weight, eps float64
	field       int // in the trainable fields
}

// addSmooth finds the field of a term. eps of tv is relative to the field's scale
// over the length of the longest axis.
func (o *objective[T]) addSmooth(t experiment.LossTerm) error {
	for k, f := range o.params.fields {
		if f.name != t.Field {
			continue
		}
		length := 0.0
		for _, a := range o.s.axes {
			length = math.Max(length, a.Hi-a.Lo)
		}
		term := smoothTerm{metric: t.Metric, weight: t.Weight, field: k, eps: t.Eps * f.Scale / length}
		if t.Metric == "tv" && !(term.eps > 0) {
			return faultf("request", "tv(%s) needs a positive eps, found %g", t.Field, t.Eps)
		}
		o.smooth = append(o.smooth, term)
		return nil
	}
	return faultf("request", "the loss looks at %s, which is not a trainable field", t.Field)
}

// smoothness sums the terms of fields, as they are set, and adds the derivative to
// grad.
func (o *objective[T]) smoothness(theta, grad []T) float64 {
	if len(o.smooth) == 0 {
		return 0
	}
	l := train.Lattice{Cells: o.s.shape}
	for _, a := range o.s.axes {
		l.H, l.Periodic = append(l.H, (a.Hi-a.Lo)/float64(a.Cells)), append(l.Periodic, a.Periodic)
	}
	loss := 0.0
	for _, t := range o.smooth {
		f := &o.params.fields[t.field]
		bar := make([]T, f.cells)
		if t.metric == "tv" {
			loss += train.TotalVariation(t.weight, t.eps, l, f.values, bar)
		} else {
			loss += train.Tikhonov(t.weight, l, f.values, bar)
		}
		f.chain(grad, theta, bar)
	}
	return loss
}
